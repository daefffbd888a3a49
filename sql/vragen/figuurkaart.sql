-- The definition of a figure with series of the ordinary StatLine: what is counted, who says so, and from which table.
select
    f.code,
    f.titel,
    f.definitie,
    f.teller,
    f.noemer,
    f.let_op,
    f.verschil,
    r.eenheid,
    r.korrel,
    r.populatie,
    r.regiosoort,
    r.volgens,
    t.tabel,
    t.titel as tabel_titel,
    t.uitgever,
    t.stand,
    t.kopie,
    t.licentie,
    t.vindplaats,
    t.testbron
from kern_figuur as f
inner join kern_reeks as r on f.code = r.figuur
inner join kern_reekstabel as t on r.tabel = t.tabel
where f.code = $figuur
order by r.volgorde
limit 1;
