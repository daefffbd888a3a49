-- uit_herziening holds every cell that differs between a version and the next one of its table, and no other; counted a
-- second way.
with
waarneming as (
    select w.*, v.tabel, v.volgnummer
    from kern_waarneming as w
    inner join kern_vintage as v on w.vintage = v.id
),

laatste as (
    select indicator, tabel, max(volgnummer) as volgnummer from waarneming
    group by indicator, tabel
),

volgende as (
    select
        w.*,
        lead(w.waarde) over cel as waarde_nieuw,
        lead(w.status) over cel as status_nieuw,
        lead(w.vintage) over cel as vintage_nieuw
    from waarneming as w
    window cel as (
        partition by w.indicator, w.tabel, w.regio, w.branche, w.periode, w.populatie
        order by w.volgnummer
    )
),

verwacht as (
    select v.indicator, v.regio, v.branche, v.periode, v.populatie, v.vintage
    from volgende as v
    inner join laatste as l on v.indicator = l.indicator and v.tabel = l.tabel
    where
        v.volgnummer < l.volgnummer
        and (
            v.vintage_nieuw is null
            or v.waarde_nieuw is distinct from v.waarde
            or v.status_nieuw is distinct from v.status
        )
),

gevonden as (
    select indicator, regio, branche, periode, populatie, vintage_oud as vintage from uit_herziening
),

ontbreekt as (
    select * from verwacht
    except all
    select * from gevonden
),

te_veel as (
    select * from gevonden
    except all
    select * from verwacht
)

select 'ontbreekt' as fout, o.* from ontbreekt as o
union all by name
select 'te veel' as fout, t.* from te_veel as t
order by all;
