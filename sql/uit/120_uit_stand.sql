-- Where each indicator stands per region: latest value, a year earlier, the country and the regions in the same period, and
-- what a reader must know of the indicator.
-- A change is given only within one segment: never across a series break.
create table uit_stand as
with
laatste as (
    select *
    from uit_reeks
    where waarde is not null
    qualify row_number() over (partition by indicator, regio order by begin_datum desc) = 1
)

select
    i.code as indicator,
    i.naam,
    i.groep,
    i.volgorde,
    i.eenheid,
    i.richting,
    i.populatie,
    i.regionaal,
    i.verwachte_bron,
    r.code as regio,
    r.naam as regio_naam,
    l.periode,
    l.periode_label,
    l.begin_datum,
    l.waarde,
    l.status,
    l.soort,
    l.vintage,
    l.segment > 0 and e.waarde is null and exists (
        select 1 from kern_reeksbreuk as b
        where
            b.indicator = i.code
            and b.begin_datum > l.begin_datum - interval 1 year
            and b.begin_datum <= l.begin_datum
    ) as periode_is_breuk,
    land.waarde as waarde_land_laatste,
    e.waarde as waarde_jaar_eerder,
    e.periode_label as periode_jaar_eerder,
    l.waarde_nl,
    l.laagste,
    l.hoogste,
    l.aantal_regios,
    i.definitie,
    i.frequentie,
    i.bron as indicator_bron,
    i.bronregel as indicator_bronregel,
    d.teller,
    d.noemer,
    d.let_op
from kern_indicator as i
cross join kern_regio as r
left join kern_definitie as d on i.code = d.indicator
left join laatste as l on i.code = l.indicator and r.code = l.regio
left join uit_reeks as e
    on i.code = e.indicator and r.code = e.regio and l.jaar_eerder = e.periode and l.segment = e.segment
left join laatste as land on i.code = land.indicator and land.regio = 'NL';
