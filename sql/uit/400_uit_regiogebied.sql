-- For every region and kind of area the smallest area with figures that holds the whole region: the region itself where that
-- can be, otherwise a larger one, which is then shown under its own name.
create table uit_regiogebied as
with
omvang as (
    select
        g.gebied,
        sum(m.inwoners) as inwoners,
        list(g.gemeente order by g.gemeente) as gemeenten
    from kern_gebied_gemeente as g
    inner join kern_gemeente as m on g.gemeente = m.code
    group by g.gebied
),

telbaar as (
    select distinct
        korrel,
        gebied
    from kern_gebied_onderdeel
),

kandidaat as (
    select
        r.code as regio,
        o.korrel,
        a.gebied,
        a.gemeenten = eigen.gemeenten as is_gelijk,
        row_number() over (partition by r.code, o.korrel order by a.inwoners, a.gebied) as volgorde
    from kern_regio as r
    inner join omvang as eigen on r.code = eigen.gebied
    inner join omvang as a on list_has_all(a.gemeenten, eigen.gemeenten)
    inner join telbaar as o on a.gebied = o.gebied
)

select
    k.regio, -- code in `kern_regio`
    k.korrel, -- areas that figures are published of
    k.gebied, -- code of the area that is shown
    if(k.is_gelijk, r.naam, t.naam) as gebied_naam, -- its name
    if(k.is_gelijk, r.in_zin, t.in_zin) as gebied_in_zin, -- its name as a place in a sentence
    k.is_gelijk -- whether it is the region itself
from kandidaat as k
inner join kern_regio as r on k.regio = r.code
left join kern_telgebied as t on k.gebied = t.code
where k.volgorde = 1;
