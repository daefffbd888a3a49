-- The footnotes of the budget tables.
create table kern_begroting_voetnoot (
    teken varchar not null,
    tekst varchar not null,
    tabel varchar not null check (tabel in ('herkomst', 'invulling', 'beide')),
    opmerking varchar,
    bron varchar not null references kern_bron (id),
    bronregel integer not null,
    primary key (teken, tabel)
);

insert into kern_begroting_voetnoot by name
select * from register_begroting_voetnoten;
