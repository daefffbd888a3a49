-- Both budget tables, post by post, years beside each other.
select
    tabel,
    volgorde,
    post,
    voetnoot,
    bron,
    bronregel,
    max(waarde_soort) filter (where waarde_soort in ('totaal')) is not null as is_totaal,
    max(bedrag_eur) filter (where jaar = 2023) as bedrag_2023_eur,
    max(waarde_soort) filter (where jaar = 2023) as soort_2023,
    max(bedrag_eur) filter (where jaar = 2024) as bedrag_2024_eur,
    max(waarde_soort) filter (where jaar = 2024) as soort_2024,
    max(bedrag_eur) filter (where jaar = 2025) as bedrag_2025_eur,
    max(waarde_soort) filter (where jaar = 2025) as soort_2025,
    bool_or(voorwaardelijk = 'ja') as is_voorwaardelijk
from kern_begroting
group by tabel, volgorde, post, voetnoot, bron, bronregel
order by tabel, volgorde;
