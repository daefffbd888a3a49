insert into kern_tegenspraak by name
select nummer, soort, ernst, wat, plaats_a, citaat_a, plaats_b, citaat_b, uitleg, bron, bronregel
from register_tegenspraken;
