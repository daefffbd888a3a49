-- The target of two thirds for innovation, as the documents state it.
select id, waarde, eenheid, toelichting, bron, bronregel
from kern_cijfer
where bron = 'taz' and bronregel = 305 and eenheid = 'op de 3';
