-- One accepted version of one raw table: when it was fetched, from where, and when the source changed it. Versions are
-- numbered in the order of acceptance; the last is the one in force.
create table kern_vintage (
    id varchar primary key,
    tabel varchar not null,
    volgnummer integer not null check (volgnummer > 0),
    is_actueel boolean not null,
    titel varchar not null,
    soort varchar not null check (soort in ('cbs', 'demonstratie')),
    host varchar not null,
    is_testbron boolean not null,
    opgehaald date not null,
    gewijzigd varchar not null,
    rijen bigint not null check (rijen > 0),
    bron varchar not null references kern_bron (id),
    unique (tabel, volgnummer),
    check ((soort = 'demonstratie') = (bron = 'demonstratie'))
);

insert into kern_vintage by name
select * from stage_vintage
order by tabel, volgnummer;
