-- The series of one figure for the area that a region is shown with: the region itself, or a larger one under its own name.
select
    g.regio,
    g.gebied_naam as gebied,
    g.gebied_in_zin,
    g.is_gelijk,
    r.code,
    r.naam as reeks,
    c.periode,
    c.periode_label,
    c.begin_datum,
    c.waarde,
    c.waarde_jaar_eerder,
    c.ondergrens,
    c.bovengrens,
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
inner join kern_reeks as r on g.korrel = r.korrel
inner join uit_gebiedcijfer as c on r.code = c.reeks and g.gebied = c.gebied
where g.regio = $regio and r.figuur = $figuur
order by r.volgorde, c.begin_datum;
