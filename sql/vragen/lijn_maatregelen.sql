-- Measures and explorations of the Taskforce that fit one programme line.
select nummer, soort, thema, naam, samenvatting, trekker, bron, bronregel
from kern_maatregel
where list_contains(programmalijnen, $lijn) and soort in ('korte_termijn', 'verkenning')
order by array_position(['korte_termijn', 'verkenning', 'randvoorwaarde', 'knelpunt'], soort), cast(substr(nummer, 2) as integer);
