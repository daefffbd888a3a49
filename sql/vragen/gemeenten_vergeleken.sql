-- With what the regions of municipalities were compared: table, year, day and number; no row as long as they were not.
select
    c.tabel,
    c.jaar,
    c.kopie,
    r.testbron,
    count(*) as aantal
from kern_gemeente_cbs as c
inner join kern_reekstabel as r on c.tabel = r.tabel
group by c.tabel, c.jaar, c.kopie, r.testbron
order by c.tabel;
