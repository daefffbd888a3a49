-- Every period status that CBS gives is one that the book knows.
select vintage, sleutel, status
from bron_cbs__periode
where status not in ('Definitief', 'NaderVoorlopig', 'Voorlopig')
order by vintage, sleutel;
