-- What the documents contradict about money: rows that point at the budget tables or at an amount in the text.
select nummer, soort, ernst, wat, plaats_a, citaat_a, plaats_b, citaat_b, uitleg
from kern_tegenspraak
where
    regexp_matches(plaats_a || ' ' || plaats_b, 'taz:(84|133|29[4-9]|30[0-9]|31[0-5]|561|592|593)\b')
    or regexp_matches(wat, 'miljoen|euro|budget|subsidie')
order by array_position(['hoog', 'midden', 'laag'], ernst), nummer;
