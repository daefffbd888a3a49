-- The indicators of the TAZ table, and the series they are computed from or explained by (groep 'hulp').
-- telwijze says what may be added up: see the macro optellen.
create table kern_indicator (
    code varchar primary key, -- identifier
    naam varchar not null unique, -- name
    -- part of the sentence that says a figure: `{w}` is the value with its unit, `{p}` the place; empty when there is no figure
    zinsdeel varchar,
    -- kern, 1, 2 or 3 (programme line), or hulp for a series behind an indicator
    groep varchar not null check (groep in ('kern', '1', '2', '3', 'hulp')),
    volgorde integer not null, -- order within the group
    antwoord integer, -- its turn to be the answer of its programme line; empty when it never is
    eenheid varchar not null, -- unit
    -- stand (a level at a moment), stroom (a count within a period), jaar_op_jaar (a change since a year earlier) or verhouding;
    -- `optellen` refuses what has no meaning
    telwijze varchar not null check (telwijze in ('stand', 'stroom', 'jaar_op_jaar', 'verhouding')),
    -- kind of period the series is shown in, the first that the catalogue names; empty when it has no source
    periodesoort varchar check (periodesoort in ('KW', 'JJ', 'SJ', 'MM')),
    -- hoger_beter, lager_beter or neutraal
    richting varchar not null check (richting in ('hoger_beter', 'lager_beter', 'neutraal')),
    populatie varchar not null check (populatie in ('smal', 'breed', 'economie', 'onbekend')), -- the population it is defined for
    definitie varchar not null, -- what is measured, numerator and denominator
    verwachte_bron varchar not null, -- who measures it, or would
    -- whether it is believed to be published per region: ja, nee or onbekend
    regionaal varchar not null check (regionaal in ('ja', 'nee', 'onbekend')),
    frequentie varchar not null, -- how often
    bron varchar not null references kern_bron (id), -- source of the definition
    bronregel integer, -- line in that source
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
