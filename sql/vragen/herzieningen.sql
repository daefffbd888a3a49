-- What was revised: per series of a table and per new version how many cells changed, and the largest change in value among them.
with
grootste as (
    select *
    from uit_herziening
    qualify
        row_number() over (
            partition by indicator, tabel, vintage_nieuw
            order by soort = 'waarde' desc, abs(afwijking) desc nulls last, regio, branche, periode, populatie
        ) = 1
),

geteld as (
    select
        indicator,
        tabel,
        vintage_nieuw,
        count(*) filter (where soort = 'waarde') as aantal,
        count(*) filter (where soort = 'status') as aantal_status,
        count(*) filter (where soort = 'vervallen') as aantal_vervallen
    from uit_herziening
    group by indicator, tabel, vintage_nieuw
)

select
    $regio as regio,
    g.tabel,
    n.titel,
    i.naam as reeks,
    n.opgehaald,
    o.opgehaald as opgehaald_oud,
    g.aantal,
    g.aantal_status,
    g.aantal_vervallen,
    s.waarde_oud,
    s.waarde_nieuw,
    s.afwijking,
    s.eenheid,
    r.naam as regio_naam,
    b.naam as branche_naam,
    p.label as periode_label,
    n.is_testbron
from geteld as g
inner join grootste as s
    on g.indicator = s.indicator and g.tabel = s.tabel and g.vintage_nieuw = s.vintage_nieuw
inner join kern_vintage as n on g.vintage_nieuw = n.id
inner join kern_vintage as o on s.vintage_oud = o.id
inner join kern_indicator as i on g.indicator = i.code
inner join kern_regio as r on s.regio = r.code
inner join kern_branche as b on s.branche = b.code
inner join kern_periode as p on s.periode = p.code
order by n.opgehaald desc, g.tabel, i.naam, g.vintage_nieuw;
