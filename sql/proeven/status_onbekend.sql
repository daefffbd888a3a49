-- Every period status that CBS gives is one that the book knows.
select p.vintage, p.sleutel, p.status
from bron_cbs__periode as p
left join kern_status as s on p.status = s.titel
where p.status is not null and s.status is null
order by p.vintage, p.sleutel;
