"""Whether a series rises or falls: the recent trend of Fingertips, and Mann-Kendall's test.

One way for each kind of series, chosen once: a share with counts by chi-square for linear trend; a figure with limits by weighted
least squares; a longer series of independent quarters by the seasonal Kendall test. ``x`` are positions in time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .intervals import LISTED, SHOWN, z

if TYPE_CHECKING:
    import numpy as np

RISING, FALLING, STEADY, NOT_TESTED = "stijgend", "dalend", "geen_duidelijke_verandering", "niet_getoetst"
POINTS = 5
#: Seasonal Kendall of three years of quarters cannot reach p < 0.002, of four years it can.
YEARS = 4


@dataclass(frozen=True)
class Trend:
    """What a series does: ``uitkomst`` in one word, ``reden`` when it is not that of the test alone.

    ``helling`` is the change per position in time (of a share: of its logit), ``toets`` the test statistic, ``p`` its probability.
    """

    uitkomst: str
    reden: str | None = None
    helling: float | None = None
    toets: float | None = None
    p: float | None = None


def of_values(x: Sequence[float], value: Sequence, lower: Sequence, upper: Sequence) -> Trend:
    """Recent trend of a figure with 95% limits: weighted least squares through the last five points.

    Standard error of a point: (upper - lower) / 3.92. Slope and its standard error with weights 1/SE^2; (slope/SE)^2 against the
    quantile 0.998 of chi-square with 1 degree of freedom, 9.5495. Source: Fingertips technical guidance, recent trends (OHID).

    Returns:
        A trend; not tested with fewer than five points, a missing value or limit, or a point that stands twice.
    """
    import numpy as np

    if reason := _refusal(x, value) or _refusal(x, lower, "geen_marge") or _refusal(x, upper, "geen_marge"):
        return Trend(NOT_TESTED, reason)
    points, y, low, high = (np.asarray(part[-POINTS:], dtype=float) for part in (x, value, lower, upper))
    error = (high - low) / (2 * z(SHOWN))
    if not (error > 0).all():
        return Trend(NOT_TESTED, "geen_marge")
    weight = 1 / error**2
    slope = _slope(points, y, weight)
    spread = weight @ (points - np.average(points, weights=weight)) ** 2
    return _judged(slope, float(slope**2 * spread), _changes_sign(points, y, weight))


def of_shares(x: Sequence[float], count: Sequence, denominator: Sequence) -> Trend:
    """Recent trend of a share with its counts: chi-square for linear trend over the last five points.

    Chi-square: (sum x(O - n P))^2 / (P(1-P) (sum n x^2 - (sum n x)^2 / N)), with P the share of all points together. The direction is
    that of the unweighted slope of ln(p/(1-p)). Source: Armitage, Biometrics 11 (1955), 375-386; Fingertips technical guidance.

    Returns:
        A trend; not tested with fewer than five points, a missing count, a share of 0 or 1, or a point that stands twice.
    """
    import numpy as np

    if reason := _refusal(x, count) or _refusal(x, denominator):
        return Trend(NOT_TESTED, reason)
    points, events, people = (np.asarray(part[-POINTS:], dtype=float) for part in (x, count, denominator))
    if not ((events > 0) & (events < people)).all():
        return Trend(NOT_TESTED, "geen_aandeel")
    share = events.sum() / people.sum()
    spread = share * (1 - share) * (people @ points**2 - (people @ points) ** 2 / people.sum())
    logit = np.log(events / (people - events))
    even = np.ones(POINTS)
    chi2 = float((points @ (events - people * share)) ** 2 / spread)
    return _judged(_slope(points, logit, even), chi2, _changes_sign(points, logit, even))


def smallest_p(points: int) -> float:
    """The smallest two-sided p that Mann-Kendall can reach: 2/n!, when all values rise or all fall."""
    return min(1.0, 2 / math.factorial(points))


@dataclass(frozen=True)
class Kendall:
    """Mann-Kendall with Theil and Sen's line: tau-a, z with continuity correction, p, slope, intercept, lower 95% limit of the slope."""

    tau: float
    z: float
    p: float
    slope: float
    intercept: float
    slope_lower: float


def kendall(x: Sequence[float], y: Sequence[float]) -> Kendall:
    """Mann-Kendall's test of a series at any points in time, by pymannkendall, with SciPy's Theil-Sen line.

    tau is tau-a: SciPy's own ``kendalltau`` gives tau-b, which differs when values are equal. The intercept goes through both medians.

    Raises:
        ValueError: points in time that do not rise.
    """
    import pymannkendall
    from scipy.stats import theilslopes

    if any(b <= a for a, b in zip(x, x[1:], strict=False)):
        raise ValueError("points in time must rise")
    test = pymannkendall.original_test(list(y))
    line = theilslopes(y, x, alpha=SHOWN)
    return Kendall(
        float(test.Tau), float(test.z), float(test.p), float(line.slope), float(line.intercept), float(line.low_slope)
    )


@dataclass(frozen=True)
class Seasonal:
    """The seasonal Kendall test: S, mean tau-a, z with continuity correction, p, and the median slope per year."""

    s: float
    tau: float
    z: float
    p: float
    slope: float


def seasonal(values: Sequence[float], period: int) -> Seasonal:
    """The seasonal Kendall test of whole years, by pymannkendall: each season is compared only with itself.

    The values follow each other without a gap; where a year begins does not matter. Its intercept is defined otherwise elsewhere, so none
    is given.
    """
    import pymannkendall

    test = pymannkendall.seasonal_test(list(values), period=period)
    return Seasonal(float(test.s), float(test.Tau), float(test.z), float(test.p), float(test.slope))


def of_quarters(values: Sequence[float]) -> Trend:
    """Trend of independent quarters in a row, at least four years: the seasonal Kendall test at 99.8%."""
    if len(values) < 4 * YEARS:
        return Trend(NOT_TESTED, "te_weinig_perioden")
    if any(_missing(value) for value in values):
        return Trend(NOT_TESTED, "ontbrekende_periode")
    found = seasonal(values, 4)
    outcome = STEADY if found.p >= 1 - LISTED else RISING if found.slope > 0 else FALLING
    return Trend(outcome, None, found.slope, found.z, found.p)


def _refusal(x: Sequence[float], values: Sequence, missing: str = "ontbrekende_periode") -> str | None:
    if len(x) < POINTS:
        return "te_weinig_perioden"
    if len(set(x)) < len(x):
        return "dubbele_periode"
    return missing if any(_missing(value) for value in values[-POINTS:]) else None


def _missing(value: float | None) -> bool:
    return value is None or math.isnan(value)


def _slope(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> float:
    import numpy as np

    away = x - np.average(x, weights=weight)
    return float((weight * away) @ y / (weight @ away**2))


def _changes_sign(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> bool:
    """Whether one point decides the direction: without it the slope has another sign."""
    overall = _slope(x, y, weight)
    others = [[place for place in range(len(x)) if place != out] for out in range(len(x))]
    return any(overall * _slope(x[kept], y[kept], weight[kept]) <= 0 for kept in others)


def _judged(slope: float, chi2: float, one_decides: bool) -> Trend:
    from scipy.special import chdtrc, chdtri

    p = float(chdtrc(1, chi2))
    if chi2 <= float(chdtri(1, 1 - LISTED)):
        return Trend(STEADY, None, slope, chi2, p)
    if one_decides:
        return Trend(STEADY, "een_meting_beslist", slope, chi2, p)
    return Trend(RISING if slope > 0 else FALLING, None, slope, chi2, p)
