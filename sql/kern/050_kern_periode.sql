-- Every period that a figure refers to: year (JJ), school year (SJ), quarter (KW), month (MM).
create table kern_periode (
    -- year, kind and number: `2025KW01`, `2025JJ00`, `2025SJ00`, `2025MM01`
    code varchar primary key check (regexp_full_match(code, '[0-9]{4}(JJ00|SJ00|KW0[1-4]|MM(0[1-9]|1[0-2]))')),
    soort varchar not null check (soort in ('JJ', 'SJ', 'KW', 'MM')), -- KW quarter, JJ year, SJ school year, MM month
    jaar integer not null, -- calendar year it begins in
    volgnummer integer not null, -- number within the year, 0 for years
    begin_datum date not null, -- first day
    label varchar not null, -- in words: 1e kwartaal 2025
    label_kort varchar not null, -- short: 2025 k1
    jaar_eerder varchar not null -- code of the same period a year earlier
);

-- The periods that occur in the raw tables and in the figures of the ordinary StatLine, with the Dutch words for them.
insert into kern_periode by name
with
code as (
    select periode as code from stage_cel
    union
    select periode as code from register_reeksen_cijfers
),

deel as (
    select
        code,
        substr(code, 5, 2) as soort,
        cast(substr(code, 1, 4) as integer) as jaar,
        cast(substr(code, 7, 2) as integer) as volgnummer
    from code
)

select
    code,
    soort,
    jaar,
    volgnummer,
    case soort
        when 'KW' then make_date(jaar, 3 * volgnummer - 2, 1)
        when 'MM' then make_date(jaar, volgnummer, 1)
        when 'SJ' then make_date(jaar, 9, 1)
        else make_date(jaar, 1, 1)
    end as begin_datum,
    case soort
        when 'KW' then format('{}e kwartaal {}', volgnummer, jaar)
        when 'MM' then format('maand {} van {}', volgnummer, jaar)
        when 'SJ' then format('studiejaar {}/{:02d}', jaar, (jaar + 1) % 100)
        else cast(jaar as varchar)
    end as label,
    case soort
        when 'KW' then format('{} k{}', jaar, volgnummer)
        when 'MM' then format('{}-{:02d}', jaar, volgnummer)
        when 'SJ' then format('{}/{:02d}', jaar, (jaar + 1) % 100)
        else cast(jaar as varchar)
    end as label_kort,
    format('{}{}', jaar - 1, substr(code, 5)) as jaar_eerder
from deel
order by code;
