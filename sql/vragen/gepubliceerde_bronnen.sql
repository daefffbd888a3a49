-- The public pages that figures were typed over from.
select titel, url, datum, bronsoort, count(*) as cijfers
from kern_gepubliceerd_cijfer
group by all
order by titel, url;
