-- Where the documents contradict each other or themselves.
create table kern_tegenspraak (
    nummer integer primary key, -- number
    soort varchar not null, -- rekenfout, definitie, getal, datum, …
    ernst varchar not null check (ernst in ('hoog', 'midden', 'laag')), -- hoog, midden or laag
    wat varchar not null, -- what the contradiction is
    plaats_a varchar not null, -- the one place: document and line
    citaat_a varchar not null, -- its words
    plaats_b varchar not null, -- the other place
    citaat_b varchar not null, -- its words
    uitleg varchar not null, -- explanation
    bron varchar not null references kern_bron (id), -- source
    bronregel integer not null -- line in that source
);

insert into kern_tegenspraak by name
select * from register_tegenspraken;
