-- Branches of care and welfare as AZW distinguishes them, and the populations they belong to. Other names are those of
-- publications.
create table kern_branche (
    code varchar primary key, -- identifier
    naam varchar not null unique, -- name as in the raw tables
    soort varchar not null check (soort in ('totaal', 'branche', 'deelbranche')), -- totaal, branche or deelbranche
    populatie varchar not null check (populatie in ('smal', 'breed', 'economie', 'onbekend')), -- population it belongs to
    onderdeel_van varchar references kern_branche (code), -- code of the larger branch, may be empty
    andere_namen varchar[] not null -- names that publications use for it
);

-- From the whole to the part: a reference must exist before it is used.
insert into kern_branche by name
select * exclude (bron, bronregel) replace (coalesce(string_split(andere_namen, '; '), []) as andere_namen)
from register_branches
where soort = 'totaal';

insert into kern_branche by name
select * exclude (bron, bronregel) replace (coalesce(string_split(andere_namen, '; '), []) as andere_namen)
from register_branches
where soort = 'branche';

insert into kern_branche by name
select * exclude (bron, bronregel) replace (coalesce(string_split(andere_namen, '; '), []) as andere_namen)
from register_branches
where soort = 'deelbranche';
