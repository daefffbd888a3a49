-- A catalogue entry that was resolved delivers observations.
select k.indicator, k.vintage
from kern_koppeling as k
left join kern_waarneming as w on k.indicator = w.indicator
where k.vintage is not null
group by k.indicator, k.vintage
having count(w.indicator) = 0
order by k.indicator;
