-- Aandeel werknemers in zorg en welzijn: employees in care and welfare (smal) as a percentage of all employees.
-- Numerator: werknemers, branch zw_smal. Denominator: werknemers_economie. Self-employed are in neither.
insert into kern_waarneming by name
with
teller as (
    select * from kern_waarneming
    where indicator = 'werknemers' and branche = 'zw_smal'
),

noemer as (
    select * from kern_waarneming
    where indicator = 'werknemers_economie' and branche = 'economie'
)

select
    'aandeel_werknemers' as indicator,
    t.regio,
    t.branche,
    t.periode,
    t.populatie,
    t.vintage,
    if(n.waarde > 0, 100 * t.waarde / n.waarde, null) as waarde,
    i.eenheid,
    minst_definitief([t.status, n.status]) as status,
    if(t.waarde is null or n.waarde is null or n.waarde <= 0, 'onbekend', null) as reden_ontbreekt,
    t.is_gecorrigeerd or n.is_gecorrigeerd as is_gecorrigeerd,
    t.soort,
    t.bron
from teller as t
inner join kern_gelijktijdig as g on t.vintage = g.vintage
inner join noemer as n on g.andere = n.vintage and t.regio = n.regio and t.periode = n.periode
inner join kern_indicator as i on i.code = 'aandeel_werknemers'
order by t.regio, t.periode, t.vintage;
