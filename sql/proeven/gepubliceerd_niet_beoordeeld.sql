-- Every published figure is compared once, or says why it cannot be; and every judgement of a subject is used.
with
oordeel as (
    select id, count(*) as keer, max(reden) as reden from uit_vergelijking_gepubliceerd
    group by id
)

select g.id, g.onderwerp, g.eenheid, coalesce(o.keer, 0) as keer, o.reden
from kern_gepubliceerd_cijfer as g
left join oordeel as o on g.id = o.id
where o.keer is distinct from 1 or o.reden = 'niet beoordeeld'
union all by name
select null as id, k.onderwerp, k.eenheid, 0 as keer, 'geen cijfer met dit onderwerp en deze eenheid' as reden
from kern_vergelijking as k
where
    not exists (
        select 1 from kern_gepubliceerd_cijfer as g
        where g.onderwerp = k.onderwerp and g.eenheid = k.eenheid
    )
order by id, onderwerp, eenheid;
