-- Places and municipalities that are no more, with the municipality that they lie in now; by these a reader finds a region.
create table kern_plaats (
    naam varchar primary key, -- name
    gemeente varchar not null references kern_gemeente (code), -- code in `kern_gemeente`
    -- plaats, vroegere gemeente (a municipality that is no more) or andere naam (another name of a municipality)
    soort varchar not null check (soort in ('plaats', 'vroegere gemeente', 'andere naam')),
    zekerheid varchar not null check (zekerheid in ('V', 'I')), -- V: the source names the municipality; I: inferred
    bron varchar not null references kern_bron (id) -- source
);

insert into kern_plaats by name
select * from register_reeksen_plaatsen;
