insert into kern_interventie by name
select
    code,
    naam,
    string_split(programmalijnen, ';') as programmalijnen,
    doel,
    aanpak,
    doelgroep,
    beoogd_resultaat,
    regios,
    betrokken,
    links,
    string_split(opgaven, ';') as opgaven,
    bron,
    bronregel
from register_interventies;
