-- Every figure published about the country beside the book's own, what differs first.
select v.*, p.label as periode_label
from uit_vergelijking_gepubliceerd as v
left join kern_periode as p on v.periode = p.code
where v.regio = $regio
order by
    array_position(['verschilt', 'ongeveer gelijk', 'gelijk', 'niet te vergelijken'], v.oordeel),
    v.reden nulls first,
    v.onderwerp,
    v.periode nulls last,
    v.id;
