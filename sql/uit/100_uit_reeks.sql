-- Every indicator as a series at total level, from the versions in force: one row per indicator, region and period,
-- with the segment between breaks, and beside it the country and the lowest and highest region of the same set and period. A
-- series has one population and one kind of period: smal and breed, years and quarters are never combined.
create table uit_reeks as
with
totaal as (
    select w.*
    from kern_waarneming as w
    inner join kern_branche as b on w.branche = b.code
    inner join kern_indicator as i on w.indicator = i.code
    inner join kern_vintage as v on w.vintage = v.id
    where
        v.is_actueel
        and b.soort = 'totaal'
        and w.populatie = i.populatie
        and substr(w.periode, 5, 2) = i.periodesoort
),

spreiding as (
    select
        t.indicator,
        t.periode,
        r.indeling,
        min(t.waarde) as laagste,
        max(t.waarde) as hoogste,
        count(t.waarde) as aantal_regios
    from totaal as t
    inner join kern_regio as r on t.regio = r.code
    where r.soort = 'regio'
    group by t.indicator, t.periode, r.indeling
)

select
    n.indicator, -- code in `kern_indicator`
    n.regio, -- code in `kern_regio`
    r.naam as regio_naam, -- its name
    n.periode, -- code in `kern_periode`
    p.label as periode_label, -- in words
    p.label_kort as periode_kort, -- short
    p.begin_datum, -- first day of the period
    p.jaar_eerder, -- code of the same period a year earlier
    n.waarde, -- the value, may be empty
    nl.waarde as waarde_nl, -- the country's value in the same period
    s.laagste, -- value of the lowest region in the same period; no ranking is made of it
    s.hoogste, -- value of the highest region in the same period
    s.aantal_regios, -- number of regions with a value in that period
    n.eenheid, -- unit
    n.status, -- status in `kern_status`
    n.reden_ontbreekt, -- why there is no value
    n.populatie, -- who is counted
    n.is_gecorrigeerd, -- whether a correction replaced the value, or that of a part
    n.soort, -- cbs, gepubliceerd or demonstratie
    n.vintage, -- version of the raw table
    (
        select count(*) from kern_reeksbreuk as b
        where b.indicator = n.indicator and b.begin_datum <= p.begin_datum
    ) as segment -- number of series breaks up to this period; a line is drawn within one segment
from totaal as n
inner join kern_periode as p on n.periode = p.code
inner join kern_regio as r on n.regio = r.code
left join totaal as nl on n.indicator = nl.indicator and n.periode = nl.periode and nl.regio = 'NL'
left join spreiding as s on n.indicator = s.indicator and n.periode = s.periode and r.indeling = s.indeling;
