-- Lowest, middle and highest region per indicator and period: the band behind a region's line. No ranking is made of it.
create table uit_spreiding as
select
    indicator,
    periode,
    min(waarde) as laagste,
    median(waarde) as midden,
    max(waarde) as hoogste,
    count(waarde) as aantal_regios
from uit_reeks
where regio <> 'NL'
group by indicator, periode;
