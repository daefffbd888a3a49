-- The terms that agreements and actions name, as written; an item without a term has no row.
create table kern_termijn (
    item_soort varchar not null check (item_soort in ('afspraak', 'actie')), -- afspraak or actie
    item varchar not null, -- number of the agreement or id of the action
    -- uiterlijk, vanaf, tot, per, in, periode or relatief
    soort varchar not null check (soort in ('uiterlijk', 'vanaf', 'tot', 'per', 'in', 'periode', 'relatief')),
    -- 2023, 2023-Q2, 2022-zomer, 2023-09, 2024-01-01 or 2022..2025; empty when relatief: the document has no calendar date
    termijn varchar check ((termijn is null) = (soort = 'relatief')),
    letterlijk varchar not null, -- the document's words
    begin_datum date, -- first day of the term, empty when relatief
    eind_datum date, -- last day of the term, empty when relatief
    bron varchar not null references kern_bron (id), -- source
    bronregel integer not null, -- line in that source
    primary key (item_soort, item, letterlijk)
);

-- A quarter is three months; zomer is June to August, najaar September to November, medio June and July, eind December.
insert into kern_termijn by name
with
punt as (
    select distinct unnest(string_split(termijn, '..')) as punt
    from register_termijnen
),

maand as (
    select
        punt,
        cast(left(punt, 4) as integer) as jaar,
        case
            when length(punt) = 4 then 1
            when punt like '%-Q_' then 3 * cast(right(punt, 1) as integer) - 2
            when punt like '%-zomer' or punt like '%-medio' then 6
            when punt like '%-najaar' then 9
            when punt like '%-eind' then 12
            else cast(substr(punt, 6, 2) as integer)
        end as maand,
        case
            when length(punt) = 4 then 12
            when punt like '%-Q_' or punt like '%-zomer' or punt like '%-najaar' then 3
            when punt like '%-medio' then 2
            else 1
        end as maanden
    from punt
),

dag as (
    select
        punt,
        coalesce(try_cast(punt as date), make_date(jaar, maand, 1)) as eerste,
        coalesce(
            try_cast(punt as date),
            cast(make_date(jaar, maand, 1) + to_months(maanden) - to_days(1) as date)
        ) as laatste
    from maand
)

select
    t.*,
    b.eerste as begin_datum,
    e.laatste as eind_datum
from register_termijnen as t
left join dag as b on split_part(t.termijn, '..', 1) = b.punt
left join dag as e on split_part(t.termijn, '..', -1) = e.punt;
