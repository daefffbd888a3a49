-- Which published figures add up to an area, per kind of area that they are published of. A region is the sum of COROP areas only
-- when it is exactly those: nothing is ever shared out.
create table kern_gebied_onderdeel (
    korrel varchar not null check (korrel in ('regio', 'corop', 'provincie', 'land')), -- areas that figures are published of
    gebied varchar not null, -- code of the area
    onderdeel varchar not null, -- code under which a figure is published
    primary key (korrel, gebied, onderdeel)
);

insert into kern_gebied_onderdeel by name
with
-- A COROP area that lies in one region as a whole, and all of such a region's.
corop_regio as (
    select
        corop,
        min(regio) as regio,
        count(distinct regio) as regios
    from kern_gemeente
    group by corop
),

hele_regio as (
    select g.regio
    from kern_gemeente as g
    inner join corop_regio as c on g.corop = c.corop
    group by g.regio
    having max(c.regios) = 1
)

select
    'regio' as korrel,
    code as gebied,
    code as onderdeel
from kern_regio
union all
select
    'land' as korrel,
    'NL' as gebied,
    'NL' as onderdeel
union all
select
    'provincie' as korrel,
    code as gebied,
    unnest(if(soort = 'samen', onderdelen, [code])) as onderdeel
from kern_telgebied
where soort in ('land', 'landsdeel', 'provincie') or (soort = 'samen' and onderdelen[1] like 'PV%')
union all
select
    'corop' as korrel,
    code as gebied,
    unnest(onderdelen) as onderdeel
from kern_telgebied
where soort = 'samen' and onderdelen[1] like 'CR%'
union all
select
    'corop' as korrel,
    'NL' as gebied,
    code as onderdeel
from kern_telgebied
where soort = 'corop'
union all
select
    'corop' as korrel,
    c.regio as gebied,
    c.corop as onderdeel
from corop_regio as c
inner join hele_regio as h on c.regio = h.regio
order by korrel, gebied, onderdeel;
