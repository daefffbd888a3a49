-- The actions of the work agenda and their sub-items.
create table kern_actie (
    id varchar primary key,
    bovenliggend varchar references kern_actie (id),
    opgave integer not null references kern_opgave (nummer),
    onderwerp varchar not null,
    niveau varchar not null check (niveau in ('zorgorganisatie', 'sector_regio', 'systeem_overheid')),
    actoren varchar,
    bedrag_eur bigint,
    samenvatting varchar not null,
    bron varchar not null references kern_bron (id),
    bronregel integer not null
);

-- Actions before their sub-items: a reference must exist before it is used.
insert into kern_actie by name
select * from register_acties
where bovenliggend is null;

insert into kern_actie by name
select * from register_acties
where bovenliggend is not null;
