-- What the book says that a derived indicator is, is how it is computed: only where the denominator is of a year earlier do the
-- definition and the denominator say so, and only where retirement is taken off does the definition say so.
select a.indicator, i.definitie, d.noemer
from kern_afleiding as a
inner join kern_indicator as i on a.indicator = i.code
inner join kern_definitie as d on a.indicator = d.indicator
where
    (a.noemer_periode = 'jaar_eerder') <> (d.noemer like '%een jaar eerder%')
    or (a.noemer_periode = 'jaar_eerder') <> (i.definitie like '%een jaar eerder%')
    or (coalesce(a.aftrek, '') = 'uitstroom_pensioen') <> (i.definitie like '%zonder wie met pensioen ging%')
order by a.indicator;
