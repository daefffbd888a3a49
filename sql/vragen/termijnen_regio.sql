-- Terms of agreements and actions in which regional parties act, per agreement or action, the earliest first.
select
    t.item_soort,
    t.item,
    t.soort,
    t.termijn,
    t.letterlijk,
    coalesce(a.samenvatting, f.samenvatting) as samenvatting,
    coalesce(a.actoren, f.partijen) as wie,
    a.betrokken,
    coalesce(a.opgave, f.opgave) as opgave,
    t.bron,
    t.bronregel
from kern_termijn as t
left join kern_actie as a on t.item_soort = 'actie' and t.item = a.id
left join kern_afspraak as f on t.item_soort = 'afspraak' and t.item = cast(f.nummer as varchar)
where regexp_matches(lower(coalesce(a.actoren, f.partijen) || ' ' || coalesce(a.samenvatting, f.samenvatting)), 'regio')
order by
    min(t.begin_datum) over (partition by t.item_soort, t.item),
    t.item_soort desc,
    t.item,
    t.begin_datum,
    t.letterlijk;
