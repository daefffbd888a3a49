-- Where one indicator stands in one region, with what a reader must know of the indicator.
select *
from uit_stand
where indicator = $indicator and regio = $regio and groep <> 'hulp';
