-- The coverage of every indicator of the programme stands there once: a latest period, or the reason why there is none.
select i.code as indicator, count(d.indicator) as rijen, max(d.periode) as periode, max(d.reden) as reden
from kern_indicator as i
left join uit_dekking as d on i.code = d.indicator
where i.groep <> 'hulp'
group by i.code
having count(d.indicator) <> 1 or (max(d.periode) is null) = (max(d.reden) is null)
order by i.code;
