-- Municipalities that CBS counts in another region than the book does; none as long as the table of CBS was not fetched.
select
    coalesce(g.code, c.gemeente) as gemeente,
    g.naam,
    g.regio,
    o.naam as regio_naam,
    c.regio as regio_bron,
    t.naam as regio_bron_naam
from kern_gemeente as g
full outer join kern_gemeente_cbs as c on g.code = c.gemeente
left join kern_indeling as o on g.regio = o.code
left join kern_indeling as t on c.regio = t.code
where g.regio is distinct from c.regio and exists (select 1 from kern_gemeente_cbs)
order by g.naam is null, g.naam, gemeente;
