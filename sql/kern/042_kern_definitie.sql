-- What each indicator is made of, and where a reader may go wrong.
create table kern_definitie (
    indicator varchar primary key references kern_indicator (code), -- code in `kern_indicator`
    teller varchar not null, -- what is counted
    noemer varchar not null, -- what it is divided by
    let_op varchar not null, -- where a reader may go wrong
    bron varchar not null references kern_bron (id), -- source
    bronregel integer -- line
);

insert into kern_definitie by name
select * from register_definities;
