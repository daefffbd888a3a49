-- Schemes, campaigns, sites, reports and other instruments that the documents name.
create table kern_instrument (
    code varchar primary key,
    naam varchar not null unique,
    soort varchar not null,
    omschrijving varchar not null,
    bedrag_eur bigint,
    bedrag_toelichting varchar,
    link varchar,
    programmalijnen varchar[] not null,
    vermeldingen varchar,
    bron varchar not null references kern_bron (id),
    bronregel integer not null
);

insert into kern_instrument by name
select * replace (coalesce(string_split(programmalijnen, ';'), []) as programmalijnen)
from register_instrumenten;
