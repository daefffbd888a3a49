-- What each of the 17 indicators is made of, and where a reader may go wrong.
create table kern_definitie (
    indicator varchar primary key references kern_indicator (code),
    teller varchar not null,
    noemer varchar not null,
    let_op varchar not null,
    bron varchar not null references kern_bron (id),
    bronregel integer
);

insert into kern_definitie by name
select * from register_definities;
