-- Stated total beside the sum of the posts, per table and year.
select *
from uit_begroting_aansluiting
order by tabel, jaar;
