-- Which version of another table goes with a version, so that numerator and denominator are of the same moment.
create table kern_gelijktijdig (
    vintage varchar not null references kern_vintage (id), -- a version
    andere varchar not null references kern_vintage (id), -- the version of the other table; of its own table the version itself
    primary key (vintage, andere)
);

-- With a version in force goes the version in force of every other table; with an earlier version the one that was in
-- force on the day it was fetched, or the earliest there is. A table goes with itself. Invented tables never go with
-- real ones.
insert into kern_gelijktijdig by name
with
paar as (
    select
        v.id as vintage,
        a.id as andere,
        a.tabel,
        a.volgnummer,
        case
            when v.tabel = a.tabel then v.id = a.id
            when v.is_actueel then a.is_actueel
            else a.opgehaald <= v.opgehaald
        end as past
    from kern_vintage as v
    inner join kern_vintage as a on v.soort = a.soort
)

select vintage, andere
from paar
qualify row_number() over (partition by vintage, tabel order by past desc, if(past, volgnummer, -volgnummer) desc) = 1
order by vintage, andere;
