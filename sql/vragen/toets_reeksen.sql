-- All indicators of one region as series, with the numbers of people behind them and the country's value: what
-- azwboek.statistics.findings compares. Invented values that a real figure stands in the place of are left out, as on the pages.
select t.*
from uit_toets as t
inner join kern_toetsregel as r on t.indicator = r.indicator
left join kern_figuur as f on t.indicator = f.in_plaats_van
where t.regio = $regio and (f.code is null or t.soort <> 'demonstratie')
order by t.indicator, t.periode;
