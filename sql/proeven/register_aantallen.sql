-- The registers are complete: 28 regions, 17 indicators (4, 4, 5, 4), 8 tasks, 14 agreements, 89 actions and 6 sub-items.
with
telling (wat, verwacht, gevonden) as (
    select 'regios', 28, count(*) from kern_regio
    where soort = 'regio'
    union all
    select 'indicatoren kern', 4, count(*) from kern_indicator
    where groep = 'kern'
    union all
    select 'indicatoren lijn 1', 4, count(*) from kern_indicator
    where groep = '1'
    union all
    select 'indicatoren lijn 2', 5, count(*) from kern_indicator
    where groep = '2'
    union all
    select 'indicatoren lijn 3', 4, count(*) from kern_indicator
    where groep = '3'
    union all
    select 'opgaven', 8, count(*) from kern_opgave
    union all
    select 'afspraken', 14, count(*) from kern_afspraak
    union all
    select 'acties', 89, count(*) from kern_actie
    where bovenliggend is null
    union all
    select 'onderdelen van acties', 6, count(*) from kern_actie
    where bovenliggend is not null
    union all
    select 'interventies', 7, count(*) from kern_interventie
    union all
    select 'maatregelen korte termijn', 8, count(*) from kern_maatregel
    where termijn = 'kort'
    union all
    select 'begrotingscellen', 42, count(*) from kern_begroting
)

select wat, verwacht, gevonden
from telling
where verwacht <> gevonden
order by wat;
