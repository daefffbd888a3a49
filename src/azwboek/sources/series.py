"""Series of the ordinary StatLine that the book brings along: what is counted, for which areas, and the figures themselves.

They stand in ``data/registers/reeksen``, one row per figure, with table, day of the copy, certainty and licence. They are not
AZW's own series: who is counted (smal or breed), where (where people live or where they work) and who says so (employers,
employees or a register) stand with every series, and series that differ in these never share a figure.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from . import registers
from .rows import (
    CountedAs,
    OptionalText,
    RegionCode,
    RegisterError,
    RegisterFault,
    Row,
    Slug,
    Text,
    empty_is_none,
    possible_year,
)

if TYPE_CHECKING:
    import pandas as pd

FOLDER = "reeksen"


def _day(value: str) -> str:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        raise ValueError("moet een bestaande dag zijn, zoals 2025-12-11") from None
    return value


Day = Annotated[str, AfterValidator(_day)]
OptionalDay = Annotated[Day | None, BeforeValidator(empty_is_none)]
OptionalNumber = Annotated[float | None, BeforeValidator(empty_is_none)]
Period = Annotated[
    str, StringConstraints(pattern=r"^\d{4}(JJ00|KW0[1-4])$"), AfterValidator(possible_year)
]  # years and quarters
AreaCode = Annotated[str, StringConstraints(pattern=r"^(NL|RA\d{4}|(CR|PV|LD|G[A-Z])\d{2})$")]
OptionalArea = Annotated[AreaCode | None, BeforeValidator(empty_is_none)]
OptionalSlug = Annotated[Slug | None, BeforeValidator(empty_is_none)]
#: Recomputed or compared (V), or derived (I); what is only believed (U) has no place here.
Certainty = Literal["V", "I"]
Licence = Literal["CC BY 4.0"]
#: The areas that a table has figures of; a figure is never given to a part of such an area.
Grain = Literal["regio", "corop", "provincie", "land"]
#: The codes that figures of each grain stand under.
CODES = {"regio": ("NL", "RA"), "corop": ("CR",), "provincie": ("NL", "LD", "PV"), "land": ("NL",)}


class Tabel(Row):
    """A table of the ordinary StatLine: ``stand`` is the day that the copy names, ``kopie`` the day on which we took it over."""

    KEY = ("tabel",)
    tabel: Annotated[str, StringConstraints(pattern=r"^\w+$")]
    titel: Text
    uitgever: Text
    stand: OptionalDay
    kopie: Day
    licentie: Licence
    vindplaats: Text


class Figuur(Row):
    """A figure of the book and its definition; ``verschil`` says in one line how it differs from the indicator of the programme.

    ``in_plaats_van`` is the indicator that it shows the same of: no page shows invented values of that one. ``titel_regios`` is what
    its page about all regions is called; a figure without one has no such page.
    """

    KEY = ("code",)
    code: Slug
    titel: Text
    titel_regios: OptionalText
    definitie: Text
    teller: OptionalText
    noemer: OptionalText
    let_op: Text
    verschil: OptionalText
    indicator: OptionalSlug
    in_plaats_van: OptionalSlug


class Reeks(Row):
    """What is counted: one line of a figure. ``moment`` is the day or month within the year that a figure is of."""

    KEY = ("code",)
    code: Slug
    figuur: OptionalSlug
    volgorde: Annotated[int, Field(ge=1)]
    naam: Text
    eenheid: Literal["inwoners", "km²", "banen", "vacatures", "%", "per 100"]
    telwijze: CountedAs
    korrel: Grain
    moment: OptionalText
    populatie: Literal["smal", "breed", "economie", "branche", "inwoners"]
    regiosoort: Literal["woonregio", "werkregio", "land"]
    volgens: Literal["werkgevers", "werknemers", "registratie"]
    tabel: Text
    maat: Text


class Telgebied(Row):
    """An area that figures are published of, or several together (``samen``), of which ``onderdelen`` are the parts."""

    KEY = ("code",)
    code: AreaCode
    naam: Text
    in_zin: Text
    soort: Literal["land", "landsdeel", "provincie", "corop", "samen"]
    onderdeel_van: OptionalArea
    onderdelen: OptionalText
    zekerheid: Certainty


class Gemeente(Row):
    """A municipality of 1 January 2025 with the one region that it lies in."""

    KEY = ("code",)
    code: Annotated[str, StringConstraints(pattern=r"^GM\d{4}$")]
    naam: Text
    regio: RegionCode
    corop: Annotated[str, StringConstraints(pattern=r"^CR\d{2}$")]
    inwoners: Annotated[int, Field(ge=1)]
    tabel: Text
    kopie: Day
    zekerheid: Certainty
    licentie: Licence


class Plaats(Row):
    """A place, or the name of a municipality that is no more, with the municipality that it lies in now."""

    KEY = ("naam",)
    naam: Text
    gemeente: Annotated[str, StringConstraints(pattern=r"^GM\d{4}$")]
    soort: Literal["plaats", "vroegere gemeente", "andere naam"]
    zekerheid: Certainty
    bron: Text


class Breuk(Row):
    """The first period after which a series of one area is another; ``opvallend`` marks a jump of which no cause is known."""

    KEY = ("reeks", "gebied", "periode")
    reeks: Slug
    gebied: AreaCode
    periode: Period
    soort: Literal["breuk", "opvallend"]
    uitleg: Text
    zekerheid: Certainty


class Reekscijfer(Row):
    """One published figure, in whole units of its series; ``ondergrens`` and ``bovengrens`` are those of 95% certainty."""

    KEY = ("reeks", "gebied", "periode")
    reeks: Slug
    gebied: AreaCode
    periode: Period
    waarde: float
    ondergrens: OptionalNumber
    bovengrens: OptionalNumber
    status: Text
    tabel: Text
    kopie: Day
    zekerheid: Certainty
    licentie: Licence


#: The registers that hold figures.
FIGURES = ("bevolking", "banen", "vacatures", "verzuim", "werkdruk")
MODELS: dict[str, type[Row]] = {
    "tabellen": Tabel,
    "figuren": Figuur,
    "reeksen": Reeks,
    "telgebieden": Telgebied,
    "gemeenten": Gemeente,
    "plaatsen": Plaats,
    "breuken": Breuk,
    **dict.fromkeys(FIGURES, Reekscijfer),
}

Rows = dict[str, list[tuple[int, Row]]]


def load(folder: Path) -> dict[str, pd.DataFrame]:
    """Read and validate the registers of the series.

    Args:
        folder: the folder of all registers; these stand in ``reeksen`` below it.

    Returns:
        ``reeksen_tabellen`` and so on, one frame per register, all figures together as ``reeksen_cijfers``, and ``statussen``; missing values
        are ``None``.

    Raises:
        RegisterError: every fault, each with file, line, column and reason.
    """
    import pandas as pd

    faults: list[RegisterFault] = []
    rows: Rows = {
        name: registers.read_rows(folder / FOLDER / f"{name}.csv", model, faults) for name, model in MODELS.items()
    }
    regions = {row.code: row.naam for row in registers.read_one(folder, "regios")}
    indicators = {row.code for row in registers.read_one(folder, "indicatoren")}
    sources = {row.id for row in registers.read_one(folder, "bronnen")}
    for check in (_figures_of_series, _shared_figures, _replaced, _breaks):
        faults += check(rows)
    faults += [*_areas(rows, regions), *_places(rows, regions)]
    for line, row in rows["plaatsen"]:
        if row.bron not in sources:
            faults.append(_fault("plaatsen", line, "bron", f"{row.bron!r} bestaat niet in bronnen.csv"))
    for line, row in rows["figuren"]:
        if row.indicator is not None and row.indicator not in indicators:
            faults.append(_fault("figuren", line, "indicator", f"{row.indicator!r} bestaat niet in indicatoren.csv"))
    statuses = registers.read_one(folder, "statussen")
    known = {row.status for row in statuses}
    for name in FIGURES:
        for line, row in rows[name]:
            if row.status not in known:
                faults.append(_fault(name, line, "status", f"{row.status!r} bestaat niet in statussen.csv"))
    if faults:
        raise RegisterError(sorted(faults, key=lambda fault: (fault.file, fault.line, fault.column)))
    found = {name: [row for _, row in own] for name, own in rows.items()}
    found["cijfers"] = [row for name in FIGURES for row in found.pop(name)]
    models = MODELS | {"cijfers": Reekscijfer}
    frames = {
        f"{FOLDER}_{name}": pd.DataFrame(
            [row.model_dump() for row in own], columns=list(models[name].model_fields), dtype=object
        )
        for name, own in found.items()
    }
    return frames | {"statussen": pd.DataFrame([row.model_dump() for row in statuses], dtype=object)}


def figures(folder: Path) -> list[Figuur]:
    """The figures that show series of the ordinary StatLine.

    Args:
        folder: the folder of all registers.

    Raises:
        RegisterError: the register is wrong.
    """
    faults: list[RegisterFault] = []
    found = registers.read_rows(folder / FOLDER / "figuren.csv", Figuur, faults)
    if faults:
        raise RegisterError(faults)
    return [row for _, row in found]


def places(folder: Path) -> dict[str, list[str]]:
    """The names by which an area can be found: of its municipalities, places in them, and municipalities that are no more.

    Returns:
        Names by code of the region, province or landsdeel, in the order of the registers; ``Beek (L.)`` is also there as ``Beek``.

    Raises:
        RegisterError: one of the registers is wrong.
    """
    faults: list[RegisterFault] = []
    towns, own, areas = (
        [row for _, row in registers.read_rows(folder / FOLDER / f"{name}.csv", MODELS[name], faults)]
        for name in ("gemeenten", "plaatsen", "telgebieden")
    )
    if faults:
        raise RegisterError(faults)
    part_of = {row.code: row.onderdeel_van for row in areas}
    homes = {row.code: (row.regio, part_of.get(row.corop), part_of.get(part_of.get(row.corop))) for row in towns}
    named = [(name, row.code) for row in towns for name in dict.fromkeys([row.naam, row.naam.partition(" (")[0]])]
    found: dict[str, list[str]] = defaultdict(list)
    for name, town in [*named, *((row.naam, row.gemeente) for row in own)]:
        for area in homes.get(town, ()):  # a municipality that is not there is reported by load
            found[area].append(name)
    return dict(found)


def _fault(register: str, line: int, column: str, reason: str) -> RegisterFault:
    return RegisterFault(f"{FOLDER}/{register}.csv", line, column, reason)


def _figures_of_series(rows: Rows) -> Iterator[RegisterFault]:
    """Every figure is of a known series, from that series' table and copy, of an area that the table has, and within its bounds."""
    series = {row.code: row for _, row in rows["reeksen"]}
    tables = {row.tabel: row for _, row in rows["tabellen"]}
    seen: dict[tuple, str] = {}
    for line, row in rows["reeksen"]:
        if row.tabel not in tables:
            yield _fault("reeksen", line, "tabel", f"{row.tabel!r} bestaat niet in tabellen.csv")
    for name in FIGURES:
        for line, row in rows[name]:
            key = (row.reeks, row.gebied, row.periode)
            if (first := seen.setdefault(key, f"{name}.csv, regel {line}")) != f"{name}.csv, regel {line}":
                yield _fault(name, line, "reeks+gebied+periode", f"{' '.join(key)} staat ook in {first}")
            if (own := series.get(row.reeks)) is None:
                yield _fault(name, line, "reeks", f"{row.reeks!r} bestaat niet in reeksen.csv")
                continue
            if row.tabel != own.tabel:
                yield _fault(
                    name, line, "tabel", f"reeks {row.reeks} komt uit tabel {own.tabel}, niet uit {row.tabel!r}"
                )
            elif row.tabel in tables and row.kopie != tables[row.tabel].kopie:
                yield _fault(name, line, "kopie", f"de kopie van {row.tabel} is van {tables[row.tabel].kopie}")
            if not row.gebied.startswith(CODES[own.korrel]):
                reason = f"reeks {row.reeks} is er per {own.korrel}; een cijfer voor {row.gebied} bestaat niet"
                yield _fault(name, line, "gebied", reason)
            if row.waarde < 0 or (own.eenheid == "%" and row.waarde > 100):
                yield _fault(name, line, "waarde", f"{row.waarde:g} {own.eenheid} kan niet")
            bounds = (row.ondergrens, row.bovengrens)
            if (None in bounds) != (bounds == (None, None)):
                yield _fault(name, line, "ondergrens", "er zijn twee grenzen of geen")
            elif None not in bounds and not bounds[0] <= row.waarde <= bounds[1]:
                yield _fault(name, line, "waarde", f"{row.waarde:g} ligt niet tussen {bounds[0]:g} en {bounds[1]:g}")


def _shared_figures(rows: Rows) -> Iterator[RegisterFault]:
    """The series of one figure count in one unit, in one kind of region and by one party; smal never stands beside breed."""
    known = {row.code for _, row in rows["figuren"]}
    shown = defaultdict(list)
    for line, row in rows["reeksen"]:
        if row.figuur is None:
            continue
        if row.figuur not in known:
            yield _fault("reeksen", line, "figuur", f"{row.figuur!r} bestaat niet in figuren.csv")
        for other in shown[row.figuur]:
            for column in ("eenheid", "regiosoort", "volgens", "korrel", "moment"):
                mine, its = getattr(row, column), getattr(other, column)
                if mine != its:
                    reason = f"{mine} hoort niet naast {its} van {other.code} in figuur {row.figuur}"
                    yield _fault("reeksen", line, column, reason)
            if {row.populatie, other.populatie} == {"smal", "breed"}:
                reason = f"{row.populatie} hoort niet naast {other.populatie} van {other.code} in figuur {row.figuur}"
                yield _fault("reeksen", line, "populatie", reason)
            if row.volgorde == other.volgorde:
                yield _fault("reeksen", line, "volgorde", f"in figuur {row.figuur} heeft {other.code} die ook")
        shown[row.figuur].append(row)


def _replaced(rows: Rows) -> Iterator[RegisterFault]:
    """A figure stands in the place of its own indicator, and of each indicator at most one does."""
    first: dict[str, str] = {}
    for line, row in rows["figuren"]:
        if row.in_plaats_van is None:
            continue
        if row.in_plaats_van != row.indicator:
            yield _fault("figuren", line, "in_plaats_van", "moet de indicator van de figuur zijn, of leeg")
        elif (other := first.setdefault(row.in_plaats_van, row.code)) != row.code:
            yield _fault("figuren", line, "in_plaats_van", f"{row.in_plaats_van} heeft al {other}")


def _areas(rows: Rows, regions: dict[str, str]) -> Iterator[RegisterFault]:
    """The areas hang together, and what is several areas has a code and a name of its own."""
    areas = {row.code: row for _, row in rows["telgebieden"]}
    for line, row in rows["telgebieden"]:
        together = row.soort == "samen"
        if row.onderdeel_van is not None and row.onderdeel_van not in areas:
            yield _fault("telgebieden", line, "onderdeel_van", f"{row.onderdeel_van!r} bestaat niet in telgebieden.csv")
        if (row.onderdelen is not None) != together:
            yield _fault("telgebieden", line, "onderdelen", "alleen gebieden samen hebben onderdelen")
        if row.code.startswith("G") != together:
            yield _fault("telgebieden", line, "code", f"{row.code} is geen code voor soort {row.soort}")
        for part in (row.onderdelen or "").split(";"):
            known = part in regions or (part in areas and areas[part].soort in ("corop", "provincie"))
            if part and not known:
                yield _fault("telgebieden", line, "onderdelen", f"{part!r} is geen corop, provincie of regio")


def _places(rows: Rows, regions: dict[str, str]) -> Iterator[RegisterFault]:
    """Every municipality lies in one region and one COROP area, every region has some, and no other area passes for a region."""
    areas = {row.code: row for _, row in rows["telgebieden"]}
    known = {row.code for _, row in rows["gemeenten"]}
    for line, row in rows["gemeenten"]:
        if row.regio not in regions:
            yield _fault("gemeenten", line, "regio", f"{row.regio!r} bestaat niet in regios.csv")
        if row.corop not in areas:
            yield _fault("gemeenten", line, "corop", f"{row.corop!r} bestaat niet in telgebieden.csv")
    for line, row in rows["plaatsen"]:
        if row.gemeente not in known:
            yield _fault("plaatsen", line, "gemeente", f"{row.gemeente!r} bestaat niet in gemeenten.csv")
    names: dict[str, int] = {}
    for line, row in rows["gemeenten"]:
        if (first := names.setdefault(row.naam, line)) != line:
            yield _fault("gemeenten", line, "naam", f"{row.naam!r} staat ook op regel {first}")
    if rows["gemeenten"]:
        for code in sorted(regions.keys() - {row.regio for _, row in rows["gemeenten"]}):
            yield _fault("gemeenten", 0, "regio", f"{code} heeft geen gemeenten")
    for line, row in rows["telgebieden"]:
        for column in ("code", "naam"):
            if getattr(row, column) in (regions if column == "code" else regions.values()):
                reason = f"{getattr(row, column)!r} is een regio; een ander gebied heeft een eigen {column}"
                yield _fault("telgebieden", line, column, reason)
    for name in FIGURES:
        for line, row in rows[name]:
            if row.gebied not in areas and row.gebied not in regions:
                yield _fault(name, line, "gebied", f"{row.gebied!r} bestaat niet in telgebieden.csv of regios.csv")


def _breaks(rows: Rows) -> Iterator[RegisterFault]:
    series = {row.code for _, row in rows["reeksen"]}
    for line, row in rows["breuken"]:
        if row.reeks not in series:
            yield _fault("breuken", line, "reeks", f"{row.reeks!r} bestaat niet in reeksen.csv")
