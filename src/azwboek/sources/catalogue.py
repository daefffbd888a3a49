"""The catalogue: which CBS table and measure feed which series, found in what the tables say of themselves."""

from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from ..errors import AzwboekError
from .snapshots import IDENTIFIER, RawTable, Snapshot, is_dimension

Table = RawTable | Snapshot
Population = Literal["smal", "breed", "economie", "onbekend"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TableChoice(_Strict):
    """A table by its identifier, by its title, or by both, and then both must hold."""

    id: str | None = None
    titel: str | None = None

    @field_validator("id")
    @classmethod
    def _identifier(cls, value: str | None) -> str | None:
        if value and not IDENTIFIER.fullmatch(value):
            raise ValueError(f"{value[:60]!r} is geen nummer van een tabel; verwacht 4 tot 20 letters of cijfers")
        return value

    @model_validator(mode="after")
    def _something(self) -> TableChoice:
        if not self.id and not self.titel:
            raise ValueError("geef id of titel")
        return self

    def __str__(self) -> str:
        return " ".join(filter(None, [self.id, self.titel and f"‘{self.titel}’"]))


class Measure(_Strict):
    """A measure by its key, or by title and unit as ``DataProperties`` gives them; ``groep`` is its topic group."""

    sleutel: str | None = None
    titel: str | None = None
    eenheid: str
    groep: str | None = None

    @model_validator(mode="after")
    def _something(self) -> Measure:
        if not self.sleutel and not self.titel:
            raise ValueError("geef sleutel of titel")
        return self

    def __str__(self) -> str:
        return f"{self.titel or self.sleutel} ({self.eenheid})" + (f" in groep {self.groep}" if self.groep else "")


class Entry(_Strict):
    """One series of ``data/catalogus.yml``; the meaning of each field stands at the top of that file."""

    reeks: str
    tabel: TableChoice
    maat: Measure
    gebied: Literal["regio", "land"] = "regio"
    branchedimensie: str | None = None
    posities: dict[str, str] = Field(default_factory=dict)
    perioden: list[Literal["KW", "JJ", "SJ", "MM"]] = Field(min_length=1)
    schaal: float = Field(default=1, gt=0)
    populaties: list[Population] = Field(min_length=1)
    bevestigd: Literal["ja", "tabel", "nee"]
    opmerking: str = ""

    @model_validator(mode="after")
    def _one_population(self) -> Entry:
        if not self.branchedimensie and len(self.populaties) != 1:
            raise ValueError("zonder branchedimensie hoort er precies één populatie te staan")
        return self


class Derived(_Strict):
    """An indicator that is computed from series; the meaning of each field stands at the top of ``data/catalogus.yml``."""

    indicator: str
    teller: str
    aftrek: str | None = None
    noemer: str
    noemer_periode: Literal["zelfde", "jaar_eerder"] = "zelfde"

    @property
    def series(self) -> list[str]:
        """The series that it is computed from."""
        return [name for name in (self.teller, self.aftrek, self.noemer) if name]


class Catalogue(_Strict):
    """All of ``data/catalogus.yml``."""

    reeksen: list[Entry]
    afgeleid: list[Derived] = Field(default_factory=list)

    @model_validator(mode="after")
    def _once(self) -> Catalogue:
        names = [entry.reeks for entry in self.reeksen] + [derived.indicator for derived in self.afgeleid]
        if double := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"dubbel: {', '.join(double)}")
        known = {entry.reeks for entry in self.reeksen}
        for derived in self.afgeleid:
            if absent := [name for name in derived.series if name not in known]:
                raise ValueError(f"afgeleid {derived.indicator}: onbekende reeks {', '.join(absent)}")
        return self


@dataclass(frozen=True)
class Resolved:
    """An entry with the keys that were found for it in one table.

    Attributes:
        entry: the catalogue's line.
        snapshot: the table that serves it.
        measure: key of the measure.
        region: key of the dimension with regions, or None when the table is of the whole country.
        period: key of the dimension with periods.
        branch: key of the dimension with branches, or None.
        positions: fixed positions: key of the dimension -> (padded) key of the position.
    """

    entry: Entry
    snapshot: Table
    measure: str
    region: str | None
    period: str
    branch: str | None
    positions: dict[str, str] = field(default_factory=dict)

    def pin(self) -> dict:
        """What the lock keeps of it."""
        keys = {"maat": self.measure, "regio": self.region, "periode": self.period, "branche": self.branch}
        positions = {name: key.strip() for name, key in sorted(self.positions.items())}
        return {"tabel": self.snapshot.table, **keys, "posities": positions}


class NotFound(Exception):
    """What was looked for is not there, or more than once; the message says what and names the nearest candidates."""


def load(path: Path) -> Catalogue:
    """Read and validate the catalogue.

    Raises:
        AzwboekError: the file is missing, is no YAML, or has an unknown or wrong field; every fault is named.
    """
    return load_yaml(path, Catalogue)


def load_yaml(path: Path, model: type[BaseModel]):
    """Read a YAML file into a model.

    Raises:
        AzwboekError: the file is missing, is no YAML, or has an unknown or wrong field; every fault is named.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise AzwboekError(f"{path}: het bestand ontbreekt") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise AzwboekError(f"{path}: geen geldige YAML ({' '.join(str(error).split())})") from error
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()]
        raise AzwboekError("\n".join([f"{path}: {len(faults)} fout(en)", *faults])) from error


def table_of(entry: Entry, tables: Sequence[tuple[str, str]], *, by_id: bool = True) -> str:
    """Choose the table of an entry.

    Args:
        entry: the catalogue's line.
        tables: identifier and title of each table that there is.
        by_id: whether identifiers count; those of demonstration tables are our own.

    Returns:
        The identifier. A title that is equal goes before one that only begins so; ``*`` stands for anything.

    Raises:
        NotFound: there is none, or more than one.
    """
    wanted, found = entry.tabel, list(tables)
    if by_id and wanted.id:
        found = [(name, title) for name, title in found if name.strip() == wanted.id]
    if wanted.titel:
        pattern = _plain(wanted.titel).replace("[", "[[]")
        equal = [(name, title) for name, title in found if fnmatch.fnmatchcase(_plain(title), pattern)]
        found = equal or [(name, title) for name, title in found if fnmatch.fnmatchcase(_plain(title), f"{pattern}*")]
    near = _nearest(wanted.titel or wanted.id or "", [f"{name} ‘{title.strip()}’" for name, title in tables])
    identifier, _ = _one(found, f"tabel {wanted}", [f"{name} ‘{title.strip()}’" for name, title in found] or near)
    return identifier


def resolve(entries: Iterable[Entry], tables: Sequence[Table]) -> tuple[list[Resolved], list[tuple[Entry, str]]]:
    """Find each entry's table and keys among tables of which the metadata are known.

    Args:
        entries: lines of the catalogue.
        tables: kept or fetched tables; of each table one version.

    Returns:
        The entries that were found, and the entries that were not found, each with the reason.
    """
    found: list[Resolved] = []
    missing: list[tuple[Entry, str]] = []
    titles = [(table.table, table.title) for table in tables]
    by_id = not any(_invented(table) for table in tables)
    for entry in entries:
        try:
            identifier = table_of(entry, titles, by_id=by_id)
            found.append(resolve_in(entry, next(table for table in tables if table.table == identifier)))
        except NotFound as reason:
            missing.append((entry, str(reason)))
    return found, missing


def resolve_in(entry: Entry, table: Table) -> Resolved:
    """Find an entry's keys in its table.

    Raises:
        NotFound: a measure, dimension or position is not there exactly once, or a dimension is left open.
    """
    region = _geo(entry, table)
    period = _dimension(table, lambda p: p["Type"] == "TimeDimension", "tijddimensie")
    branch = entry.branchedimensie and _dimension(
        table, lambda p: p["Title"].strip() == entry.branchedimensie, entry.branchedimensie
    )
    positions = dict(_position(table, title, position) for title, position in entry.posities.items())
    for dimension in _dimensions(table):
        key = dimension["Key"]
        if key in (region, period, branch, *positions):
            continue
        if len(table.metadata[key]) != 1:
            there = _listing([row["Title"] for row in table.metadata[key]])
            raise NotFound(
                f"dimensie {dimension['Title']!r} in {table.table}: geen vaste positie gekozen; kies uit {there}"
            )
    return Resolved(entry, table, _measure(entry.maat, table), region, period, branch, positions)


def _measure(wanted: Measure, table: Table) -> str:
    properties = table.metadata["DataProperties"]
    groups = {p["ID"]: (p.get("Title") or "").strip() for p in properties if p["Type"] == "TopicGroup"}
    topics = [p for p in properties if p["Type"] == "Topic"]
    found = [
        p
        for p in topics
        if _unit(p) == wanted.eenheid
        and (wanted.sleutel is None or p["Key"] == wanted.sleutel)
        and (wanted.titel is None or p["Title"].strip() == wanted.titel)
        and (wanted.groep is None or groups.get(p.get("ParentID")) == wanted.groep)
    ]
    words = [f"{p['Title'].strip()} ({_unit(p)}) [{p['Key']}]" for p in topics]
    return _one(found, f"maat {wanted} in {table.table}", _nearest(wanted.titel or wanted.sleutel, words))["Key"]


def _geo(entry: Entry, table: Table) -> str | None:
    there = [p for p in _dimensions(table) if p["Type"] in ("GeoDimension", "GeoDetail")]
    if not there and entry.gebied == "land":
        return None
    return _one(there, f"regiodimensie in {table.table}", [p["Title"] for p in there or _dimensions(table)])["Key"]


def _position(table: Table, title: str, position: str) -> tuple[str, str]:
    dimension = _dimension(table, lambda p: p["Title"].strip() == title, title)
    rows = table.metadata[dimension]
    found = [r for r in rows if r["Title"].strip() == position]
    what = f"positie {position!r} van {title!r} in {table.table}"
    return dimension, _one(found, what, _nearest(position, [r["Title"].strip() for r in rows]))["Key"]


def _dimension(table: Table, wanted, name: str) -> str:
    there = _dimensions(table)
    return _one([p for p in there if wanted(p)], f"dimensie {name!r} in {table.table}", [p["Title"] for p in there])[
        "Key"
    ]


def _dimensions(table: Table) -> list[dict]:
    return [p for p in table.metadata["DataProperties"] if is_dimension(p)]


def _invented(table: Table) -> bool:
    return getattr(table, "manifest", {}).get("soort") == "demonstratie"


def _unit(topic: dict) -> str:
    return (topic.get("Unit") or "").strip()


def _one(found: list, what: str, candidates: list[str]):
    if len(found) == 1:
        return found[0]
    problem = "niet gevonden; het dichtst erbij" if not found else f"niet eenduidig, {len(found)} keer gevonden"
    raise NotFound(f"{what}: {problem}: {_listing(candidates)}")


def _listing(names: list[str]) -> str:
    return "; ".join(name.strip() for name in names[:3]) or "niets"


def _nearest(wanted: str, candidates: list[str]) -> list[str]:
    """The candidates by likeness, the most alike first."""
    return sorted(candidates, key=lambda c: -difflib.SequenceMatcher(None, _plain(wanted), _plain(c)).ratio())


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


# --- what was found, pinned ---------------------------------------------------------------------------------


def describe(table: Table) -> dict:
    """What the lock keeps of a table: title, and per column its kind, title, unit and (but for periods) positions."""
    columns: dict[str, dict] = {}
    for row in table.metadata["DataProperties"]:
        if row["Type"] == "Topic":
            unit = {"eenheid": _unit(row), "datatype": row.get("Datatype", "")}
            columns[row["Key"]] = {"soort": "Topic", "titel": row["Title"].strip(), **unit}
        elif is_dimension(row):
            columns[row["Key"]] = {"soort": row["Type"], "titel": row["Title"].strip()}
            if row["Type"] != "TimeDimension":
                positions = {r["Key"].strip(): r["Title"].strip() for r in table.metadata[row["Key"]]}
                columns[row["Key"]]["posities"] = dict(sorted(positions.items()))
    return {"titel": table.title, "kolommen": columns}
