-- Every series per area that a region is shown with: published figures, or their sum where an area is several published ones.
-- When a part has no figure there is no sum. With the segment between breaks, and the same period a year earlier within one.
create table uit_gebiedcijfer as
with
gebied as (
    select distinct
        korrel,
        gebied
    from uit_regiogebied
),

onderdeel as (
    select
        o.korrel,
        o.gebied,
        o.onderdeel,
        count(*) over (partition by o.korrel, o.gebied) as onderdelen
    from kern_gebied_onderdeel as o
    inner join gebied as g on o.korrel = g.korrel and o.gebied = g.gebied
),

som as (
    select
        r.code as reeks,
        o.gebied,
        c.periode,
        -- One published figure stays what it is; levels of separate areas at one moment may be added up.
        if(max(o.onderdelen) = 1, any_value(c.waarde), optellen(c.waarde, r.telwijze, r.populatie, c.periode)) as waarde,
        any_value(c.ondergrens) as ondergrens,
        any_value(c.bovengrens) as bovengrens,
        minst_definitief(list(c.status)) as status
    from kern_reeks as r
    inner join onderdeel as o on r.korrel = o.korrel
    inner join kern_reekscijfer as c on r.code = c.reeks and o.onderdeel = c.gebied
    group by r.code, o.gebied, c.periode
    having count(*) = max(o.onderdelen)
),

breuken as (
    select
        s.*,
        (
            select count(*) from kern_cijferbreuk as b
            where b.reeks = s.reeks and b.gebied = s.gebied and b.soort = 'breuk' and b.periode <= s.periode
        ) as segment
    from som as s
)

select
    s.reeks, -- code in `kern_reeks`
    s.gebied, -- code of the area, as in `uit_regiogebied`
    s.periode, -- code in `kern_periode`
    trim(concat_ws(' ', r.moment, p.label)) as periode_label, -- in words: december 2024
    p.begin_datum, -- first day of the period
    s.waarde, -- the value in `eenheid`
    eerder.waarde as waarde_jaar_eerder, -- the value a year earlier, empty when there is none or a break lies between
    s.ondergrens, -- lower bound of 95% certainty, empty when there is none
    s.bovengrens, -- upper bound of 95% certainty, empty when there is none
    r.eenheid, -- unit
    s.status, -- status in `kern_status`
    r.populatie, -- who is counted
    r.regiosoort, -- woonregio, werkregio or land
    r.volgens, -- werkgevers, werknemers or registratie
    'cbs' as soort, -- cbs: a real figure
    r.tabel, -- table in `kern_reekstabel`
    s.segment, -- number of breaks up to this period; a line is drawn within one segment
    b.soort as merk, -- breuk or opvallend at the first period after it, otherwise empty
    b.uitleg -- what changed there, otherwise empty
from breuken as s
inner join kern_reeks as r on s.reeks = r.code
inner join kern_periode as p on s.periode = p.code
left join breuken as eerder
    on
        s.reeks = eerder.reeks
        and s.gebied = eerder.gebied
        and p.jaar_eerder = eerder.periode
        and s.segment = eerder.segment
left join kern_cijferbreuk as b on s.reeks = b.reeks and s.gebied = b.gebied and s.periode = b.periode;
