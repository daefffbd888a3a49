-- A series is of one kind of period: years and quarters are never in one line or one comparison.
select r.indicator, count(distinct p.soort) as soorten
from uit_reeks as r
inner join kern_periode as p on r.periode = p.code
group by r.indicator
having count(distinct p.soort) > 1
order by r.indicator;
