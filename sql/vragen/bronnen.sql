-- All sources with the number of facts that rest on them: rows of the registers, and figures of the series in the book.
with
reekscijfer as (
    select bron, count(*) as feiten from kern_reekscijfer
    group by bron
)

select b.* replace (b.feiten + coalesce(r.feiten, 0) as feiten)
from kern_bron as b
left join reekscijfer as r on b.id = r.bron
order by b.bestand is null, b.bestand, b.id;
