-- Every region key in a raw table is the country or an area that a register knows. What CBS cannot place ends in 99; RA0999 is
-- not to be placed in a region, NL00 the country with what cannot be placed.
select distinct p.vintage, p.sleutel, p.titel
from bron_cbs__positie as p
left join kern_indeling as i on p.sleutel = i.code
where
    p.dimensie_soort = 'regio'
    and i.code is null
    and not regexp_full_match(p.sleutel, 'NL0[01]|NL98|[A-Z]{2}99|RA0999')
order by p.vintage, p.sleutel;
