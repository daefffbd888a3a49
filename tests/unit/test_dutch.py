"""Figures in Dutch: a comma before decimals, a point between thousands, never a zero for what is unknown."""

from __future__ import annotations

import datetime
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azwboek import dutch

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, None, "1.234,5"),
        (1234567, None, "1.234.567"),
        (-0.3, 1, "−0,3"),
        (0, 1, "0,0"),
        (0.04, 1, "0,0"),
        (7, 2, "7,00"),
        (2 / 3, None, "0,667"),
        (999.95, 1, "1.000,0"),
        # Halves go up, of the number as it is written: 0.725 and 24.05 are no halves in binary.
        (0.725, 2, "0,73"),
        (0.705, 2, "0,71"),
        (0.685, 2, "0,69"),
        (24.05, 1, "24,1"),
        (272.65, 1, "272,7"),
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (-0.04, 1, "0,0"),
        (None, None, "onbekend"),
        (None, 1, "onbekend"),
        (NAN, 0, "onbekend"),
    ],
)
def test_number(value, decimals, text):
    assert dutch.number(value, decimals) == text


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_a_number_reads_back_as_what_was_shown(value):
    text = dutch.number(value, 2)
    back = float(text.replace(".", "").replace(",", ".").replace("−", "-"))
    assert math.isclose(back, value, abs_tol=0.00501, rel_tol=1e-12)


@pytest.mark.parametrize(("value", "text"), [(4_900_000, "€ 4.900.000"), (0, "€ 0"), (None, "onbekend"), (-5, "€ −5")])
def test_euros_stay_on_one_line(value, text):
    assert dutch.euros(value) == text.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4_900_000, "4,9 miljoen euro"),
        (528_900_000, "528,9 miljoen euro"),
        (10_000_000, "10 miljoen euro"),
        (None, "onbekend"),
    ],
)
def test_millions(value, text):
    assert dutch.millions(value) == text


def test_date_and_listing():
    assert dutch.date(datetime.date(2026, 11, 1)) == "1 november 2026"
    assert dutch.listing(["a"]) == "a"
    assert dutch.listing(["a", "b", "c"]) == "a, b en c"


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("3e kwartaal 2025", "in het 3e kwartaal van 2025"),
        ("studiejaar 2025/26", "in het studiejaar 2025/26"),
        ("2025", "in 2025"),
    ],
)
def test_in_period(label, text):
    assert dutch.in_period(label) == text


def test_sentence_case_leaves_the_rest_alone():
    assert dutch.sentence_case("in het TAZ") == "In het TAZ"
    assert dutch.sentence_case("") == ""
