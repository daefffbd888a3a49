-- Every period that a figure refers to: year (JJ), school year (SJ), quarter (KW), month (MM).
create table kern_periode (
    code varchar primary key check (regexp_full_match(code, '[0-9]{4}(JJ00|SJ00|KW0[1-4]|MM(0[1-9]|1[0-2]))')),
    soort varchar not null check (soort in ('JJ', 'SJ', 'KW', 'MM')),
    jaar integer not null,
    volgnummer integer not null,
    begin_datum date not null,
    label varchar not null,
    label_kort varchar not null,
    jaar_eerder varchar not null
);
