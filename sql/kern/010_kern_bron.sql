-- Where a fact comes from: documents, publications, CBS, or our own demonstration data.
create table kern_bron (
    id varchar primary key,
    titel varchar not null,
    uitgever varchar not null,
    datum varchar,
    bestand varchar,
    url varchar
);

insert into kern_bron by name
select * from register_bronnen;
