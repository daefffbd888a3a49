-- The money of one programme line per year, as the destination table states it.
select jaar, post, bedrag_eur, bron, bronregel
from kern_begroting
where
    tabel = 'invulling'
    and post = case $lijn
        when '1' then 'Ruimte voor innovatief werken (arbeidsbesparend)'
        when '2' then 'Ruimte voor behoud van medewerkers'
        when '3' then 'Ruimte voor leren en ontwikkelen'
    end
order by jaar;
