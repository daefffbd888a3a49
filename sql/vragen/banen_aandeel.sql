-- Care jobs beside all jobs in the area that a region is shown with, and the share that they are.
select
    g.regio,
    g.gebied_naam as gebied,
    g.gebied_in_zin,
    g.is_gelijk,
    r.naam as reeks,
    c.periode,
    c.periode_label,
    c.begin_datum,
    c.waarde,
    c.waarde_jaar_eerder,
    alle.waarde as waarde_alle,
    100 * c.waarde / alle.waarde as aandeel_pct,
    c.eenheid,
    c.status,
    c.populatie,
    c.regiosoort,
    c.volgens,
    c.soort,
    c.tabel,
    c.segment,
    c.merk,
    c.uitleg
from uit_regiogebied as g
inner join uit_gebiedcijfer as c on g.gebied = c.gebied and c.reeks = 'banen_zorg'
inner join uit_gebiedcijfer as alle on c.gebied = alle.gebied and c.periode = alle.periode and alle.reeks = 'banen_totaal'
inner join kern_reeks as r on c.reeks = r.code
where g.regio = $regio and g.korrel = r.korrel
order by c.begin_datum;
