-- A derived indicator has the breaks of its parts. A denominator of a year earlier breaks it a year later.
with
deel as (
    select indicator, teller as reeks, 0 as jaren from kern_afleiding
    union all by name
    select indicator, aftrek as reeks, 0 as jaren from kern_afleiding
    where aftrek is not null
    union all by name
    select indicator, noemer as reeks, if(noemer_periode = 'zelfde', 0, 1) as jaren from kern_afleiding
)

select d.indicator, d.reeks, b.periode, d.jaren
from deel as d
inner join kern_reeksbreuk as b on d.reeks = b.indicator
left join kern_reeksbreuk as eigen
    on d.indicator = eigen.indicator and b.begin_datum + to_years(d.jaren) = eigen.begin_datum
where eigen.indicator is null
order by d.indicator, d.reeks, b.periode;
