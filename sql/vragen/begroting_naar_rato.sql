-- What a region would get if a line's budget were divided by its share of the country's employees in care and welfare, or of its
-- inhabitants as long as the number of employees is not real. A thought experiment: no division over regions has been published.
with
sleutel as (
    select
        regio,
        'werknemers in zorg en welzijn' as naam,
        1 as volgorde,
        periode,
        periode_label,
        waarde,
        soort,
        status,
        vintage,
        null as tabel
    from uit_reeks
    where indicator = 'werknemers' and regio in ('NL', $regio) and waarde is not null and soort <> 'demonstratie'
    union all by name
    select
        regio,
        'inwoners van Nederland' as naam,
        2 as volgorde,
        periode,
        periode_label,
        waarde,
        soort,
        status,
        null as vintage,
        tabel
    from uit_bevolking
    where reeks = 'inwoners' and regio in ('NL', $regio)
),

aandeel as (
    select
        eigen.regio,
        eigen.naam as sleutel,
        eigen.periode_label,
        eigen.waarde as sleutel_regio,
        land.waarde as sleutel_nl,
        100 * eigen.waarde / land.waarde as aandeel_pct,
        eigen.soort,
        eigen.status,
        eigen.vintage,
        eigen.tabel
    from sleutel as eigen
    inner join sleutel as land on land.regio = 'NL' and eigen.naam = land.naam and eigen.periode = land.periode
    where eigen.regio = $regio
    qualify row_number() over (order by eigen.volgorde, eigen.periode desc) = 1
)

select
    a.regio,
    b.post,
    b.jaar,
    b.bedrag_eur,
    a.sleutel,
    a.periode_label,
    a.sleutel_regio,
    a.sleutel_nl,
    a.aandeel_pct,
    b.bedrag_eur * a.aandeel_pct / 100 as naar_rato_eur,
    a.soort,
    a.status,
    a.vintage,
    a.tabel
from kern_begroting as b
cross join aandeel as a
where b.tabel = 'invulling' and b.waarde_soort in ('bedrag', 'totaal')
order by b.volgorde, b.jaar;
