-- The country (NL) and the 28 RegioPlus labour market regions (RA....); a region is where people live.
create table kern_regio (
    code varchar primary key check (regexp_full_match(code, 'NL|RA[0-9]{4}')), -- `NL` or `RA` with four digits
    naam varchar not null unique, -- name
    in_zin varchar not null, -- its name as a place in a sentence: in de Achterhoek
    slug varchar not null unique, -- name in addresses
    soort varchar not null check (soort in ('land', 'regio')), -- land or regio
    groep varchar, -- group of regions, two digits; empty for the country
    werkgeversgebied varchar, -- area of the regional employer organisation; empty for the country
    vorige_naam varchar, -- earlier name, may be empty
    zoektermen varchar -- words by which a reader may look for it, may be empty
);

insert into kern_regio by name
select
    'NL' as code,
    'Nederland' as naam,
    'in Nederland' as in_zin,
    'nederland' as slug,
    'land' as soort
union all by name
select * exclude (bron, bronregel), 'regio' as soort from register_regios;
