-- Every correction is still needed: the version in force of a real table holds the wrong value that it expects.
with
actueel as (
    select w.*
    from kern_waarneming as w
    inner join kern_vintage as v on w.vintage = v.id
    where v.is_actueel and w.soort = 'cbs'
)

select
    c.indicator,
    c.regio,
    c.branche,
    c.periode,
    c.populatie,
    c.verwacht,
    a.waarde as nu_in_de_bron,
    'verwijder deze rij uit data/registers/correcties.csv' as wat_te_doen
from kern_correctie as c
left join actueel as a
    on
        c.indicator = a.indicator
        and c.regio = a.regio
        and c.branche = a.branche
        and c.periode = a.periode
        and c.populatie = a.populatie
where
    not coalesce(a.is_gecorrigeerd, false)
    and exists (
        select 1 from actueel as reeks
        where reeks.indicator = c.indicator
    )
order by c.indicator, c.regio, c.branche, c.periode, c.populatie;
