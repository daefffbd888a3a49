-- The periods that occur in the raw tables, with the Dutch words for them.
insert into kern_periode by name
with
code as (
    select distinct periode as code from stage_cel
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
