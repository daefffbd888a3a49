-- Between which values the country's figures of a series lie, from data/controles.yml.
create table kern_niveau (
    indicator varchar not null references kern_indicator (code), -- code in `kern_indicator`
    populatie varchar not null check (populatie in ('smal', 'breed', 'economie', 'onbekend')), -- who is counted
    van double not null, -- lowest value, in the unit of the series
    tot double not null, -- highest value, in the unit of the series
    primary key (indicator, populatie),
    check (van < tot)
);

insert into kern_niveau by name
select * from stage_niveau
order by indicator, populatie;
