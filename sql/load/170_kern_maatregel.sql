insert into kern_maatregel by name
select
    nummer,
    termijn,
    thema,
    naam,
    samenvatting,
    trekker,
    coalesce(string_split(programmalijnen, ';'), []) as programmalijnen,
    bron,
    bronregel
from register_maatregelen;
