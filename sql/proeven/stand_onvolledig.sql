-- Every indicator has a row for every region, also when there is no figure.
select i.code as indicator, r.code as regio
from kern_indicator as i
cross join kern_regio as r
left join uit_stand as s on i.code = s.indicator and r.code = s.regio
group by i.code, r.code
having count(s.indicator) <> 1
order by i.code, r.code;
