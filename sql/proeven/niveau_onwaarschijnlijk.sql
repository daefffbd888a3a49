-- The country's real figures of every series lie where published figures put them.
select w.vintage, w.indicator, w.populatie, w.periode, w.waarde, n.van, n.tot
from kern_waarneming as w
inner join kern_branche as b on w.branche = b.code
inner join kern_niveau as n on w.indicator = n.indicator and w.populatie = n.populatie
where w.soort = 'cbs' and w.regio = 'NL' and b.soort = 'totaal' and not w.waarde between n.van and n.tot
order by w.vintage, w.indicator, w.populatie, w.periode;
