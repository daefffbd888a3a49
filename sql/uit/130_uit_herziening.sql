-- Revisions: every cell that differs between two consecutive versions of a table, in value or in status. What is only
-- new in a version is no revision. A version that could not serve the series is passed over.
create view uit_herziening as
with
versie as (
    select distinct w.indicator, v.tabel, v.volgnummer, w.vintage
    from kern_waarneming as w
    inner join kern_vintage as v on w.vintage = v.id
),

opvolging as (
    select
        indicator,
        tabel,
        vintage as vintage_oud,
        lead(vintage) over (partition by indicator, tabel order by volgnummer) as vintage_nieuw
    from versie
)

select
    oud.indicator, -- code in `kern_indicator`
    oud.regio, -- code in `kern_regio`
    oud.branche, -- code in `kern_branche`
    oud.periode, -- code in `kern_periode`
    oud.populatie, -- who is counted
    oud.eenheid, -- unit
    oud.waarde as waarde_oud, -- value in the earlier version, may be empty
    nieuw.waarde as waarde_nieuw, -- value in the later version, may be empty
    nieuw.waarde - oud.waarde as afwijking, -- later minus earlier value, in `eenheid`
    oud.status as status_oud, -- status in the earlier version
    nieuw.status as status_nieuw, -- status in the later version; empty when the cell is gone
    -- waarde, status (only the status differs) or vervallen (the cell is gone)
    if(nieuw.indicator is null, 'vervallen', if(nieuw.waarde is distinct from oud.waarde, 'waarde', 'status')) as soort,
    o.tabel, -- identifier of the table
    o.vintage_oud, -- the earlier version
    o.vintage_nieuw -- the later version
from opvolging as o
inner join kern_waarneming as oud on o.indicator = oud.indicator and o.vintage_oud = oud.vintage
left join kern_waarneming as nieuw
    on
        o.indicator = nieuw.indicator
        and o.vintage_nieuw = nieuw.vintage
        and oud.regio = nieuw.regio
        and oud.branche = nieuw.branche
        and oud.periode = nieuw.periode
        and oud.populatie = nieuw.populatie
where
    o.vintage_nieuw is not null
    and (nieuw.waarde is distinct from oud.waarde or nieuw.status is distinct from oud.status);
