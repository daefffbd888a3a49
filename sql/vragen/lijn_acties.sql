-- The actions of one programme line, without sub-items.
select id, opgave, opgave_naam, onderwerp, niveau, actoren, betrokken, samenvatting, termijnen, bron, bronregel
from uit_werkagenda
where programmalijn = $lijn and bovenliggend is null
order by opgave, array_position(['zorgorganisatie', 'sector_regio', 'systeem_overheid'], niveau), id;
