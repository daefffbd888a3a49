-- The actions of the work agenda and their sub-items.
create table kern_actie (
    id varchar primary key, -- task and number: 1.01, 3.05a
    bovenliggend varchar references kern_actie (id), -- id of the action that a sub-item belongs to, otherwise empty
    opgave integer not null references kern_opgave (nummer), -- number in `kern_opgave`
    onderwerp varchar not null, -- heading it stands under
    -- zorgorganisatie, sector_regio or systeem_overheid
    niveau varchar not null check (niveau in ('zorgorganisatie', 'sector_regio', 'systeem_overheid')),
    actoren varchar, -- who acts, may be empty
    betrokken varchar, -- who else the document's sentence names, may be empty
    bedrag_eur bigint, -- amount in euros that it names, may be empty
    samenvatting varchar not null, -- what is to be done
    bron varchar not null references kern_bron (id), -- source
    bronregel integer not null -- line in that source
);

-- Actions before their sub-items: a reference must exist before it is used.
insert into kern_actie by name
select * from register_acties
where bovenliggend is null;

insert into kern_actie by name
select * from register_acties
where bovenliggend is not null;
