insert into kern_regio by name
select
    'NL' as code,
    'Nederland' as naam,
    'nederland' as slug,
    'land' as soort
union all by name
select code, naam, slug, 'regio' as soort, groep, werkgeversgebied, vorige_naam, zoektermen
from register_regios;
