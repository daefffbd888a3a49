insert into kern_vergelijking by name
select onderwerp, eenheid, vergelijkbaarheid, reeks, factor, afronding, uitleg
from register_vergelijkingen
order by onderwerp, eenheid;
