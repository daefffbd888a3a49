insert into kern_gepubliceerd_cijfer by name
select
    id,
    onderwerp,
    indicator,
    regio,
    gebied,
    gebied_zekerheid,
    coalesce(string_split(betreft_regios, '; '), []) as betreft_regios,
    branche,
    populatie,
    periode,
    periode_tekst,
    waarde,
    eenheid,
    eenheid_toelichting,
    titel,
    url,
    datum,
    bronsoort,
    opmerking,
    bron,
    bronregel
from register_gepubliceerde_cijfers;
