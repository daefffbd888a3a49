-- The raw tables behind the series of a chapter.
select v.id, v.tabel, v.titel, v.soort, v.host, v.opgehaald, v.gewijzigd, v.rijen
from kern_vintage as v
where
    v.id in (
        select w.vintage from kern_waarneming as w
        where list_contains($indicatoren, w.indicator)
    )
order by v.tabel;
