-- The series breaks of one indicator.
select b.periode, b.begin_datum, b.uitleg
from kern_reeksbreuk as b
where b.indicator = $indicator
order by b.begin_datum;
