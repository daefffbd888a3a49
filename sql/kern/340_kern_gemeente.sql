-- The municipalities of 1 January 2025, each in one region. Regions that the book is not about stand here too.
create table kern_gemeente (
    code varchar primary key, -- code of CBS
    naam varchar not null unique, -- name
    regio varchar not null, -- RegioPlus region that it lies in
    corop varchar not null references kern_telgebied (code), -- COROP area that it lies in
    inwoners integer not null check (inwoners > 0), -- inhabitants on 1 January 2025
    tabel varchar not null references kern_reekstabel (tabel), -- table of the inhabitants
    kopie date not null, -- day on which the copy was taken over
    zekerheid varchar not null check (zekerheid in ('V', 'I')), -- V: verified; I: inferred
    licentie varchar not null -- licence
);

insert into kern_gemeente by name
select * from register_reeksen_gemeenten;
