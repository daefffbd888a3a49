-- The work agenda: every action with its task, line and terms.
create view uit_werkagenda as
with
termijn as (
    select
        item,
        string_agg(letterlijk, '; ' order by bronregel, begin_datum, letterlijk) as termijnen,
        min(begin_datum) as begin_datum,
        max(eind_datum) as eind_datum
    from kern_termijn
    where item_soort = 'actie'
    group by item
)

select
    a.id, -- id in `kern_actie`
    a.bovenliggend, -- id of the action that a sub-item belongs to, otherwise empty
    o.programmalijn, -- 1, 2 or 3
    a.opgave, -- number in `kern_opgave`
    o.naam as opgave_naam, -- its name
    a.onderwerp, -- heading it stands under
    a.niveau, -- zorgorganisatie, sector_regio or systeem_overheid
    a.actoren, -- who acts, may be empty
    a.bedrag_eur, -- amount in euros that it names, may be empty
    a.samenvatting, -- what is to be done
    a.betrokken, -- who else the document's sentence names, may be empty
    t.termijnen, -- its terms in the document's words, may be empty
    t.begin_datum, -- first day of the earliest of them, may be empty
    t.eind_datum, -- last day of the latest of them, may be empty
    a.bron, -- source
    a.bronregel -- line in that source
from kern_actie as a
inner join kern_opgave as o on a.opgave = o.nummer
left join termijn as t on a.id = t.item;
