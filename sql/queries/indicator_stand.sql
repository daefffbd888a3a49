-- Where one indicator stands in one region, with what a reader must know of the indicator.
select
    s.*,
    i.definitie,
    i.frequentie,
    i.bron as indicator_bron,
    i.bronregel as indicator_bronregel,
    d.teller,
    d.noemer,
    d.let_op
from uit_stand as s
inner join kern_indicator as i on s.indicator = i.code
inner join kern_definitie as d on s.indicator = d.indicator
where s.indicator = $indicator and s.regio = $regio;
