-- The latest value of every indicator per region, as the explorer shows it without scripts; real ones first.
select s.indicator, s.naam, s.groep, s.eenheid, s.regio, s.regio_naam, s.periode_label, s.waarde, s.status, s.soort
from uit_stand as s
where
    s.indicator in (
        select w.indicator from uit_stand as w
        where w.waarde is not null
    )
order by
    max(s.soort) over (partition by s.indicator) = 'demonstratie',
    s.groep = 'hulp',
    s.groep <> 'kern',
    s.groep,
    s.volgorde,
    s.regio <> 'NL',
    s.regio;
