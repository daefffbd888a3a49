"""An analyst's own figures: a CSV file or an Excel sheet with a few columns, read into the form of the query ``indicator_reeks``.

Each fault is one line with file, row, column and what to do; all faults of a file are reported at once, and nothing is guessed: a number
that can be read in two ways is refused.
"""

from __future__ import annotations

import csv
import datetime
import difflib
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pandas as pd

from ..errors import AzwboekError, UsageError
from ..kinds import OWN

#: What a file must have, and what it may have with what counts when it is left out.
NEEDED = ("gebied", "periode", "waarde", "naam", "eenheid")
OPTIONAL = {"populatie": "onbekend", "status": "onbekend"}
CHOICES = {
    "populatie": ("smal", "breed", "economie", "onbekend"),
    "status": ("definitief", "nader voorlopig", "voorlopig", "onbekend"),
}
COLUMNS = (
    "regio", "regio_naam", "reeks", "periode", "periode_label", "begin_datum", "waarde", "waarde_nl", "laagste", "hoogste",
    "aantal_regios", "eenheid", "populatie", "status", "reden_ontbreekt", "segment", "soort", "vintage",
)  # fmt: skip
HOW_PERIODS = "schrijf 2024, 2024-Q2, 2024-06 of 2023/24"
NUMBER = re.compile(r"[-\N{MINUS SIGN}]?\d+(?:([.,])(\d+))?")
THOUSANDS = re.compile(r"[-\N{MINUS SIGN}]?\d{1,3}([.,\s])\d{3}(?:\1\d{3})*(?:[.,]\d+)?")
#: A form of period: its kind, its month from what was found, its words.
PERIODS = (
    (re.compile(r"(\d{4})(?:JJ00)?"), "JJ", lambda _: 1, lambda year, _: str(year)),
    (re.compile(r"(\d{4})(?:-?[QqKk]|KW0)([1-4])"), "KW", lambda n: 3 * n - 2, lambda year, n: f"{n}e kwartaal {year}"),
    (re.compile(r"(\d{4})(?:-|MM)(0[1-9]|1[0-2])"), "MM", lambda n: n, lambda year, n: f"maand {n} van {year}"),
    (re.compile(r"(\d{4})(?:SJ00|/(\d{2}))"), "SJ", lambda _: 9, lambda year, _: f"studiejaar {year}/{(year + 1) % 100:02d}"),
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True)
class OwnFault:
    """One fault in a file of an analyst: where it is, what is wrong and what to do."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, rij {self.line}, kolom {self.column}: {self.reason}"


class OwnFaults(AzwboekError):
    """All faults of a file, one per line; the first line says how many more there are."""

    def __init__(self, faults: Sequence[OwnFault]):
        self.faults = list(faults)
        first, *rest = map(str, self.faults)
        more = f" (en nog {len(rest)})" if rest else ""
        super().__init__("\n".join([f"{first}{more}", *rest]))


class Place(Protocol):
    """A region: its code and its name."""

    code: str
    naam: str


@dataclass(frozen=True)
class Period:
    """A period: code, kind, first day, words."""

    code: str
    kind: str
    begin: datetime.date
    label: str


Cells = list[tuple[int, dict[str, object]]]


def read(path: Path, place: Callable[[str], Place]) -> pd.DataFrame:
    """The figures of a file: one row per series, region and period, in the order of series, region and time.

    Args:
        path: a ``.csv`` file (UTF-8, with ``;`` or ``,`` between the cells, first row the columns) or the first sheet of an ``.xlsx`` file.
        place: the region with a code or name; raises UsageError when there is none.

    Returns:
        ``COLUMNS``: those of ``indicator_reeks`` and ``reeks``, the name of the series; ``waarde_nl`` is the file's value of the country
        in the same series and period. ``soort`` is ``eigen``, ``vintage`` the name of the file; ``laagste`` and ``hoogste`` are empty.

    Raises:
        AzwboekError: the file is not there or cannot be read.
        OwnFaults: there are faults in it.
    """
    if not path.is_file():
        raise AzwboekError(f"{path}: dit bestand is er niet; zet het in de map eigen, of geef een volledig pad")
    readers = {".csv": _csv_cells, ".xlsx": _sheet_cells}
    if path.suffix.lower() not in readers:
        raise AzwboekError(f"{path.name}: onbekend soort bestand; bewaar het als .csv (UTF-8) of .xlsx")
    header, cells = readers[path.suffix.lower()](path)
    faults = [OwnFault(path.name, 1, column, reason) for column, reason in _header(header)]
    if faults:
        raise OwnFaults(faults)
    if not cells:
        raise OwnFaults(
            [OwnFault(path.name, 2, "gebied", "er staan geen rijen in; zet er een rij per gebied en periode in")]
        )
    rows: list[dict] = []
    for line, row in cells:
        found, wrong = _row(row, place)
        faults += [OwnFault(path.name, line, column, reason) for column, reason in wrong]
        rows.append(found | {"regel": line})
    faults += [OwnFault(path.name, line, column, reason) for line, column, reason in _together(cells, rows)]
    if faults:
        raise OwnFaults(sorted(faults, key=lambda fault: (fault.line, fault.column)))
    return _frame(rows, path.name)


# ---- the cells ------------------------------------------------------------------------------------------------------


def _csv_cells(path: Path) -> tuple[list[str], Cells]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AzwboekError(
            f"{path.name}: geen UTF-8 (teken {error.start}); kies in Excel bij Opslaan als: CSV UTF-8"
        ) from error
    first = text.partition("\n")[0]
    between = max(";,\t", key=first.count)
    table = [
        row
        for row in enumerate(csv.reader(io.StringIO(text), delimiter=between), start=1)
        if any(map(str.strip, row[1]))
    ]
    if not table:
        return [], []
    header = [name.strip() for name in table[0][1]]
    return header, [(line, _named(header, row)) for line, row in table[1:]]


def _sheet_cells(path: Path) -> tuple[list[str], Cells]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        table = list(enumerate(book.worksheets[0].iter_rows(values_only=True), start=1))
    except Exception as error:  # openpyxl raises what the broken part of a file happens to raise
        raise AzwboekError(
            f"{path.name}: geen leesbaar Excelbestand ({type(error).__name__}); bewaar het opnieuw als .xlsx"
        ) from error
    table = [(line, row) for line, row in table if any(cell is not None and str(cell).strip() for cell in row)]
    if not table:
        return [], []
    header = [str(name).strip() for name in table[0][1] if name is not None]
    return header, [(line, _named(header, list(row))) for line, row in table[1:]]


def _named(header: list[str], row: Sequence) -> dict[str, object]:
    """The cells by column; ``None`` names those that no column names."""
    named = {name: (cell.strip() if isinstance(cell, str) else cell) for name, cell in zip(header, row, strict=False)}
    extra = [cell for cell in row[len(header) :] if cell is not None and str(cell).strip()]
    return named | ({None: extra} if extra else {})


def _header(header: list[str]) -> Iterator[tuple[str, str]]:
    known = (*NEEDED, *OPTIONAL)
    for name in dict.fromkeys(header):
        if name not in known:
            near = difflib.get_close_matches(name.casefold(), known, 1)
            hint = f"bedoel je {near[0]}?" if near else f"de kolommen zijn {', '.join(known)}"
            yield name or "(leeg)", f"onbekende kolom; {hint}"
        elif header.count(name) > 1:
            yield name, "staat er dubbel; laat er een weg"
    for name in NEEDED:
        if name not in header:
            yield name, f"ontbreekt; de eerste rij noemt {', '.join(NEEDED)}"


# ---- a row ----------------------------------------------------------------------------------------------------------


def _row(row: dict, place: Callable[[str], Place]) -> tuple[dict, list[tuple[str, str]]]:
    """What a row says, and what is wrong with it by column."""
    found: dict = {}
    wrong: list[tuple[str, str]] = []

    def take(name: str, reading: Callable):
        try:
            found[name] = reading(row.get(name))
        except ValueError as error:
            wrong.append((name, str(error)))

    take("gebied", lambda text: _place(text, place))
    take("periode", _period)
    take("waarde", _value)
    for name in ("naam", "eenheid"):
        take(name, _text)
    for name, usual in OPTIONAL.items():
        take(name, lambda text, name=name, usual=usual: _choice(text, CHOICES[name], usual))
    if None in row:
        wrong.append(
            (
                "(te veel)",
                f"een cel te veel ({str(row[None][0])[:30]}); zet een waarde met het scheidingsteken erin tussen aanhalingstekens",
            )
        )
    return found, wrong


def _place(text: object, place: Callable[[str], Place]) -> Place:
    try:
        return place(_text(text))
    except UsageError as error:
        raise ValueError(str(error)) from error


def _text(text: object) -> str:
    if text is None or not str(text).strip():
        raise ValueError("is leeg; vul het in")
    return " ".join(str(text).split())


def _choice(text: object, known: Sequence[str], usual: str) -> str:
    said = " ".join(str(text or "").split())
    if said and said not in known:
        raise ValueError(f"{said[:30]!r} kan niet; kies uit {', '.join(known)}")
    return said or usual


def _period(text: object) -> Period:
    if isinstance(text, datetime.date):
        raise ValueError(f"Excel heeft er een datum van gemaakt; zet de kolom op Tekst en {HOW_PERIODS}")
    said = _text(int(text) if isinstance(text, float) and text.is_integer() else text)
    for form, kind, month, words in PERIODS:
        if not (found := form.fullmatch(said)):
            continue
        year, number = int(found[1]), int(found[2]) if found.re.groups > 1 and found[2] else 0
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(f"het jaar {year} kan niet; {HOW_PERIODS}")
        if kind == "SJ" and found[2] and number != (year + 1) % 100:
            raise ValueError(f"{said} is geen studiejaar; het jaar na {year} is {(year + 1) % 100:02d}")
        place = 0 if kind in ("JJ", "SJ") else number
        return Period(f"{year}{kind}{place:02d}", kind, datetime.date(year, month(number), 1), words(year, number))
    raise ValueError(f"{said[:30]!r} is geen periode; {HOW_PERIODS}")


def _value(text: object) -> float | str | None:
    """A number, or the text of one whose sign is judged with the others of the file; None when it is missing."""
    if isinstance(text, bool):
        raise ValueError("is waar of onwaar en geen getal; vul een getal in")
    if isinstance(text, int | float):
        return float(text)
    said = "" if text is None else str(text).replace("\N{NO-BREAK SPACE}", " ").strip()
    if not said:
        return None
    if NUMBER.fullmatch(said):
        return said
    if THOUSANDS.fullmatch(said):
        raise ValueError(f"{said[:30]!r} heeft een teken tussen de duizendtallen; laat dat weg")
    hint = "zet de eenheid in de kolom eenheid" if NUMBER.match(said) else "laat de cel leeg als de waarde ontbreekt"
    raise ValueError(f"{said[:30]!r} is geen getal; {hint}")


# ---- the rows together ----------------------------------------------------------------------------------------------


def _together(cells: Cells, rows: list[dict]) -> Iterator[tuple[int, str, str]]:
    """What is wrong with rows beside each other: line, column and reason. Makes numbers of their texts."""
    yield from _signs(rows)
    seen: dict[tuple, int] = {}
    first: dict[tuple[str, str], tuple[object, int]] = {}
    for row in rows:
        line, naam = row["regel"], row.get("naam")
        if naam and "gebied" in row and "periode" in row:
            key = naam, row["gebied"].code, row["periode"].code
            if key in seen:
                yield line, "periode", f"staat ook op regel {seen[key]} voor dit gebied en deze naam; laat er een weg"
            seen.setdefault(key, line)
        for column, value in (("eenheid", row.get("eenheid")), ("populatie", row.get("populatie"))):
            if naam and value:
                usual, where = first.setdefault((naam, column), (value, line))
                if usual != value:
                    both = (
                        "smal en breed staan nooit in een reeks"
                        if {usual, value} == {"smal", "breed"}
                        else f"is op regel {where} {usual}"
                    )
                    yield line, column, f"{both}; geef elke reeks een eigen naam"
        if naam and "periode" in row:
            kind, where = first.setdefault((naam, "periode"), (row["periode"].kind, line))
            if kind != row["periode"].kind:
                yield line, "periode", f"een andere soort periode dan op regel {where}; geef elke reeks een eigen naam"


def _signs(rows: list[dict]) -> Iterator[tuple[int, str, str]]:
    """One decimal sign in a file, and none that may stand for thousands."""
    texts = [
        (row, found)
        for row in rows
        if isinstance(row.get("waarde"), str) and (found := NUMBER.fullmatch(row["waarde"]))
    ]
    broken = [(row, found) for row, found in texts if found[1]]
    signs = {found[1] for _, found in broken}
    usual = broken[0][1][1] if broken else ""
    thousands = bool(broken) and all(len(found[2]) == 3 and not re.match(r"\D?0", found[0]) for _, found in broken)
    for row, found in broken:
        if len(signs) > 1 and found[1] != usual:
            yield (
                row["regel"],
                "waarde",
                f"{found[0]} heeft een {_called(found[1])} en regel {broken[0][0]['regel']} een {_called(usual)}; gebruik er een",
            )
        elif thousands:
            front, part = re.split("[.,]", found[0])
            yield (
                row["regel"],
                "waarde",
                f"{found[0]} kan {front}{part} of {front},{part} zijn; schrijf {front}{part} of {front},{part}0",
            )
    for row, found in texts:
        row["waarde"] = float(found[0].replace(",", ".").replace("\N{MINUS SIGN}", "-"))


def _called(sign: str) -> str:
    return "punt" if sign == "." else "komma"


def _frame(rows: list[dict], name: str) -> pd.DataFrame:
    national = {(row["naam"], row["periode"].code): row["waarde"] for row in rows if row["gebied"].code == "NL"}
    made = [
        {
            "regio": row["gebied"].code,
            "regio_naam": row["gebied"].naam,
            "reeks": row["naam"],
            "periode": row["periode"].code,
            "periode_label": row["periode"].label,
            "begin_datum": row["periode"].begin,
            "waarde": row["waarde"],
            "waarde_nl": national.get((row["naam"], row["periode"].code)),
            "eenheid": row["eenheid"],
            "populatie": row["populatie"],
            "status": row["status"],
            "reden_ontbreekt": None if row["waarde"] is not None else "onbekend",
            "segment": 0,
            "soort": OWN,
            "vintage": name,
        }
        for row in rows
    ]
    frame = pd.DataFrame(made, columns=list(COLUMNS), dtype=object)
    for column in ("waarde", "waarde_nl", "laagste", "hoogste", "aantal_regios"):
        frame[column] = frame[column].astype(float)
    frame["segment"] = frame["segment"].astype(int)
    frame["begin_datum"] = pd.to_datetime(frame["begin_datum"])
    return frame.sort_values(["reeks", "regio", "begin_datum"], kind="stable").reset_index(drop=True)
