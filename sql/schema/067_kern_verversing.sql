-- Real tables whose last refresh was refused or failed: their last good version is in force, with its age.
create table kern_verversing (
    tabel varchar primary key,
    poging_datum date not null,
    uitkomst varchar not null check (uitkomst in ('afgekeurd', 'mislukt')),
    reden varchar not null
);
