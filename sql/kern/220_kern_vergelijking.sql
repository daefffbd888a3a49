-- Which series a subject of the published figures can be compared with, or why with none. One row per subject and unit.
create table kern_vergelijking (
    onderwerp varchar not null, -- subject, as in `kern_gepubliceerd_cijfer`
    eenheid varchar not null, -- its unit
    -- zelfde, andere meting, verandering (no level) or geen reeks
    vergelijkbaarheid varchar not null check (
        vergelijkbaarheid in ('zelfde', 'andere meting', 'verandering', 'geen reeks')
    ),
    reeks varchar references kern_indicator (code), -- the series to compare with; only when the measure is the same
    -- what a value of that series is multiplied by to get the published unit; only when the measure is the same
    factor double check (factor > 0),
    afronding double check (afronding > 0), -- step in which such figures are published; only when the measure is the same
    uitleg varchar, -- why it cannot be compared; may be empty when it can
    primary key (onderwerp, eenheid),
    check ((vergelijkbaarheid = 'zelfde') = (reeks is not null)),
    check ((reeks is null) = (factor is null) and (reeks is null) = (afronding is null)),
    check (reeks is not null or uitleg is not null)
);

insert into kern_vergelijking by name
select * from register_vergelijkingen
order by onderwerp, eenheid;
