-- A term ends on or after the day it begins, and only a relative term has no days.
select item_soort, item, letterlijk, begin_datum, eind_datum
from kern_termijn
where coalesce(begin_datum > eind_datum, soort <> 'relatief')
order by item_soort, item, letterlijk;
