-- All facts from the documents, document by document, with the place of what one repeats.
select c.*, e.bron as eerder_bron, e.bronregel as eerder_bronregel
from kern_cijfer as c
left join kern_cijfer as e on c.herhaalt = e.id
order by c.bron, c.id;
