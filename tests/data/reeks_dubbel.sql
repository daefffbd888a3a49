-- A series has one value per region and period.
select indicator, regio, periode, count(*) as rijen
from uit_reeks
group by indicator, regio, periode
having count(*) > 1
order by indicator, regio, periode;
