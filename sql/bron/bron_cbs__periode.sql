-- The periods of every raw table with the status that CBS gives them.
create table bron_cbs__periode as
select
    vintage, -- version of the raw table
    sleutel, -- key of the period, as in `kern_periode`
    titel, -- title of the period
    status -- what CBS says of it, as in `kern_status`
from stage_positie
where dimensie_soort = 'periode'
order by vintage, sleutel;
