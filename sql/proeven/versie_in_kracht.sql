-- Of every table exactly one version is in force: the last that was accepted. Numbers run from 1.
select
    tabel,
    count(*) as versies,
    max(volgnummer) as hoogste,
    max(volgnummer) filter (where is_actueel) as in_kracht
from kern_vintage
group by tabel
having count(*) filter (where is_actueel) <> 1 or in_kracht <> hoogste or hoogste <> count(*)
order by tabel;
