-- The eight tasks of the programme, by programme line.
create table kern_opgave (
    nummer integer primary key,
    programmalijn varchar not null check (programmalijn in ('1', '2', '3')),
    naam varchar not null,
    bron varchar not null references kern_bron (id),
    bronregel integer not null
);

insert into kern_opgave by name
select * from register_opgaven;
