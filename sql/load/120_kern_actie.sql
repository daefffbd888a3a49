-- Actions before their sub-items: a reference must exist before it is used.
insert into kern_actie by name
select id, bovenliggend, opgave, onderwerp, niveau, actoren, bedrag_eur, samenvatting, bron, bronregel
from register_acties
where bovenliggend is null;

insert into kern_actie by name
select id, bovenliggend, opgave, onderwerp, niveau, actoren, bedrag_eur, samenvatting, bron, bronregel
from register_acties
where bovenliggend is not null;
