-- Every place where the documents name 1 in 6, 1 in 5 or 1 in 4 of people in care, with what it is a share of.
select
    c.onderwerp,
    c.populatie,
    c.periode,
    format('1 {}', c.eenheid) as verhouding,
    c.bron,
    c.bronregel
from kern_cijfer as c
where
    c.waarde = 1
    and regexp_full_match(c.eenheid, 'op de [456]')
    and not regexp_matches(c.onderwerp, 'uren|contract')
order by c.eenheid desc, c.bron, c.bronregel;
