-- Every action with its sub-items, in the order of the work agenda.
select *
from uit_werkagenda
order by id;
