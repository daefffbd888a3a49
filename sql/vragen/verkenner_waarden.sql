-- Every value of one indicator for regions, branches and periods, from the versions in force; one kind of period.
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
inner join kern_vintage as v on w.vintage = v.id
where w.indicator = $indicator and v.is_actueel and substr(w.periode, 5, 2) = i.periodesoort
order by b.soort <> 'totaal', b.populatie <> i.populatie, w.branche, w.regio <> 'NL', w.regio, p.begin_datum, w.periode;
