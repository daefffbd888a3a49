-- Uitstroom zonder pensioen: employees who left care and welfare within a year, without those who retired, as a
-- percentage of the employees at the start of that year. Year on year: quarters are never added up.
-- Numerator: uitstroom_werknemers - uitstroom_pensioen. Denominator: werknemers (smal) in the same quarter a year earlier.
insert into kern_waarneming by name
with
weg as (
    select * from kern_waarneming
    where indicator = 'uitstroom_werknemers' and branche = 'zw_smal'
),

pensioen as (
    select * from kern_waarneming
    where indicator = 'uitstroom_pensioen'
),

werknemers as (
    select * from kern_waarneming
    where indicator = 'werknemers' and branche = 'zw_smal'
)

select
    'uitstroom' as indicator,
    u.regio,
    u.branche,
    u.periode,
    u.populatie,
    u.vintage,
    if(w.waarde > 0, 100 * (u.waarde - p.waarde) / w.waarde, null) as waarde,
    i.eenheid,
    minst_definitief([u.status, p.status, w.status]) as status,
    if(u.waarde is null or p.waarde is null or w.waarde is null or w.waarde <= 0, 'onbekend', null) as reden_ontbreekt,
    u.is_gecorrigeerd or p.is_gecorrigeerd or w.is_gecorrigeerd as is_gecorrigeerd,
    u.soort,
    u.bron
from weg as u
inner join kern_periode as k on u.periode = k.code
inner join kern_gelijktijdig as gp on u.vintage = gp.vintage
inner join pensioen as p
    on gp.andere = p.vintage and u.regio = p.regio and u.branche = p.branche and u.periode = p.periode
inner join kern_gelijktijdig as gw on u.vintage = gw.vintage
inner join werknemers as w on gw.andere = w.vintage and u.regio = w.regio and k.jaar_eerder = w.periode
inner join kern_indicator as i on i.code = 'uitstroom'
order by u.regio, u.periode, u.vintage;
