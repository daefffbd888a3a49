-- What each indicator measures, for the region's workbook and report.
select
    i.naam,
    i.code as indicator,
    i.definitie,
    d.teller,
    d.noemer,
    d.let_op,
    i.eenheid,
    i.populatie,
    i.frequentie,
    i.verwachte_bron,
    i.regionaal
from kern_indicator as i
inner join kern_definitie as d on i.code = d.indicator
order by array_position(['kern', '1', '2', '3'], i.groep), i.volgorde;
