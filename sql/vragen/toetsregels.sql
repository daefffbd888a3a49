-- The rule of comparison of each indicator, with its direction in words and the reasons.
select
    i.code as indicator,
    i.naam,
    i.eenheid,
    i.richting,
    w.tekst as richting_tekst,
    t.reden_richting,
    t.meting,
    t.reden_meting,
    t.los,
    t.afronding,
    t.drempel,
    t.reden_drempel,
    t.bron,
    t.bronregel
from kern_toetsregel as t
inner join kern_indicator as i on t.indicator = i.code
inner join kern_toetswoord as w on i.richting = w.code and w.soort = 'richting'
order by array_position(['kern', '1', '2', '3'], i.groep), i.volgorde;
