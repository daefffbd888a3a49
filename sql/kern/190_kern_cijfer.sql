-- Every quantitative fact of the five documents, as they state it.
create table kern_cijfer (
    id varchar primary key, -- document and number: taz-005
    onderwerp varchar not null, -- what it is about
    gebied varchar, -- area, may be empty
    populatie varchar, -- who is counted, in the document's words, may be empty
    periode varchar, -- when, in the document's words, may be empty
    waarde double not null, -- the value
    eenheid varchar not null, -- unit
    genoemde_bron varchar, -- the source that the document names, may be empty
    toelichting varchar, -- remark, may be empty
    bron varchar not null references kern_bron (id), -- source
    bronregel integer not null -- line in that source
);

insert into kern_cijfer by name
select * from register_cijfers;
