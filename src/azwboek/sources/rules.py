"""The rules of ``data/controles.yml``: thresholds, ranges of units, areas, totals and known quirks, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ..errors import AzwboekError
from . import catalogue

# The checks of azwboek.verify by name, in their order.
Check = Literal[
    "paginas",
    "sleutels",
    "dubbel",
    "rijen",
    "vastgelegd",
    "perioden",
    "regios",
    "bereik",
    "leeg_als_nul",
    "som_regios",
    "som_delen",
    "omvang",
    "schaal",
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Threshold(_Strict):
    """A number and why it is that one."""

    waarde: float = Field(ge=0)
    reden: str = Field(min_length=10)


class Thresholds(_Strict):
    """How much a version may differ from the one before it, and parts from their total."""

    rijen_minder_pct: Threshold
    gevuld_minder_pct: Threshold
    schaal_factor: Threshold
    perioden_weg: Threshold
    nul_pct: Threshold
    som_pct: Threshold
    som_afronding: Threshold


class Unit(_Strict):
    """The range of a unit, and the units of the book that it may become."""

    eenheid: str
    van: float
    tot: float | None = None
    midden_vanaf: float | None = None
    naar: list[str]
    schaal: float
    reden: str = Field(min_length=10)


class Exempt(_Strict):
    """Measures, by the pattern of their title, for which the range of their unit does not hold."""

    titel: str
    reden: str = Field(min_length=10)


class Area(_Strict):
    """Codes of areas that may occur beside the country and our regions, as a regular expression."""

    code: str
    reden: str = Field(min_length=5)


class Total(_Strict):
    """A total and its parts within one dimension of a table, all by title."""

    tabel: str
    dimensie: str
    totaal: str
    delen: list[str] = Field(min_length=1)
    maten: list[str] = Field(min_length=1)
    reden: str = Field(min_length=10)


class Quirk(_Strict):
    """A fault of one check that a table is known to have."""

    tabel: str
    controle: Check
    kolom: str
    reden: str = Field(min_length=10)


class Rules(_Strict):
    """All of ``data/controles.yml``."""

    drempels: Thresholds
    eenheden: list[Unit]
    zonder_bereik: list[Exempt]
    gebieden: list[Area]
    totalen: list[Total]
    eigenaardigheden: list[Quirk]


def load(path: Path) -> Rules:
    """Read and validate the rules.

    Raises:
        AzwboekError: the file is missing or wrong; every fault is named, also a quirk of a check that does not exist.
    """
    return catalogue.load_yaml(path, Rules)


def check_units(entries: Iterable[catalogue.Entry], units: Mapping[str, str], rules: Rules, path: Path) -> None:
    """See that every series exists, and that its scale makes the measure's unit into that of the series.

    Args:
        entries: lines of the catalogue.
        units: unit of every series in the book.
        rules: which units become which.
        path: the catalogue's file, for messages.

    Raises:
        AzwboekError: a series is unknown, or a unit does not fit; every fault is named.
    """
    faults = []
    for entry in entries:
        there = [unit for unit in rules.eenheden if unit.eenheid == entry.maat.eenheid]
        if entry.reeks not in units:
            faults.append(f"onbekende reeks {entry.reeks}; zie indicatoren.csv en hulpreeksen.csv")
        elif not there:
            known = ", ".join(repr(unit.eenheid) for unit in rules.eenheden)
            faults.append(
                f"{entry.reeks}: onbekende eenheid {entry.maat.eenheid!r}; kies uit {known}, of zet haar in controles.yml"
            )
        elif units[entry.reeks] not in there[0].naar or entry.schaal != there[0].schaal:
            faults.append(
                f"{entry.reeks}: een maat in {entry.maat.eenheid!r} met schaal {entry.schaal:g} wordt geen "
                f"{units[entry.reeks]!r}; verwacht schaal {there[0].schaal:g} en {' of '.join(there[0].naar)}"
            )
    if faults:
        raise AzwboekError("\n".join([f"{path}: {len(faults)} fout(en)", *faults]))
