-- Published figures that certainly concern this region (or the country), newest first; each stands on its own.
select
    g.*,
    coalesce(b.titel, g.titel) as bron_titel
from kern_gepubliceerd_cijfer as g
left join kern_bron as b on g.bron = b.id
where g.regio = $regio
order by coalesce(g.periode, g.datum) desc nulls last, g.onderwerp, g.id;
