-- Every series of a region, the newest version of each figure, for the region's workbook.
select
    i.naam,
    s.indicator,
    s.periode,
    s.periode_label,
    s.waarde,
    s.eenheid,
    s.populatie,
    s.status,
    s.reden_ontbreekt,
    s.soort,
    s.vintage
from uit_reeks as s
inner join kern_indicator as i on s.indicator = i.code
where s.regio = $regio
order by array_position(['kern', '1', '2', '3', 'hulp'], i.groep), i.volgorde, s.periode;
