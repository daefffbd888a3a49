insert into kern_afspraak by name
select nummer, opgave, partijen, samenvatting, bron, bronregel
from register_afspraken;
