-- The words of a comparison, by kind and code.
select
    soort,
    code,
    tekst,
    uitleg
from kern_toetswoord
order by soort, code;
