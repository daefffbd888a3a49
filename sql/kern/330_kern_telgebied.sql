-- The areas that figures of the ordinary StatLine are of, beside the regions: the country, its parts, and some of these together.
create table kern_telgebied (
    code varchar primary key, -- NL, LD, PV or CR with two digits as CBS has them; with a G in front areas together
    naam varchar not null unique, -- name
    in_zin varchar not null, -- its name as a place in a sentence
    soort varchar not null check (soort in ('land', 'landsdeel', 'provincie', 'corop', 'samen')), -- kind
    onderdeel_van varchar, -- code of the larger area, empty for the country and for areas together
    onderdelen varchar[] not null, -- codes of the parts of areas together, otherwise none
    zekerheid varchar not null check (zekerheid in ('V', 'I')) -- V: verified; I: inferred
);

insert into kern_telgebied by name
select * replace (coalesce(string_split(onderdelen, ';'), []) as onderdelen) from register_reeksen_telgebieden;
