-- Inhabitants of 65 and over on every 100 from 20 to 65: the region and the country, per year that the book has.
select
    $regio as regio,
    r.naam as gebied,
    v.regio = $regio as is_eigen,
    v.periode,
    v.periode_label,
    v.begin_datum,
    v.waarde,
    v.ouderen,
    v.volwassenen,
    v.dichtheid,
    k.eenheid,
    v.status,
    k.populatie,
    k.regiosoort,
    k.volgens,
    'cbs' as soort,
    k.tabel
from uit_vergrijzing as v
inner join kern_regio as r on v.regio = r.code
inner join kern_reeks as k on k.code = 'grijze_druk'
where v.regio in ($regio, 'NL') and $regio in (select e.regio from uit_vergrijzing as e)
order by v.begin_datum desc, v.regio = 'NL';
