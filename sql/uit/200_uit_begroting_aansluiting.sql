-- Both budget tables: the stated total beside the sum of the posts, and what cannot be summed (PM, n.v.t.).
create view uit_begroting_aansluiting as
select
    tabel, -- herkomst or invulling
    jaar, -- year
    max(bedrag_eur) filter (where waarde_soort = 'totaal') as totaal_vermeld_eur, -- total in euros as the document states it
    cast(sum(bedrag_eur) filter (where waarde_soort = 'bedrag') as bigint) as totaal_berekend_eur, -- sum of the lines in euros
    max(bedrag_eur) filter (where waarde_soort = 'totaal')
    - cast(sum(bedrag_eur) filter (where waarde_soort = 'bedrag') as bigint) as verschil_eur, -- stated minus recomputed, in euros
    count(*) filter (where waarde_soort = 'pm') as posten_pm, -- number of lines with PM, not in the sum
    count(*) filter (where waarde_soort = 'nvt') as posten_nvt -- number of lines with n.v.t., not in the sum
from kern_begroting
group by tabel, jaar;
