-- A second way: every value of a derived indicator, recomputed from how kern_afleiding says it is made up, is the value in the
-- warehouse; and for every numerator in force with its parts there is a value.
with
verwacht as (
    select
        a.indicator,
        t.regio,
        t.branche,
        t.periode,
        t.populatie,
        t.vintage,
        100 * (t.waarde - if(a.aftrek is null, 0, f.waarde)) / nullif(n.waarde, 0) as waarde
    from kern_afleiding as a
    inner join kern_waarneming as t on a.teller = t.indicator
    inner join kern_branche as b on t.branche = b.code
    inner join kern_indicator as i on a.indicator = i.code
    inner join kern_indicator as ni on a.noemer = ni.code
    inner join kern_periode as p on t.periode = p.code
    inner join kern_branche as nb on nb.soort = 'totaal' and ni.populatie = nb.populatie
    inner join kern_waarneming as n
        on
            a.noemer = n.indicator
            and t.regio = n.regio
            and nb.code = n.branche
            and n.periode = if(a.noemer_periode = 'zelfde', p.code, p.jaar_eerder)
            and exists (
                select 1 from kern_gelijktijdig as g
                where g.vintage = t.vintage and g.andere = n.vintage
            )
    left join kern_waarneming as f
        on
            a.aftrek = f.indicator
            and t.regio = f.regio
            and t.branche = f.branche
            and t.periode = f.periode
            and exists (
                select 1 from kern_gelijktijdig as g
                where g.vintage = t.vintage and g.andere = f.vintage
            )
    where b.soort = 'totaal' and t.populatie = i.populatie and (a.aftrek is null or f.indicator is not null)
),

gevonden as (
    select w.*
    from kern_waarneming as w
    inner join kern_afleiding as a on w.indicator = a.indicator
)

select
    coalesce(v.indicator, g.indicator) as indicator,
    coalesce(v.regio, g.regio) as regio,
    coalesce(v.periode, g.periode) as periode,
    coalesce(v.vintage, g.vintage) as vintage,
    v.waarde as verwacht,
    g.waarde as gevonden
from verwacht as v
full join gevonden as g
    on
        v.indicator = g.indicator
        and v.regio = g.regio
        and v.branche = g.branche
        and v.periode = g.periode
        and v.populatie = g.populatie
        and v.vintage = g.vintage
where
    v.indicator is null
    or g.indicator is null
    or (v.waarde is null) <> (g.waarde is null)
    or abs(v.waarde - g.waarde) > 1e-9
order by all;
