-- Which version of another table goes with a version, so that numerator and denominator are of the same moment.
create table kern_gelijktijdig (
    vintage varchar not null references kern_vintage (id),
    andere varchar not null references kern_vintage (id),
    primary key (vintage, andere)
);
