"""Rows about areas, branches, series and published figures."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from .rows import (
    AREA_CODE,
    AreaCode,
    CountedAs,
    Group,
    OptionalClause,
    OptionalInt,
    OptionalLink,
    OptionalMoment,
    OptionalText,
    PeriodCode,
    RegionCode,
    Row,
    Slug,
    Sourced,
    Text,
    YesNo,
    empty_is_none,
)


class Bron(Row):
    """A document or publication that rows refer to; ``bestand`` is filled for the five source documents."""

    KEY = ("id",)
    id: Slug
    titel: Text
    uitgever: Text
    datum: OptionalMoment
    bestand: OptionalText
    url: OptionalLink


class Woord(Row):
    """What a reader sees for a code of one of the closed sets, or for the id of a document; in the order of lists."""

    KEY = ("soort", "code")
    soort: Literal[
        "groep",
        "programmalijn",
        "niveau",
        "populatie",
        "bronsoort",
        "document",
        "oordeel",
        "begroting_tabel",
        "begroting_basis",
        "begroting_titel",
        "begroting_post",
    ]
    code: Text
    woord: Text


class Eenheid(Row):
    """A unit: how many decimals a value has, whether it is a count, and what stands behind a value and behind a difference.

    Counts of a region and of the country are never put beside each other. ``bijschrift`` is the unit in the line above a chart.
    """

    KEY = ("eenheid",)
    eenheid: Text
    decimalen: Annotated[int, Field(ge=0, le=3)]
    telling: YesNo
    achter: OptionalText
    verschil: OptionalText
    bijschrift: Text


class Status(Row):
    """How definite a figure is, from the most definite on; ``titel`` is what CBS calls it, ``kort`` its letter in the explorer."""

    KEY = ("status",)
    status: Text
    volgorde: int
    titel: OptionalText
    kort: Annotated[str, StringConstraints(pattern=r"^[a-z]$")]


class Telling(Row):
    """How many rows of a register come from a document: a number that the document fixes, such as its 14 agreements."""

    KEY = ("bestand", "document")
    REFERENCES = {"document": "bronnen.id"}
    bestand: Slug
    document: Slug
    aantal: int


class Gebied(Sourced):
    """An area of a set (``parameters/gebieden``) other than the RegioPlus regions, with the columns of those."""

    KEY = ("code",)
    code: AreaCode
    naam: Text
    in_zin: Text
    slug: Slug
    groep: OptionalText
    werkgeversgebied: OptionalText
    vorige_naam: OptionalText
    zoektermen: OptionalText


class Regio(Gebied):
    """One of the RegioPlus labour market regions, where people live; ``in_zin`` is its name as a place in a sentence."""

    KEY = ("code",)
    code: RegionCode
    naam: Text
    in_zin: Text
    slug: Slug
    groep: Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-4])$")]
    werkgeversgebied: Text
    vorige_naam: OptionalText
    zoektermen: OptionalText


class Regiotegel(Row):
    """Where an area stands on our map of equal tiles; ``tekst`` is the beginning of its name, ``|`` where it may break."""

    KEY = ("regio",)
    REFERENCES = {"regio": "gebieden.code"}
    regio: AreaCode
    rij: Annotated[int, Field(ge=1, le=9)]
    kolom: Annotated[int, Field(ge=1, le=6)]
    tekst: Text


class Demonstratiegewicht(Row):
    """An invented weight of an area in the demonstration tables, in the order of thousands of inhabitants.

    ``landsdeel`` is in which part of the country most of it lies; ``umc`` whether there is a university hospital: many of its
    inhabitants work there, and few in other areas.
    """

    KEY = ("regio",)
    REFERENCES = {"regio": "gebieden.code"}
    regio: AreaCode
    gewicht: Annotated[int, Field(ge=1)]
    landsdeel: Annotated[str, StringConstraints(pattern=r"^LD0[1-4]$")]
    umc: YesNo


class UwvRegio(Sourced):
    """One of the 35 UWV labour market regions: another division, kept only to recognise and explain it."""

    KEY = ("code",)
    code: Annotated[str, StringConstraints(pattern=r"^AM\d{2}$")]
    naam: Text
    vorige_naam: OptionalText


class Branche(Sourced):
    """A branch of care and welfare as AZW distinguishes it, with the population it belongs to."""

    KEY = ("code",)
    REFERENCES = {"onderdeel_van": "branches.code"}
    code: Slug
    naam: Text
    soort: Literal["totaal", "branche", "deelbranche"]
    populatie: Literal["smal", "breed", "economie", "onbekend"]
    onderdeel_van: OptionalText
    andere_namen: OptionalText


class Indicator(Sourced):
    """An indicator of the TAZ table (taz, section 4).

    ``zinsdeel`` says a figure: ``{w}`` is the value, ``{p}`` the place. ``antwoord`` is its turn to be the answer of its
    programme line: the first that has a figure is.
    """

    KEY = ("code",)
    REFERENCES = {"eenheid": "eenheden.eenheid"}
    code: Slug
    naam: Text
    zinsdeel: OptionalClause
    groep: Group
    volgorde: int
    antwoord: OptionalInt
    eenheid: Text
    telwijze: CountedAs
    richting: Literal["hoger_beter", "lager_beter", "neutraal"]
    populatie: Literal["smal", "breed", "economie", "onbekend"]
    definitie: Text
    verwachte_bron: Text
    regionaal: Literal["ja", "nee", "onbekend"]
    frequentie: Text


class Hulpreeks(Sourced):
    """A series that is not an indicator itself, but that an indicator is computed from or explained by."""

    KEY = ("code",)
    REFERENCES = {"eenheid": "eenheden.eenheid"}
    code: Slug
    naam: Text
    eenheid: Text
    telwijze: CountedAs
    populatie: Literal["smal", "breed", "economie", "onbekend"]
    regionaal: Literal["ja", "nee", "onbekend"]
    definitie: Text


class Definitie(Sourced):
    """What an indicator is made of and where a reader may go wrong; ``indicatoren`` holds the rest of its definition."""

    KEY = ("indicator",)
    REFERENCES = {"indicator": "indicatoren.code"}
    indicator: Slug
    teller: Text
    noemer: Text
    let_op: Text


class Toetsregel(Sourced):
    """What a comparison must know of an indicator; source and line are those of its direction, which stands in ``indicatoren``.

    ``los`` is whether neighbouring periods share neither time nor people, ``drempel`` the smallest difference that counts.
    An indicator without a row is not tested.
    """

    KEY = ("indicator",)
    REFERENCES = {"indicator": "indicatoren.code"}
    indicator: Slug
    meting: Literal["telling", "modelschatting", "enquete", "gemiddelde", "onbekend"]
    reden_meting: Text
    los: YesNo
    afronding: Annotated[Annotated[float, Field(gt=0)] | None, BeforeValidator(empty_is_none)]
    drempel: Annotated[Annotated[float, Field(gt=0)] | None, BeforeValidator(empty_is_none)]
    reden_drempel: Text
    reden_richting: Text


class Toetswoord(Row):
    """A word of a comparison: a direction, what it comes to, a judgement, or a reason not to test or judge."""

    KEY = ("soort", "code")
    soort: Literal["richting", "uitkomst", "oordeel", "reden"]
    code: Slug
    tekst: Text
    uitleg: Text


class Reeksbreuk(Sourced):
    """The first period after a series break; no trend may be drawn across it."""

    KEY = ("indicator", "periode")
    indicator: Slug
    periode: PeriodCode
    uitleg: Text


class Correctie(Sourced):
    """A value of the source that is known to be wrong, in the unit of the series; an empty ``waarde`` means not known.

    It holds only as long as the source gives ``verwacht``; when it no longer does, the build says to remove the row.
    """

    KEY = ("indicator", "regio", "branche", "periode", "populatie")
    REFERENCES = {"branche": "branches.code"}
    indicator: Slug
    regio: Annotated[str, StringConstraints(pattern=rf"^(NL|{AREA_CODE})$")]
    branche: Slug
    periode: PeriodCode
    populatie: Literal["smal", "breed", "economie", "onbekend"]
    verwacht: float
    waarde: Annotated[float | None, BeforeValidator(empty_is_none)]
    reden: Text


class Kolom(Row):
    """What a column of the book's CSV files holds."""

    KEY = ("naam",)
    naam: Slug
    soort: Literal["tekst", "geheel", "getal"]
    omschrijving: Text


class GepubliceerdCijfer(Row):
    """A figure typed over from a public page; never part of a series, never used to fill a gap.

    ``regio`` is filled only where the figure certainly concerns that region; otherwise ``gebied`` holds the area's own
    words and ``betreft_regios`` the regions it overlaps. ``bronsoort`` is ``bron``, ``secundair`` or ``onzeker``.
    """

    KEY = ("id",)
    REFERENCES = {"indicator": "indicatoren.code"}
    id: Annotated[str, StringConstraints(pattern=r"^G\d{3}$")]
    onderwerp: Text
    indicator: OptionalText
    regio: Annotated[
        Annotated[str, StringConstraints(pattern=r"^(NL|RA\d{4})$")] | None, BeforeValidator(empty_is_none)
    ]
    gebied: Text
    gebied_zekerheid: Literal["zeker", "ruimer", "onzeker"]
    betreft_regios: OptionalText
    branche: Text
    populatie: Literal["smal", "breed", "sbi_q", "economie", "branche", "onbekend"]
    periode: Annotated[PeriodCode | None, BeforeValidator(empty_is_none)]
    periode_tekst: OptionalMoment
    waarde: float
    eenheid: Text
    eenheid_toelichting: OptionalText
    titel: Text
    url: OptionalLink
    datum: OptionalMoment
    bronsoort: Literal["bron", "secundair", "onzeker"]
    opmerking: OptionalText
    bron: OptionalText
    bronregel: OptionalInt


class Vergelijking(Row):
    """Which series a subject of the published figures can be compared with, or why with none.

    ``factor`` brings the book's value to the published unit; ``afronding`` is the step in which the figure is published.
    """

    KEY = ("onderwerp", "eenheid")
    onderwerp: Text
    eenheid: Text
    vergelijkbaarheid: Literal["zelfde", "andere meting", "verandering", "geen reeks"]
    reeks: OptionalText
    factor: Annotated[float | None, BeforeValidator(empty_is_none)]
    afronding: Annotated[float | None, BeforeValidator(empty_is_none)]
    uitleg: OptionalText
