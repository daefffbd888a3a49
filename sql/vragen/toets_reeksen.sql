-- All indicators of one region as series, with the numbers of people behind them and the country's value: what
-- azwboek.statistics.findings compares.
select t.*
from uit_toets as t
inner join kern_toetsregel as r on t.indicator = r.indicator
where t.regio = $regio
order by t.indicator, t.periode;
