insert into kern_indicator by name
select
    code, naam, groep, volgorde, eenheid, richting, populatie, definitie, verwachte_bron, regionaal, frequentie,
    bron, bronregel
from register_indicatoren
union all by name
select
    code,
    naam,
    'hulp' as groep,
    cast(row_number() over (order by code) as integer) as volgorde,
    eenheid,
    'neutraal' as richting,
    populatie,
    definitie,
    'AZW StatLine' as verwachte_bron,
    'ja' as regionaal,
    'kwartaal of jaar' as frequentie,
    bron,
    cast(bronregel as integer) as bronregel
from register_hulpreeksen;
