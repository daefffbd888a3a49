-- The measures of the Taskforce, for the short and the longer term.
create table kern_maatregel (
    nummer varchar primary key,
    termijn varchar not null check (termijn in ('kort', 'lang')),
    thema varchar not null,
    naam varchar not null,
    samenvatting varchar not null,
    trekker varchar,
    programmalijnen varchar[] not null,
    bron varchar not null references kern_bron (id),
    bronregel integer not null
);

insert into kern_maatregel by name
select * replace (coalesce(string_split(programmalijnen, ';'), []) as programmalijnen)
from register_maatregelen;
