insert into kern_bron by name
select id, titel, uitgever, datum, bestand, url
from register_bronnen;
