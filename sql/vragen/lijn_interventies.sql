-- Interventions that fit one programme line.
select code, naam, doel, aanpak, doelgroep, beoogd_resultaat, maatstaf, regios, betrokken, links, bron, bronregel
from kern_interventie
where list_contains(programmalijnen, $lijn)
order by bronregel;
