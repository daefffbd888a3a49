-- A larger area is never shown under the name of a region, and what is shown as a region has exactly its municipalities.
with
verschil as (
    select
        g.regio,
        g.gebied,
        count(*) as gemeenten
    from uit_regiogebied as g
    inner join kern_gebied_gemeente as m on g.gebied = m.gebied
    left join kern_gebied_gemeente as eigen on g.regio = eigen.gebied and m.gemeente = eigen.gemeente
    where eigen.gemeente is null
    group by g.regio, g.gebied
)

select distinct
    g.regio,
    g.gebied,
    g.gebied_naam
from uit_regiogebied as g
inner join kern_regio as r on g.regio = r.code
left join verschil as v on g.regio = v.regio and g.gebied = v.gebied
left join kern_regio as a on g.gebied_naam = a.naam and a.code <> 'NL'
where
    g.is_gelijk <> (v.regio is null)
    or (g.is_gelijk and g.gebied_naam <> r.naam)
    or (not g.is_gelijk and a.code is not null)
order by g.regio, g.gebied;
