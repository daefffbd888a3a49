-- The dates that agreements and actions name, as written; an item without a date has no row.
create table kern_termijn (
    item_soort varchar not null check (item_soort in ('afspraak', 'actie')),
    item varchar not null,
    soort varchar not null check (soort in ('uiterlijk', 'vanaf', 'per', 'in', 'periode')),
    termijn varchar not null,
    letterlijk varchar not null,
    bron varchar not null references kern_bron (id),
    bronregel integer not null,
    primary key (item_soort, item, soort, termijn, letterlijk)
);

insert into kern_termijn by name
select * from register_termijnen;
