-- The country (NL) and the areas that the book is about, of one set (indeling) or more; an area is where people live.
-- The country is compared with the areas of the first set.
create table kern_regio (
    code varchar primary key check (regexp_full_match(code, 'NL|[A-Z]{2}[0-9]{2,4}')), -- `NL`, or two letters and digits
    naam varchar not null unique, -- name
    in_zin varchar not null, -- its name as a place in a sentence: in de Achterhoek
    slug varchar not null, -- name in addresses
    soort varchar not null check (soort in ('land', 'regio')), -- land or regio
    indeling varchar not null, -- set that it belongs to; of the country the first set, with which it is compared
    groep varchar, -- group of regions, two digits; empty for the country and in other sets
    werkgeversgebied varchar, -- area of the regional employer organisation; empty for the country and in other sets
    vorige_naam varchar, -- earlier name, may be empty
    zoektermen varchar, -- words by which a reader may look for it, may be empty
    unique (indeling, slug)
);

insert into kern_regio by name
with
gebied as (
    select *, row_number() over () as rang
    from register_gebieden
)

select
    'NL' as code,
    'Nederland' as naam,
    'in Nederland' as in_zin,
    'nederland' as slug,
    'land' as soort,
    indeling
from gebied
where rang = 1
union all by name
select * exclude (rang, bron, bronregel), 'regio' as soort from gebied;
