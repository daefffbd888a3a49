-- Every quantitative fact of the five documents, as they state it, and the trends, promises and dates without a number.
create table kern_cijfer (
    id varchar primary key, -- document and number: taz-005
    -- getal, volgnummer (names one of a row, counts nothing), ontwikkeling (a trend), toezegging (a promise) or datum
    soort varchar not null check (soort in ('getal', 'volgnummer', 'ontwikkeling', 'toezegging', 'datum')),
    onderwerp varchar not null, -- what it is about
    gebied varchar, -- area, may be empty
    populatie varchar, -- who is counted, in the document's words, may be empty
    periode varchar, -- when, in the document's words, may be empty
    waarde double, -- the value; filled exactly for getal and volgnummer
    eenheid varchar, -- unit, filled with a value
    genoemde_bron varchar, -- the source that the document names, may be empty
    toelichting varchar, -- remark, may be empty; of a trend: what happened
    herhaalt varchar, -- id of the earlier row that says the same, may be empty
    bron varchar not null references kern_bron (id), -- source
    bronregel integer not null, -- line in that source
    check ((waarde is not null) = (soort in ('getal', 'volgnummer')) and (waarde is null) = (eenheid is null))
);

insert into kern_cijfer by name
select * from register_cijfers;
