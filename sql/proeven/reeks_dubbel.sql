-- A series has one value per region and period: an indicator's population has one total branch, and one table serves it.
select indicator, regio, periode, count(*) as rijen
from uit_reeks
group by indicator, regio, periode
having count(*) > 1
order by indicator, regio, periode;
