-- Measures of the Taskforce that fit one programme line.
select nummer, termijn, thema, naam, samenvatting, trekker, bron, bronregel
from kern_maatregel
where list_contains(programmalijnen, $lijn)
order by termijn, cast(substr(nummer, 2) as integer);
