-- The municipalities of a region have as many inhabitants as the region, so that none is missing or in the wrong one.
with
gemeente as (
    select
        regio,
        sum(inwoners) as som
    from kern_gemeente
    group by regio
)

select
    c.gebied,
    c.waarde,
    g.som
from kern_reekscijfer as c
left join gemeente as g on c.gebied = g.regio
where c.reeks = 'inwoners' and c.periode = '2025JJ00' and c.gebied <> 'NL' and c.waarde is distinct from g.som
order by c.gebied;
