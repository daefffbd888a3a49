insert into kern_cijfer by name
select id, onderwerp, gebied, populatie, periode, waarde, eenheid, genoemde_bron, toelichting, bron, bronregel
from register_cijfers;
