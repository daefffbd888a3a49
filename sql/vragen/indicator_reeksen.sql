-- One indicator in every region over the years, with the country: of every year the part that the region's latest value is of,
-- for neighbouring quarters hold mostly the same people.
select
    r.regio,
    r.periode,
    r.periode_label,
    r.begin_datum,
    r.waarde,
    r.waarde_nl,
    r.eenheid,
    r.populatie,
    r.status,
    r.segment,
    r.soort,
    r.vintage
from uit_reeks as r
inner join uit_stand as s
    on r.indicator = s.indicator and r.regio = s.regio and substr(r.periode, 5) = substr(s.periode, 5)
where r.indicator = $indicator and r.regio <> 'NL' and r.waarde is not null
order by r.regio, r.begin_datum;
