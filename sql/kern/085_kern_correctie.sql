-- Values of the source that are known to be wrong: what it says, what it should be, and why. Empty waarde: not known.
create table kern_correctie (
    indicator varchar not null references kern_indicator (code),
    regio varchar not null references kern_regio (code),
    branche varchar not null references kern_branche (code),
    periode varchar not null,
    populatie varchar not null,
    verwacht double not null,
    waarde double,
    reden varchar not null,
    bron varchar not null references kern_bron (id),
    bronregel integer,
    primary key (indicator, regio, branche, periode, populatie),
    check (waarde is distinct from verwacht)
);

insert into kern_correctie by name
select * from register_correcties;
