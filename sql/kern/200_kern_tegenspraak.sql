-- Where the documents contradict each other or themselves.
create table kern_tegenspraak (
    nummer integer primary key,
    soort varchar not null,
    ernst varchar not null check (ernst in ('hoog', 'midden', 'laag')),
    wat varchar not null,
    plaats_a varchar not null,
    citaat_a varchar not null,
    plaats_b varchar not null,
    citaat_b varchar not null,
    uitleg varchar not null,
    bron varchar not null references kern_bron (id),
    bronregel integer not null
);

insert into kern_tegenspraak by name
select * from register_tegenspraken;
