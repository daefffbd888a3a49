insert into kern_branche by name
select code, naam, soort, populatie, onderdeel_van
from register_branches;
