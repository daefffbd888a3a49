-- A catalogue entry that was resolved delivers observations, in every version that it was resolved in.
select k.indicator, k.vintage
from kern_koppeling as k
left join kern_waarneming as w on k.indicator = w.indicator and k.vintage = w.vintage
where k.maat is not null
group by k.indicator, k.vintage
having count(w.indicator) = 0
order by k.indicator, k.vintage;
