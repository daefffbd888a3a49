-- All measures of the Taskforce, the short term first.
select *
from kern_maatregel
order by termijn, cast(substr(nummer, 2) as integer);
