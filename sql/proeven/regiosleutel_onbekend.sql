-- Every region key in a raw table is the country, one of the 28 regions, or a known other level (landsdeel, provincie).
select distinct p.vintage, p.sleutel, p.titel
from bron_cbs__positie as p
left join kern_regio as r on p.sleutel = r.code
where
    p.dimensie_soort = 'regio'
    and r.code is null
    and not regexp_full_match(p.sleutel, 'NL01|LD[0-9]{2}|PV[0-9]{2}')
order by p.vintage, p.sleutel;
