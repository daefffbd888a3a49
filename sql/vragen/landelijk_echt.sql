-- The latest real figure of the whole country that stands for an indicator of the programme: the first series of its figure.
with
reeks as (
    select
        if(r.naam = 'Zorg en welzijn', f.titel, concat(f.titel, ': ', lower(r.naam))) as naam,
        i.volgorde,
        i.groep,
        r.code as reeks
    from kern_figuur as f
    inner join kern_reeks as r on f.code = r.figuur and r.volgorde = 1
    inner join uit_stand as i on f.code = i.vervangen_door and i.regio = 'NL'
)

select
    r.naam,
    c.periode_label,
    c.waarde,
    c.waarde_jaar_eerder,
    c.eenheid,
    c.status,
    c.soort
from reeks as r
inner join uit_gebiedcijfer as c on r.reeks = c.reeks and c.gebied = 'NL'
qualify row_number() over (partition by r.reeks order by c.begin_datum desc) = 1
order by r.groep <> 'kern', r.groep, r.volgorde;
