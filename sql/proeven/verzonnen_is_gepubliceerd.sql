-- No invented value is a published one: of the same series and region, in the same period (or any when the source names none),
-- of whatever population, and equal in the rounding in which it was published.
select
    v.id,
    w.indicator,
    w.regio,
    w.branche,
    w.populatie,
    w.periode,
    v.waarde_gepubliceerd,
    w.waarde * k.factor as verzonnen,
    v.eenheid
from uit_vergelijking_gepubliceerd as v
inner join kern_vergelijking as k on v.onderwerp = k.onderwerp and v.eenheid = k.eenheid
inner join kern_waarneming as w
    on
        k.reeks = w.indicator
        and v.regio = w.regio
        and coalesce(v.periode, w.periode) = w.periode
        and w.soort = 'demonstratie'
inner join kern_branche as eigen on w.branche = eigen.code
left join kern_branche as b on v.branche = b.naam or list_contains(b.andere_namen, v.branche)
where
    (b.code = w.branche or (coalesce(b.soort, 'totaal') = 'totaal' and eigen.soort = 'totaal'))
    and abs(w.waarde * k.factor - v.waarde_gepubliceerd) <= v.afronding / 2 + 1e-9
order by v.id, w.branche, w.populatie, w.periode;
