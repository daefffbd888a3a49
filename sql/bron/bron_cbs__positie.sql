-- The positions of every dimension of the raw tables, keys trimmed.
create table bron_cbs__positie as
select
    vintage, -- version of the raw table
    dimensie, -- key of the dimension
    dimensie_soort, -- regio, periode or overig
    sleutel, -- key of the position, trimmed
    titel -- title of the position
from stage_positie
order by vintage, dimensie, sleutel;
