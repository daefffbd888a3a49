-- Every indicator as a series at total level: one row per indicator, region and period, with the segment between breaks.
create table uit_reeks as
with
totaal as (
    select w.*
    from kern_waarneming as w
    inner join kern_branche as b on w.branche = b.code
    inner join kern_indicator as i on w.indicator = i.code
    where b.soort = 'totaal' and w.populatie = i.populatie
),

nieuwste as (
    select *
    from totaal
    qualify row_number() over (partition by indicator, regio, periode order by vintage desc) = 1
)

select
    n.indicator,
    n.regio,
    r.naam as regio_naam,
    n.periode,
    p.label as periode_label,
    p.label_kort as periode_kort,
    p.begin_datum,
    p.jaar_eerder,
    n.waarde,
    n.eenheid,
    n.status,
    n.reden_ontbreekt,
    n.populatie,
    n.soort,
    n.vintage,
    (
        select count(*) from kern_reeksbreuk as b
        where b.indicator = n.indicator and b.begin_datum <= p.begin_datum
    ) as segment
from nieuwste as n
inner join kern_periode as p on n.periode = p.code
inner join kern_regio as r on n.regio = r.code;
