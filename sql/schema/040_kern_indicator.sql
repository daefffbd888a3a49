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
