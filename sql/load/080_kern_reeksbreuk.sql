insert into kern_reeksbreuk by name
select
    indicator,
    periode,
    case substr(periode, 5, 2)
        when 'KW' then make_date(cast(substr(periode, 1, 4) as integer), 3 * cast(substr(periode, 7, 2) as integer) - 2, 1)
        when 'SJ' then make_date(cast(substr(periode, 1, 4) as integer), 9, 1)
        else make_date(cast(substr(periode, 1, 4) as integer), 1, 1)
    end as begin_datum,
    uitleg,
    bron
from register_reeksbreuken;
