-- What the documents contradict or leave out about money.
select nummer, soort, aspect, ernst, wat, plaats_a, citaat_a, plaats_b, citaat_b, uitleg
from kern_tegenspraak
where geld = 'ja'
order by soort = 'leemte', array_position(['hoog', 'midden', 'laag'], ernst), nummer;
