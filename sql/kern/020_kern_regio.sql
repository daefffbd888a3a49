-- The country (NL) and the 28 RegioPlus labour market regions (RA....); a region is where people live.
create table kern_regio (
    code varchar primary key check (regexp_full_match(code, 'NL|RA[0-9]{4}')),
    naam varchar not null unique,
    slug varchar not null unique,
    soort varchar not null check (soort in ('land', 'regio')),
    groep varchar,
    werkgeversgebied varchar,
    vorige_naam varchar,
    zoektermen varchar
);

insert into kern_regio by name
select
    'NL' as code,
    'Nederland' as naam,
    'nederland' as slug,
    'land' as soort
union all by name
select * exclude (bron, bronregel), 'regio' as soort from register_regios;
