"""Comparisons: what differs, what is not tested and why, in which words; trends within one segment; what chance alone gives."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from azwboek import dutch
from azwboek.statistics import findings, funnel, intervals, outcomes, series, trends, xmr
from azwboek.statistics.intervals import LEVELS, LISTED, SHOWN, Interval
from azwboek.statistics.outcomes import Measured, Rule
from samples import ROOT

COUNTED = Rule("%", "lager_beter", "telling", drempel=0.5)
MODELLED = replace(COUNTED, meting="modelschatting")
NUMBER = Rule("deelnemers", "hoger_beter", "telling")
counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def share(area: str, count: float, people: float, period: str = "2025KW02", segment: int = 0) -> Measured:
    """A figure in percent with its counts."""
    return Measured(area, 100 * count / people, count, people, periode=period, segment=segment)


TWENTE, COUNTRY = share("RA0205", 2_400, 30_000), share("NL", 70_000, 1_000_000)


def brief(outcome: outcomes.Outcome) -> tuple:
    return outcome.uitkomst, outcome.oordeel, outcome.reden


# --- intervals ----------------------------------------------------------------------------------------------


@given(counts, st.sampled_from(LEVELS))
@settings(max_examples=60, deadline=None)
def test_an_interval_holds_its_figure_and_is_wider_at_the_higher_level(pair, level):
    count, people = pair
    assert intervals.wilson(*pair, level).lower <= count / people + 1e-12
    assert intervals.wilson(*pair, level).upper >= count / people - 1e-12
    assert intervals.exact(count, level).lower <= count <= intervals.exact(count, level).upper
    shown, listed = (intervals.events(count, each) for each in LEVELS)
    assert listed.lower <= shown.lower <= shown.upper <= listed.upper


@given(counts, counts, st.sampled_from(LEVELS))
@settings(max_examples=60, deadline=None)
def test_the_difference_is_that_of_statsmodels_and_turns_with_its_sign(one, other, level):
    (a, n), (b, m) = one, other
    of_one, of_other = intervals.wilson(a, n, level), intervals.wilson(b, m, level)
    found = intervals.difference(a / n, of_one, b / m, of_other)
    theirs = confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff", alpha=1 - level)
    assert found == pytest.approx(theirs, abs=1e-9)
    turned = intervals.difference(b / m, of_other, a / n, of_one)
    assert (-turned.upper, -turned.lower) == pytest.approx(found)


def test_a_rate_of_fewer_than_ten_events_is_not_standardised():
    few = intervals.standardised([4, 5], [100, 100], [1, 1])
    assert few == (None, None)
    assert intervals.standardised([4, 6], [100, 100], [1, 1]).rate == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: intervals.z(1.0), "probability"),
        (lambda: intervals.wilson(3, 2), "no proportion"),
        (lambda: intervals.wilson(0, 0), "no proportion"),
        (lambda: intervals.exact(-1), "no number of events"),
        (lambda: intervals.byar(0), "too few"),
        (lambda: intervals.mean([3.0]), "fewer than two"),
        (lambda: xmr.limits([3.0]), "two values"),
        (lambda: trends.kendall([1, 1, 2], [1.0, 2.0, 3.0]), "must rise"),
        (lambda: outcomes.interval(replace(TWENTE, waarde=9.0), COUNTED), "is not 9.0"),
    ],
)
def test_what_makes_no_sense_is_refused(call, word):
    with pytest.raises(ValueError, match=word):
        call()


# --- outcomes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "rule", "expected"),
    [
        (TWENTE, COUNTED, ("hoger", "ongunstig", None)),
        (TWENTE, replace(COUNTED, richting="hoger_beter"), ("hoger", "gunstig", None)),
        (TWENTE, replace(COUNTED, richting="neutraal"), ("hoger", "geen_oordeel", "geen_richting")),
        (share("RA0205", 1_800, 30_000), COUNTED, ("lager", "gunstig", None)),
        (share("RA0205", 2_110, 30_000), COUNTED, ("vergelijkbaar", None, None)),
        (TWENTE, replace(COUNTED, drempel=2), ("vergelijkbaar", None, "klein_verschil")),
        (TWENTE, replace(COUNTED, drempel=1), ("hoger", "ongunstig", None)),
        (TWENTE, replace(COUNTED, drempel=None), ("hoger", "ongunstig", None)),
        (TWENTE, replace(COUNTED, afronding=600), ("vergelijkbaar", None, None)),
        (TWENTE, MODELLED, ("niet_getoetst", None, "modelschatting")),
        (TWENTE, replace(COUNTED, meting="enquete"), ("niet_getoetst", None, "geen_marge")),
        (TWENTE, replace(COUNTED, meting="onbekend"), ("niet_getoetst", None, "meting_onbekend")),
        (TWENTE, replace(COUNTED, meting="gemiddelde"), ("niet_getoetst", None, "gemiddelde")),
        (replace(TWENTE, teller=None), COUNTED, ("niet_getoetst", None, "geen_noemer")),
        (replace(TWENTE, waarde=None), COUNTED, ("niet_getoetst", None, "geen_cijfer")),
        (replace(TWENTE, waarde=math.nan), COUNTED, ("niet_getoetst", None, "geen_cijfer")),
        (replace(TWENTE, periode="2025KW01"), COUNTED, ("niet_getoetst", None, "andere_periode")),
        (replace(TWENTE, gebied="NL"), COUNTED, ("niet_getoetst", None, "zelfde_gebied")),
        (TWENTE, NUMBER, ("niet_getoetst", None, "aantal_zonder_noemer")),
    ],
)
def test_a_region_against_the_country(own, rule, expected):
    assert brief(outcomes.with_country(own, COUNTRY, rule, LISTED)) == expected


def test_without_a_national_figure_nothing_is_compared():
    found = outcomes.with_country(TWENTE, replace(COUNTRY, waarde=None), COUNTED)
    assert (found.reden, found.verschil) == ("geen_ander_cijfer", None)


def test_a_difference_may_hold_at_one_level_and_not_at_the_other():
    own = share("RA0205", 2_210, 30_000)
    rule = replace(COUNTED, drempel=None)
    assert [outcomes.with_country(own, COUNTRY, rule, level).uitkomst for level in LEVELS] == ["hoger", "vergelijkbaar"]


def test_a_published_limit_is_used_and_counts_are_then_not_asked():
    own = Measured("RA0205", 42.0, grenzen={SHOWN: Interval(40.0, 44.0)}, periode="2025JJ00")
    country = Measured("NL", 39.0, periode="2025JJ00")
    assert brief(outcomes.with_country(own, country, MODELLED, SHOWN)) == ("hoger", "ongunstig", None)
    assert brief(outcomes.with_country(own, country, MODELLED, LISTED)) == (
        "niet_getoetst",
        None,
        "geen_grens_op_niveau",
    )


def test_an_untested_figure_has_its_difference_and_no_judgement():
    found = outcomes.with_country(TWENTE, COUNTRY, MODELLED)
    assert found.verschil == pytest.approx(1.0)
    assert (found.oordeel, found.interval) == (None, None)


def test_counts_of_two_areas_have_no_difference_and_those_of_one_area_have():
    own = Measured("RA0205", 900.0, periode="2024SJ00")
    assert outcomes.with_country(own, Measured("NL", 40_000.0, periode="2024SJ00"), NUMBER).verschil is None
    assert outcomes.with_earlier(own, Measured("RA0205", 950.0, periode="2023SJ00"), NUMBER).verschil == -50


def test_two_intervals_that_overlap_may_differ():
    one, other = share("RA0205", 2_400, 30_000), share("RA0204", 2_275, 30_000)
    rule = replace(COUNTED, drempel=None)
    assert outcomes.interval(one, rule).lower < outcomes.interval(other, rule).upper
    found = outcomes.with_area(one, other, rule)
    assert brief(found) == ("vergelijkbaar", None, None)
    nearly = outcomes.with_area(one, share("RA0204", 2_250, 30_000), rule)
    assert outcomes.interval(one, rule).lower < outcomes.interval(share("RA0204", 2_250, 30_000), rule).upper
    assert brief(nearly) == ("hoger", "ongunstig", None)


@given(counts, counts)
@settings(max_examples=40, deadline=None)
def test_two_regions_are_compared_the_same_from_both_sides(one, other):
    a, b = share("RA0205", *one), share("RA0204", *other)
    turned = {"hoger": "lager", "lager": "hoger", "vergelijkbaar": "vergelijkbaar"}
    assert outcomes.with_area(b, a, COUNTED).uitkomst == turned[outcomes.with_area(a, b, COUNTED).uitkomst]


def test_peers_count_as_one_area():
    peers = [share("RA0101", 1_000, 20_000), share("RA0102", 3_000, 40_000)]
    found = outcomes.with_peers(TWENTE, peers, COUNTED, LISTED)
    together = share("buren", 4_000, 60_000)
    assert found.verschil == pytest.approx(TWENTE.waarde - together.waarde)
    assert found == outcomes.with_area(TWENTE, together, COUNTED, LISTED)
    assert brief(found) == ("hoger", "ongunstig", None)


@pytest.mark.parametrize(
    ("peers", "rule", "reason"),
    [
        ([], COUNTED, "geen_noemer"),
        ([replace(COUNTRY, gebied="RA0101", teller=None)], COUNTED, "geen_noemer"),
        ([TWENTE], COUNTED, "zelfde_gebied"),
        ([share("RA0101", 1, 9, "2024KW02")], COUNTED, "andere_periode"),
        ([share("RA0101", 1, 9)], MODELLED, "modelschatting"),
    ],
)
def test_peers_without_what_is_needed_are_no_one_area(peers, rule, reason):
    assert brief(outcomes.with_peers(TWENTE, peers, rule)) == ("niet_getoetst", None, reason)


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        (share("RA0205", 2_000, 30_000, "2024KW02"), ("hoger", "ongunstig", None)),
        (share("RA0205", 2_350, 30_000, "2024KW02"), ("vergelijkbaar", None, None)),
        (share("RA0205", 2_000, 30_000, "2025KW01"), ("niet_getoetst", None, "geen_jaar_ertussen")),
        (share("RA0205", 2_000, 30_000, "2023KW02"), ("niet_getoetst", None, "geen_jaar_ertussen")),
        (share("RA0205", 2_000, 30_000, "2024KW02", segment=1), ("niet_getoetst", None, "breuk")),
        (Measured("RA0205", None), ("niet_getoetst", None, "geen_ander_cijfer")),
    ],
)
def test_a_region_against_a_year_earlier(earlier, expected):
    assert brief(outcomes.with_earlier(TWENTE, earlier, COUNTED, LISTED)) == expected


def test_rounding_of_the_source_makes_an_interval_wider():
    exact, rounded = (outcomes.interval(TWENTE, replace(COUNTED, afronding=step)) for step in (0, 200))
    assert rounded.lower == pytest.approx(100 * intervals.wilson(2_300, 30_000).lower)
    assert rounded.upper == pytest.approx(100 * intervals.wilson(2_500, 30_000).upper)
    assert rounded.lower < exact.lower < exact.upper < rounded.upper
    assert outcomes.interval(share("RA0205", 20, 100), replace(COUNTED, afronding=1000)).upper == 100


# --- trends -------------------------------------------------------------------------------------------------


def yearly(*shares: float, first: int = 2020, kind: str = "KW02", people: float = 30_000) -> pd.DataFrame:
    """A series in percent with its counts, a row a year."""
    rows = [
        {
            "periode": f"{first + i}{kind}",
            "segment": 0,
            "waarde": float(s),
            "teller_aantal": s * people / 100,
            "noemer_aantal": people,
        }
        for i, s in enumerate(shares)
    ]
    return pd.DataFrame(rows)


RISING = yearly(6.0, 6.5, 7.0, 7.5, 8.0)
THROUGH = yearly(6.0, 6.5, 7.0, 7.5, 8.0, first=2019, kind="KW03")


@pytest.mark.parametrize(
    ("frame", "rule", "expected"),
    [
        (RISING, COUNTED, ("stijgend", None)),
        (RISING.iloc[::-1], COUNTED, ("stijgend", None)),
        (yearly(8.0, 7.5, 7.0, 6.5, 6.0), COUNTED, ("dalend", None)),
        (yearly(8.0, 7.0, 8.0, 7.0, 8.0), COUNTED, ("geen_duidelijke_verandering", None)),
        (RISING, replace(COUNTED, afronding=200), ("stijgend", None)),
        (RISING, replace(COUNTED, afronding=2000), ("geen_duidelijke_verandering", None)),
        (yearly(6.0, 6.0, 6.0, 6.1, 9.0), COUNTED, ("stijgend", None)),
        (yearly(7.0, 6.5, 6.4, 6.3, 9.0), COUNTED, ("geen_duidelijke_verandering", "een_meting_beslist")),
        (yearly(6.0, 6.5, 7.0, 7.5), COUNTED, ("niet_getoetst", "te_weinig_perioden")),
        (RISING.drop(index=2), COUNTED, ("niet_getoetst", "ontbrekende_periode")),
        (RISING.assign(segment=[0, 0, 1, 1, 1]), COUNTED, ("niet_getoetst", "breuk")),
        (yearly(9, 6.0, 6.5, 7.0, 7.5, 8.0).assign(segment=[0, 1, 1, 1, 1, 1]), COUNTED, ("stijgend", None)),
        (pd.concat([RISING, RISING]), COUNTED, ("niet_getoetst", "dubbele_periode")),
        (RISING, MODELLED, ("niet_getoetst", "modelschatting")),
        (RISING, replace(COUNTED, meting="enquete"), ("niet_getoetst", "geen_marge")),
        (RISING, replace(COUNTED, meting="onbekend"), ("niet_getoetst", "meting_onbekend")),
        (RISING, replace(COUNTED, meting="gemiddelde"), ("niet_getoetst", "gemiddelde")),
        (RISING.assign(noemer_aantal=None), COUNTED, ("niet_getoetst", "geen_noemer")),
        (RISING.assign(waarde=math.nan), COUNTED, ("niet_getoetst", "geen_cijfer")),
        (yearly(0.0, 1.0, 2.0, 3.0, 4.0), COUNTED, ("niet_getoetst", "geen_aandeel")),
        # One quarter a year is left, that of the latest period: here too few, though there are five years of the other one.
        (pd.concat([THROUGH.iloc[:4], RISING.tail(1)]), COUNTED, ("niet_getoetst", "overlap")),
        (RISING.assign(ondergrens=RISING.waarde - 0.2, bovengrens=RISING.waarde + 0.2), MODELLED, ("stijgend", None)),
        (
            RISING.assign(ondergrens=[5.8, None, 6.8, 7.3, 7.8], bovengrens=8.5),
            MODELLED,
            ("niet_getoetst", "geen_marge"),
        ),
    ],
)
def test_the_trend_of_a_series(frame, rule, expected):
    found = series.trend(frame, rule)
    assert (found.uitkomst, found.reden) == expected


def test_overlapping_quarters_are_thinned_to_one_a_year():
    """What the other quarters hold makes no difference, however wild."""
    wild = pd.concat([RISING, *(yearly(9.0, 1.0, 9.0, 1.0, first=2021, kind=f"KW0{q}") for q in (1, 3, 4))])
    wild = wild[wild["periode"] <= "2024KW02"]
    assert series.trend(wild, COUNTED) == series.trend(RISING, COUNTED)


def test_values_that_come_later_are_waited_for_and_gaps_are_not():
    later = pd.concat([RISING, yearly(8.5, first=2025).assign(waarde=math.nan)])
    assert series.trend(later, COUNTED) == series.trend(RISING, COUNTED)


def quarters(values: list[float]) -> pd.DataFrame:
    rows = [
        {
            "periode": f"{2020 + i // 4}KW0{i % 4 + 1}",
            "segment": 0,
            "waarde": float(v),
            "teller_aantal": None,
            "noemer_aantal": None,
        }
        for i, v in enumerate(values)
    ]
    return pd.DataFrame(rows)


FREE = replace(NUMBER, los=True)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([100 + 3 * i + 20 * (i % 4) for i in range(16)], ("stijgend", None)),
        ([200 - 3 * i + 20 * (i % 4) for i in range(16)], ("dalend", None)),
        ([100 + 20 * (i % 4) + 5 * (i // 4 % 2) for i in range(16)], ("geen_duidelijke_verandering", None)),
        ([100 + 3 * i for i in range(15)], ("niet_getoetst", "te_weinig_perioden")),
        ([math.nan if i == 5 else 100 + 3 * i for i in range(16)], ("niet_getoetst", "ontbrekende_periode")),
    ],
)
def test_independent_quarters_are_tested_season_by_season(values, expected):
    found = series.trend(quarters(values), FREE)
    assert (found.uitkomst, found.reden) == expected


def test_three_years_of_quarters_cannot_reach_the_level_and_four_can():
    assert trends.seasonal(list(range(12)), 4).p > 1 - LISTED
    assert trends.seasonal(list(range(4 * trends.YEARS)), 4).p < 1 - LISTED


def test_fewer_than_seven_points_cannot_reach_the_level():
    assert trends.smallest_p(6) > 1 - LISTED > trends.smallest_p(7)


def test_a_number_of_events_is_tested_by_its_chance_variation():
    frame = yearly(400, 460, 520, 580, 640, kind="SJ00")
    assert series.trend(frame, FREE).uitkomst == "stijgend"
    assert series.trend(frame.assign(waarde=frame["waarde"] / 40), FREE).uitkomst == "geen_duidelijke_verandering"


# --- funnels and control limits -----------------------------------------------------------------------------


@given(st.integers(1, 100_000), st.floats(0.01, 0.99), st.sampled_from(LEVELS))
@settings(max_examples=40, deadline=None)
def test_a_funnel_is_wilsons_interval_turned_around(people, baseline, level):
    for edge, side in zip(funnel.proportion(people, baseline, level), ("upper", "lower"), strict=True):
        if 0 < edge < 1:
            assert getattr(intervals.wilson(edge * people, people, level), side) == pytest.approx(baseline, abs=1e-9)


STEADY = [10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11]


@pytest.mark.parametrize(
    ("more", "rule", "places"),
    [
        ([20], "buiten", [12]),
        ([10.9] * 6, "een_kant", [17]),
        ([10.6, 10.7, 10.8, 10.9, 11.0, 11.1, 11.2], "een_richting", [18]),
        ([12.6, 10.4, 12.6], "bijna_buiten", [12, 14]),
        ([12.6, 8.4, 10.4], "bijna_buiten", []),
        ([12.6, 10.4, 10.4], "bijna_buiten", []),
    ],
)
def test_the_four_rules_of_a_control_chart(more, rule, places):
    found = xmr.chart(STEADY + more)
    assert found.index[found[rule]].tolist() == places
    assert not found["voorlopig"].any()


def test_limits_come_from_the_first_twelve_and_fewer_are_on_trial():
    assert xmr.chart(STEADY + [100] * 5)["boven"].iloc[0] == pytest.approx(10.5 + 2.66)
    assert xmr.chart(STEADY[:11])["voorlopig"].all()


# --- findings -----------------------------------------------------------------------------------------------


def area_rows(**series_by_indicator: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(frame.assign(indicator=name, waarde_nl=6.0) for name, frame in series_by_indicator.items())


def test_findings_of_a_region_count_what_was_tested_and_list_what_is_worse_and_worsens():
    rows = area_rows(a=RISING, b=RISING, c=yearly(8.0, 7.5, 7.0, 6.5, 5.0), d=RISING)
    known = {"a": COUNTED, "b": MODELLED, "c": COUNTED, "d": replace(COUNTED, richting="neutraal"), "e": COUNTED}
    found = findings.of_area(rows, known, "RA0205")
    assert len(found) == 5 * (2 * len(LEVELS) + 1)
    tally = findings.tally(found)
    assert (tally.getoetst, tally.totaal) == (3, 5)
    assert tally.redenen == {"geen_cijfer": 1, "modelschatting": 1}
    assert tally.toeval.verwacht == pytest.approx(0.006)
    standing = findings.standing_out(found)
    assert list(zip(standing["indicator"], standing["oordeel"], strict=True)) == [("a", "ongunstig"), ("c", "gunstig")]
    assert findings.worse_and_worsening(found) == ["a"]
    assert findings.standing_out(found, findings.EARLIER, SHOWN)["oordeel"].tolist() == ["ongunstig", "gunstig"]


def test_the_country_is_not_compared_with_itself_but_with_a_year_earlier():
    found = findings.of_area(area_rows(a=RISING), {"a": COUNTED}, "NL").set_index(["vergelijking", "niveau"])
    assert set(found.loc["land", "reden"]) == {"zelfde_gebied"}
    assert found.loc[("jaar_eerder", LISTED), "verschil"] == pytest.approx(0.5)


def test_many_areas_beside_the_country_are_each_compared_as_one_is():
    counted = {"RA0205": (2_400, 30_000), "RA0102": (900, 15_000), "RA0103": (1_000, 16_000)}
    rows = [
        {"regio": area, "periode": "2025KW02", "segment": 0, "waarde": 100 * count / people, "waarde_nl": 7.0,
         "teller_aantal": count, "noemer_aantal": people}
        for area, (count, people) in counted.items()
    ]  # fmt: skip
    empty = dict.fromkeys(rows[0]) | {"regio": "RA0104"}
    found = findings.of_areas(pd.DataFrame([*rows, empty]), COUNTED).set_index(["regio", "niveau"])
    for row in rows:
        own = findings.of_area(pd.DataFrame([row]).assign(indicator="a"), {"a": COUNTED}, row["regio"])
        own = own[own["vergelijking"] == findings.COUNTRY].set_index("niveau")
        pd.testing.assert_frame_equal(found.loc[row["regio"]], own[found.columns], check_names=False)
    assert found.loc[("RA0205", LISTED), "uitkomst"] == "hoger" and found.loc[("RA0102", LISTED), "uitkomst"] == "lager"
    assert set(found.loc["RA0104", "reden"]) == {"geen_cijfer"}


@given(
    st.integers(500, 200_000), st.floats(0, 1), st.floats(0.01, 0.5), st.sampled_from([0.0, 100.0, 200.0]), st.sampled_from(LEVELS)
)  # fmt: skip
def test_outside_a_funnel_is_what_the_test_beside_the_country_finds(people, part, country, rounding, level):
    own = share("RA0205", round(part * people), people)
    rule = replace(COUNTED, drempel=None, afronding=rounding)
    limits = funnel.proportion(people, country, level, rounding).times(100)
    assume(min(abs(own.waarde - limit) for limit in limits) > 1e-6)
    place = "hoger" if own.waarde > limits.upper else "lager" if own.waarde < limits.lower else "vergelijkbaar"
    beside = Measured("NL", 100 * country, periode=own.periode)
    assert outcomes.with_country(own, beside, rule, level).uitkomst == place


def test_rules_are_read_from_the_answer_of_a_query():
    table = pd.DataFrame(
        [
            ["a", "%", "lager_beter", "telling", 0.5, 200.0, "nee"],
            ["b", "deelnemers", "hoger_beter", "telling", math.nan, math.nan, "ja"],
        ],
        columns=["indicator", "eenheid", "richting", "meting", "drempel", "afronding", "los"],
    )
    assert findings.rules(table) == {"a": replace(COUNTED, afronding=200.0), "b": FREE}


# --- words --------------------------------------------------------------------------------------------------


def words() -> dict[str, set[str]]:
    with (ROOT / "data" / "registers" / "toetswoorden.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {kind: {row["code"] for row in rows if row["soort"] == kind} for kind in ("uitkomst", "oordeel", "reden")}


def test_every_outcome_has_a_word_and_every_word_an_outcome():
    """All that the tables of this file make happen; they hold every reason that there is."""
    tables = {
        test_a_region_against_the_country: 2,
        test_a_region_against_a_year_earlier: 1,
        test_the_trend_of_a_series: 2,
        test_independent_quarters_are_tested_season_by_season: 1,
    }
    expected = [row[place] for made, place in tables.items() for row in made.pytestmark[0].args[1]]
    said = {
        "uitkomst": {row[0] for row in expected},
        "oordeel": {row[1] for row in expected if len(row) == 3} - {None},
        "reden": ({row[-1] for row in expected} | {"geen_grens_op_niveau"}) - {None},
    }
    assert said == words()


def limits_said(text: str) -> list[str]:
    """The limits that the example on the page should give and does not."""
    asked = [(20, 100, SHOWN), (20, 100, LISTED), (2_000, 10_000, SHOWN)]
    expected = [dutch.number(100 * limit, 1) + "%" for row in asked for limit in intervals.wilson(*row)]
    return [limit for limit in expected if limit not in re.findall(r"[\d,]+%", text)]


def test_the_page_of_methods_gives_the_limits_that_the_methods_give():
    text = (ROOT / "book" / "vergelijken.md").read_text(encoding="utf-8")
    assert limits_said(text) == []
    assert limits_said(text.replace("13,3%", "13,4%")) == ["13,3%"]
