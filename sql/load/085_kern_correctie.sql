insert into kern_correctie by name
select indicator, regio, branche, periode, populatie, verwacht, waarde, reden, bron, cast(bronregel as integer) as bronregel
from register_correcties;
