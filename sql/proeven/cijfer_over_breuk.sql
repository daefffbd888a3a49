-- No figure of the ordinary StatLine is compared with a year earlier across a break.
select
    c.reeks,
    c.gebied,
    c.periode
from uit_gebiedcijfer as c
inner join kern_cijferbreuk as b on c.reeks = b.reeks and c.gebied = b.gebied and c.periode = b.periode and b.soort = 'breuk'
where c.waarde_jaar_eerder is not null
order by c.reeks, c.gebied, c.periode;
