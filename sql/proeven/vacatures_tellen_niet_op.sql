-- Provinces add up to their part of the country, and parts to the country, within the rounding to hundreds of each of them; where
-- one has no figure there is nothing to add up.
select
    heel.gebied,
    heel.periode,
    heel.waarde,
    sum(deel.waarde) as som
from kern_reekscijfer as heel
inner join kern_telgebied as t on heel.gebied = t.onderdeel_van
inner join kern_reekscijfer as deel
    on heel.reeks = deel.reeks and heel.periode = deel.periode and t.code = deel.gebied
where heel.reeks = 'vacatures_zorg'
group by heel.gebied, heel.periode, heel.waarde
having
    abs(som - heel.waarde) > 50 * (count(*) + 1)
    and count(*) = (
        select count(*) from kern_telgebied as g
        where g.onderdeel_van = heel.gebied
    )
order by heel.gebied, heel.periode;
