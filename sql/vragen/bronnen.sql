-- All sources with the number of facts that rest on them.
with
feit as (
    select bron from kern_cijfer
    union all
    select bron from kern_actie
    union all
    select bron from kern_afspraak
    union all
    select bron from kern_termijn
    union all
    select bron from kern_begroting
    union all
    select bron from kern_interventie
    union all
    select bron from kern_maatregel
    union all
    select bron from kern_instrument
    union all
    select bron from kern_indicator
    union all
    select bron from kern_tegenspraak
    union all
    select bron from kern_reekscijfer
)

select
    b.*, (
        select count(*) from feit as f
        where f.bron = b.id
    ) as feiten
from kern_bron as b
order by b.bestand is null, b.bestand, b.id;
