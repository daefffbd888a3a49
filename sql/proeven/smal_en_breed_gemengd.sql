-- A series is of one population, the one its indicator is defined for: smal and breed are never combined.
select r.indicator, r.populatie, i.populatie as bedoeld, count(*) as rijen
from uit_reeks as r
inner join kern_indicator as i on r.indicator = i.code
where r.populatie <> i.populatie
group by r.indicator, r.populatie, i.populatie
order by r.indicator, r.populatie;
