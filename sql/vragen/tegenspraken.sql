-- All contradictions, gaps and double names, the weightiest first.
select *
from kern_tegenspraak
order by array_position(['hoog', 'midden', 'laag'], ernst), nummer;
