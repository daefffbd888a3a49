-- Raw tables by their identifier, in the order in which they are named.
select v.*
from kern_vintage as v
where list_contains($vintages, v.id)
order by list_position($vintages, v.id);
