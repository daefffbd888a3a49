-- Where each indicator stands per region: latest value, a year earlier, the country and the regions in the same period, and
-- what a reader must know of the indicator.
-- Invented values do not count where a real figure shows the same: then that figure is named.
-- A change is given only within one segment: never across a series break.
create table uit_stand as
with
laatste as (
    select *
    from uit_reeks
    where
        waarde is not null
        and (
            soort <> 'demonstratie'
            or not exists (
                select 1 from kern_figuur as f
                where f.in_plaats_van = uit_reeks.indicator
            )
        )
    qualify row_number() over (partition by indicator, regio order by begin_datum desc) = 1
)

select
    i.code as indicator, -- code in `kern_indicator`
    i.naam, -- its name
    i.zinsdeel, -- its part of a sentence
    i.groep, -- its group
    i.volgorde, -- its order
    i.antwoord, -- its turn to be the answer of its programme line, may be empty
    i.eenheid, -- its unit
    i.richting, -- its direction
    i.populatie, -- its population
    i.regionaal, -- whether it is believed to be published per region
    i.verwachte_bron, -- who measures it, or would
    r.code as regio, -- code in `kern_regio`
    r.naam as regio_naam, -- its name
    r.in_zin, -- its name as a place in a sentence
    l.periode, -- latest period with a value, empty when there is none
    l.periode_label, -- that period in words
    l.begin_datum, -- its first day
    l.waarde, -- the latest value, empty when there is none
    l.status, -- status of that value
    l.soort, -- kind of that value
    l.vintage, -- version of the raw table
    l.segment > 0 and e.waarde is null and exists (
        select 1 from kern_reeksbreuk as b
        where
            b.indicator = i.code
            and b.begin_datum > l.begin_datum - interval 1 year
            and b.begin_datum <= l.begin_datum
    ) as periode_is_breuk, -- whether the series begins anew in this very period, so that nothing earlier can be compared
    if(l.waarde is null, f.code, null) as vervangen_door, -- figure in `kern_figuur` that shows the same, when there is no value
    if(l.waarde is null, f.titel, null) as vervangen_titel, -- its title
    land.waarde as waarde_land_laatste, -- the country's latest value in any period, empty when there is none
    e.waarde as waarde_jaar_eerder, -- the region's value a year earlier, empty across a series break
    e.periode_label as periode_jaar_eerder, -- that period in words
    l.waarde_nl, -- the country's value in the same period
    l.laagste, -- value of the lowest region in the same period
    l.hoogste, -- value of the highest region in the same period
    l.aantal_regios, -- number of regions with a value in that period
    i.definitie, -- what the indicator measures
    i.frequentie, -- how often
    i.bron as indicator_bron, -- document that names the indicator
    i.bronregel as indicator_bronregel, -- line in that document
    d.teller, -- what is counted
    d.noemer, -- what it is divided by
    d.let_op -- where a reader may go wrong
from kern_indicator as i
cross join kern_regio as r
left join kern_definitie as d on i.code = d.indicator
left join kern_figuur as f on i.code = f.in_plaats_van
left join laatste as l on i.code = l.indicator and r.code = l.regio
left join uit_reeks as e
    on i.code = e.indicator and r.code = e.regio and l.jaar_eerder = e.periode and l.segment = e.segment
left join laatste as land on i.code = land.indicator and land.regio = 'NL';
