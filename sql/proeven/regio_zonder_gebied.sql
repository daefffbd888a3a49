-- Every region has an area with a name for each kind of area that figures are published of.
with
korrel as (
    select distinct korrel from kern_reeks
)

select
    r.code,
    k.korrel
from kern_regio as r
cross join korrel as k
left join uit_regiogebied as g on r.code = g.regio and k.korrel = g.korrel and g.gebied_naam is not null
where g.regio is null
order by r.code, k.korrel;
