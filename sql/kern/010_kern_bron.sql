-- Where a fact comes from: documents, publications, CBS, or our own demonstration data.
create table kern_bron (
    id varchar primary key, -- identifier
    titel varchar not null, -- title
    uitgever varchar not null, -- publisher
    datum varchar, -- date, may be empty
    bestand varchar, -- file name of a source document, otherwise empty
    url varchar, -- web address, may be empty
    feiten bigint not null -- rows of the registers that rest on it
);

insert into kern_bron by name
select b.*, coalesce(f.feiten, 0) as feiten
from register_bronnen as b
left join stage_feiten as f on b.id = f.bron
order by b.id;
