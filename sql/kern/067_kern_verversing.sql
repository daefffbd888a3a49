-- Real tables whose last refresh was refused or failed: their last good version is in force, with its age.
create table kern_verversing (
    tabel varchar primary key, -- identifier of the table
    poging_datum date not null, -- day of the attempt
    uitkomst varchar not null check (uitkomst in ('afgekeurd', 'mislukt')), -- afgekeurd or mislukt
    reden varchar not null -- why
);

insert into kern_verversing by name
select s.tabel, cast(s.poging_datum as date) as poging_datum, s.uitkomst, s.reden
from stage_verversing as s
where
    exists (
        select 1 from kern_vintage as v
        where v.tabel = s.tabel and v.soort = 'cbs'
    )
order by s.tabel;
