-- What regions are compared on to find those that are alike: inhabitants, ageing and density of the latest year, and the share of
-- care in all jobs where the region is exactly the area that jobs are published of. Of the others only groups are known: these
-- stay empty.
with
laatste as (
    select *
    from uit_vergrijzing
    where regio <> 'NL'
    qualify row_number() over (partition by regio order by periode desc) = 1
),

banen as (
    select
        g.regio,
        100 * z.waarde / a.waarde as banen_zorg_pct
    from uit_regiogebied as g
    inner join uit_gebiedcijfer as z on g.gebied = z.gebied and z.reeks = 'banen_zorg'
    inner join uit_gebiedcijfer as a on g.gebied = a.gebied and a.reeks = 'banen_totaal' and z.periode = a.periode
    where g.korrel = 'corop' and g.is_gelijk
    qualify row_number() over (partition by g.regio order by z.periode desc) = 1
)

select
    l.regio as code,
    r.naam as gebied,
    l.periode_label,
    l.status,
    l.inwoners,
    l.waarde as grijze_druk_pct,
    l.dichtheid,
    b.banen_zorg_pct,
    k.tabel
from laatste as l
inner join kern_regio as r on l.regio = r.code
inner join kern_reeks as k on k.code = 'grijze_druk'
left join banen as b on l.regio = b.regio
order by l.regio;
