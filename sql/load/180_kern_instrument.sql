insert into kern_instrument by name
select
    code,
    naam,
    soort,
    omschrijving,
    bedrag_eur,
    bedrag_toelichting,
    link,
    coalesce(string_split(programmalijnen, ';'), []) as programmalijnen,
    vermeldingen,
    bron,
    bronregel
from register_instrumenten;
