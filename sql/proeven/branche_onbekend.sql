-- Every branch that a raw table names is a branch of the register.
select distinct c.vintage, c.branche_titel
from stage_cel as c
left join kern_branche as b on c.branche_titel = b.naam
where c.branche_titel is not null and b.code is null
order by c.vintage, c.branche_titel;
