-- The interventions of the annex, with the programme lines and tasks they fit.
create table kern_interventie (
    code varchar primary key, -- identifier
    naam varchar not null unique, -- name
    programmalijnen varchar[] not null, -- programme lines it fits
    doel varchar not null, -- aim
    aanpak varchar not null, -- approach
    doelgroep varchar, -- for whom, may be empty
    beoogd_resultaat varchar, -- intended result, may be empty
    maatstaf varchar, -- what it is measured by, may be empty
    regios varchar, -- where, in the document's words, may be empty
    betrokken varchar, -- who is involved, may be empty
    links varchar, -- web addresses, may be empty
    opgaven varchar[] not null, -- tasks it fits
    bron varchar not null references kern_bron (id), -- source
    bronregel integer not null -- line in that source
);

insert into kern_interventie by name
select
    * replace (
        string_split(programmalijnen, ';') as programmalijnen,
        string_split(opgaven, ';') as opgaven
    )
from register_interventies;
