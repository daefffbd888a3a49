-- A raw table with regions has all 28 of them.
select v.id as vintage, r.code
from kern_vintage as v
cross join kern_regio as r
left join bron_cbs__positie as p on v.id = p.vintage and r.code = p.sleutel and p.dimensie = 'RegioS'
where r.soort = 'regio' and p.sleutel is null
order by v.id, r.code;
