-- One indicator of one region with its rule of comparison: what azwboek.statistics.findings compares. An indicator with a rule
-- and without values has one row without a period; one without a rule has none. Invented values that a real figure stands in the
-- place of are left out, as on the pages.
with
reeks as (
    select t.*
    from uit_toets as t
    left join kern_figuur as f on t.indicator = f.in_plaats_van
    where t.indicator = $indicator and t.regio = $regio and (f.code is null or t.soort <> 'demonstratie')
)

select
    r.indicator,
    i.eenheid,
    i.richting,
    w.tekst as richting_tekst,
    r.meting,
    r.los,
    r.afronding,
    r.drempel,
    t.periode,
    t.segment,
    t.waarde,
    t.waarde_nl,
    t.teller_aantal,
    t.noemer_aantal,
    t.vintage
from kern_toetsregel as r
inner join kern_indicator as i on r.indicator = i.code
inner join kern_toetswoord as w on i.richting = w.code and w.soort = 'richting'
left join reeks as t on r.indicator = t.indicator
where r.indicator = $indicator
order by t.periode;
