"""Values with their unit: decimals and words come from the register of units."""

from __future__ import annotations

import pytest

from azwboek.chapters import units

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (6.66, "%", "6,7%"),
        (34.4, "per 1.000 banen", "34 per 1.000 banen"),
        (0.7, "factor (0-1)", "0,70"),
        (1250, "personen", "1.250 personen"),
        (12, "deelnemers", "12 deelnemers"),
        (None, "%", "onbekend"),
        (NAN, "personen", "onbekend"),
    ],
)
def test_quantity(value, unit, text):
    assert units.quantity(value, unit) == text


def test_percentages_differ_by_percentage_points():
    assert units.difference(-0.3, "%") == "0,3 procentpunt"
    assert units.difference(-12, "personen") == "12"


def test_a_unit_that_is_not_listed_has_its_own_name_and_one_decimal():
    assert units.quantity(4.25, "graden") == "4,3 graden"
    assert units.shown(4.26, "graden") == 4.3
    assert (units.counts("graden"), units.caption("graden"), units.difference(-1, "graden")) == (False, "Graden", "1,0")


def test_a_unit_is_what_its_row_says(small):
    path = small.paths.registers / "eenheden.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("%,1,nee,%,procentpunt", "%,2,nee,procent,punt"), encoding="utf-8")
    assert (units.quantity(6.66, "%"), units.difference(0.5, "%")) == ("6,66 procent", "0,50 punt")
