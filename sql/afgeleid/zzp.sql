-- Aandeel zzp'ers: self-employed without staff as a percentage of all who work in care and welfare.
insert into kern_waarneming by name
with
teller as (
    select * from kern_waarneming
    where indicator = 'zzp_personen'
),

noemer as (
    select * from kern_waarneming
    where indicator = 'werkenden'
)

select
    'zzp' as indicator,
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
inner join noemer as n
    on g.andere = n.vintage and t.regio = n.regio and t.branche = n.branche and t.periode = n.periode
inner join kern_indicator as i on i.code = 'zzp'
order by t.regio, t.periode, t.vintage;
