-- One indicator never mixes demonstration with real values.
select indicator, string_agg(distinct soort, ', ' order by soort) as soorten
from kern_waarneming
group by indicator
having count(distinct soort) > 1
order by indicator;
