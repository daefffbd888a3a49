-- The indicators that can answer for a programme line in a region, in their turn: each with where it stands, and with the real
-- figure that shows the same when it has no value.
select *
from uit_stand
where regio = $regio and groep = $lijn and antwoord is not null
order by antwoord;
