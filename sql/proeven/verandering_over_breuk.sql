-- No change is computed across a series break: none lies after the period a year earlier, up to the latest period.
select s.indicator, s.regio, s.periode, b.periode as breuk
from uit_stand as s
inner join kern_periode as p on s.periode = p.code
inner join kern_periode as e on p.jaar_eerder = e.code
inner join kern_reeksbreuk as b on s.indicator = b.indicator
where s.waarde_jaar_eerder is not null and b.begin_datum > e.begin_datum and b.begin_datum <= p.begin_datum
order by s.indicator, s.regio, b.periode;
