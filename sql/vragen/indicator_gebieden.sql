-- Where one indicator stands in every area: the rows of indicator_stand, with the numbers of people behind the latest value.
select
    s.*,
    t.teller_aantal,
    t.noemer_aantal,
    t.segment
from uit_stand as s
left join uit_toets as t on s.indicator = t.indicator and s.regio = t.regio and s.periode = t.periode
where s.indicator = $indicator and s.groep <> 'hulp'
order by s.regio <> 'NL', s.regio;
