-- Every published figure beside the book's own value of the same region, branch, period and population, or why there is
-- none. Equal means: within half a step of the rounding in which the figure was published. A figure in vague words
-- (circa, ruim, bijna) may be five steps off. Smal is never compared with breed, and an invented value with nothing.
create view uit_vergelijking_gepubliceerd as
with
cijfer as (
    select
        g.*,
        k.vergelijkbaarheid,
        k.reeks,
        k.factor,
        k.uitleg,
        b.code as branche_code,
        b.populatie as branche_populatie,
        case
            when g.waarde = round(g.waarde) then k.afronding
            when g.waarde = round(g.waarde, 1) then least(k.afronding, 0.1)
            else least(k.afronding, 0.01)
        end as afronding,
        regexp_matches(coalesce(g.eenheid_toelichting, ''), 'circa|ruim|bijna|op de|kwart') as is_vaag
    from kern_gepubliceerd_cijfer as g
    left join kern_vergelijking as k on g.onderwerp = k.onderwerp and g.eenheid = k.eenheid
    left join kern_branche as b on g.branche = b.naam or list_contains(b.andere_namen, g.branche)
),

eigen as (
    select w.*
    from kern_waarneming as w
    inner join kern_vintage as v on w.vintage = v.id
    where v.is_actueel
),

bekend as (
    select distinct indicator, branche, populatie from eigen
),

naast_elkaar as (
    select
        c.*,
        e.vintage,
        e.status,
        e.waarde * c.factor as waarde_boek,
        case
            when c.vergelijkbaarheid is null then 'niet beoordeeld'
            when c.vergelijkbaarheid <> 'zelfde' then c.vergelijkbaarheid
            when c.regio is null then 'ander gebied'
            when c.populatie not in ('branche', 'smal', 'breed', 'economie') then 'andere afbakening'
            when c.branche_code is null then 'andere afbakening'
            when c.populatie not in ('branche', c.branche_populatie) then 'andere afbakening'
            when c.periode is null then 'geen periode'
            when c.reeks not in (select b.indicator from bekend as b) then 'reeks niet geladen'
            when
                not exists (
                    select 1 from bekend as b
                    where b.indicator = c.reeks and b.branche = c.branche_code and b.populatie = c.branche_populatie
                )
                then 'andere afbakening'
            when e.waarde is null then 'geen cijfer in dit boek'
            when e.soort = 'demonstratie' then 'nog geen echt cijfer'
        end as reden
    from cijfer as c
    left join eigen as e
        on
            c.reeks = e.indicator
            and c.regio = e.regio
            and c.branche_code = e.branche
            and c.branche_populatie = e.populatie
            and c.periode = e.periode
)

select
    id, -- id in `kern_gepubliceerd_cijfer`
    onderwerp, -- what it is about
    regio, -- code of the region, may be empty
    gebied, -- the area in the source's words
    branche, -- branch in the source's words
    populatie, -- who is counted, as published
    periode, -- period code, may be empty
    reeks, -- the series it compares with, may be empty
    waarde as waarde_gepubliceerd, -- the published value
    -- the book's value in the published unit; empty when not comparable
    if(reden is null, waarde_boek, null) as waarde_boek,
    if(reden is null, waarde_boek - waarde, null) as afwijking, -- book minus published, in `eenheid`
    eenheid, -- published unit
    afronding, -- step in which the figure is published, may be empty
    -- gelijk (within half a step), ongeveer gelijk (vague words, within five steps), verschilt or niet te vergelijken
    case
        when reden is not null then 'niet te vergelijken'
        when abs(waarde_boek - waarde) <= afronding / 2 + 1e-9 then 'gelijk'
        when is_vaag and abs(waarde_boek - waarde) <= 5 * afronding + 1e-9 then 'ongeveer gelijk'
        else 'verschilt'
    end as oordeel,
    reden, -- why it cannot be compared; filled exactly then
    uitleg, -- explanation of the subject, may be empty
    eenheid_toelichting, -- words beside the value, such as bijna or circa, may be empty
    status, -- status of the book's value, may be empty
    vintage, -- version of the raw table of the book's value, may be empty
    titel, -- title of the publication
    url, -- its address, may be empty
    datum, -- its date, may be empty
    bronsoort, -- bron (first hand), secundair or onzeker
    bron, -- source when it is one of ours, may be empty
    bronregel -- line in that source, may be empty
from naast_elkaar;
