-- The share of each line per year on one base.
select
    basis,
    basis_naam,
    jaar,
    post,
    bedrag_eur,
    basis_eur,
    aandeel_pct,
    post = 'Ruimte voor innovatief werken (arbeidsbesparend)' as is_innovatie
from uit_begroting_aandeel
where
    basis = $basis and post in (
        'Ruimte voor innovatief werken (arbeidsbesparend)', 'Ruimte voor leren en ontwikkelen',
        'Ruimte voor behoud van medewerkers'
    )
order by jaar, volgorde;
