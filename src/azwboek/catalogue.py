"""The catalogue: which CBS table and measure feeds which series, found by title in the tables that were kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .errors import AzwboekError
from .snapshots import Snapshot, is_dimension

Population = Literal["smal", "breed", "economie", "onbekend"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Measure(_Strict):
    """A measure by its title and unit, as ``DataProperties`` gives them."""

    titel: str
    eenheid: str


class Entry(_Strict):
    """One line of ``data/catalogus.yml``; the meaning of each field stands at the top of that file."""

    reeks: str
    tabel: str
    maat: Measure
    branchedimensie: str | None = None
    posities: dict[str, str] = Field(default_factory=dict)
    perioden: list[Literal["KW", "JJ", "SJ", "MM"]] = Field(min_length=1)
    schaal: float = Field(default=1, gt=0)
    populaties: list[Population] = Field(min_length=1)
    bevestigd: Literal["ja", "nee"]


class Derived(_Strict):
    """How a derived indicator is made up: 100 x (teller - aftrek) / noemer; the meaning of each field stands in the file."""

    indicator: str
    teller: str
    aftrek: str | None = None
    noemer: str
    noemer_periode: Literal["zelfde", "jaar_eerder"] = "zelfde"
    sql: str


class Catalogue(_Strict):
    """All lines of ``data/catalogus.yml``."""

    reeksen: list[Entry]
    afgeleid: list[Derived] = Field(default_factory=list)


@dataclass(frozen=True)
class Resolved:
    """An entry with the keys that were found for it in one kept table.

    Attributes:
        entry: the catalogue's line.
        snapshot: the kept table that serves it.
        measure: key of the measure.
        region: key of the dimension with regions.
        period: key of the dimension with periods.
        branch: key of the dimension with branches, or None.
        positions: fixed positions: key of the dimension -> (padded) key of the position.
    """

    entry: Entry
    snapshot: Snapshot
    measure: str
    region: str
    period: str
    branch: str | None
    positions: dict[str, str] = field(default_factory=dict)


class _NotFound(Exception):
    """What was looked for is not there; the message says what and names the candidates."""


def load(path: Path) -> Catalogue:
    """Read and validate the catalogue.

    Raises:
        AzwboekError: the file is missing, is no YAML, or has an unknown or wrong field; every fault is named.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise AzwboekError(f"{path}: het bestand ontbreekt") from error
    except yaml.YAMLError as error:
        raise AzwboekError(f"{path}: geen geldige YAML ({error})") from error
    try:
        return Catalogue.model_validate(content)
    except ValidationError as error:
        faults = [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()]
        raise AzwboekError("\n".join([f"{path}: {len(faults)} fout(en)", *faults])) from error


def resolve(entries: list[Entry], snapshots: list[Snapshot]) -> tuple[list[Resolved], list[tuple[Entry, str]]]:
    """Find each entry's table and keys among the kept tables.

    Returns:
        The entries that were found, and the entries that were not found, each with the reason.
    """
    found: list[Resolved] = []
    missing: list[tuple[Entry, str]] = []
    for entry in entries:
        try:
            found.append(_resolve(entry, snapshots))
        except _NotFound as reason:
            missing.append((entry, str(reason)))
    return found, missing


def _resolve(entry: Entry, snapshots: list[Snapshot]) -> Resolved:
    prefix = entry.tabel.casefold()
    snapshot = _one(
        [s for s in snapshots if s.manifest["titel"].casefold().startswith(prefix)],
        f"tabel {entry.tabel!r}",
        [s.manifest["titel"] for s in snapshots],
    )
    properties = snapshot.metadata["DataProperties"]
    topics = [p for p in properties if p["Type"] == "Topic"]
    measure = _one(
        [p for p in topics if (p["Title"].strip(), p["Unit"].strip()) == (entry.maat.titel, entry.maat.eenheid)],
        f"maat {entry.maat.titel!r} ({entry.maat.eenheid}) in {snapshot.table}",
        [f"{p['Title']} ({p['Unit']})" for p in topics],
    )
    return Resolved(
        entry=entry,
        snapshot=snapshot,
        measure=measure["Key"],
        region=_dimension(snapshot, lambda p: p["Type"] in ("GeoDimension", "GeoDetail"), "regiodimensie")["Key"],
        period=_dimension(snapshot, lambda p: p["Type"] == "TimeDimension", "tijddimensie")["Key"],
        branch=entry.branchedimensie
        and _dimension(snapshot, lambda p: p["Title"].strip() == entry.branchedimensie, entry.branchedimensie)["Key"],
        positions=dict(_position(snapshot, title, position) for title, position in entry.posities.items()),
    )


def _position(snapshot: Snapshot, title: str, position: str) -> tuple[str, str]:
    dimension = _dimension(snapshot, lambda p: p["Title"].strip() == title, title)["Key"]
    rows = snapshot.metadata[dimension]
    row = _one(
        [r for r in rows if r["Title"].strip() == position],
        f"positie {position!r} van {title!r} in {snapshot.table}",
        [r["Title"] for r in rows],
    )
    return dimension, row["Key"]


def _dimension(snapshot: Snapshot, wanted, name: str) -> dict:
    dimensions = [p for p in snapshot.metadata["DataProperties"] if is_dimension(p)]
    return _one(
        [p for p in dimensions if wanted(p)], f"dimensie {name!r} in {snapshot.table}", [p["Title"] for p in dimensions]
    )


def _one(found: list, what: str, candidates: list[str]):
    if len(found) == 1:
        return found[0]
    problem = "niet gevonden" if not found else f"niet eenduidig ({len(found)} keer gevonden)"
    raise _NotFound(f"{what}: {problem}; wel aanwezig: {'; '.join(candidates[:8]) or 'niets'}")
