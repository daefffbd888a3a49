-- Percentages lie in 0-100, the part-time factor in 0-1, counts are not negative.
select indicator, regio, branche, periode, waarde, eenheid
from kern_waarneming
where
    (eenheid = '%' and waarde not between 0 and 100)
    or (eenheid = 'factor (0-1)' and waarde not between 0 and 1)
    or (eenheid in ('personen', 'deelnemers', 'per 1.000 banen') and waarde < 0)
order by indicator, regio, branche, periode;
