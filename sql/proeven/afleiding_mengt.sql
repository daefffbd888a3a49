-- A derived indicator and its parts are all invented or all real, and of one population; the denominator may be the
-- whole economy.
with
soort as (
    select indicator, min(soort) as soort from kern_waarneming
    group by indicator
)

select
    a.indicator,
    t.soort as teller_soort,
    n.soort as noemer_soort,
    i.populatie,
    ti.populatie as teller_populatie,
    ni.populatie as noemer_populatie
from kern_afleiding as a
inner join soort as eigen on a.indicator = eigen.indicator
left join soort as t on a.teller = t.indicator
left join soort as n on a.noemer = n.indicator
left join soort as f on a.aftrek = f.indicator
inner join kern_indicator as i on a.indicator = i.code
inner join kern_indicator as ti on a.teller = ti.code
inner join kern_indicator as ni on a.noemer = ni.code
where
    eigen.soort is distinct from t.soort
    or eigen.soort is distinct from n.soort
    or (a.aftrek is not null and eigen.soort is distinct from f.soort)
    or ti.populatie <> i.populatie
    or ni.populatie not in (i.populatie, 'economie')
order by a.indicator;
