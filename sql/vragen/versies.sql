-- The versions in force of all raw tables that are used, with a refresh that was refused.
select v.*, r.poging_datum, r.uitkomst as poging_uitkomst, r.reden as poging_reden
from kern_vintage as v
left join kern_verversing as r on v.tabel = r.tabel and v.soort = 'cbs'
where v.is_actueel
order by v.soort, v.tabel;
