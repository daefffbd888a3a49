-- The region in which CBS counts each municipality, in the year of the list of the book; empty until that table was fetched.
create table kern_gemeente_cbs (
    gemeente varchar primary key, -- code of CBS; one that the book does not have stands here too
    regio varchar not null, -- code of the RegioPlus region according to CBS
    jaar integer not null, -- year
    tabel varchar not null references kern_reekstabel (tabel), -- table that says so
    kopie date not null -- day on which the table was fetched
);

insert into kern_gemeente_cbs by name
select * replace (cast(kopie as date) as kopie) from register_reeksen_gemeenten_cbs;
