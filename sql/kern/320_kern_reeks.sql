-- The series of the ordinary StatLine: one line of a figure each. Who is counted, where, and who says so are part of what a
-- series is; they are repeated with every figure, so that a row that differs from its series is refused.
create table kern_reeks (
    code varchar primary key, -- identifier
    figuur varchar references kern_figuur (code), -- figure that shows it, empty when it only serves to compute
    volgorde integer not null, -- order within the figure
    naam varchar not null, -- name of the line
    eenheid varchar not null, -- unit
    -- stand (a level at a moment) or verhouding (a ratio)
    telwijze varchar not null check (telwijze in ('stand', 'stroom', 'jaar_op_jaar', 'verhouding')),
    korrel varchar not null check (korrel in ('regio', 'corop', 'provincie', 'land')), -- areas that figures are published of
    moment varchar, -- day or month of the year, empty when a figure is of the whole period
    -- who is counted: breed, smal, economie, a branche within care, or inwoners
    populatie varchar not null check (populatie in ('smal', 'breed', 'economie', 'branche', 'inwoners')),
    -- woonregio (where people live), werkregio (where they work), or land when there are no regions
    regiosoort varchar not null check (regiosoort in ('woonregio', 'werkregio', 'land')),
    volgens varchar not null check (volgens in ('werkgevers', 'werknemers', 'registratie')), -- who says so
    tabel varchar not null references kern_reekstabel (tabel), -- table
    maat varchar not null, -- measure in that table
    unique (code, tabel, populatie, regiosoort, volgens)
);

insert into kern_reeks by name
select * from register_reeksen_reeksen;
