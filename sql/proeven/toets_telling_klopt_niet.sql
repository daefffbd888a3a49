-- Each value of a share that is counted is 100 x its two numbers, and has both.
select
    t.indicator,
    t.regio,
    t.periode,
    t.waarde,
    t.teller_aantal,
    t.noemer_aantal
from uit_toets as t
inner join kern_toetsregel as r on t.indicator = r.indicator
inner join kern_indicator as i on t.indicator = i.code
where
    r.meting = 'telling'
    and i.eenheid = '%'
    and t.waarde is not null
    and coalesce(abs(t.waarde - 100 * t.teller_aantal / t.noemer_aantal), 1) > 1e-9
order by all;
