-- Published figures of a wider or uncertain area that overlaps this region, in that area's own words.
select g.*
from kern_gepubliceerd_cijfer as g
where g.regio is null and list_contains(g.betreft_regios, $regio)
order by coalesce(g.periode, g.datum) desc nulls last, g.gebied, g.onderwerp, g.id;
