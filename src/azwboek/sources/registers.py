"""The registers: facts typed over by hand, one CSV per kind, each row with its source and line; read and checked as a whole."""

from __future__ import annotations

import csv
import dataclasses
import io
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from . import cross_checks, figure_rows, programme_rows
from .figure_rows import Gebied, Regio
from .rows import RegisterError, RegisterFault, Row

if TYPE_CHECKING:
    import pandas as pd

MODELS: dict[str, type[Row]] = {
    "bronnen": figure_rows.Bron,
    "tellingen": figure_rows.Telling,
    "woorden": figure_rows.Woord,
    "eenheden": figure_rows.Eenheid,
    "statussen": figure_rows.Status,
    "regios": figure_rows.Regio,
    "regiotegels": figure_rows.Regiotegel,
    "demonstratiegewichten": figure_rows.Demonstratiegewicht,
    "uwv_regios": figure_rows.UwvRegio,
    "branches": figure_rows.Branche,
    "indicatoren": figure_rows.Indicator,
    "hulpreeksen": figure_rows.Hulpreeks,
    "definities": figure_rows.Definitie,
    "toetsregels": figure_rows.Toetsregel,
    "toetswoorden": figure_rows.Toetswoord,
    "reeksbreuken": figure_rows.Reeksbreuk,
    "correcties": figure_rows.Correctie,
    "opgaven": programme_rows.Opgave,
    "afspraken": programme_rows.Afspraak,
    "acties": programme_rows.Actie,
    "termijnen": programme_rows.Termijn,
    "begroting": programme_rows.Begroting,
    "begroting_voetnoten": programme_rows.BegrotingVoetnoot,
    "interventies": programme_rows.Interventie,
    "maatregelen": programme_rows.Maatregel,
    "instrumenten": programme_rows.Instrument,
    "cijfers": programme_rows.Cijfer,
    "tegenspraken": programme_rows.Tegenspraak,
    "gepubliceerde_cijfers": figure_rows.GepubliceerdCijfer,
    "begrippen": programme_rows.Begrip,
    "kolommen": figure_rows.Kolom,
    "vergelijkingen": figure_rows.Vergelijking,
}


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


def read_rows(path: Path, model: type[Row], faults: list[RegisterFault]) -> list[tuple[int, Row]]:
    """Read and validate a file of rows of a model whose fields are the columns, in order; faults are added to ``faults``.

    Returns:
        Line in the file, and row.
    """
    own: list[RegisterFault] = []
    found = _read(path, model, list(model.model_fields), own)
    _check_keys(path.name, model, found, own)
    faults += [dataclasses.replace(fault, file=f"{path.parent.name}/{fault.file}") for fault in own]
    return found


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
    _check_names("regios.csv", rows["regios"], faults)
    rows["gebieden"] = [*rows["regios"], *_other_areas(folder, faults)]
    for register, model in MODELS.items():
        _check_keys(f"{register}.csv", model, rows[register], faults)
        _check_references(f"{register}.csv", model, rows, rows[register], faults)
    cross_checks.check(rows, faults)
    if faults:
        raise RegisterError(sorted(faults, key=lambda fault: (fault.file, fault.line, fault.column)))
    return {
        register: pd.DataFrame([row.model_dump() for _, row in found], columns=columns(register), dtype=object)
        for register, found in rows.items()
        if register in MODELS
    }


def area_file(folder: Path, register: str) -> Path:
    """Where the areas of a set stand: ``regios.csv`` or a file in ``gebieden``."""
    return folder / f"{register}.csv" if register == "regios" else folder / "gebieden" / f"{register}.csv"


def areas(folder: Path, register: str) -> list[tuple[int, Gebied]]:
    """Read the areas of a set.

    Returns:
        Line in the file, and row.

    Raises:
        RegisterError: every fault in this register.
    """
    faults: list[RegisterFault] = []
    found = _areas(area_file(folder, register), faults)
    if faults:
        raise RegisterError(faults)
    return found


def divisions(folder: Path) -> pd.DataFrame:
    """Every area of every register: ``code``, ``naam``, ``bron`` and ``indeling``, the register that it stands in.

    Raises:
        RegisterError: every fault in the registers of areas.
    """
    import pandas as pd

    names = ["regios", *(path.stem for path in sorted((folder / "gebieden").glob("*.csv")))]
    rows = [(row.code, row.naam, row.bron, name) for name in names for _, row in areas(folder, name)]
    return pd.DataFrame(rows, columns=["code", "naam", "bron", "indeling"], dtype=object)


def _areas(path: Path, faults: list[RegisterFault]) -> list[tuple[int, Gebied]]:
    model = Regio if path.stem == "regios" else Gebied
    found = _read(path, model, columns("regios"), faults)
    _check_keys(path.name, model, found, faults)
    _check_names(path.name, found, faults)
    return found


def _check_names(name: str, found: list[tuple[int, Gebied]], faults: list[RegisterFault]) -> None:
    """No two areas of a register share a name or an address."""
    for column in ("naam", "slug"):
        seen: dict[str, int] = {}
        for line, row in found:
            value = getattr(row, column)
            if value in seen:
                faults.append(RegisterFault(name, line, column, f"{value!r} staat ook op regel {seen[value]}"))
            seen.setdefault(value, line)


def _other_areas(folder: Path, faults: list[RegisterFault]) -> list[tuple[int, Gebied]]:
    """The areas of all sets but the RegioPlus regions; a code belongs to one set."""
    found: list[tuple[int, Gebied]] = []
    for path in sorted((folder / "gebieden").glob("*.csv")):
        taken = {row.code for _, row in found}
        own = _areas(path, faults)
        faults += [
            RegisterFault(path.name, line, "code", f"{row.code!r} staat ook in een andere set")
            for line, row in own
            if row.code in taken
        ]
        found += own
    return found


def units(folder: Path) -> dict[str, str]:
    """Return the unit of every series: the indicators and the series behind them.

    Raises:
        RegisterError: a register is wrong.
    """
    return {row.code: row.eenheid for name in ("indicatoren", "hulpreeksen") for row in read_one(folder, name)}


def statuses(folder: Path) -> dict[str, str]:
    """Return the statuses that CBS can give a figure: what it calls them -> the word in the book.

    Raises:
        RegisterError: the register is wrong.
    """
    return {row.titel: row.status for row in read_one(folder, "statussen") if row.titel}


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


#: What is said of a number beyond a bound.
BOUNDS = {
    "greater_than": "moet groter zijn dan {gt:g}",
    "greater_than_equal": "moet minstens {ge:g} zijn",
    "less_than_equal": "moet hoogstens {le:g} zijn",
}


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
    if kind == "finite_number":
        return "moet een getal zijn, niet oneindig of NaN"
    if kind in BOUNDS:
        return BOUNDS[kind].format(**context)
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
                place = "regios.csv of de map gebieden" if register == "gebieden" else f"{register}.csv"
                faults.append(RegisterFault(name, line, column, f"{value!r} bestaat niet in {place}"))
