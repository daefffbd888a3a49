-- Which municipalities lie in an area: a region, or one of `kern_telgebied`.
create table kern_gebied_gemeente (
    gebied varchar not null, -- code of the area
    gemeente varchar not null references kern_gemeente (code), -- code of the municipality
    primary key (gebied, gemeente)
);

insert into kern_gebied_gemeente by name
with
ligging as (
    select
        g.code as gemeente,
        g.regio,
        g.corop,
        c.onderdeel_van as provincie,
        p.onderdeel_van as landsdeel
    from kern_gemeente as g
    inner join kern_telgebied as c on g.corop = c.code
    inner join kern_telgebied as p on c.onderdeel_van = p.code
)

select
    unnest(['NL', landsdeel, provincie, corop, regio]) as gebied,
    gemeente
from ligging
union all
select
    t.code as gebied,
    l.gemeente
from kern_telgebied as t
inner join ligging as l on list_has_any(t.onderdelen, [l.corop, l.provincie, l.regio])
order by gebied, gemeente;
