-- The 17 indicators of the TAZ table, and the series they are computed from or explained by (groep 'hulp').
-- telwijze says what may be added up: see the macro optellen.
create table kern_indicator (
    code varchar primary key,
    naam varchar not null unique,
    groep varchar not null check (groep in ('kern', '1', '2', '3', 'hulp')),
    volgorde integer not null,
    eenheid varchar not null,
    telwijze varchar not null check (telwijze in ('stand', 'stroom', 'jaar_op_jaar', 'verhouding')),
    periodesoort varchar check (periodesoort in ('KW', 'JJ', 'SJ', 'MM')),
    richting varchar not null check (richting in ('hoger_beter', 'lager_beter', 'neutraal')),
    populatie varchar not null check (populatie in ('smal', 'breed', 'economie', 'onbekend')),
    definitie varchar not null,
    verwachte_bron varchar not null,
    regionaal varchar not null check (regionaal in ('ja', 'nee', 'onbekend')),
    frequentie varchar not null,
    bron varchar not null references kern_bron (id),
    bronregel integer,
    unique (groep, volgorde)
);

-- A derived indicator has the kind of period of its numerator.
insert into kern_indicator by name
with
reeks as (
    select * from register_indicatoren
    union all by name
    select
        *,
        'hulp' as groep,
        row_number() over (order by code) as volgorde,
        'neutraal' as richting,
        'AZW StatLine' as verwachte_bron,
        'kwartaal of jaar' as frequentie
    from register_hulpreeksen
),

soort as (
    select distinct indicator, perioden[1] as periodesoort from stage_koppeling
)

select r.*, coalesce(eigen.periodesoort, teller.periodesoort) as periodesoort
from reeks as r
left join soort as eigen on r.code = eigen.indicator
left join stage_afleiding as a on r.code = a.indicator
left join soort as teller on a.teller = teller.indicator;
