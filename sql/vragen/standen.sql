-- Where all indicators stand in one region, in the order of the programme's table.
select *
from uit_stand
where regio = $regio and groep <> 'hulp'
order by array_position(['kern', '1', '2', '3'], groep), volgorde;
