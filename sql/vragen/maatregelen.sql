-- All that the Taskforce says, the short term first.
select *
from kern_maatregel
order by array_position(['korte_termijn', 'verkenning', 'randvoorwaarde', 'knelpunt'], soort), cast(substr(nummer, 2) as integer);
