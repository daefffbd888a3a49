-- Indicators that AZW is not believed to publish per region have no demonstration series.
select distinct w.indicator, i.regionaal
from kern_waarneming as w
inner join kern_indicator as i on w.indicator = i.code
where w.soort = 'demonstratie' and i.regionaal <> 'ja'
order by w.indicator;
