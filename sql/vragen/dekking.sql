-- What there is of each indicator, in the order of the programme's table.
select *
from uit_dekking
order by array_position(['kern', '1', '2', '3'], groep), volgorde;
