-- One version of one raw table: when it was fetched, from where, and when the source changed it.
create table kern_vintage (
    id varchar primary key,
    tabel varchar not null,
    titel varchar not null,
    soort varchar not null check (soort in ('cbs', 'demonstratie')),
    host varchar not null,
    opgehaald date not null,
    gewijzigd varchar not null,
    rijen bigint not null check (rijen > 0),
    bron varchar not null references kern_bron (id),
    check ((soort = 'demonstratie') = (bron = 'demonstratie'))
);
