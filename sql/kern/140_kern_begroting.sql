-- Both budget tables, cell by cell; PM and n.v.t. have no amount and are never zero.
create table kern_begroting (
    tabel varchar not null check (tabel in ('herkomst', 'invulling')),
    volgorde integer not null,
    post varchar not null,
    jaar integer not null,
    bedrag_eur bigint check (bedrag_eur >= 0),
    waarde_soort varchar not null check (waarde_soort in ('bedrag', 'totaal', 'pm', 'nvt')),
    voorwaardelijk varchar not null check (voorwaardelijk in ('ja', 'nee')),
    voetnoot varchar,
    bron varchar not null references kern_bron (id),
    bronregel integer not null,
    primary key (tabel, post, jaar),
    check ((bedrag_eur is null) = (waarde_soort in ('pm', 'nvt')))
);

insert into kern_begroting by name
select *, dense_rank() over (order by tabel, bronregel) as volgorde
from register_begroting;
