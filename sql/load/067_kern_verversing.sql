insert into kern_verversing by name
select s.tabel, cast(s.poging_datum as date) as poging_datum, s.uitkomst, s.reden
from stage_verversing as s
where
    exists (
        select 1 from kern_vintage as v
        where v.tabel = s.tabel and v.soort = 'cbs'
    )
order by s.tabel;
