"""Funnels: how much areas of different size may differ from one value by chance. For counts of all areas at one moment."""

from __future__ import annotations

import math

from .intervals import LISTED, SHOWN, Interval, exact, z


def proportion(denominator: float, baseline: float, level: float = SHOWN, rounding: float = 0.0) -> Interval:
    """The proportions whose Wilson limit just touches the baseline, within 0 and 1.

    Wilson's limits are where p differs from the baseline b by z sqrt(b(1-b)/n); so turned around they are b -/+ that, exactly.
    Source: Spiegelhalter, Statistics in Medicine 24 (2005), 1185-1202. Counts that the source rounds in steps of ``rounding`` may be
    half a step off, which widens both limits by that half over n: as the limits of one figure in :func:`.outcomes.interval`.
    """
    half = z(level) * math.sqrt(baseline * (1 - baseline) / denominator) + rounding / 2 / denominator
    return Interval(max(0.0, baseline - half), min(1.0, baseline + half))


def ratio(expected: float, level: float = SHOWN, target: float = 1.0) -> Interval:
    """Limits of observed / expected around the target: the exact Poisson limits of the expected number, divided by it."""
    return exact(expected * target, level).times(1 / expected)


def expected_at(observed: float, level: float = SHOWN) -> Interval:
    """The expected numbers between which this observed number is not remarkable: its own exact Poisson limits.

    With fewer expected events the observed number lies above the funnel, with more below it.
    """
    return exact(observed, level)


def place(observed: float, expected: float) -> tuple[str, float | None]:
    """Where observed / expected lies: ``hoger``, ``lager`` or ``vergelijkbaar``, and the widest level that it lies outside of."""
    for level in (LISTED, SHOWN):
        lower, upper = expected_at(observed, level)
        if expected < lower or expected > upper:
            return ("hoger" if expected < lower else "lager"), level
    return "vergelijkbaar", None
