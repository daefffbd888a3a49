insert into kern_koppeling by name
select indicator, vintage, maat, perioden, schaal, populaties, bevestigd, reden
from stage_koppeling
order by indicator, vintage;
