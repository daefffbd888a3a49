-- The measures of the Taskforce, for the short and the longer term.
create table kern_maatregel (
    nummer varchar primary key, -- K1 to K8 for the short term, L1 and on for the longer term
    termijn varchar not null check (termijn in ('kort', 'lang')), -- kort or lang
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
