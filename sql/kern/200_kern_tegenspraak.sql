-- Where the documents contradict each other or themselves, and what is missing or has two names.
create table kern_tegenspraak (
    nummer integer primary key, -- number
    -- tegenspraak; leemte: the document lacks it; benaming: two names for one thing; kopie: our copy of the text lacks it
    soort varchar not null check (soort in ('tegenspraak', 'leemte', 'benaming', 'kopie')),
    aspect varchar, -- rekenfout, definitie, getal, datum, …; empty for a leemte or kopie
    ernst varchar not null check (ernst in ('hoog', 'midden', 'laag')), -- hoog, midden or laag
    geld varchar not null check (geld in ('ja', 'nee')), -- whether it is about money: ja or nee
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
