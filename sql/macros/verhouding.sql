-- The rows of kern_waarneming of a ratio: series `boven`, of zorg en welzijn (smal), as a percentage of series `onder` in the
-- branch `branche_onder`; both of the same region and period, in versions that belong together.
create macro verhouding(reeks, boven, onder, branche_onder) as table
    with
    teller as (
        select * from kern_waarneming
        where indicator = boven and branche = 'zw_smal'
    ),

    noemer as (
        select * from kern_waarneming
        where indicator = onder and branche = branche_onder
    )

    select
        i.code as indicator,
        t.regio,
        t.branche,
        t.periode,
        t.populatie,
        t.vintage,
        if(n.waarde > 0, 100 * t.waarde / n.waarde, null) as waarde,
        i.eenheid,
        minst_definitief([t.status, n.status]) as status,
        if(t.waarde is null or n.waarde is null or n.waarde <= 0, 'onbekend', null) as reden_ontbreekt,
        t.is_gecorrigeerd or n.is_gecorrigeerd as is_gecorrigeerd,
        t.soort,
        t.bron
    from teller as t
    inner join kern_gelijktijdig as g on t.vintage = g.vintage
    inner join noemer as n on g.andere = n.vintage and t.regio = n.regio and t.periode = n.periode
    inner join kern_indicator as i on i.code = reeks
    order by t.regio, t.periode, t.vintage;
