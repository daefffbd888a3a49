-- The work agenda: every action with its task, line and dates.
create view uit_werkagenda as
with
termijn as (
    select
        item,
        string_agg(letterlijk, '; ' order by bronregel, letterlijk) as termijnen,
        min(termijn) as eerste_termijn
    from kern_termijn
    where item_soort = 'actie'
    group by item
)

select
    a.id,
    a.bovenliggend,
    o.programmalijn,
    a.opgave,
    o.naam as opgave_naam,
    a.onderwerp,
    a.niveau,
    a.actoren,
    a.bedrag_eur,
    a.samenvatting,
    t.termijnen,
    t.eerste_termijn,
    a.bron,
    a.bronregel
from kern_actie as a
inner join kern_opgave as o on a.opgave = o.nummer
left join termijn as t on a.id = t.item;
