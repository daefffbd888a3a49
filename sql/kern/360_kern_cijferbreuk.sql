-- Where a series of one area breaks, or jumps without a known cause (opvallend).
create table kern_cijferbreuk (
    reeks varchar not null references kern_reeks (code), -- series
    gebied varchar not null, -- code of the area
    periode varchar not null, -- first period after it
    soort varchar not null check (soort in ('breuk', 'opvallend')), -- breuk: no line across it; opvallend: only marked
    uitleg varchar not null, -- what changed
    zekerheid varchar not null check (zekerheid in ('V', 'I')), -- V: verified; I: inferred
    primary key (reeks, gebied, periode)
);

insert into kern_cijferbreuk by name
select * from register_reeksen_breuken;
