-- The periods of every raw table with the status that CBS gives them.
create table bron_cbs__periode as
select vintage, sleutel, titel, status
from stage_positie
where dimensie_soort = 'periode'
order by vintage, sleutel;
