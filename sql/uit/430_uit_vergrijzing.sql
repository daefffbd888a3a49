-- Per region and year the inhabitants of 65 and over on every 100 from 20 to 65, and inhabitants per square kilometre of land.
create table uit_vergrijzing as
with
telling as (
    select
        regio,
        periode,
        periode_label,
        begin_datum,
        max(waarde) filter (where reeks = 'inwoners') as inwoners,
        max(waarde) filter (where reeks = 'inwoners_20_65') as jong,
        max(waarde) filter (where reeks = 'inwoners_65_80') as oud,
        max(waarde) filter (where reeks = 'inwoners_80_plus') as oudst,
        minst_definitief(list(status)) as status
    from uit_bevolking
    group by regio, periode, periode_label, begin_datum
),

druk as (
    select
        *,
        100 * (oud + oudst) / jong as waarde
    from telling
),

land as (
    select
        g.regio,
        c.waarde as oppervlak
    from uit_regiogebied as g
    inner join uit_gebiedcijfer as c on g.gebied = c.gebied and g.is_gelijk
    where g.korrel = 'regio' and c.reeks = 'landoppervlak'
)

select
    d.regio, -- code in `kern_regio`
    d.periode, -- code in `kern_periode`
    d.periode_label, -- in words
    d.begin_datum, -- first day of the period
    cast(d.inwoners as integer) as inwoners, -- number of inhabitants
    cast(d.oud + d.oudst as integer) as ouderen, -- inhabitants of 65 and over
    cast(d.jong as integer) as volwassenen, -- inhabitants from 20 to 65
    d.waarde, -- inhabitants of 65 and over on every 100 from 20 to 65
    nl.waarde as waarde_nl, -- the same for the country
    d.inwoners / l.oppervlak as dichtheid, -- inhabitants per square kilometre of land of 2025
    d.status -- status in `kern_status`
from druk as d
left join druk as nl on d.periode = nl.periode and nl.regio = 'NL'
left join land as l on d.regio = l.regio;
