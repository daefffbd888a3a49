-- The tasks of one programme line.
select nummer, naam, bron, bronregel
from kern_opgave
where programmalijn = $lijn
order by nummer;
