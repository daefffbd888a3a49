-- A raw table with regions has all those of the book.
select v.id as vintage, r.code
from kern_vintage as v
cross join kern_regio as r
left join bron_cbs__positie as p on v.id = p.vintage and r.code = p.sleutel and p.dimensie_soort = 'regio'
where
    r.soort = 'regio'
    and p.sleutel is null
    and exists (
        select 1 from bron_cbs__positie as d
        where d.vintage = v.id and d.dimensie_soort = 'regio'
    )
order by v.id, r.code;
