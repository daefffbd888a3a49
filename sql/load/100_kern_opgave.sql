insert into kern_opgave by name
select nummer, programmalijn, naam, bron, bronregel
from register_opgaven;
