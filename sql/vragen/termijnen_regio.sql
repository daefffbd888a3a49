-- Dated agreements and actions in which regional parties act.
select
    t.item_soort,
    t.item,
    t.soort,
    t.termijn,
    t.letterlijk,
    coalesce(a.samenvatting, f.samenvatting) as samenvatting,
    coalesce(a.actoren, f.partijen) as wie,
    coalesce(a.opgave, f.opgave) as opgave,
    t.bron,
    t.bronregel
from kern_termijn as t
left join kern_actie as a on t.item_soort = 'actie' and t.item = a.id
left join kern_afspraak as f on t.item_soort = 'afspraak' and t.item = cast(f.nummer as varchar)
where regexp_matches(lower(coalesce(a.actoren, f.partijen) || ' ' || coalesce(a.samenvatting, f.samenvatting)), 'regio')
order by t.termijn, t.item_soort desc, t.item;
