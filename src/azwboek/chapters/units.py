"""Values with their unit, as ``data/registers/eenheden.csv`` says; a unit that is not there has one decimal and its own name."""

from __future__ import annotations

import functools
from pathlib import Path

from .. import dutch
from ..paths import project
from ..sources import registers
from ..sources.figure_rows import Eenheid


def unit(name: str) -> Eenheid:
    """What is known of a unit."""
    found = _units(project().registers).get(name)
    return found or Eenheid.model_construct(
        eenheid=name, decimalen=1, telling="nee", achter=name, verschil=None, bijschrift=dutch.sentence_case(name)
    )


@functools.cache
def _units(folder: Path) -> dict[str, Eenheid]:
    return {row.eenheid: row for row in registers.read_one(folder, "eenheden")}


def decimals(name: str) -> int:
    """How many decimals a value of this unit is shown with; differences are taken between the values as shown."""
    return unit(name).decimalen


def counts(name: str) -> bool:
    """Whether it is a count: a region's count and the country's are never put beside each other."""
    return unit(name).telling == "ja"


def caption(name: str) -> str:
    """The unit as the line above a chart has it: ``Procent``."""
    return unit(name).bijschrift


def shown(value: float | None, name: str) -> float | None:
    """The value as it is shown: rounded to the decimals of its unit."""
    return None if dutch.missing(value) else float(dutch.rounded(value, decimals(name)))


def quantity(value: float | None, name: str) -> str:
    """A value with its unit, as in a sentence: ``6,7%``, ``34 per 1.000 banen``, ``0,70``, ``1.250 personen``."""
    if dutch.missing(value):
        return dutch.MISSING
    behind = unit(name).achter or ""
    return dutch.number(value, decimals(name)) + ("" if behind[:1] in "%\N{PER MILLE SIGN}" else " ") + behind


def difference(value: float, name: str) -> str:
    """The size of a difference, without its sign: percentages differ by percentage points."""
    return " ".join(filter(None, (dutch.number(abs(value), decimals(name)), unit(name).verschil)))
