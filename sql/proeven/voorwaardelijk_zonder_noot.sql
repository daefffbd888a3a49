-- An amount is conditional exactly where its footnote says so: that of the Stagefonds, with four asterisks.
select tabel, post, jaar, voetnoot, voorwaardelijk
from kern_begroting
where (coalesce(voetnoot, '') = '****') <> (voorwaardelijk = 'ja')
order by tabel, post, jaar;
