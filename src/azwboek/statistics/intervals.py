"""Intervals around one figure, and around the difference of two.

A level is a probability: 0.95 or 0.998. A count of 0 has a lower limit of 0. What statsmodels and SciPy have is asked there, inside
the functions, so that a command that computes nothing does not wait for them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

#: The levels of every comparison: the first is shown, lists and colours go by the second.
SHOWN, LISTED = 0.95, 0.998
LEVELS = (SHOWN, LISTED)
FEW_EVENTS = 10


class Interval(NamedTuple):
    """Lower and upper limit, in the unit of the figure."""

    lower: float
    upper: float

    def times(self, factor: float) -> Interval:
        """Both limits multiplied."""
        return Interval(self.lower * factor, self.upper * factor)


def z(level: float) -> float:
    """How many standard errors a normal value lies within its mean with this probability."""
    from scipy.special import ndtri

    if not 0 < level < 1:
        raise ValueError(f"a level is a probability between 0 and 1, not {level}")
    return float(ndtri((1 + level) / 2))


def wilson(count: float, denominator: float, level: float = SHOWN) -> Interval:
    """Limits of a proportion (0 to 1): Wilson's score interval, by statsmodels.

    Raises:
        ValueError: the count does not lie between 0 and the denominator.
    """
    from statsmodels.stats.proportion import proportion_confint

    if not 0 <= count <= denominator or denominator == 0:
        raise ValueError(f"{count} of {denominator} is no proportion")
    lower, upper = proportion_confint(count, denominator, alpha=1 - level, method="wilson")
    return Interval(float(lower), float(upper))


def exact(count: float, level: float = SHOWN) -> Interval:
    """Limits of a number of events: exact Poisson, from the chi-square distribution (Garwood 1936).

    Half the quantile at (1-level)/2 with 2 x degrees of freedom, and half that at (1+level)/2 with 2(x+1).
    """
    from scipy.special import gammaincinv

    if count < 0:
        raise ValueError(f"{count} is no number of events")
    lower = float(gammaincinv(count, (1 - level) / 2)) if count > 0 else 0.0
    return Interval(lower, float(gammaincinv(count + 1, (1 + level) / 2)))


def byar(count: float, level: float = SHOWN) -> Interval:
    """Limits of a number of events by Byar's approximation, for 10 events or more.

    Lower: x(1 - 1/(9x) - z/(3 sqrt x))^3. Upper: the same with x+1 and +z. Source: Breslow and Day, Statistical Methods in Cancer
    Research, volume II (1987), page 69. The lower limit is not a number where the formula falls below zero.
    """
    if count <= 0:
        raise ValueError(f"{count} events are too few for Byar's limits")
    score = z(level)
    more = count + 1
    lower = count * (1 - 1 / (9 * count) - score / (3 * math.sqrt(count))) ** 3
    upper = more * (1 - 1 / (9 * more) + score / (3 * math.sqrt(more))) ** 3
    return Interval(lower if lower >= 0 else math.nan, upper)


def events(count: float, level: float = SHOWN) -> Interval:
    """Limits of a number of events: exact below 10, Byar's from 10."""
    return exact(count, level) if count < FEW_EVENTS else byar(count, level)


class Mean(NamedTuple):
    """The mean of values, their standard deviation and the interval of the mean, in the unit of the values."""

    value: float
    deviation: float
    interval: Interval


def mean(values: Sequence[float], level: float = SHOWN) -> Mean:
    """The mean of independent values with its limits by Student's t.

    Raises:
        ValueError: fewer than two values.
    """
    from scipy.special import stdtrit

    number = len(values)
    if number < 2:
        raise ValueError("a mean of fewer than two values has no interval")
    middle = math.fsum(values) / number
    deviation = math.sqrt(math.fsum((value - middle) ** 2 for value in values) / (number - 1))
    half = float(stdtrit(number - 1, (1 + level) / 2)) * deviation / math.sqrt(number)
    return Mean(middle, deviation, Interval(middle - half, middle + half))


class Standardised(NamedTuple):
    """A directly standardised rate and its interval, as a fraction; both are empty below 10 events."""

    rate: float | None
    interval: Interval | None


def standardised(
    counts: Sequence[float], people: Sequence[float], standard: Sequence[float], level: float = SHOWN
) -> Standardised:
    """A rate in the age distribution of a standard population, with Dobson's limits.

    Rate: sum(w O/n) / sum(w). Limits: rate + sqrt(variance / O) (limit of O - O), where O is the number of all events, its limits are
    Byar's, and the variance is sum((w/n)^2 O) / sum(w)^2. Source: Dobson et al., Statistics in Medicine 10 (1991), 457-462.
    Fewer than 10 events give none, as in PHEindicatormethods.
    """
    total, weights = math.fsum(counts), math.fsum(standard)
    if total < FEW_EVENTS:
        return Standardised(None, None)
    bands = list(zip(counts, people, standard, strict=True))
    rate = math.fsum(weight * count / n for count, n, weight in bands) / weights
    variance = math.fsum((weight / n) ** 2 * count for count, n, weight in bands) / weights**2
    scale = math.sqrt(variance / total)
    lower, upper = byar(total, level)
    return Standardised(rate, Interval(rate + scale * (lower - total), rate + scale * (upper - total)))


def difference(one: float, of_one: Interval, other: float, of_other: Interval) -> Interval:
    """Limits of ``one - other`` from the limits of each: Newcombe's method, by squares of the distances to the limits.

    Lower: d - sqrt((p1 - l1)^2 + (u2 - p2)^2). Upper: d + sqrt((u1 - p1)^2 + (p2 - l2)^2). With Wilson's limits it is method 10 of
    Newcombe, Statistics in Medicine 17 (1998), 873-890; it holds as well for limits that a source publishes (Zou and Donner, Statistics
    in Medicine 27 (2008), 1693-1702). Two figures that overlap or hang together make it too wide, never too narrow, as long as they move
    the same way.
    """
    gap = one - other
    return Interval(
        gap - math.hypot(one - of_one.lower, of_other.upper - other),
        gap + math.hypot(of_one.upper - one, other - of_other.lower),
    )
