-- The footnotes of the budget tables.
select teken, tekst, tabel, opmerking, bron, bronregel
from kern_begroting_voetnoot
order by length(teken), tabel;
