-- The one fact table: one row per indicator, region, branch, period, population and vintage.
-- A missing value has a reason and is never zero. All accepted versions stand side by side; uit_reeks uses the one in force.
create table kern_waarneming (
    indicator varchar not null references kern_indicator (code), -- code in `kern_indicator`
    regio varchar not null references kern_regio (code), -- code in `kern_regio`
    branche varchar not null references kern_branche (code), -- code in `kern_branche`
    periode varchar not null references kern_periode (code), -- code in `kern_periode`
    -- who is counted: smal, breed, economie or onbekend
    populatie varchar not null check (populatie in ('smal', 'breed', 'economie', 'onbekend')),
    -- version of the raw table that the value comes from; for a derived indicator that of its numerator
    vintage varchar not null references kern_vintage (id),
    waarde double check (isfinite(waarde)), -- the value in `eenheid`; empty when there is none, never 0 for missing
    eenheid varchar not null, -- unit
    -- status in `kern_status`; a derived indicator has the least definite one of its parts
    status varchar not null references kern_status (status),
    -- why there is no value: onbekend, geheim or niet gevraagd; filled exactly when `waarde` is empty
    reden_ontbreekt varchar check (reden_ontbreekt in ('onbekend', 'geheim', 'niet gevraagd')),
    is_gecorrigeerd boolean not null, -- whether a row of `kern_correctie` replaced the value of the source, or that of a part
    soort varchar not null check (soort in ('cbs', 'gepubliceerd', 'demonstratie')), -- cbs, gepubliceerd or demonstratie
    bron varchar not null references kern_bron (id), -- source
    primary key (indicator, regio, branche, periode, populatie, vintage),
    check ((waarde is null) = (reden_ontbreekt is not null))
);

-- From cells of raw tables to observations: keys become codes, periods get their status, missing values their reason.
-- A value that a correction expects is replaced by it, in every version that has it; invented values are never corrected.
-- A region key that is neither the country, a RegioPlus region nor a known other level stops the build in the data tests.
insert into kern_waarneming by name
with
cel as (
    select
        c.indicator,
        c.vintage,
        c.periode,
        c.waarde * k.schaal as waarde,
        v.soort,
        v.bron,
        i.eenheid,
        if(c.regio_sleutel = 'NL01', 'NL', c.regio_sleutel) as regio,
        coalesce(b.code, standaard.code) as branche,
        coalesce(b.populatie, k.populaties[1]) as populatie,
        k.populaties
    from stage_cel as c
    inner join kern_koppeling as k on c.indicator = k.indicator and c.vintage = k.vintage
    inner join kern_vintage as v on c.vintage = v.id
    inner join kern_indicator as i on c.indicator = i.code
    left join kern_branche as b on c.branche = b.code
    left join kern_branche as standaard
        on c.branche is null and k.populaties[1] = standaard.populatie and standaard.soort = 'totaal'
)

select
    c.indicator,
    c.regio,
    c.branche,
    c.periode,
    c.populatie,
    c.vintage,
    if(r.indicator is null, c.waarde, r.waarde) as waarde,
    c.eenheid,
    coalesce(s.status, 'onbekend') as status,
    if(if(r.indicator is null, c.waarde, r.waarde) is null, 'onbekend', null) as reden_ontbreekt,
    r.indicator is not null as is_gecorrigeerd,
    c.soort,
    c.bron
from cel as c
inner join bron_cbs__periode as p on c.vintage = p.vintage and c.periode = p.sleutel
left join kern_status as s on p.status = s.titel
left join kern_correctie as r
    on
        c.soort = 'cbs'
        and c.indicator = r.indicator
        and c.regio = r.regio
        and c.branche = r.branche
        and c.periode = r.periode
        and c.populatie = r.populatie
        and abs(c.waarde - r.verwacht) <= 1e-9 * greatest(1, abs(r.verwacht))
where c.regio in (select code from kern_regio) and list_contains(c.populaties, c.populatie)
order by c.indicator, c.regio, c.branche, c.periode, c.populatie, c.vintage;
