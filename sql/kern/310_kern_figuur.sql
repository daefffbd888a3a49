-- The figures that show series of the ordinary StatLine, with their definition.
create table kern_figuur (
    code varchar primary key, -- name of the figure
    titel varchar not null, -- title
    titel_regios varchar, -- title of its page about all regions, empty when there is no such page
    definitie varchar not null, -- what is measured
    teller varchar, -- what is counted, empty when it is no ratio
    noemer varchar, -- what it is divided by, empty when it is no ratio
    let_op varchar not null, -- where a reader may go wrong
    verschil varchar, -- how it differs from the indicator of the programme, empty when there is none like it
    indicator varchar references kern_indicator (code), -- that indicator, may be empty
    in_plaats_van varchar unique references kern_indicator (code), -- indicator whose invented values no page shows, may be empty
    check (in_plaats_van is null or in_plaats_van = indicator)
);

insert into kern_figuur by name
select * from register_reeksen_figuren;
