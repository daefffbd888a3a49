-- All instruments that the documents name.
select *
from kern_instrument
order by naam;
