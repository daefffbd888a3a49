-- Aandeel werknemers in zorg en welzijn: employees in care and welfare (smal) as a percentage of all employees.
-- Self-employed are in neither.
insert into kern_waarneming by name
from verhouding('aandeel_werknemers', 'werknemers', 'werknemers_economie', 'economie');
