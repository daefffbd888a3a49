-- How a derived indicator is made up: 100 x (teller - aftrek) / noemer, in the same period or with the denominator of a year
-- earlier. The computation itself stands in sql/afgeleid/<indicator>.sql; sql/proeven/afleiding_rekent_anders.sql does it
-- again from here.
create table kern_afleiding (
    indicator varchar primary key references kern_indicator (code), -- the derived indicator
    teller varchar not null references kern_indicator (code), -- series of the numerator
    aftrek varchar references kern_indicator (code), -- series that is subtracted from the numerator, may be empty
    noemer varchar not null references kern_indicator (code), -- series of the denominator
    -- zelfde, or jaar_eerder: the denominator is of the same period a year earlier
    noemer_periode varchar not null check (noemer_periode in ('zelfde', 'jaar_eerder'))
);

insert into kern_afleiding by name
select * from stage_afleiding
order by indicator;
