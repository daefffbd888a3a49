-- A party that the summary of an action or agreement names by its own name stands among its parties. Which names there are,
-- follows from the registers themselves: every party with a capital that any of them lists.
with
feit (item_soort, item, partijen, samenvatting) as (
    select 'actie', id, concat_ws('; ', actoren, betrokken), samenvatting
    from kern_actie
    union all
    select 'afspraak', cast(nummer as varchar), partijen, samenvatting
    from kern_afspraak
),

partij as (
    select distinct unnest(string_split(partijen, '; ')) as naam
    from feit
)

select f.item_soort, f.item, p.naam
from feit as f
inner join partij as p on regexp_matches(f.samenvatting, '(^|[^\w-])' || regexp_escape(p.naam) || '([^\w-]|$)')
where
    regexp_matches(p.naam, '^[A-Z]')
    and not list_contains(string_split(f.partijen, '; '), p.naam)
order by f.item_soort, f.item, p.naam;
