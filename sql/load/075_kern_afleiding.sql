insert into kern_afleiding by name
select indicator, teller, aftrek, noemer, noemer_periode, sql
from stage_afleiding
order by indicator;
