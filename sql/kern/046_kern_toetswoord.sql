-- The words of a comparison: its direction, what it comes to, the judgement, and why something is not tested or not judged.
create table kern_toetswoord (
    soort varchar not null check (soort in ('richting', 'uitkomst', 'oordeel', 'reden')), -- kind of word
    code varchar not null, -- identifier
    tekst varchar not null, -- the word as a reader sees it
    uitleg varchar not null, -- what it means
    primary key (soort, code)
);

insert into kern_toetswoord by name
select * from register_toetswoorden;
