-- Figures typed over from public pages. Not observations of a series: never strung together, never used to fill a gap.
create table kern_gepubliceerd_cijfer (
    id varchar primary key,
    onderwerp varchar not null,
    indicator varchar references kern_indicator (code),
    regio varchar references kern_regio (code),
    gebied varchar not null,
    gebied_zekerheid varchar not null check (gebied_zekerheid in ('zeker', 'ruimer', 'onzeker')),
    betreft_regios varchar[] not null,
    branche varchar not null,
    populatie varchar not null check (populatie in ('smal', 'breed', 'sbi_q', 'economie', 'branche', 'onbekend')),
    periode varchar,
    periode_tekst varchar,
    waarde double not null,
    eenheid varchar not null,
    eenheid_toelichting varchar,
    titel varchar not null,
    url varchar,
    datum varchar,
    bronsoort varchar not null check (bronsoort in ('bron', 'secundair', 'onzeker')),
    opmerking varchar,
    bron varchar references kern_bron (id),
    bronregel integer,
    check ((regio is not null) = (gebied_zekerheid = 'zeker'))
);

insert into kern_gepubliceerd_cijfer by name
select * replace (coalesce(string_split(betreft_regios, '; '), []) as betreft_regios)
from register_gepubliceerde_cijfers;
