-- The footnotes of the budget tables.
create table kern_begroting_voetnoot (
    teken varchar not null, -- one to four asterisks
    tekst varchar not null, -- text
    tabel varchar not null check (tabel in ('herkomst', 'invulling', 'beide')), -- herkomst, invulling or beide
    opmerking varchar, -- what to know about it, may be empty
    bron varchar not null references kern_bron (id), -- source
    bronregel integer not null, -- line in that source
    primary key (teken, tabel)
);

insert into kern_begroting_voetnoot by name
select * from register_begroting_voetnoten;
