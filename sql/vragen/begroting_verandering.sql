-- The change of each post of the destination table from year to year.
select
    post,
    jaar,
    bedrag_eur,
    bedrag_eur - lag(bedrag_eur) over (partition by post order by jaar) as verandering_eur,
    100.0 * (bedrag_eur - lag(bedrag_eur) over (partition by post order by jaar))
    / lag(bedrag_eur) over (partition by post order by jaar) as verandering_pct
from kern_begroting
where tabel = 'invulling' and waarde_soort = 'bedrag'
order by volgorde, jaar;
