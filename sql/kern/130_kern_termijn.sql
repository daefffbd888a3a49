-- The dates that agreements and actions name, as written; an item without a date has no row.
create table kern_termijn (
    item_soort varchar not null check (item_soort in ('afspraak', 'actie')), -- afspraak or actie
    item varchar not null, -- number of the agreement or id of the action
    -- uiterlijk, vanaf, per, in or periode
    soort varchar not null check (soort in ('uiterlijk', 'vanaf', 'per', 'in', 'periode')),
    termijn varchar not null, -- 2023, 2023-Q2, 2023-09, 2024-01-01 or 2022..2025
    letterlijk varchar not null, -- the document's words
    bron varchar not null references kern_bron (id), -- source
    bronregel integer not null, -- line in that source
    primary key (item_soort, item, soort, termijn, letterlijk)
);

insert into kern_termijn by name
select * from register_termijnen;
