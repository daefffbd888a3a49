-- No comparison crosses populations, areas or periods, and none is made with an invented value.
select v.id, v.reeks, v.populatie, v.oordeel
from uit_vergelijking_gepubliceerd as v
left join kern_branche as b on v.branche = b.naam or list_contains(b.andere_namen, v.branche)
left join kern_vintage as k on v.vintage = k.id
where
    v.oordeel in ('gelijk', 'ongeveer gelijk', 'verschilt')
    and (
        v.regio is null
        or v.periode is null
        or not exists (
            select 1 from kern_waarneming as w
            where
                w.indicator = v.reeks
                and w.regio = v.regio
                and w.branche = b.code
                and w.populatie = if(v.populatie = 'branche', b.populatie, v.populatie)
                and w.periode = v.periode
                and w.vintage = v.vintage
        )
        or k.soort = 'demonstratie'
        or v.waarde_boek is null
    )
order by v.id;
