insert into kern_begroting_voetnoot by name
select teken, tekst, tabel, opmerking, bron, bronregel
from register_begroting_voetnoten;
