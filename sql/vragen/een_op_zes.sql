-- The share of employees in care and welfare beside what the programme says about 1 in 6, 1 in 5 and 1 in 4; an invented share
-- is not put beside them. Denominators differ: the series counts employees, the programme's points count employees (2022) and
-- all who work.
with
gemeten as (
    select
        $regio as regio,
        regio_naam as reeks,
        periode_label,
        begin_datum,
        waarde,
        'werknemers (zonder zzp)' as noemer,
        status,
        soort,
        vintage as herkomst
    from uit_reeks
    where
        indicator = 'aandeel_werknemers'
        and regio in ('NL', $regio)
        and waarde is not null
        and soort <> 'demonstratie'
),

programma as (
    select
        $regio as regio,
        format('1 {} ({})', c.eenheid, if(c.id = 'taz-005', '2022', c.periode)) as reeks,
        if(c.id = 'taz-005', '2022', c.periode) as periode_label,
        if(c.id = 'taz-005', date '2022-09-01', make_date(cast(c.periode as integer), 1, 1)) as begin_datum,
        100 * c.waarde / cast(regexp_extract(c.eenheid, '[0-9]+') as integer) as waarde,
        if(c.id = 'taz-005', 'werknemers (zonder zzp)', 'werkenden') as noemer,
        if(c.id = 'taz-005', 'vermeld', 'scenario zonder ingrijpen') as status,
        'document' as soort,
        format('programma TAZ, regel {}', c.bronregel) as herkomst
    from kern_cijfer as c
    where c.id in ('taz-005', 'taz-006', 'taz-007')
)

select * from gemeten
union all
select * from programma
order by soort = 'document', reeks, begin_datum;
