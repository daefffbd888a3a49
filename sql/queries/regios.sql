-- The country and all regions.
select *
from kern_regio
order by code;
