-- Every quantitative fact of the five documents, as they state it.
create table kern_cijfer (
    id varchar primary key,
    onderwerp varchar not null,
    gebied varchar,
    populatie varchar,
    periode varchar,
    waarde double not null,
    eenheid varchar not null,
    genoemde_bron varchar,
    toelichting varchar,
    bron varchar not null references kern_bron (id),
    bronregel integer not null
);

insert into kern_cijfer by name
select * from register_cijfers;
