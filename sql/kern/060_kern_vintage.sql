-- One accepted version of one raw table: when it was fetched, from where, and when the source changed it. Versions are
-- numbered in the order of acceptance; the last is the one in force.
create table kern_vintage (
    id varchar primary key, -- table, date and start of the checksum
    tabel varchar not null, -- identifier of the table
    volgnummer integer not null check (volgnummer > 0), -- order of acceptance within the table, from 1
    is_actueel boolean not null, -- whether this is the version in force
    titel varchar not null, -- its title
    soort varchar not null check (soort in ('cbs', 'demonstratie')), -- cbs or demonstratie
    host varchar not null, -- host it was fetched from; empty text for demonstration data
    is_testbron boolean not null, -- whether that is another host than that of CBS
    opgehaald date not null, -- day it was fetched
    gewijzigd varchar not null, -- when the source says it changed
    rijen bigint not null check (rijen > 0), -- number of rows
    bron varchar not null references kern_bron (id), -- source
    unique (tabel, volgnummer),
    check ((soort = 'demonstratie') = (bron = 'demonstratie'))
);

insert into kern_vintage by name
select * from stage_vintage
order by tabel, volgnummer;
