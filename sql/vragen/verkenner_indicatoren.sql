-- The indicators of which the warehouse holds a value, in the order of the programme; auxiliary series come last.
select
    i.code,
    i.naam,
    i.groep,
    i.eenheid,
    i.populatie,
    i.definitie,
    i.frequentie
from kern_indicator as i
where
    i.code in (
        select w.indicator from kern_waarneming as w
        where w.waarde is not null
    )
order by i.groep = 'hulp', i.groep <> 'kern', i.groep, i.volgorde;
