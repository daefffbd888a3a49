-- Figures typed over from public pages. Not observations of a series: never strung together, never used to fill a gap.
create table kern_gepubliceerd_cijfer (
    id varchar primary key, -- identifier
    onderwerp varchar not null, -- what it is about
    indicator varchar references kern_indicator (code), -- code in `kern_indicator` when it is one of ours, may be empty
    regio varchar, -- code in `kern_regio`, only when the figure certainly concerns that region
    gebied varchar not null, -- the area in the source's words
    -- zeker (then `regio` is filled), ruimer or onzeker
    gebied_zekerheid varchar not null check (gebied_zekerheid in ('zeker', 'ruimer', 'onzeker')),
    betreft_regios varchar[] not null, -- codes of the regions that a wider area overlaps
    branche varchar not null, -- branch in the source's words
    -- smal, breed, sbi_q, economie, branche or onbekend
    populatie varchar not null check (populatie in ('smal', 'breed', 'sbi_q', 'economie', 'branche', 'onbekend')),
    periode varchar, -- period code, may be empty
    periode_tekst varchar, -- period in the source's words when there is no code, may be empty
    waarde double not null, -- the value
    eenheid varchar not null, -- unit
    eenheid_toelichting varchar, -- words beside the value, such as bijna or circa, may be empty
    titel varchar not null, -- title of the page
    url varchar, -- its address, may be empty
    datum varchar, -- its date, may be empty
    bronsoort varchar not null check (bronsoort in ('bron', 'secundair', 'onzeker')), -- bron (first hand), secundair or onzeker
    opmerking varchar, -- remark, may be empty
    bron varchar references kern_bron (id), -- source when it is one of ours, may be empty
    bronregel integer, -- line in that source, may be empty
    check ((regio is not null) = (gebied_zekerheid = 'zeker'))
);

insert into kern_gepubliceerd_cijfer by name
select * replace (coalesce(string_split(betreft_regios, '; '), []) as betreft_regios)
from register_gepubliceerde_cijfers;
