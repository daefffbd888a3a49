-- Published sick leave per quarter for care and welfare, smal or without a definition, as separate points: each publication
-- stands by itself.
select
    'NL' as regio,
    g.id,
    g.periode,
    format('{}e kwartaal {}', cast(substr(g.periode, 8, 1) as integer), substr(g.periode, 1, 4)) as periode_label,
    make_date(cast(substr(g.periode, 1, 4) as integer), 3 * cast(substr(g.periode, 8, 1) as integer) - 2, 1) as begin_datum,
    g.waarde,
    g.eenheid,
    g.branche,
    g.populatie,
    case g.bronsoort when 'bron' then 'eerste bron' when 'secundair' then 'tweede hand' else 'onzeker' end
        as bronsoort_naam,
    g.titel,
    coalesce(g.url, format('{}, regel {}', b.titel, g.bronregel)) as vindplaats
from kern_gepubliceerd_cijfer as g
left join kern_bron as b on g.bron = b.id
where g.onderwerp = 'Ziekteverzuim' and g.regio = 'NL' and g.populatie in ('smal', 'onbekend') and substr(g.periode, 5, 2) = 'KW'
order by begin_datum, g.id;
