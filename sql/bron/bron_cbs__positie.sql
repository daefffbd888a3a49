-- The positions of every dimension of the raw tables, keys trimmed.
create table bron_cbs__positie as
select vintage, dimensie, dimensie_soort, sleutel, titel
from stage_positie
order by vintage, dimensie, sleutel;
