-- Both budget tables: the stated total beside the sum of the posts, and what cannot be summed (PM, n.v.t.).
create view uit_begroting_aansluiting as
select
    tabel,
    jaar,
    max(bedrag_eur) filter (where waarde_soort = 'totaal') as totaal_vermeld_eur,
    cast(sum(bedrag_eur) filter (where waarde_soort = 'bedrag') as bigint) as totaal_berekend_eur,
    max(bedrag_eur) filter (where waarde_soort = 'totaal')
    - cast(sum(bedrag_eur) filter (where waarde_soort = 'bedrag') as bigint) as verschil_eur,
    count(*) filter (where waarde_soort = 'pm') as posten_pm,
    count(*) filter (where waarde_soort = 'nvt') as posten_nvt
from kern_begroting
group by tabel, jaar;
