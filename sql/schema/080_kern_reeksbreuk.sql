-- The first period after a series break; charts and trends stop there.
create table kern_reeksbreuk (
    indicator varchar not null references kern_indicator (code),
    periode varchar not null,
    begin_datum date not null,
    uitleg varchar not null,
    bron varchar not null references kern_bron (id),
    primary key (indicator, periode)
);
