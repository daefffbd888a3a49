-- One indicator for one region as a series, with the country and the spread of the regions in the same period. Invented values
-- that a real figure stands in the place of are left out.
select
    regio,
    regio_naam,
    periode,
    periode_label,
    begin_datum,
    waarde,
    waarde_nl,
    laagste,
    hoogste,
    aantal_regios,
    eenheid,
    populatie,
    status,
    reden_ontbreekt,
    segment,
    soort,
    vintage
from uit_reeks
where
    indicator = $indicator
    and regio = $regio
    and (
        soort <> 'demonstratie'
        or not exists (
            select 1 from kern_figuur as f
            where f.in_plaats_van = $indicator
        )
    )
order by begin_datum, periode;
