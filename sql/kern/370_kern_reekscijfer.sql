-- The figures of the ordinary StatLine, as published: never of AZW's own definitions, so never rows of kern_waarneming. Who is
-- counted, where and who says so come from the series and must be those of the series.
create table kern_reekscijfer (
    reeks varchar not null, -- code in `kern_reeks`
    gebied varchar not null, -- code under which it is published
    periode varchar not null references kern_periode (code), -- code in `kern_periode`: a year or a quarter
    waarde double not null check (isfinite(waarde) and waarde >= 0), -- the value in the unit of the series
    ondergrens double check (isfinite(ondergrens)), -- lower bound of 95% certainty, empty when there is none
    bovengrens double check (isfinite(bovengrens)), -- upper bound of 95% certainty, empty when there is none
    status varchar not null references kern_status (status), -- status in `kern_status`
    populatie varchar not null, -- who is counted, as in `kern_reeks`
    regiosoort varchar not null, -- where, as in `kern_reeks`
    volgens varchar not null, -- who says so, as in `kern_reeks`
    soort varchar not null check (soort = 'cbs'), -- cbs: a real figure
    tabel varchar not null, -- table, as in `kern_reeks`
    kopie date not null, -- day on which the copy was taken over, or the table fetched
    zekerheid varchar not null check (zekerheid in ('V', 'I')), -- V: verified; I: inferred
    licentie varchar not null, -- licence
    bron varchar not null references kern_bron (id), -- source
    primary key (reeks, gebied, periode),
    foreign key (reeks, tabel, populatie, regiosoort, volgens)
    references kern_reeks (code, tabel, populatie, regiosoort, volgens),
    check ((ondergrens is null) = (bovengrens is null)),
    check (waarde between coalesce(ondergrens, waarde) and coalesce(bovengrens, waarde))
);

insert into kern_reekscijfer by name
select
    c.*,
    r.populatie,
    r.regiosoort,
    r.volgens,
    'cbs' as soort,
    'statline' as bron
from register_reeksen_cijfers as c
inner join kern_reeks as r on c.reeks = r.code
order by c.reeks, c.gebied, c.periode;
