-- Schemes, campaigns, sites, reports and other instruments that the documents name.
create table kern_instrument (
    code varchar primary key, -- identifier
    naam varchar not null unique, -- name
    soort varchar not null, -- subsidie, campagne, website, …
    omschrijving varchar not null, -- what it is
    bedrag_eur bigint, -- amount in euros, may be empty
    bedrag_soort varchar, -- jaarbudget, totaalbudget, oplopend_tot (per year) or per_persoon; empty without an amount
    bedrag_toelichting varchar, -- what the amount is for, may be empty
    link varchar, -- web address, may be empty
    programmalijnen varchar[] not null, -- programme lines it fits
    vermeldingen varchar, -- further places where it is named, may be empty
    bron varchar not null references kern_bron (id), -- source
    bronregel integer not null -- line in that source
);

insert into kern_instrument by name
select * replace (coalesce(string_split(programmalijnen, ';'), []) as programmalijnen)
from register_instrumenten;
