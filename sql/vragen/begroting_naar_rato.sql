-- What a region would get if a line's budget were divided by its share of the country's employees in care and welfare.
-- A thought experiment: no division over regions has been published.
with
werknemers as (
    select regio, periode, periode_label, waarde, soort, vintage, status
    from uit_reeks
    where indicator = 'werknemers' and regio in ('NL', $regio) and waarde is not null
),

laatste as (
    select max(periode) as periode
    from werknemers
    where regio = $regio
),

aandeel as (
    select
        eigen.regio,
        eigen.periode_label,
        eigen.waarde as werknemers,
        nl.waarde as werknemers_nl,
        100 * eigen.waarde / nl.waarde as aandeel_pct,
        eigen.soort,
        eigen.vintage,
        eigen.status
    from werknemers as eigen
    inner join laatste as l on eigen.periode = l.periode
    inner join werknemers as nl on nl.regio = 'NL' and nl.periode = l.periode
    where eigen.regio = $regio
)

select
    a.regio,
    b.post,
    b.jaar,
    b.bedrag_eur,
    a.periode_label,
    a.werknemers,
    a.werknemers_nl,
    a.aandeel_pct,
    b.bedrag_eur * a.aandeel_pct / 100 as naar_rato_eur,
    a.soort,
    a.vintage,
    a.status
from kern_begroting as b
cross join aandeel as a
where b.tabel = 'invulling' and b.waarde_soort in ('bedrag', 'totaal')
order by b.volgorde, b.jaar;
