"""The rules of ``data/controles.yml``: thresholds, ranges of units, areas, totals and known quirks, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ..errors import AzwboekError
from . import catalogue, plain

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
    "niveau",
    "gevuld",
    "verwisseld",
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


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
    gevuld_eerste_pct: Threshold
    reeks_anders_pct: Threshold


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
    """Codes of areas that may occur beside the country and our regions, as a regular expression.

    ``rest`` marks what CBS cannot place in a region: it counts when parts are held against their total.
    """

    code: str
    rest: bool = False
    reden: str = Field(min_length=5)


class AreaName(_Strict):
    """Another name by which CBS calls a region of ours."""

    code: str
    naam: str
    reden: str = Field(min_length=10)


class Level(_Strict):
    """Between which values a series of the country lies, in the unit of the book; ``gepubliceerd`` names published figures.

    Without a population it holds for each.
    """

    reeks: str
    populatie: catalogue.Population | None = None
    van: float
    tot: float
    gepubliceerd: list[str] = Field(default_factory=list)
    reden: str = Field(min_length=10)


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
    gebiedsnamen: list[AreaName] = Field(default_factory=list)
    niveaus: list[Level]
    totalen: list[Total]
    eigenaardigheden: list[Quirk]

    def level(self, series: str, population: str) -> Level | None:
        """The level that is expected of a series for a population."""
        own = [level for level in self.niveaus if level.reeks == series and level.populatie in (population, None)]
        return max(own, key=lambda level: level.populatie is not None, default=None)

    def unit(self, unit: str | None) -> Unit | None:
        """The rule of a unit, however it is written."""
        return next((rule for rule in self.eenheden if plain.unit(rule.eenheid) == plain.unit(unit)), None)


def load(path: Path) -> Rules:
    """Read and validate the rules.

    Raises:
        AzwboekError: the file is missing or wrong; every fault is named, also a quirk of a check that does not exist.
    """
    return catalogue.load_yaml(path, Rules)


def check_units(entries: Iterable[catalogue.Entry], units: Mapping[str, str], rules: Rules, path: Path) -> None:
    """See that every series exists, and that its scale makes the measure's unit into its own.

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
        own = units.get(entry.reeks)
        there = [rule] if (rule := rules.unit(entry.maat.eenheid)) else []
        if not entry.maat.eenheid.strip():  # the table names no unit: the scale says which one is meant
            there = [rule for rule in rules.eenheden if own in rule.naar and rule.schaal == entry.schaal]
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
