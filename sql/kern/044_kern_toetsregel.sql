-- What a comparison must know of each indicator, with the reasons. One without a row in the register is not tested.
create table kern_toetsregel (
    indicator varchar primary key references kern_indicator (code), -- code in `kern_indicator`
    -- how it is measured: only a count (telling) has chance limits of its own, others need published ones
    meting varchar not null check (meting in ('telling', 'modelschatting', 'enquete', 'gemiddelde', 'onbekend')),
    reden_meting varchar not null, -- why, and how the source rounds
    -- ja when neighbouring periods share neither time nor people; otherwise a trend takes one period a year
    los varchar not null check (los in ('ja', 'nee')),
    afronding double check (afronding > 0), -- step in which the source rounds the numerator, empty when it does not
    -- smallest difference that counts, in the unit of the indicator; empty when none was chosen
    drempel double check (drempel > 0),
    reden_drempel varchar not null, -- why this one
    reden_richting varchar not null, -- why the direction in `kern_indicator` is what it is
    bron varchar not null references kern_bron (id), -- source of the direction; azwboek where this book chose
    bronregel integer -- line in that source
);

insert into kern_toetsregel by name
select * from register_toetsregels
union all by name
select
    code as indicator,
    'onbekend' as meting,
    'Niet getoetst: hoe dit wordt gemeten is niet vastgelegd.' as reden_meting,
    'nee' as los,
    'Niet getoetst: geen kleinste relevante verschil vastgelegd.' as reden_drempel,
    'Waarom dit de richting is, is niet vastgelegd.' as reden_richting,
    bron,
    bronregel
from register_indicatoren
where code not in (select t.indicator from register_toetsregels as t);
