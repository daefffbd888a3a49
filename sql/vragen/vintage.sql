-- The raw tables behind the series of a chapter, and those that its answers named, in the version in force, with a refresh
-- that was refused. A derived indicator rests on the tables of all its parts.
with
reeks as (
    select code from kern_indicator
    where list_contains($indicatoren, code)
    union all
    select unnest([teller, aftrek, noemer]) as code from kern_afleiding
    where list_contains($indicatoren, indicator)
)

select
    v.id,
    v.tabel,
    v.titel,
    v.soort,
    v.host,
    v.is_testbron,
    v.opgehaald,
    v.gewijzigd,
    v.rijen,
    r.poging_datum,
    r.uitkomst as poging_uitkomst,
    r.reden as poging_reden
from kern_vintage as v
left join kern_verversing as r on v.tabel = r.tabel and v.soort = 'cbs'
where
    v.is_actueel
    and (
        list_contains($vintages, v.id)
        or v.id in (
            select w.vintage from kern_waarneming as w
            where w.indicator in (select code from reeks)
        )
    )
order by v.tabel;
