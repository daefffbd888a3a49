"""The registers: facts typed over by hand, one CSV per kind, each row with its source and line.

A register is described by one model: its fields are the columns, in order, with their types and closed sets.
``KEY`` names the columns that identify a row, ``REFERENCES`` the columns that must exist in another register.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from ..errors import AzwboekError

if TYPE_CHECKING:
    import pandas as pd


def _one_of_periods(value: str) -> str:
    point = r"\d{4}(-Q[1-4]|-zomer|-najaar|-medio|-eind|-\d{2}(-\d{2})?)?"
    if not re.fullmatch(rf"{point}(\.\.{point})?", value, re.ASCII):
        raise ValueError("een termijn heeft de vorm 2023, 2023-Q2, 2022-zomer, 2023-09, 2024-01-01 of 2022..2025")
    for part in value.split(".."):
        if part[5:6].isdigit():
            try:
                datetime.date.fromisoformat(part if len(part) == 10 else part + "-01")
            except ValueError:
                raise ValueError(f"{part} is geen bestaande maand of dag") from None
    return value


def _programme_lines(value: str) -> str:
    lines = value.split(";")
    if lines != sorted({*lines} & {"1", "2", "3"}):
        raise ValueError("programmalijnen zijn 1, 2 en 3, gescheiden door ;")
    return value


def _web_link(value: str) -> str:
    for part in value.split("; "):
        if not re.fullmatch(r"(https?://)?[\w.-]+\.[a-z]{2,}(/\S*)?", part):
            raise ValueError(f"geen webadres: {part[:60]}")
    return value


def _with_value_and_place(value: str) -> str:
    if sorted(re.findall(r"\{.*?\}|[{}]", value)) != ["{p}", "{w}"]:
        raise ValueError("moet {w} (de waarde) en {p} (de plaats) elk een keer hebben, en verder geen accolades")
    return value


def _empty_is_none(value: str) -> str | None:
    return None if value == "" else value


# The source and the first words of what no document says and this book chose.
OWN, CHOSEN = "azwboek", "Keuze van dit boek:"

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=False, pattern=r"^\S(.*\S)?$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$")]
RegionCode = Annotated[str, StringConstraints(pattern=r"^RA\d{4}$")]
PeriodCode = Annotated[str, StringConstraints(pattern=r"^\d{4}(JJ00|SJ00|KW0[1-4]|MM(0[1-9]|1[0-2]))$")]
Term = Annotated[str, AfterValidator(_one_of_periods)]
Lines = Annotated[str, AfterValidator(_programme_lines)]
Link = Annotated[str, AfterValidator(_web_link)]
YesNo = Literal["ja", "nee"]
Group = Literal["kern", "1", "2", "3"]
# A level at a moment, a count within a period, a change since a year earlier, or a ratio: what may be added up follows from it.
CountedAs = Literal["stand", "stroom", "jaar_op_jaar", "verhouding"]
Line = Annotated[int, "1-based line number in the source file"]
Clause = Annotated[Text, AfterValidator(_with_value_and_place)]
OptionalText = Annotated[Text | None, BeforeValidator(_empty_is_none)]
OptionalInt = Annotated[int | None, BeforeValidator(_empty_is_none)]
OptionalLines = Annotated[Lines | None, BeforeValidator(_empty_is_none)]
OptionalClause = Annotated[Clause | None, BeforeValidator(_empty_is_none)]
OptionalTerm = Annotated[Term | None, BeforeValidator(_empty_is_none)]
OptionalLink = Annotated[Link | None, BeforeValidator(_empty_is_none)]


class Row(BaseModel):
    """What every register shares: no unknown columns, no coercion beyond text to number."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    KEY: ClassVar[tuple[str, ...]] = ()
    REFERENCES: ClassVar[dict[str, str]] = {}


class Sourced(Row):
    """A row with its source: a key of ``bronnen`` and, for the five documents, the line it stands on."""

    bron: Text
    bronregel: OptionalInt


class Bron(Row):
    """A document or publication that rows refer to; ``bestand`` is filled for the five source documents."""

    KEY = ("id",)
    id: Slug
    titel: Text
    uitgever: Text
    datum: OptionalText
    bestand: OptionalText
    url: OptionalLink


class Telling(Row):
    """How many rows of a register come from a document: a number that the document fixes, such as its 14 agreements."""

    KEY = ("bestand", "document")
    REFERENCES = {"document": "bronnen.id"}
    bestand: Slug
    document: Slug
    aantal: int


class Regio(Sourced):
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
    """Where a region stands on our map of equal tiles; ``tekst`` is the beginning of its name, ``|`` where it may break."""

    KEY = ("regio",)
    REFERENCES = {"regio": "regios.code"}
    regio: RegionCode
    rij: Annotated[int, Field(ge=1, le=9)]
    kolom: Annotated[int, Field(ge=1, le=6)]
    tekst: Text


class Demonstratiegewicht(Row):
    """An invented weight of a region in the demonstration tables, in the order of thousands of inhabitants."""

    KEY = ("regio",)
    REFERENCES = {"regio": "regios.code"}
    regio: RegionCode
    gewicht: Annotated[int, Field(ge=1)]


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
    code: Slug
    naam: Text
    eenheid: Text
    telwijze: CountedAs
    populatie: Literal["smal", "breed", "economie"]
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
    """

    KEY = ("indicator",)
    REFERENCES = {"indicator": "indicatoren.code"}
    indicator: Slug
    meting: Literal["telling", "modelschatting", "enquete", "gemiddelde", "onbekend"]
    reden_meting: Text
    los: YesNo
    afronding: Annotated[Annotated[float, Field(gt=0)] | None, BeforeValidator(_empty_is_none)]
    drempel: Annotated[Annotated[float, Field(gt=0)] | None, BeforeValidator(_empty_is_none)]
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
    regio: Annotated[str, StringConstraints(pattern=r"^(NL|RA\d{4})$")]
    branche: Slug
    periode: PeriodCode
    populatie: Literal["smal", "breed", "economie", "onbekend"]
    verwacht: float
    waarde: Annotated[float | None, BeforeValidator(_empty_is_none)]
    reden: Text


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
    bedrag_eur: OptionalInt
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
    jaar: int
    bedrag_eur: OptionalInt
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
    regios: OptionalText
    betrokken: OptionalText
    links: OptionalLink
    opgaven: Annotated[str, StringConstraints(pattern=r"^[1-8](;[1-8])*$")]


class Maatregel(Sourced):
    """A measure of the Taskforce: K1 to K8 for the short term, L… for the longer term."""

    KEY = ("nummer",)
    nummer: Annotated[str, StringConstraints(pattern=r"^[KL]\d{1,2}$")]
    termijn: Literal["kort", "lang"]
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
        "onderzoek", "netwerk", "overig",
    ]  # fmt: skip
    omschrijving: Text
    bedrag_eur: OptionalInt
    bedrag_toelichting: OptionalText
    link: OptionalLink
    programmalijnen: OptionalLines
    vermeldingen: OptionalText


class Cijfer(Sourced):
    """A quantitative fact from the five documents."""

    KEY = ("id",)
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+-\d{3}$")]
    onderwerp: Text
    gebied: OptionalText
    populatie: OptionalText
    periode: OptionalText
    waarde: float
    eenheid: Text
    genoemde_bron: OptionalText
    toelichting: OptionalText


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
        BeforeValidator(_empty_is_none),
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
        Annotated[str, StringConstraints(pattern=r"^(NL|RA\d{4})$")] | None, BeforeValidator(_empty_is_none)
    ]
    gebied: Text
    gebied_zekerheid: Literal["zeker", "ruimer", "onzeker"]
    betreft_regios: OptionalText
    branche: Text
    populatie: Literal["smal", "breed", "sbi_q", "economie", "branche", "onbekend"]
    periode: Annotated[PeriodCode | None, BeforeValidator(_empty_is_none)]
    periode_tekst: OptionalText
    waarde: float
    eenheid: Text
    eenheid_toelichting: OptionalText
    titel: Text
    url: OptionalLink
    datum: OptionalText
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
    factor: Annotated[float | None, BeforeValidator(_empty_is_none)]
    afronding: Annotated[float | None, BeforeValidator(_empty_is_none)]
    uitleg: OptionalText


MODELS: dict[str, type[Row]] = {
    "bronnen": Bron,
    "tellingen": Telling,
    "regios": Regio,
    "regiotegels": Regiotegel,
    "demonstratiegewichten": Demonstratiegewicht,
    "uwv_regios": UwvRegio,
    "branches": Branche,
    "indicatoren": Indicator,
    "hulpreeksen": Hulpreeks,
    "definities": Definitie,
    "toetsregels": Toetsregel,
    "toetswoorden": Toetswoord,
    "reeksbreuken": Reeksbreuk,
    "correcties": Correctie,
    "opgaven": Opgave,
    "afspraken": Afspraak,
    "acties": Actie,
    "termijnen": Termijn,
    "begroting": Begroting,
    "begroting_voetnoten": BegrotingVoetnoot,
    "interventies": Interventie,
    "maatregelen": Maatregel,
    "instrumenten": Instrument,
    "cijfers": Cijfer,
    "tegenspraken": Tegenspraak,
    "gepubliceerde_cijfers": GepubliceerdCijfer,
    "begrippen": Begrip,
    "kolommen": Kolom,
    "vergelijkingen": Vergelijking,
}


@dataclass(frozen=True)
class RegisterFault:
    """One fault in a register: where it is and what is wrong."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, regel {self.line}, kolom {self.column}: {self.reason}"


class RegisterError(AzwboekError):
    """All faults found in the registers, one per line."""

    def __init__(self, faults: list[RegisterFault]):
        self.faults = faults
        shown = [str(fault) for fault in faults]
        super().__init__("\n".join([f"{len(faults)} fout(en) in de registers", *shown]))


def columns(register: str) -> list[str]:
    """Return the column names of a register, in file order: the model's own fields, then source and line."""
    fields = list(MODELS[register].model_fields)
    tail = [name for name in ("bron", "bronregel") if name in fields]
    return [name for name in fields if name not in tail] + tail


def read_one(folder: Path, register: str) -> list[Row]:
    """Read and validate one register by itself, without what it refers to; quick, for the list of regions.

    Raises:
        RegisterError: every fault in this register.
    """
    faults: list[RegisterFault] = []
    found = _read(folder / f"{register}.csv", MODELS[register], columns(register), faults)
    _check_keys(f"{register}.csv", MODELS[register], found, faults)
    if faults:
        raise RegisterError(faults)
    return [row for _, row in found]


def load(folder: Path) -> dict[str, pd.DataFrame]:
    """Read and validate all registers.

    Args:
        folder: the folder with one CSV per register.

    Returns:
        One frame per register, typed, in file order, with missing values as ``None``.

    Raises:
        RegisterError: every fault in every register, each with file, line, column and reason.
    """
    import pandas as pd

    faults: list[RegisterFault] = []
    rows: dict[str, list[tuple[int, Row]]] = {}
    for register, model in MODELS.items():
        rows[register] = _read(folder / f"{register}.csv", model, columns(register), faults)
    for register, model in MODELS.items():
        _check_keys(f"{register}.csv", model, rows[register], faults)
        _check_references(f"{register}.csv", model, rows, rows[register], faults)
    _check_particulars(rows, faults)
    if faults:
        raise RegisterError(sorted(faults, key=lambda fault: (fault.file, fault.line, fault.column)))
    return {
        register: pd.DataFrame([row.model_dump() for _, row in found], columns=columns(register), dtype=object)
        for register, found in rows.items()
    }


def units(folder: Path) -> dict[str, str]:
    """Return the unit of every series: the indicators and the series behind them.

    Raises:
        RegisterError: a register is wrong.
    """
    return {row.code: row.eenheid for name in ("indicatoren", "hulpreeksen") for row in read_one(folder, name)}


def names_by_code(folder: Path) -> dict[str, frozenset[str]]:
    """Return the names, also former ones, of each RegioPlus region.

    Raises:
        RegisterError: the register is wrong.
    """
    rows = read_one(folder, "regios")
    return {row.code: frozenset(name for name in (row.naam, row.vorige_naam) if name) for row in rows}


def _read(path: Path, model: type[Row], expected: list[str], faults: list[RegisterFault]) -> list[tuple[int, Row]]:
    if not path.is_file():
        faults.append(RegisterFault(path.name, 0, "-", "het bestand ontbreekt"))
        return []
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        faults.append(RegisterFault(path.name, 0, "-", f"geen geldige UTF-8 ({error.reason} op byte {error.start})"))
        return []
    if text and not text.endswith("\n"):
        faults.append(
            RegisterFault(path.name, text.count("\n") + 1, "-", "de laatste regel is niet af (geen regeleinde)")
        )
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[tuple[int, Row]] = []
    try:
        header = next(reader, [])
        if header != expected:
            faults.append(
                RegisterFault(
                    path.name, 1, _first_difference(header, expected), f"kolommen horen te zijn: {', '.join(expected)}"
                )
            )
            return []
        line = reader.line_num + 1
        for cells in reader:
            row = _parse(path.name, line, model, expected, cells, faults)
            if row is not None:
                found.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        faults.append(RegisterFault(path.name, reader.line_num, "-", f"geen geldige CSV ({error})"))
    return found


def _parse(
    name: str, line: int, model: type[Row], expected: list[str], cells: list[str], faults: list[RegisterFault]
) -> Row | None:
    if len(cells) != len(expected):
        faults.append(RegisterFault(name, line, "-", f"{len(cells)} cellen in plaats van {len(expected)}"))
        return None
    try:
        return model.model_validate(dict(zip(expected, cells, strict=True)))
    except ValidationError as error:
        for problem in error.errors():
            column = str(problem["loc"][0])
            faults.append(RegisterFault(name, line, column, f"{_dutch(problem)}: {str(problem['input'])[:60]!r}"))
        return None


def _dutch(problem: dict) -> str:
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "literal_error":
        return f"moet een van deze zijn: {context['expected'].replace(' or ', ' of ')}"
    if kind in ("int_parsing", "int_from_float", "float_parsing", "float_type", "int_type"):
        return "moet een getal zijn"
    if kind == "string_pattern_mismatch":
        return f"heeft niet de vorm {context['pattern']}"
    if kind == "string_too_short":
        return "mag niet leeg zijn"
    if kind == "greater_than":
        return f"moet groter zijn dan {context['gt']:g}"
    if kind == "value_error":
        return str(context["error"])
    return problem["msg"]


def _first_difference(header: list[str], expected: list[str]) -> str:
    for found, wanted in zip(header, expected, strict=False):
        if found != wanted:
            return found or "(leeg)"
    return (header[len(expected) :] or expected[len(header) :] or ["-"])[0]


def _check_keys(name: str, model: type[Row], rows: list[tuple[int, Row]], faults: list[RegisterFault]) -> None:
    seen: dict[tuple, int] = {}
    for line, row in rows:
        key = tuple(getattr(row, column) for column in model.KEY)
        if key in seen:
            faults.append(
                RegisterFault(name, line, "+".join(model.KEY), f"sleutel {key} staat ook op regel {seen[key]}")
            )
        seen.setdefault(key, line)


def _check_references(
    name: str,
    model: type[Row],
    rows: dict[str, list[tuple[int, Row]]],
    own: list[tuple[int, Row]],
    faults: list[RegisterFault],
) -> None:
    references = dict(model.REFERENCES)
    if "bron" in model.model_fields:
        references["bron"] = "bronnen.id"
    for column, target in references.items():
        register, target_column = target.split(".")
        known = {getattr(row, target_column) for _, row in rows[register]}
        for line, row in own:
            value = getattr(row, column)
            if value is not None and value not in known:
                faults.append(RegisterFault(name, line, column, f"{value!r} bestaat niet in {register}.csv"))


def _check_particulars(rows: dict[str, list[tuple[int, Row]]], faults: list[RegisterFault]) -> None:
    """The rules that one column or one reference cannot express."""
    series = {row.code for name in ("indicatoren", "hulpreeksen") for _, row in rows[name]}
    for register in ("reeksbreuken", "correcties"):
        for line, row in rows[register]:
            if row.indicator not in series:
                reason = f"{row.indicator!r} is geen indicator of hulpreeks"
                faults.append(RegisterFault(f"{register}.csv", line, "indicator", reason))
    for line, row in rows["tellingen"]:
        found = sum(getattr(own, "bron", None) == row.document for _, own in rows.get(row.bestand, []))
        if found != row.aantal:
            reason = f"{row.bestand}.csv heeft {found} rij(en) uit {row.document}"
            faults.append(RegisterFault("tellingen.csv", line, "aantal", reason))
    for line, row in rows["acties"]:
        if (row.bovenliggend or row.id) != row.id[:4]:
            reason = "is leeg, of bij een onderdeel (1.01a) de actie zelf (1.01)"
            faults.append(RegisterFault("acties.csv", line, "bovenliggend", reason))
    for line, row in rows["maatregelen"]:
        if row.nummer[0] != row.termijn[0].upper():
            faults.append(RegisterFault("maatregelen.csv", line, "termijn", f"{row.nummer} is van de andere termijn"))
    _check_rules(rows, faults)
    turns: dict[tuple, int] = {}
    for line, row in rows["indicatoren"]:
        if row.antwoord is not None and (first := turns.setdefault((row.groep, row.antwoord), line)) != line:
            reason = f"in groep {row.groep} staat {row.antwoord} ook op regel {first}"
            faults.append(RegisterFault("indicatoren.csv", line, "antwoord", reason))
        if row.zinsdeel is None and row.regionaal == "ja":
            reason = "mag niet leeg zijn als er cijfers per regio zijn (regionaal is ja)"
            faults.append(RegisterFault("indicatoren.csv", line, "zinsdeel", reason))
    for line, row in rows["vergelijkingen"]:
        same = row.vergelijkbaarheid == "zelfde"
        for column in ("reeks", "factor", "afronding"):
            if (getattr(row, column) is not None) != same:
                reason = (
                    f"is gevuld als en alleen als vergelijkbaarheid 'zelfde' is, en die is {row.vergelijkbaarheid!r}"
                )
                faults.append(RegisterFault("vergelijkingen.csv", line, column, reason))
        if row.uitleg is None and not same:
            faults.append(RegisterFault("vergelijkingen.csv", line, "uitleg", "zonder reeks hoort hier waarom"))
        if row.reeks not in series | {None}:
            faults.append(
                RegisterFault("vergelijkingen.csv", line, "reeks", f"{row.reeks!r} is geen indicator of hulpreeks")
            )
    items = {
        "afspraak": {str(row.nummer) for _, row in rows["afspraken"]},
        "actie": {row.id for _, row in rows["acties"]},
    }
    for line, row in rows["termijnen"]:
        if (row.termijn is None) != (row.soort == "relatief"):
            reason = f"is {'leeg' if row.termijn is None else 'gevuld'}, en dat hoort niet bij soort {row.soort}"
            faults.append(RegisterFault("termijnen.csv", line, "termijn", reason))
        if row.item not in items[row.item_soort]:
            faults.append(RegisterFault("termijnen.csv", line, "item", f"{row.item_soort} {row.item!r} bestaat niet"))
    for line, row in rows["begroting"]:
        if (row.bedrag_eur is None) == (row.waarde_soort in ("bedrag", "totaal")):
            reason = f"bij waarde_soort {row.waarde_soort} hoort {'een' if row.bedrag_eur is None else 'geen'} bedrag"
            faults.append(RegisterFault("begroting.csv", line, "bedrag_eur", reason))
    known_files = {row.id for _, row in rows["bronnen"] if row.bestand}
    for register, found in rows.items():
        for line, row in found:
            bron = getattr(row, "bron", None)
            if bron in known_files and (row.bronregel is None or row.bronregel < 1):
                faults.append(
                    RegisterFault(f"{register}.csv", line, "bronregel", f"bron {bron} vraagt een regelnummer")
                )
    for line, row in rows["tegenspraken"]:
        if (row.aspect is None) != (row.soort in ("leemte", "kopie")):
            reason = f"is {'leeg' if row.aspect is None else 'gevuld'}, en dat hoort niet bij soort {row.soort}"
            faults.append(RegisterFault("tegenspraken.csv", line, "aspect", reason))
        for column in ("plaats_a", "plaats_b"):
            if getattr(row, column).split(":")[0] not in known_files:
                faults.append(RegisterFault("tegenspraken.csv", line, column, "verwijst naar een onbekend document"))
    _check_tiles(rows, faults)
    regions = {row.code for _, row in rows["regios"]}
    for line, row in rows["correcties"]:
        if row.regio not in regions | {"NL"}:
            faults.append(RegisterFault("correcties.csv", line, "regio", f"{row.regio!r} is geen regio"))
    for line, row in rows["gepubliceerde_cijfers"]:
        if (row.regio is not None) != (row.gebied_zekerheid == "zeker"):
            faults.append(
                RegisterFault(
                    "gepubliceerde_cijfers.csv", line, "regio", "regio is gevuld als en alleen als het gebied zeker is"
                )
            )
        if row.regio not in regions | {"NL", None}:
            faults.append(RegisterFault("gepubliceerde_cijfers.csv", line, "regio", f"{row.regio!r} is geen regio"))
        for code in (row.betreft_regios or "").split("; "):
            if code and code not in regions:
                faults.append(
                    RegisterFault("gepubliceerde_cijfers.csv", line, "betreft_regios", f"{code!r} is geen regio")
                )
        if row.url is None and row.bron is None and row.bronsoort != "onzeker":
            faults.append(
                RegisterFault(
                    "gepubliceerde_cijfers.csv", line, "url", "zonder webadres of document is de bronsoort onzeker"
                )
            )


def _check_rules(rows: dict[str, list[tuple[int, Row]]], faults: list[RegisterFault]) -> None:
    """Every indicator has a rule of comparison, and a choice of this book says that it is one."""
    for code in sorted(
        {row.code for _, row in rows["indicatoren"]} - {row.indicator for _, row in rows["toetsregels"]}
    ):
        faults.append(RegisterFault("toetsregels.csv", 0, "indicator", f"{code} heeft geen regel"))
    for line, row in rows["toetsregels"]:
        if (row.bron == OWN) != row.reden_richting.startswith(CHOSEN):
            reason = f"begint met '{CHOSEN}' als en alleen als bron {OWN} is, en die is {row.bron!r}"
            faults.append(RegisterFault("toetsregels.csv", line, "reden_richting", reason))
        if row.drempel is not None and not row.reden_drempel.startswith(CHOSEN):
            faults.append(
                RegisterFault("toetsregels.csv", line, "reden_drempel", f"begint met '{CHOSEN}' bij een drempel")
            )


def _check_tiles(rows: dict[str, list[tuple[int, Row]]], faults: list[RegisterFault]) -> None:
    """Every region has a tile of its own, with the beginning of its own name on it."""
    names = {row.code: row.naam for _, row in rows["regios"]}
    taken: dict[tuple[int, int], str] = {}
    for line, row in rows["regiotegels"]:
        if (place := (row.rij, row.kolom)) in taken:
            faults.append(RegisterFault("regiotegels.csv", line, "kolom", f"op deze plaats staat ook {taken[place]}"))
        taken[place] = row.regio
        if row.regio in names and not names[row.regio].startswith(row.tekst.replace("|", "")):
            faults.append(
                RegisterFault("regiotegels.csv", line, "tekst", f"is niet het begin van {names[row.regio]!r}")
            )
    if rows["regiotegels"]:
        for code in sorted(names.keys() - {row.regio for _, row in rows["regiotegels"]}):
            faults.append(RegisterFault("regiotegels.csv", 0, "regio", f"{code} heeft geen tegel"))
