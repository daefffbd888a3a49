"""The areas that demonstration tables are made for, with invented weights, and how they add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import AzwboekError
from . import cbs_form, registers
from .areas import AreaSet, Settings
from .figure_rows import Demonstratiegewicht, Gebied


@dataclass(frozen=True)
class Place:
    """An area that the tables have a row for.

    Attributes:
        code, name: as in its register.
        title: as CBS would call it, with the kind of area behind it.
        group: what CBS calls such areas.
        weight: invented, in the order of thousands of inhabitants.
        landsdeel: code of the part of the country that it lies in, and how CBS calls it.
        umc: whether there is a university hospital.
    """

    code: str
    name: str
    title: str
    group: str
    weight: int
    landsdeel: tuple[str, str]
    umc: bool


def places(folder: Path, sets: Iterable[AreaSet]) -> list[list[Place]]:
    """Read the areas that the tables are made for.

    Args:
        folder: the registers.
        sets: the sets of areas; each divides the country.

    Returns:
        The areas of each set.

    Raises:
        AzwboekError: a register is wrong, or an area has no weight.
    """
    weights = {row.regio: row for row in registers.read_one(folder, "demonstratiegewichten")}
    parts = {row.code: f"{row.naam} (LD)" for _, row in registers.areas(folder, "landsdelen")}
    found = []
    for one in sets:
        if without := [area.code for area in one.areas if area.code not in weights]:
            raise AzwboekError(
                f"{folder / 'demonstratiegewichten.csv'}: geen gewicht voor {', '.join(without)}; voeg een regel toe"
            )
        found.append([_place(area, weights[area.code], parts, one.settings) for area in one.areas])
    return found


def _place(area: Gebied, weight: Demonstratiegewicht, parts: dict[str, str], settings: Settings) -> Place:
    title, part = f"{area.naam} {settings.achtervoegsel}", (weight.landsdeel, parts[weight.landsdeel])
    return Place(area.code, area.naam, title, settings.groep, weight.gewicht, part, weight.umc == "ja")


@dataclass(frozen=True)
class Area:
    """The areas of a table; those of the first set, ordered by code, are what it is made of.

    Attributes:
        share: the part of the Netherlands of each area of the first set.
        umc: whether there is a university hospital.
        plan: sums over these areas for every row of RegioS: Nederland, landsdelen, the areas, those of other sets.
        rows: key, title and group of every row of RegioS.
        own: the rows of the first set.
    """

    share: np.ndarray
    umc: np.ndarray
    plan: np.ndarray
    rows: list[tuple[str, str, str]]
    own: slice

    @classmethod
    def of(cls, sets: Sequence[Sequence[Place]]) -> Area:
        ordered = [sorted(places, key=lambda place: place.code) for places in sets]
        first = ordered[0]
        weights = np.array([place.weight for place in first], dtype=float)
        chosen = {place.code for places in ordered for place in places}
        parts = {
            part: [float(place.landsdeel == part) for place in first]
            for part in sorted({place.landsdeel for place in first})
            if part[0] not in chosen
        }
        start = 1 + len(parts)
        plan = [np.ones((1, len(first))), *(np.array([part]) for part in parts.values()), np.eye(len(first))]
        rows = [("NL01", "Nederland", "Nederland"), *((code, title, "Landsdelen") for code, title in parts)]
        for places in ordered:
            rows += [(place.code, place.title, place.group) for place in places]
        plan += [_mixed(places, first) for places in ordered[1:]]
        own = slice(start, start + len(first))
        umc = np.array([place.umc for place in first])
        return cls(weights / weights.sum(), umc, np.vstack(plan), rows, own)

    def shape(self, periods: Sequence[str]) -> tuple[int, int]:
        return len(self.share), len(periods)

    def around(self, national: np.ndarray, deviations: np.ndarray) -> np.ndarray:
        """Return percentages per row of RegioS; the weighted average of the regions is ``national``."""
        averages = self.plan * self.share
        averages /= averages.sum(axis=1, keepdims=True)
        return averages @ (national + deviations - self.share @ deviations)

    def dimension(self) -> cbs_form.Dimension:
        return cbs_form.Dimension("RegioS", "Regio's", "GeoDimension", *cbs_form.rows_of(self.rows))


def _mixed(places: Sequence[Place], first: Sequence[Place]) -> np.ndarray:
    """Which part of each area of the first set (columns) lies in each area of another (rows): invented, within landsdelen.

    Both sets are laid along one line, in the order of their codes, and what overlaps is shared.
    """

    def ends(areas: Sequence[Place]) -> dict[str, tuple[float, float]]:
        found, at = {}, {}
        for area in areas:
            total = sum(other.weight for other in areas if other.landsdeel == area.landsdeel)
            begin = at.get(area.landsdeel, 0.0)
            at[area.landsdeel] = begin + area.weight / total
            found[area.code] = begin, at[area.landsdeel]
        return found

    ours, theirs = ends(first), ends(places)
    parts = np.zeros((len(places), len(first)))
    for row, place in enumerate(places):
        for column, area in enumerate(first):
            if place.landsdeel == area.landsdeel:
                (a, b), (c, d) = theirs[place.code], ours[area.code]
                parts[row, column] = max(0.0, min(b, d) - max(a, c)) / (d - c)
    return parts
