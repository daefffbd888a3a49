-- Inflow, outflow and outflow to retirement of one region, as series.
select
    r.regio,
    r.regio_naam,
    i.naam as reeks,
    r.indicator,
    r.periode,
    r.periode_label,
    r.begin_datum,
    r.waarde,
    r.eenheid,
    r.populatie,
    r.status,
    r.segment,
    r.soort,
    r.vintage
from uit_reeks as r
inner join kern_indicator as i on r.indicator = i.code
where r.indicator in ('instroom_werknemers', 'uitstroom_werknemers') and r.regio = $regio
order by r.indicator, r.begin_datum;
