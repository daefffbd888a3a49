insert into kern_termijn by name
select item_soort, item, soort, termijn, letterlijk, bron, bronregel
from register_termijnen;
