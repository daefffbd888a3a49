-- Every COROP area is part of one region or of one group of regions, and no region is counted in two.
select
    t.code,
    count(o.gebied) as gebieden
from kern_telgebied as t
left join kern_gebied_onderdeel as o on t.code = o.onderdeel and o.korrel = 'corop' and o.gebied <> 'NL'
where t.soort = 'corop'
group by t.code
having count(o.gebied) <> 1
order by t.code;
