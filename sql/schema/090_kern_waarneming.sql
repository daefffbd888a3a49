-- The one fact table: one row per indicator, region, branch, period, population and vintage.
-- A missing value has a reason and is never zero. All accepted versions stand side by side; uit_reeks uses the one in force.
create table kern_waarneming (
    indicator varchar not null references kern_indicator (code),
    regio varchar not null references kern_regio (code),
    branche varchar not null references kern_branche (code),
    periode varchar not null references kern_periode (code),
    populatie varchar not null check (populatie in ('smal', 'breed', 'economie', 'onbekend')),
    vintage varchar not null references kern_vintage (id),
    waarde double check (isfinite(waarde)),
    eenheid varchar not null,
    status varchar not null check (status in ('definitief', 'nader voorlopig', 'voorlopig', 'onbekend')),
    reden_ontbreekt varchar check (reden_ontbreekt in ('onbekend', 'geheim', 'niet gevraagd')),
    is_gecorrigeerd boolean not null,
    soort varchar not null check (soort in ('cbs', 'gepubliceerd', 'demonstratie')),
    bron varchar not null references kern_bron (id),
    primary key (indicator, regio, branche, periode, populatie, vintage),
    check ((waarde is null) = (reden_ontbreekt is not null))
);
