-- The interventions of the annex, with the programme lines and tasks they fit.
create table kern_interventie (
    code varchar primary key,
    naam varchar not null unique,
    programmalijnen varchar[] not null,
    doel varchar not null,
    aanpak varchar not null,
    doelgroep varchar,
    beoogd_resultaat varchar,
    regios varchar,
    betrokken varchar,
    links varchar,
    opgaven varchar[] not null,
    bron varchar not null references kern_bron (id),
    bronregel integer not null
);

insert into kern_interventie by name
select
    * replace (
        string_split(programmalijnen, ';') as programmalijnen,
        string_split(opgaven, ';') as opgaven
    )
from register_interventies;
