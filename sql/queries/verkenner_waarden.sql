-- Every value of one indicator for regions, branches and periods: the newest version of each.
select
    w.branche,
    b.naam as branche_naam,
    w.regio,
    r.naam as regio_naam,
    w.periode,
    p.label as periode_label,
    p.begin_datum,
    w.waarde,
    w.eenheid,
    w.status,
    w.reden_ontbreekt,
    w.populatie,
    w.soort,
    w.vintage
from kern_waarneming as w
inner join kern_branche as b on w.branche = b.code and w.populatie = b.populatie
inner join kern_regio as r on w.regio = r.code
inner join kern_periode as p on w.periode = p.code
inner join kern_indicator as i on w.indicator = i.code
where w.indicator = $indicator
qualify row_number() over (partition by w.branche, w.regio, w.periode order by w.vintage desc) = 1
order by b.soort <> 'totaal', b.populatie <> i.populatie, w.branche, w.regio <> 'NL', w.regio, p.begin_datum, w.periode;
