-- One real figure in every area that it is known of by itself, per year that the book has, with the country: growth of the
-- number of inhabitants, ageing, or the share of care in all jobs, with the values of bevolking, vergrijzing and banen_aandeel.
with
cijfer as (
    select
        'mensen' as figuur,
        regio,
        periode,
        periode_label,
        begin_datum,
        groei_pct as waarde,
        '%' as eenheid,
        status,
        0 as segment
    from uit_bevolking
    where reeks = 'inwoners'
    union all by name
    select
        'vergrijzing' as figuur,
        regio,
        periode,
        periode_label,
        begin_datum,
        waarde,
        'per 100' as eenheid,
        status,
        0 as segment
    from uit_vergrijzing
    union all by name
    select
        'banen-zorg' as figuur,
        g.regio,
        z.periode,
        z.periode_label,
        z.begin_datum,
        100 * z.waarde / a.waarde as waarde,
        '%' as eenheid,
        z.status,
        z.segment
    from uit_regiogebied as g
    inner join uit_gebiedcijfer as z on g.gebied = z.gebied and z.reeks = 'banen_zorg'
    inner join uit_gebiedcijfer as a on z.gebied = a.gebied and z.periode = a.periode and a.reeks = 'banen_totaal'
    where g.korrel = 'corop' and (g.is_gelijk or g.regio = 'NL')
),

eigenschap as (
    select
        figuur,
        arg_min(populatie, volgorde) as populatie,
        arg_min(regiosoort, volgorde) as regiosoort,
        arg_min(tabel, volgorde) as tabel
    from kern_reeks
    where figuur is not null
    group by figuur
)

select
    c.regio,
    c.periode,
    c.periode_label,
    c.begin_datum,
    c.waarde,
    nl.waarde as waarde_nl,
    c.eenheid,
    e.populatie,
    e.regiosoort,
    c.status,
    c.segment,
    'cbs' as soort,
    e.tabel,
    c.periode = max(c.periode) over (partition by c.regio) as is_laatste
from cijfer as c
inner join eigenschap as e on c.figuur = e.figuur
left join cijfer as nl on c.figuur = nl.figuur and c.periode = nl.periode and nl.regio = 'NL'
where c.figuur = $figuur
order by c.regio <> 'NL', c.regio, c.begin_datum;
