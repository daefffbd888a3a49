-- The fourteen agreements, by task.
create table kern_afspraak (
    nummer integer primary key,
    opgave integer not null references kern_opgave (nummer),
    partijen varchar not null,
    samenvatting varchar not null,
    bron varchar not null references kern_bron (id),
    bronregel integer not null
);

insert into kern_afspraak by name
select * from register_afspraken;
