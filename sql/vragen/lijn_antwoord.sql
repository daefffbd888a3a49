-- The most important indicator of a programme line that has a figure in a region; nothing when none has.
select *
from uit_stand
where regio = $regio and groep = $lijn and antwoord is not null and waarde is not null
order by antwoord
limit 1;
