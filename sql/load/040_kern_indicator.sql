-- periodesoort is the kind of period that a series is shown in: the first kind that the catalogue names for it; years
-- and quarters of one series are never in one chart. A derived indicator has the kind of its numerator.
insert into kern_indicator by name
with
reeks as (
    select
        code, naam, groep, volgorde, eenheid, telwijze, richting, populatie, definitie, verwachte_bron, regionaal, frequentie,
        bron, bronregel
    from register_indicatoren
    union all by name
    select
        code,
        naam,
        'hulp' as groep,
        cast(row_number() over (order by code) as integer) as volgorde,
        eenheid,
        telwijze,
        'neutraal' as richting,
        populatie,
        definitie,
        'AZW StatLine' as verwachte_bron,
        regionaal,
        'kwartaal of jaar' as frequentie,
        bron,
        cast(bronregel as integer) as bronregel
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
