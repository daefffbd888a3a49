-- Which series a subject of the published figures can be compared with, or why with none. One row per subject and unit.
create table kern_vergelijking (
    onderwerp varchar not null,
    eenheid varchar not null,
    vergelijkbaarheid varchar not null check (
        vergelijkbaarheid in ('zelfde', 'andere meting', 'verandering', 'geen reeks')
    ),
    reeks varchar references kern_indicator (code),
    factor double check (factor > 0),
    afronding double check (afronding > 0),
    uitleg varchar,
    primary key (onderwerp, eenheid),
    check ((vergelijkbaarheid = 'zelfde') = (reeks is not null)),
    check ((reeks is null) = (factor is null) and (reeks is null) = (afronding is null)),
    check (reeks is not null or uitleg is not null)
);

insert into kern_vergelijking by name
select * from register_vergelijkingen
order by onderwerp, eenheid;
