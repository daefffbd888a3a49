-- Every branch of a cell is a branch of the register.
select distinct c.vintage, c.branche
from stage_cel as c
left join kern_branche as b on c.branche = b.code
where c.branche is not null and b.code is null
order by c.vintage, c.branche;
