-- Share of each line in the destination table on four bases: with or without Stagefonds, with or without execution.
-- The document sets two thirds for innovation as the target to grow to; it does not say on which base.
create view uit_begroting_aandeel as
with
post as (
    select
        post,
        volgorde,
        jaar,
        bedrag_eur,
        post = 'Stagefonds' as is_stagefonds,
        post = 'Uitvoerend en ondersteunend' as is_uitvoering
    from kern_begroting
    where tabel = 'invulling' and waarde_soort = 'bedrag'
),

basis (basis, basis_naam, met_stagefonds, met_uitvoering) as (
    values
    ('alles', 'het hele budget', true, true),
    ('zonder_stagefonds', 'het budget zonder Stagefonds', false, true),
    ('zonder_uitvoering', 'het budget zonder uitvoering en ondersteuning', true, false),
    ('alleen_lijnen', 'alleen de drie programmalijnen', false, false)
)

select
    b.basis, -- alles, zonder_stagefonds, zonder_uitvoering or alleen_lijnen
    b.basis_naam, -- the base in words
    p.jaar, -- year
    p.volgorde, -- order of the line
    p.post, -- name of the line
    p.bedrag_eur, -- amount in euros
    cast(sum(p.bedrag_eur) over (partition by b.basis, p.jaar) as bigint) as basis_eur, -- the base in euros
    -- share of the base, as a percentage
    100 * p.bedrag_eur / sum(p.bedrag_eur) over (partition by b.basis, p.jaar) as aandeel_pct
from post as p
cross join basis as b
where (b.met_stagefonds or not p.is_stagefonds) and (b.met_uitvoering or not p.is_uitvoering);
