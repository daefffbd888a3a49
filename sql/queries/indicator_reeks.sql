-- One indicator for one region as a series, with the country and the spread of the regions in the same period.
select
    r.regio,
    r.regio_naam,
    r.periode,
    r.periode_label,
    r.begin_datum,
    r.waarde,
    nl.waarde as waarde_nl,
    s.laagste,
    s.hoogste,
    s.aantal_regios,
    r.eenheid,
    r.populatie,
    r.status,
    r.reden_ontbreekt,
    r.segment,
    r.soort,
    r.vintage
from uit_reeks as r
left join uit_reeks as nl on r.indicator = nl.indicator and r.periode = nl.periode and nl.regio = 'NL'
left join uit_spreiding as s on r.indicator = s.indicator and r.periode = s.periode
where r.indicator = $indicator and r.regio = $regio
order by r.begin_datum, r.periode;
