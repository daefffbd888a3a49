-- A series has one value per region, period and vintage: an indicator's population has one total branch.
select w.indicator, w.regio, w.periode, w.vintage, count(*) as rijen
from kern_waarneming as w
inner join kern_branche as b on w.branche = b.code
inner join kern_indicator as i on w.indicator = i.code
where b.soort = 'totaal' and w.populatie = i.populatie
group by w.indicator, w.regio, w.periode, w.vintage
having count(*) > 1
order by w.indicator, w.regio, w.periode, w.vintage;
