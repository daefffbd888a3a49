-- The eight tasks of the programme, by programme line.
create table kern_opgave (
    nummer integer primary key, -- 1 to 8
    programmalijn varchar not null check (programmalijn in ('1', '2', '3')), -- 1, 2 or 3
    naam varchar not null, -- name
    bron varchar not null references kern_bron (id), -- source
    bronregel integer not null -- line in that source
);

insert into kern_opgave by name
select * from register_opgaven;
