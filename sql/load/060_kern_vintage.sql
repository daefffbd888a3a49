insert into kern_vintage by name
select
    id,
    tabel,
    volgnummer,
    is_actueel,
    titel,
    soort,
    host,
    is_testbron,
    cast(opgehaald as date) as opgehaald,
    gewijzigd,
    rijen,
    bron
from stage_vintage
order by tabel, volgnummer;
