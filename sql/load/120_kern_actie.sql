-- Parents before their sub-items.
insert into kern_actie by name
select id, bovenliggend, opgave, onderwerp, niveau, actoren, bedrag_eur, samenvatting, bron, bronregel
from register_acties
order by bovenliggend is not null, id;
