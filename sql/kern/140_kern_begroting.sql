-- Both budget tables, cell by cell; PM and n.v.t. have no amount and are never zero.
create table kern_begroting (
    -- herkomst (where the money comes from) or invulling (where it goes)
    tabel varchar not null check (tabel in ('herkomst', 'invulling')),
    volgorde integer not null, -- order of the line
    post varchar not null, -- name of the line
    jaar integer not null, -- 2023, 2024 or 2025
    bedrag_eur bigint check (bedrag_eur >= 0), -- amount in whole euros; empty for PM and n.v.t.
    waarde_soort varchar not null check (waarde_soort in ('bedrag', 'totaal', 'pm', 'nvt')), -- bedrag, totaal, pm or nvt
    voorwaardelijk varchar not null check (voorwaardelijk in ('ja', 'nee')), -- whether the amount is conditional
    voetnoot varchar, -- marks of its footnotes, may be empty
    bron varchar not null references kern_bron (id), -- source
    bronregel integer not null, -- line in that source
    primary key (tabel, post, jaar),
    check ((bedrag_eur is null) = (waarde_soort in ('pm', 'nvt')))
);

insert into kern_begroting by name
select *, dense_rank() over (order by tabel, bronregel) as volgorde
from register_begroting;
