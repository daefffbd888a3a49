-- The periods of every raw table with the status that CBS gives them.
create table bron_cbs__periode as
select vintage, sleutel, titel, status
from stage_positie
where status is not null
order by vintage, sleutel;
