-- What a comparison needs: every indicator as in `uit_reeks`, with the numbers of people that its value is made of where the book
-- knows them. A number is of the version that the value is of, or goes with it.
create table uit_toets as
with
delen as (
    select
        a.indicator,
        t.regio,
        t.periode,
        t.vintage,
        t.populatie,
        t.waarde - if(a.aftrek is null, 0, f.waarde) as teller_aantal,
        n.waarde as noemer_aantal
    from kern_afleiding as a
    inner join kern_waarneming as t on a.teller = t.indicator
    inner join kern_branche as b on t.branche = b.code and b.soort = 'totaal'
    inner join kern_indicator as ni on a.noemer = ni.code
    inner join kern_periode as p on t.periode = p.code
    inner join kern_branche as nb on ni.populatie = nb.populatie and nb.soort = 'totaal'
    inner join kern_waarneming as n
        on
            a.noemer = n.indicator
            and t.regio = n.regio
            and nb.code = n.branche
            and n.periode = if(a.noemer_periode = 'zelfde', p.code, p.jaar_eerder)
    inner join kern_gelijktijdig as gn on t.vintage = gn.vintage and n.vintage = gn.andere
    left join kern_waarneming as f
        on
            a.aftrek = f.indicator
            and t.regio = f.regio
            and t.branche = f.branche
            and t.periode = f.periode
            and exists (
                select 1 from kern_gelijktijdig as g
                where t.vintage = g.vintage and f.vintage = g.andere
            )
)

select
    r.indicator, -- code in `kern_indicator`
    r.regio, -- code in `kern_regio`
    r.periode, -- code in `kern_periode`
    r.jaar_eerder, -- code of the same period a year earlier
    r.waarde, -- the value, may be empty
    r.waarde_nl, -- the country's value in the same period
    d.teller_aantal, -- number counted, empty when the book does not know it
    d.noemer_aantal, -- out of how many, empty when the book does not know it
    r.segment, -- number of series breaks up to this period
    r.soort, -- cbs, gepubliceerd or demonstratie
    r.vintage -- version of the raw table
from uit_reeks as r
left join delen as d
    on
        r.indicator = d.indicator
        and r.regio = d.regio
        and r.periode = d.periode
        and r.vintage = d.vintage
        and r.populatie = d.populatie;
