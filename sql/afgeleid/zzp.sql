-- Aandeel zzp'ers: self-employed without staff as a percentage of all who work in care and welfare.
insert into kern_waarneming by name
from verhouding('zzp', 'zzp_personen', 'werkenden', 'zw_smal');
