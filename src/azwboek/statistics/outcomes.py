"""Whether a figure differs: from the country, from a year earlier, from other regions; or why that is not tested.

Words of an outcome stand in ``data/registers/toetswoorden.csv``, by their kind and code; rules per indicator in
``data/registers/toetsregels.csv``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from .intervals import LISTED, SHOWN, Interval, difference, wilson

HIGHER, LOWER, SIMILAR, NOT_TESTED = "hoger", "lager", "vergelijkbaar", "niet_getoetst"
GOOD, BAD, NO_JUDGEMENT = "gunstig", "ongunstig", "geen_oordeel"
#: What a share of one is in a unit.
BASE = {"%": 100.0, "per 1.000 banen": 1000.0}
#: How an indicator is measured, when not by counting: why it is not tested without published limits.
UNTESTED = {
    "modelschatting": "modelschatting",
    "gemiddelde": "gemiddelde",
    "enquete": "geen_marge",
    "onbekend": "meting_onbekend",
}

Measuring = Literal["telling", "modelschatting", "enquete", "gemiddelde", "onbekend"]
Direction = Literal["hoger_beter", "lager_beter", "neutraal"]


@dataclass(frozen=True)
class Rule:
    """What a comparison must know of an indicator.

    Attributes:
        eenheid: unit of its values and of ``drempel``.
        richting: whether higher is better, lower is better or neither.
        meting: how it is measured; only a ``telling`` has chance limits of its own, others need published ones.
        drempel: the smallest difference that counts, None where none was chosen.
        afronding: step in which the source rounds the numerator, 0 when it does not.
        los: whether neighbouring periods share neither time nor people; if not, one period a year is taken for a trend.
    """

    eenheid: str
    richting: Direction
    meting: Measuring
    drempel: float | None = None
    afronding: float = 0.0
    los: bool = False


@dataclass(frozen=True)
class Measured:
    """A figure of one area in one period.

    Attributes:
        gebied: code of the area.
        waarde: the figure in its unit, None when there is none.
        teller: number counted, and ``noemer`` out of how many; None when not known.
        grenzen: limits that the source publishes, by level.
        periode: code of the period as CBS writes it, and ``segment`` the number of series breaks up to it.
    """

    gebied: str
    waarde: float | None
    teller: float | None = None
    noemer: float | None = None
    grenzen: Mapping[float, Interval] = field(default_factory=dict)
    periode: str = ""
    segment: int = 0


@dataclass(frozen=True)
class Outcome:
    """What a comparison comes to, at one level.

    Attributes:
        uitkomst: hoger, lager, vergelijkbaar or niet_getoetst.
        oordeel: gunstig, ongunstig or geen_oordeel where it is hoger or lager; None otherwise.
        reden: why it is not tested or not judged, or why a difference that chance does not explain is no difference here.
        verschil: own figure minus the other, in the unit, also when not tested; None when one is missing, and between the counts of two
            areas.
        interval: limits of what was tested: of the own figure against the country, of the difference otherwise.
        niveau: the level.
    """

    uitkomst: str
    niveau: float
    oordeel: str | None = None
    reden: str | None = None
    verschil: float | None = None
    interval: Interval | None = None


def interval(figure: Measured, rule: Rule, level: float = SHOWN) -> Interval | str:
    """Limits of a figure in its unit, or the reason why it has none.

    Published limits go first. Those of a count are Wilson's, between the smallest and largest count that round to the one given. They are
    never made of a guessed number of respondents.

    Raises:
        ValueError: a figure is not what its numerator and denominator make.
    """
    if _missing(figure.waarde):
        return "geen_cijfer"
    if level in figure.grenzen:
        return figure.grenzen[level]
    if figure.grenzen:
        return "geen_grens_op_niveau"
    if rule.meting != "telling":
        return UNTESTED[rule.meting]
    if rule.eenheid not in BASE:
        return "aantal_zonder_noemer"
    if _missing(figure.teller) or _missing(figure.noemer) or figure.noemer <= 0:
        return "geen_noemer"
    base, half = BASE[rule.eenheid], rule.afronding / 2
    if not math.isclose(base * figure.teller / figure.noemer, figure.waarde, rel_tol=1e-6, abs_tol=1e-9):
        raise ValueError(f"{figure.gebied}: {figure.teller} of {figure.noemer} is not {figure.waarde} {rule.eenheid}")
    least = wilson(max(0.0, figure.teller - half), figure.noemer, level)
    most = wilson(min(figure.noemer, figure.teller + half), figure.noemer, level)
    return Interval(least.lower, most.upper).times(base)


def against_value(lower: float, upper: float, value: float) -> str:
    """Where an interval lies against a fixed value: hoger, lager or vergelijkbaar; a limit equal to the value is vergelijkbaar."""
    return HIGHER if lower > value else LOWER if upper < value else SIMILAR


def judgement(outcome: str, direction: Direction) -> str | None:
    """Gunstig, ongunstig or geen_oordeel for a difference; None when there is none."""
    if outcome not in (HIGHER, LOWER):
        return None
    if direction == "neutraal":
        return NO_JUDGEMENT
    return GOOD if (outcome == HIGHER) == (direction == "hoger_beter") else BAD


def development(trend: str, direction: Direction) -> str | None:
    """Gunstig, ongunstig or geen_oordeel for a trend that rises or falls; None for another."""
    return judgement({"stijgend": HIGHER, "dalend": LOWER}.get(trend, SIMILAR), direction)


def with_country(own: Measured, country: Measured, rule: Rule, level: float = SHOWN) -> Outcome:
    """A region against the country: its interval against the country's value, which counts as fixed.

    A region is part of the country, so the rule is a little cautious; nothing is corrected for that.
    """
    gap = _gap(own, country, rule)
    if (
        reason := _refusal(own, country)
        or (own.gebied == country.gebied and "zelfde_gebied")
        or _of_one_time(own, country)
    ):
        return Outcome(NOT_TESTED, level, reden=reason, verschil=gap)
    found = interval(own, rule, level)
    if isinstance(found, str):
        return Outcome(NOT_TESTED, level, reden=found, verschil=gap)
    return _judged(against_value(*found, country.waarde), found, gap, rule, level)


def with_area(own: Measured, other: Measured, rule: Rule, level: float = SHOWN) -> Outcome:
    """A region against another, by the interval of the difference; that two intervals overlap says nothing."""
    if reason := _refusal(own, other) or (own.gebied == other.gebied and "zelfde_gebied") or _of_one_time(own, other):
        return Outcome(NOT_TESTED, level, reden=reason, verschil=_gap(own, other, rule))
    return _by_difference(own, other, rule, level)


def with_peers(own: Measured, peers: Iterable[Measured], rule: Rule, level: float = SHOWN) -> Outcome:
    """A region against its peers as one area: their counts added up, by the interval of the difference.

    Figures without counts are no one area: then there is no outcome, as there is none when one of the peers has no figure.
    """
    peers = list(peers)
    if rule.meting != "telling" or any(_missing(peer.teller) or _missing(peer.noemer) for peer in peers) or not peers:
        found = interval(own, rule, level)
        return Outcome(NOT_TESTED, level, reden=found if isinstance(found, str) else "geen_noemer")
    for peer in peers:
        if reason := _refusal(own, peer) or (own.gebied == peer.gebied and "zelfde_gebied") or _of_one_time(own, peer):
            return Outcome(NOT_TESTED, level, reden=reason)
    count, people = math.fsum(peer.teller for peer in peers), math.fsum(peer.noemer for peer in peers)
    value = BASE.get(rule.eenheid, 1.0) * count / people if people else None
    together = replace(peers[0], gebied="buren", waarde=value, teller=count, noemer=people)
    spread = replace(rule, afronding=rule.afronding * len(peers))
    return _by_difference(own, together, rule, level, spread)


def with_earlier(own: Measured, earlier: Measured, rule: Rule, level: float = SHOWN) -> Outcome:
    """An area against itself in the same period a year earlier, by the interval of the difference; never across a series break.

    Of a level (who works now) most people are the same in both years. The interval then is too wide: the test is cautious.
    """
    gap = _gap(own, earlier, rule)
    if reason := _refusal(own, earlier):
        return Outcome(NOT_TESTED, level, reden=reason, verschil=gap)
    if own.segment != earlier.segment:
        return Outcome(NOT_TESTED, level, reden="breuk")
    if not _a_year_apart(own.periode, earlier.periode):
        return Outcome(NOT_TESTED, level, reden="geen_jaar_ertussen", verschil=gap)
    return _by_difference(own, earlier, rule, level)


@dataclass(frozen=True)
class FalseFlags:
    """What chance alone gives: the number of differences to expect, and the probability of at least one."""

    verwacht: float
    kans: float


def false_flags(comparisons: int, level: float = LISTED) -> FalseFlags:
    """What this many independent comparisons give when nothing differs."""
    return FalseFlags(comparisons * (1 - level), 1 - level**comparisons)


def _by_difference(own: Measured, other: Measured, rule: Rule, level: float, of_other: Rule | None = None) -> Outcome:
    one, two = interval(own, rule, level), interval(other, of_other or rule, level)
    for found in (one, two):
        if isinstance(found, str):
            return Outcome(NOT_TESTED, level, reden=found, verschil=_gap(own, other, rule))
    limits = difference(own.waarde, one, other.waarde, two)
    return _judged(against_value(*limits, 0.0), limits, _gap(own, other, rule), rule, level)


def _judged(outcome: str, limits: Interval, gap: float, rule: Rule, level: float) -> Outcome:
    if outcome != SIMILAR and rule.drempel is not None and abs(gap) < rule.drempel - 1e-9:
        return Outcome(SIMILAR, level, reden="klein_verschil", verschil=gap, interval=limits)
    found = judgement(outcome, rule.richting)
    return Outcome(outcome, level, found, "geen_richting" if found == NO_JUDGEMENT else None, gap, limits)


def _refusal(own: Measured, other: Measured) -> str | None:
    if _missing(own.waarde):
        return "geen_cijfer"
    return "geen_ander_cijfer" if _missing(other.waarde) else None


def _of_one_time(own: Measured, other: Measured) -> str | None:
    return None if own.periode == other.periode else "andere_periode"


def _gap(own: Measured, other: Measured, rule: Rule) -> float | None:
    """The difference; none between counts of two areas, which differ in size before anything else."""
    number = rule.meting == "telling" and rule.eenheid not in BASE
    if _missing(own.waarde) or _missing(other.waarde) or (number and own.gebied != other.gebied):
        return None
    return own.waarde - other.waarde


def _a_year_apart(period: str, earlier: str) -> bool:
    return period[4:] == earlier[4:] and period[:4].isdigit() and int(period[:4]) - 1 == int(earlier[:4] or 0)


def _missing(value: float | None) -> bool:
    return value is None or math.isnan(value)
