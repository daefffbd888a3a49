-- What regions and groups are shown with adds up to the country, and so nothing is shared out or counted twice; in a book about
-- other areas it need not.
with
telling as (
    select count(*) as regios from kern_regio
    where code like 'RA%'
),

deel as (
    select
        reeks,
        periode,
        sum(waarde) as som,
        count(*) as gebieden
    from uit_gebiedcijfer
    where reeks in ('banen_zorg', 'banen_totaal') and gebied <> 'NL'
    group by reeks, periode
)

select
    nl.reeks,
    nl.periode,
    nl.waarde,
    d.som
from uit_gebiedcijfer as nl
inner join deel as d on nl.reeks = d.reeks and nl.periode = d.periode
cross join telling as t
where
    nl.gebied = 'NL'
    and t.regios = 28
    and abs(nl.waarde - d.som) > 0.5
order by nl.reeks, nl.periode;
