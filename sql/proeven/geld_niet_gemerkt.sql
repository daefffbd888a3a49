-- A contradiction that points at a line of the budget tables is marked as one about money.
select t.nummer, t.wat
from kern_tegenspraak as t
inner join kern_begroting as b on format('{}:{}', b.bron, b.bronregel) in (t.plaats_a, t.plaats_b)
where t.soort = 'tegenspraak' and t.geld = 'nee'
group by t.nummer, t.wat
order by t.nummer;
