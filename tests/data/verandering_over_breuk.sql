-- No change is computed across a series break.
select s.indicator, s.regio, s.periode
from uit_stand as s
inner join kern_reeksbreuk as b on s.indicator = b.indicator and s.periode = b.periode
where s.waarde_jaar_eerder is not null
order by s.indicator, s.regio;
