insert into kern_begroting by name
select
    tabel,
    cast(dense_rank() over (order by tabel, bronregel) as integer) as volgorde,
    post,
    jaar,
    bedrag_eur,
    waarde_soort,
    voorwaardelijk,
    voetnoot,
    bron,
    bronregel
from register_begroting;
