-- Every date belongs to an agreement or an action.
select t.item_soort, t.item
from kern_termijn as t
left join kern_actie as a on t.item_soort = 'actie' and t.item = a.id
left join kern_afspraak as f on t.item_soort = 'afspraak' and t.item = cast(f.nummer as varchar)
where a.id is null and f.nummer is null
order by t.item_soort, t.item;
