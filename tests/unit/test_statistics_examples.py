"""Every worked example comes out, to its tolerance; and would not if its figure were another."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

import pytest
import yaml
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from azwboek.statistics import funnel, intervals, outcomes, trends, xmr
from azwboek.statistics.intervals import LISTED, SHOWN, Interval
from samples import ROOT

CONTENT = yaml.safe_load((ROOT / "tests" / "unit" / "worked_examples.yml").read_text(encoding="utf-8"))
EXAMPLES = CONTENT["examples"]
LEVELS = {"95": SHOWN, "998": LISTED}


def both(of: Callable[[float], Interval], factor: float = 1) -> dict[str, float]:
    """The limits at both levels: lower95, upper95, lower998, upper998."""
    found = {name: of(level).times(factor) for name, level in LEVELS.items()}
    return {f"{side}{name}": getattr(limits, side) for name, limits in found.items() for side in ("lower", "upper")}


def limits(found: Interval | tuple[float, float]) -> dict[str, float]:
    return dict(zip(("lower", "upper"), found, strict=True))


def byar(count, level):
    return limits(intervals.byar(count, level))


def wilson(count, denominator, level):
    return limits(intervals.wilson(count, denominator, level))


def rate(count, denominator, multiplier):
    value = multiplier * count / denominator
    return {"value": value} | both(lambda level: intervals.events(count, level), multiplier / denominator)


def percentage(count, denominator, multiplier):
    value = multiplier * count / denominator
    return {"value": value} | both(lambda level: intervals.wilson(count, denominator, level), multiplier)


def mean(values):
    found = intervals.mean(values)
    spread = both(lambda level: intervals.mean(values, level).interval)
    return {"value": found.value, "deviation": found.deviation} | spread


def standardised(counts, people, standard, multiplier):
    found = intervals.standardised(counts, people, standard)
    spread = both(lambda level: intervals.standardised(counts, people, standard, level).interval, multiplier)
    return {"value": multiplier * found.rate} | spread


def indirect(observed, expected, rate):
    value = rate * observed / expected
    return {"value": value} | both(lambda level: intervals.events(observed, level), rate / expected)


def funnel_proportion(denominator, baseline, multiplier):
    return both(lambda level: funnel.proportion(denominator, baseline, level), multiplier)


def funnel_place(observed, expected):
    return dict(zip(("place", "level"), funnel.place(observed, expected), strict=True))


def funnel_expected(observed):
    return both(lambda level: funnel.expected_at(observed, level))


def funnel_ratio(expected):
    each = [both(lambda level, number=number: funnel.ratio(number, level)) for number in expected]
    return {name: [one[name] for one in each] for name in each[0]}


def trend_of_shares(x, count, denominator):
    return _trend(trends.of_shares(x, count, denominator))


def trend_of_values(x, value, lower, upper):
    return _trend(trends.of_values(x, value, lower, upper))


def _trend(found: trends.Trend) -> dict:
    return {"slope": found.helling, "statistic": found.toets, "trend": found.uitkomst, "reason": found.reden}


def development(trend, direction):
    return {"judgement": outcomes.development(trend, direction)}


def seasonal_kendall(values, period):
    return vars(trends.seasonal(values, period))


def kendall(x, y):
    return vars(trends.kendall(x, y))


def smallest_p(points):
    return {"p": trends.smallest_p(points)}


def xmr_limits(values):
    return xmr.limits(values)._asdict()


def one_side(signs):
    return {"flags": [int(flag) for flag in xmr.one_side(signs)]}


def target(lower, mean, upper, value, direction):
    rows = zip(lower, mean, upper, strict=True)
    return {"met": [xmr.target(xmr.Limits(*row, trial=False), value, direction) for row in rows]}


def newcombe(count1, n1, count2, n2):
    one, two = intervals.wilson(count1, n1), intervals.wilson(count2, n2)
    return limits(intervals.difference(count1 / n1, one, count2 / n2, two))


def agresti_caffo(count1, n1, count2, n2):
    return limits(confint_proportions_2indep(count1, n1, count2, n2, method="agresti-caffo", compare="diff"))


def pooled_z(count, denominator):
    return dict(zip(("z", "p"), proportions_ztest(count, denominator), strict=True))


def against_value(lower, upper, benchmark, direction):
    found = [outcomes.against_value(*row) for row in zip(lower, upper, benchmark, strict=True)]
    return {"outcome": found, "judgement": [outcomes.judgement(one, direction) for one in found]}


def false_flags(comparisons):
    found = {name: outcomes.false_flags(comparisons, level) for name, level in LEVELS.items()}
    return {f"expected{name}": flags.verwacht for name, flags in found.items()} | {
        f"any{name}": flags.kans for name, flags in found.items()
    }


METHODS = {
    made.__name__: made
    for made in (
        byar, wilson, rate, percentage, mean, standardised, indirect, funnel_proportion, funnel_place, funnel_expected,
        funnel_ratio, trend_of_shares, trend_of_values, development, seasonal_kendall, kendall, smallest_p, xmr_limits,
        one_side, target, newcombe, agresti_caffo, pooled_z, against_value, false_flags,
    )
}  # fmt: skip


def agrees(found, expected, relative: float, absolute: float) -> bool:
    """Whether what came out is what was expected: numbers to a tolerance, all else exactly; a missing limit is no number."""
    if isinstance(expected, dict):
        return all(agrees(found[name], value, relative, absolute) for name, value in expected.items())
    if isinstance(expected, list):
        pairs = zip(found, expected, strict=False)
        return len(found) == len(expected) and all(agrees(one, two, relative, absolute) for one, two in pairs)
    if expected is None or isinstance(expected, str):
        return found == expected or (expected is None and found is not None and math.isnan(found))
    return isinstance(found, (int, float)) and math.isclose(found, expected, rel_tol=relative, abs_tol=absolute)


def comes_out(example: dict, found: dict, expected: dict | None = None) -> bool:
    tolerance = float(example["tolerance"]), float(example.get("absolute", 0))
    return agrees(found, expected or example["expected"], *tolerance)


def outcome(example: dict) -> dict:
    return METHODS[example["method"]](**example["given"])


def spoilt(expected):
    """The same with every number moved by one in a thousand (and a bit, for a figure that has few digits), every word another."""
    if isinstance(expected, dict):
        return {name: spoilt(value) for name, value in expected.items()}
    if isinstance(expected, list):
        return [spoilt(value) for value in expected]
    if isinstance(expected, (int, float)):
        return expected * 1.03 + 1e-5
    return "iets anders"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])
def test_a_worked_example_comes_out(example):
    assert comes_out(example, outcome(example))


def test_no_worked_example_comes_out_with_another_figure():
    """One figure at a time: none of them is only decoration."""
    through = []
    for example in EXAMPLES:
        found = outcome(example)
        for name, value in example["expected"].items():
            if comes_out(example, found, example["expected"] | {name: spoilt(value)}):
                through.append((example["id"], name))
    assert through == []


def test_every_example_names_its_source_and_none_is_left_out():
    assert len(EXAMPLES) == 93
    assert {example["source"] for example in EXAMPLES} == set(CONTENT["sources"])
    assert all(source["where"] and source["licence"] for source in CONTENT["sources"].values())
    assert [name for name, times in Counter(example["id"] for example in EXAMPLES).items() if times > 1] == []
    assert {example["method"] for example in EXAMPLES} == set(METHODS)
