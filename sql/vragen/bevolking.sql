-- The inhabitants of a region by age, per year that the book has.
select
    b.regio,
    b.leeftijd,
    b.periode,
    b.periode_label,
    b.begin_datum,
    b.waarde,
    b.aandeel_pct,
    b.groei_pct,
    b.reeks = 'inwoners' as is_totaal,
    v.dichtheid,
    b.eenheid,
    b.status,
    b.populatie,
    b.regiosoort,
    b.volgens,
    b.soort,
    b.tabel
from uit_bevolking as b
inner join uit_vergrijzing as v on b.regio = v.regio and b.periode = v.periode
where b.regio = $regio
order by b.begin_datum desc, b.volgorde;
