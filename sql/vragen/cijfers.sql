-- All figures from the documents, document by document.
select *
from kern_cijfer
order by bron, id;
