-- The fourteen agreements, by task.
create table kern_afspraak (
    nummer integer primary key, -- 1 to 14
    opgave integer not null references kern_opgave (nummer), -- number in `kern_opgave`
    partijen varchar not null, -- who signed for it
    samenvatting varchar not null, -- what was agreed
    bron varchar not null references kern_bron (id), -- source
    bronregel integer not null -- line in that source
);

insert into kern_afspraak by name
select * from register_afspraken;
