-- What there is of each indicator: in AZW or not, per region or not, the latest period, and why it is
-- missing. A derived indicator rests on the series it is computed from.
create view uit_dekking as
with
deel as (
    select indicator, unnest(list_filter([teller, aftrek, noemer], lambda reeks: reeks is not null)) as reeks
    from kern_afleiding
    union all by name
    select code as indicator, code as reeks
    from kern_indicator
    where code not in (select a.indicator from kern_afleiding as a)
),

koppeling as (
    select k.indicator, k.maat is not null as is_gevonden, k.bevestigd, k.reden, k.vintage, v.soort, v.is_testbron
    from kern_koppeling as k
    left join kern_vintage as v on k.vintage = v.id
    where k.vintage is null or v.is_actueel
),

bron as (
    select
        d.indicator,
        count(*) as delen,
        count(k.indicator) as in_catalogus,
        count(*) filter (where k.is_gevonden and k.soort = 'cbs') as uit_azw,
        bool_or(coalesce(k.is_testbron, false) and k.is_gevonden) as is_testbron,
        count(*) filter (where k.bevestigd = 'ja') as bevestigd_ja,
        count(*) filter (where k.bevestigd in ('ja', 'tabel')) as bevestigd_tabel,
        coalesce(list(distinct k.vintage order by k.vintage) filter (where k.is_gevonden), []) as vintages,
        list(r.naam order by d.reeks) as reeks_namen,
        string_agg(distinct k.reden, '; ' order by k.reden) as reden
    from deel as d
    inner join kern_indicator as r on d.reeks = r.code
    left join koppeling as k on d.reeks = k.indicator
    group by d.indicator
),

per_regio as (
    select indicator, count(distinct regio) as aantal_regios
    from uit_reeks
    where regio <> 'NL' and waarde is not null
    group by indicator
),

laatste as (
    select *
    from uit_reeks
    where waarde is not null
    qualify row_number() over (partition by indicator order by begin_datum desc, regio) = 1
)

select
    i.code as indicator, -- code in `kern_indicator`
    i.naam, -- its name
    i.groep, -- its group
    i.volgorde, -- its order
    i.regionaal, -- whether it is believed to be published per region
    i.verwachte_bron, -- who measures it, or would
    b.indicator in (select a.indicator from kern_afleiding as a) as is_afgeleid, -- whether the book computes it from other series
    b.reeks_namen, -- names of the series it rests on
    case
        when b.uit_azw = b.delen then 'ja'
        when b.in_catalogus < b.delen then 'niet gevonden'
        when b.bevestigd_tabel = b.delen then 'tabel gezien'
        else 'verwacht'
    end as azw, -- ja (a real table is loaded), tabel gezien, verwacht or niet gevonden
    case
        when b.in_catalogus < b.delen then 'geen'
        when b.bevestigd_ja = b.delen then 'ja'
        when b.bevestigd_tabel = b.delen then 'tabel'
        else 'nee'
    end as bevestigd, -- what was seen in the real table: ja, tabel, nee; geen without a line in the catalogue
    coalesce(p.aantal_regios, 0) as aantal_regios, -- number of regions with any value
    l.periode, -- latest period with a value, empty when there is none
    l.periode_label, -- that period in words
    l.status, -- its status
    l.soort, -- kind of its values
    -- whether its values come from a test source and not from CBS
    coalesce(l.soort = 'cbs' and b.is_testbron, false) as is_testbron,
    if(l.soort = 'demonstratie', f.titel, null) as vervangen_titel, -- real figure that pages show instead of its invented values
    b.vintages, -- versions in force that it rests on
    case
        when l.periode is not null then null
        when b.in_catalogus < b.delen then 'er is geen tabel in AZW StatLine gevonden'
        when b.reden is not null then b.reden
        when len(b.vintages) > 0 and b.uit_azw > 0 and b.uit_azw < b.delen
            then 'een deel van de reeksen waar dit uit wordt berekend is nog verzonnen, en die mengen niet met echte cijfers'
        when len(b.vintages) > 0 then 'de tabel bevat geen bruikbaar cijfer'
        else 'de tabel is nog niet opgehaald'
    end as reden -- why there is no figure; filled exactly then
from kern_indicator as i
inner join bron as b on i.code = b.indicator
left join per_regio as p on i.code = p.indicator
left join laatste as l on i.code = l.indicator
left join kern_figuur as f on i.code = f.in_plaats_van
where i.groep <> 'hulp';
