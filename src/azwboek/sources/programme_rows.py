"""Rows about the programme: what was agreed, by whom, for how much money, and what its words mean."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, StringConstraints

from .rows import (
    Lines,
    OptionalLines,
    OptionalLink,
    OptionalMoment,
    OptionalMoney,
    OptionalTerm,
    OptionalText,
    Slug,
    Sourced,
    Text,
    Year,
    YesNo,
    empty_is_none,
)


class Opgave(Sourced):
    """One of the eight tasks of the programme."""

    KEY = ("nummer",)
    nummer: int
    programmalijn: Literal["1", "2", "3"]
    naam: Text


class Afspraak(Sourced):
    """One of the fourteen agreements."""

    KEY = ("nummer",)
    REFERENCES = {"opgave": "opgaven.nummer"}
    nummer: int
    opgave: int
    partijen: Text
    samenvatting: Text


class Actie(Sourced):
    """An action of the work agenda; ``bovenliggend`` is filled for the six sub-items.

    ``actoren`` act, the subject of the document's sentence; ``betrokken`` are the other parties in it.
    """

    KEY = ("id",)
    REFERENCES = {"opgave": "opgaven.nummer", "bovenliggend": "acties.id"}
    id: Annotated[str, StringConstraints(pattern=r"^[1-8]\.\d{2}[a-z]?$")]
    bovenliggend: OptionalText
    opgave: int
    onderwerp: Text
    niveau: Literal["zorgorganisatie", "sector_regio", "systeem_overheid"]
    actoren: OptionalText
    betrokken: OptionalText
    bedrag_eur: OptionalMoney
    samenvatting: Text


class Termijn(Sourced):
    """A term that the programme names for an agreement or action; items without one have no row.

    A season, *medio* and *eind* are kept as such. A term that hangs on the day of writing is ``relatief`` and has no date.
    """

    KEY = ("item_soort", "item", "letterlijk")
    item_soort: Literal["afspraak", "actie"]
    item: Text
    soort: Literal["uiterlijk", "vanaf", "tot", "per", "in", "periode", "relatief"]
    termijn: OptionalTerm
    letterlijk: Text


class Begroting(Sourced):
    """One cell of the two budget tables; PM and n.v.t. are kinds of their own and never zero."""

    KEY = ("tabel", "post", "jaar")
    tabel: Literal["herkomst", "invulling"]
    post: Text
    jaar: Year
    bedrag_eur: OptionalMoney
    waarde_soort: Literal["bedrag", "totaal", "pm", "nvt"]
    voorwaardelijk: YesNo
    voetnoot: OptionalText


class BegrotingVoetnoot(Sourced):
    """A footnote of the budget tables; ``opmerking`` says what is odd about it."""

    KEY = ("teken", "tabel")
    teken: Annotated[str, StringConstraints(pattern=r"^\*{1,4}$")]
    tekst: Text
    tabel: Literal["herkomst", "invulling", "beide"]
    opmerking: OptionalText


class Interventie(Sourced):
    """A regional intervention described in the annex."""

    KEY = ("code",)
    code: Slug
    naam: Text
    programmalijnen: Lines
    doel: Text
    aanpak: Text
    doelgroep: OptionalText
    beoogd_resultaat: OptionalText
    maatstaf: OptionalText
    regios: OptionalText
    betrokken: OptionalText
    links: OptionalLink
    opgaven: Annotated[str, StringConstraints(pattern=r"^[1-8](;[1-8])*$")]


class Maatregel(Sourced):
    """What the Taskforce says: measures for the short term (K), explorations (V), conditions (R) and bottlenecks (P).

    Measures and explorations are proposals, and their summary says so.
    """

    KEY = ("nummer",)
    nummer: Annotated[str, StringConstraints(pattern=r"^[KVRP]\d{1,2}$")]
    soort: Literal["korte_termijn", "verkenning", "randvoorwaarde", "knelpunt"]
    thema: Text
    naam: Text
    samenvatting: Text
    trekker: OptionalText
    programmalijnen: OptionalLines


class Instrument(Sourced):
    """A scheme, campaign, site, report or other instrument that one of the documents names."""

    KEY = ("code",)
    code: Slug
    naam: Text
    soort: Literal[
        "subsidie", "campagne", "website", "programma", "akkoord", "methode", "platform", "regeling", "rapport",
        "onderzoek", "netwerk", "wet", "overig",
    ]  # fmt: skip
    omschrijving: Text
    bedrag_eur: OptionalMoney
    # Amounts of different kinds are never added up.
    bedrag_soort: Annotated[
        Literal["jaarbudget", "totaalbudget", "oplopend_tot", "per_persoon"] | None, BeforeValidator(empty_is_none)
    ]
    bedrag_toelichting: OptionalText
    link: OptionalLink
    programmalijnen: OptionalLines
    vermeldingen: OptionalText


class Cijfer(Sourced):
    """A quantitative fact from the five documents, or a trend, promise or date that they give without a number.

    A ``volgnummer`` names one of a row and counts nothing. ``herhaalt`` is the row that already says the same.
    """

    KEY = ("id",)
    REFERENCES = {"herhaalt": "cijfers.id"}
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+-\d{3}$")]
    soort: Literal["getal", "volgnummer", "ontwikkeling", "toezegging", "datum"]
    onderwerp: Text
    gebied: OptionalText
    populatie: OptionalText
    periode: OptionalMoment
    waarde: Annotated[float | None, BeforeValidator(empty_is_none)]
    eenheid: OptionalText
    genoemde_bron: OptionalText
    toelichting: OptionalText
    herhaalt: OptionalText


class Tegenspraak(Sourced):
    """A place where the documents contradict each other or themselves, or where something is missing or has two names.

    ``soort``: only a ``tegenspraak`` is one; a ``leemte`` is missing from the document, ``kopie`` from our copy of its text.
    ``geld`` marks what is about money, for the chapter about finance.
    """

    KEY = ("nummer",)
    nummer: int
    soort: Literal["tegenspraak", "leemte", "benaming", "kopie"]
    aspect: Annotated[
        Literal["rekenfout", "definitie", "getal", "datum", "naam", "verwijzing", "rol", "volgorde"] | None,
        BeforeValidator(empty_is_none),
    ]
    ernst: Literal["hoog", "midden", "laag"]
    geld: YesNo
    wat: Text
    plaats_a: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+:\d+$")]
    citaat_a: Text
    plaats_b: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+:\d+$")]
    citaat_b: Text
    uitleg: Text


class Begrip(Sourced):
    """A term of the field in plain words; ``vormen`` are the words in running text that lead to it, parted by ``;``."""

    KEY = ("code",)
    code: Slug
    term: Text
    vormen: OptionalText
    uitleg: Text
