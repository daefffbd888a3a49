"""The catalogue: which CBS table and measure feed which series, and what is pinned of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from ..errors import AzwboekError
from . import plain
from .snapshots import IDENTIFIER, RawTable, Snapshot, is_dimension

Table = RawTable | Snapshot
Population = Literal["smal", "breed", "economie", "onbekend"]


def _identifier(value: str) -> str:
    if value and not IDENTIFIER.fullmatch(value):
        raise ValueError(f"{value[:60]!r} is geen nummer van een tabel; verwacht 4 tot 20 letters of cijfers")
    return value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class TableChoice(_Strict):
    """A table by its identifier, by its title, or by both, and then both must hold."""

    id: Annotated[str, AfterValidator(_identifier)] | None = None
    titel: str | None = None

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
    regiodimensie: str | None = None
    branchedimensie: str | None = None
    branches: dict[str, str] = Field(default_factory=dict)
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


class Cells(_Strict):
    """Which cells of a table of the ordinary StatLine are a series: the sum of these measures, at this position."""

    maten: list[str] = Field(min_length=1)
    positie: str | None = None


class Ordinary(_Strict):
    """A table of the ordinary StatLine; the meaning of each field stands in ``data/catalogus.yml``."""

    tabel: Annotated[str, AfterValidator(_identifier)]
    eenheid: str | None = None
    schaal: float = Field(default=1, gt=0)
    perioden: list[Literal["KW", "JJ"]] = Field(min_length=1)
    regiocode: str | None = None
    marges: dict[Literal["waarde", "ondergrens", "bovengrens"], str] = Field(default_factory=dict)
    reeksen: dict[str, Cells] = Field(min_length=1)


class Catalogue(_Strict):
    """All of ``data/catalogus.yml``."""

    reeksen: list[Entry]
    afgeleid: list[Derived] = Field(default_factory=list)
    gewoon: list[Ordinary] = Field(default_factory=list)

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
        branches: key (trimmed) of a position of ``branch`` -> code of the branch; unknown branches are not in it.
        totals: population -> key (trimmed) of the position of ``branch`` that is the whole of it.
        fixed_branch: code of the branch that a fixed position is, or None.
        remarks: what a maintainer should know, such as positions that are left out.
    """

    entry: Entry
    snapshot: Table
    measure: str
    region: str | None
    period: str
    branch: str | None
    positions: dict[str, str] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    totals: dict[str, str] = field(default_factory=dict)
    fixed_branch: str | None = None
    remarks: tuple[str, ...] = ()

    def pin(self) -> dict:
        """What the lock keeps of it."""
        keys = {"maat": self.measure, "regio": self.region, "periode": self.period, "branche": self.branch}
        fixed = {name: key.strip() for name, key in sorted(self.positions.items())}
        meaning = {"schaal": self.entry.schaal, "populaties": list(self.entry.populaties)}
        return {"tabel": self.snapshot.table, **keys, "posities": fixed, **meaning}


class NotFound(Exception):
    """What was looked for is not there, more than once, or not what it should be; the message says what there is."""


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


def topic_groups(properties: list[dict]) -> dict[str, list[str]]:
    """The groups above every measure, from the outermost in: key -> titles."""
    by_id = {p["ID"]: p for p in properties if p["Type"] == "TopicGroup" and p.get("ID") is not None}
    paths = {}
    for p in properties:
        if p["Type"] == "Topic":
            path, above, seen = [], p.get("ParentID"), set()
            while above in by_id and above not in seen:
                seen.add(above)
                path.insert(0, plain.shown(by_id[above].get("Title")))
                above = by_id[above].get("ParentID")
            paths[p["Key"]] = path
    return paths


def _unit(topic: dict) -> str:
    return (topic.get("Unit") or "").strip()


def describe(table: Table) -> dict:
    """What the lock keeps of a table: title, and per column its kind, title, unit and (but for periods) positions."""
    columns: dict[str, dict] = {}
    paths = topic_groups(table.metadata["DataProperties"])
    for row in table.metadata["DataProperties"]:
        if row["Type"] == "Topic":
            unit = {"eenheid": _unit(row), "datatype": row.get("Datatype", "")}
            unit |= {"groep": " > ".join(paths[row["Key"]])} if paths[row["Key"]] else {}
            columns[row["Key"]] = {"soort": "Topic", "titel": row["Title"].strip(), **unit}
        elif is_dimension(row):
            columns[row["Key"]] = {"soort": row["Type"], "titel": row["Title"].strip()}
            if row["Type"] != "TimeDimension":
                positions = {r["Key"].strip(): r["Title"].strip() for r in table.metadata[row["Key"]]}
                columns[row["Key"]]["posities"] = dict(sorted(positions.items()))
    return {"titel": table.title, "kolommen": columns}
