-- All interventions.
select *
from kern_interventie
order by bronregel;
