insert into kern_definitie by name
select indicator, teller, noemer, let_op, bron, bronregel
from register_definities;
