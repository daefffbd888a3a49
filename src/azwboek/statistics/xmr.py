"""One region over twelve periods or more: limits of an XmR chart and the four rules of Making Data Count.

Never across regions: their differences are no variation of one process.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

BASELINE = 12
RUN = 7
# 2.66 = 3 / 1.128 and 3.267 are the constants of moving ranges of two (Shewhart).
WIDTH, SCREEN = 2.66, 3.267
#: The rules that a value can break, as :func:`chart` names them.
RULES = ("buiten", "een_kant", "een_richting", "bijna_buiten")


class Limits(NamedTuple):
    """Lower limit, mean and upper limit of a process, in the unit of its values; ``trial`` when fewer than 12 made them."""

    lower: float
    mean: float
    upper: float
    trial: bool


def limits(values: Sequence[float]) -> Limits:
    """Mean -/+ 2.66 x mean moving range, in the order of time.

    Moving ranges above 3.267 x their mean are left out of that mean once, as NHSRplotthedots does; the spreadsheet of Making Data Count
    does not. Source: NHS England, Making Data Count; Provost and Murray, The Health Care Data Guide (2011).

    Raises:
        ValueError: fewer than two values.
    """
    if len(values) < 2:
        raise ValueError("limits need two values or more")
    middle = math.fsum(values) / len(values)
    moves = [abs(b - a) for a, b in zip(values, values[1:], strict=False)]
    most = SCREEN * math.fsum(moves) / len(moves)
    kept = [move for move in moves if move <= most]
    half = WIDTH * math.fsum(kept) / len(kept)
    return Limits(middle - half, middle, middle + half, len(values) < BASELINE)


def one_side(signs: Sequence[int]) -> list[bool]:
    """Whether a point ends a run of seven on one side of the mean; 1 is above, -1 below, 0 on it."""
    return [i + 1 >= RUN and abs(sum(signs[i + 1 - RUN : i + 1])) == RUN for i in range(len(signs))]


def chart(values: Sequence[float]) -> pd.DataFrame:
    """A row per value with the limits and which rules it breaks; limits are those of the first twelve values.

    Returns:
        ``waarde``, ``onder``, ``gemiddelde``, ``boven``, ``voorlopig`` (trial limits), and yes or no for each rule: ``buiten`` (outside
        the limits), ``een_kant`` (ends seven on one side of the mean), ``een_richting`` (ends seven that all rise or all fall),
        ``bijna_buiten`` (one of two out of three beyond two thirds of the way to the same limit).
    """
    import pandas as pd

    found = limits(values[:BASELINE])
    signs = [(value > found.mean) - (value < found.mean) for value in values]
    rises = [0, *((b > a) - (b < a) for a, b in zip(values, values[1:], strict=False))]
    near = 2 / 3 * (found.upper - found.mean)
    outer = [sign if abs(value - found.mean) > near else 0 for value, sign in zip(values, signs, strict=True)]
    last = range(len(values))
    return pd.DataFrame(
        {
            "waarde": list(values),
            "onder": found.lower,
            "gemiddelde": found.mean,
            "boven": found.upper,
            "voorlopig": found.trial,
            "buiten": [not found.lower <= value <= found.upper for value in values],
            "een_kant": one_side(signs),
            "een_richting": [i + 1 >= RUN and abs(sum(rises[i + 2 - RUN : i + 1])) == RUN - 1 for i in last],
            "bijna_buiten": [_two_of_three(outer, i) for i in last],
        }
    )


def target(found: Limits, value: float, direction: Literal["hoger_beter", "lager_beter"]) -> str:
    """Whether the process as it is meets a target: ``steeds``, ``nooit`` or ``wisselend`` when the target lies within the limits."""
    above = direction == "hoger_beter"
    if found.lower > value or found.upper < value:
        return "steeds" if (found.lower > value) == above else "nooit"
    return "wisselend"


def _two_of_three(outer: Sequence[int], place: int) -> bool:
    windows = (outer[max(0, first) : first + 3] for first in range(place - 2, place + 1))
    return outer[place] != 0 and any(window.count(outer[place]) >= 2 for window in windows)
