"""A series as the warehouse gives it, tested for a trend by the rule that fits it: within one segment, thinned where periods overlap."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from . import trends
from .intervals import SHOWN, Interval, events
from .outcomes import BASE, UNTESTED, Measured, Rule, interval
from .trends import NOT_TESTED, POINTS, Trend

if TYPE_CHECKING:
    import pandas as pd


def trend(series: pd.DataFrame, rule: Rule) -> Trend:
    """The trend of one indicator in one area.

    Only what comes after the last series break counts. Of periods that overlap or hold the same people one a year is left: that of the
    latest period. The last five years must all be there.

    Args:
        series: a row per period: ``periode``, ``segment``, ``waarde``, ``teller_aantal`` and ``noemer_aantal``, and, where the source
            publishes 95% limits, ``ondergrens`` and ``bovengrens``. In any order; rows without a value at the end don't count.
        rule: what a comparison must know of the indicator.

    Returns:
        The trend by published limits, by counts, or, of counts that the source rounds and of a number without denominator, by the limits
        that chance and rounding give; or why it is not tested.
    """
    known = series.sort_values("periode", kind="stable")
    valued = known[known["waarde"].notna()]
    if valued.empty:
        return Trend(NOT_TESTED, "geen_cijfer")
    last = valued.iloc[-1]
    known = known[known["periode"] <= last["periode"]]
    if known["periode"].duplicated().any():
        return Trend(NOT_TESTED, "dubbele_periode")
    if reason := _cannot(known, rule):
        return Trend(NOT_TESTED, reason)
    unbroken = known[known["segment"] == last["segment"]]
    if rule.los and last["periode"][4:6] == "KW":
        return trends.of_quarters(_filled(unbroken, _quarter)["waarde"].tolist())
    yearly = _filled(unbroken[unbroken["periode"].str[4:] == last["periode"][4:]], _year)
    found = _by_counts_or_limits(yearly, rule)
    if found.reden == "te_weinig_perioden" and known["periode"].str[:4].nunique() >= POINTS:
        return Trend(NOT_TESTED, "breuk" if len(unbroken) < len(known) else "overlap")
    return found


def _cannot(known: pd.DataFrame, rule: Rule) -> str | None:
    if {"ondergrens", "bovengrens"} <= set(known) and known[["ondergrens", "bovengrens"]].notna().any().all():
        return None
    if rule.meting != "telling":
        return UNTESTED[rule.meting]
    if rule.eenheid in BASE and known[["teller_aantal", "noemer_aantal"]].isna().all().any():
        return "geen_noemer"
    return None


def _by_counts_or_limits(yearly: pd.DataFrame, rule: Rule) -> Trend:
    years, values = yearly.index.tolist(), yearly["waarde"].tolist()
    if {"ondergrens", "bovengrens"} <= set(yearly) and yearly[["ondergrens", "bovengrens"]].notna().any().all():
        return trends.of_values(years, values, yearly["ondergrens"].tolist(), yearly["bovengrens"].tolist())
    counts, people = yearly["teller_aantal"].tolist(), yearly["noemer_aantal"].tolist()
    if rule.eenheid in BASE and not rule.afronding:
        return trends.of_shares(years, counts, people)
    limits = [_limits(Measured("", *parts), rule) for parts in zip(values, counts, people, strict=True)]
    return trends.of_values(years, values, [limit.lower for limit in limits], [limit.upper for limit in limits])


def _limits(figure: Measured, rule: Rule) -> Interval:
    """95% limits of a share or of a number of events; no numbers where there is no figure."""
    found = events(figure.waarde, SHOWN) if rule.eenheid not in BASE and figure.waarde == figure.waarde else None
    found = found or interval(figure, rule, SHOWN)
    return Interval(math.nan, math.nan) if isinstance(found, str) else found


def _filled(series: pd.DataFrame, place: Callable[[str], int]) -> pd.DataFrame:
    """The series by its place in time, with an empty row for each place that is not there."""
    placed = series.set_index(series["periode"].map(place))
    return placed.reindex(range(placed.index.min(), placed.index.max() + 1))


def _year(period: str) -> int:
    return int(period[:4])


def _quarter(period: str) -> int:
    return 4 * int(period[:4]) + int(period[7]) - 1
