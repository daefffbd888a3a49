-- What the Taskforce proposes, explores, calls a condition and calls a bottleneck.
create table kern_maatregel (
    nummer varchar primary key, -- K1 to K8, V…, R… or P…, by kind
    -- korte_termijn (a proposal), verkenning (being explored), randvoorwaarde or knelpunt
    soort varchar not null check (soort in ('korte_termijn', 'verkenning', 'randvoorwaarde', 'knelpunt')),
    thema varchar not null, -- theme
    naam varchar not null, -- name
    samenvatting varchar not null, -- what it is
    trekker varchar, -- who leads, may be empty
    programmalijnen varchar[] not null, -- programme lines it fits
    bron varchar not null references kern_bron (id), -- source
    bronregel integer not null -- line in that source
);

insert into kern_maatregel by name
select * replace (coalesce(string_split(programmalijnen, ';'), []) as programmalijnen)
from register_maatregelen;
