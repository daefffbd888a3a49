-- A table whose title says breed serves no smal series, and the other way round.
select k.indicator, v.tabel, v.titel, k.populaties
from kern_koppeling as k
inner join kern_vintage as v on k.vintage = v.id
where
    (regexp_matches(v.titel, '\(breed\)', 'i') and not regexp_matches(v.titel, '\(smal\)', 'i') and k.populaties <> ['breed'])
    or (regexp_matches(v.titel, '\(smal\)', 'i') and not regexp_matches(v.titel, '\(breed\)', 'i') and k.populaties <> ['smal'])
order by k.indicator;
