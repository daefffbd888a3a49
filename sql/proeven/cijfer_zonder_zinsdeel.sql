-- An indicator that has a figure has the part of a sentence that says it.
select
    indicator,
    regio,
    waarde
from uit_stand
where waarde is not null and groep <> 'hulp' and zinsdeel is null
order by indicator, regio;
