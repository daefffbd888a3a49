"""Charts of all areas: in order of value and without a rank, with the country as a line; no line crosses a break."""

from __future__ import annotations

import json
import re

import altair as alt
import lxml.etree
import pandas as pd
import pytest
from jsonschema import ValidationError

from azwboek.chapters import area_charts, charts, svg

NAMES = ("Twente", "Drenthe", "Amstelland, Kennemerland en Meerlanden", "Zeeland")


def points(kind: str = "cbs", bounded: bool = True) -> pd.DataFrame:
    """Four areas, in the order of the book; the second differs from the country."""
    values = [6.7, 8.1, 5.4, 6.9]
    return pd.DataFrame(
        {
            "regio": "NL",
            "gebied": NAMES,
            "waarde": values,
            "label": [f"{value}%".replace(".", ",") for value in values],
            "ondergrens": [value - 0.4 if bounded else None for value in values],
            "bovengrens": [value + 0.4 if bounded else None for value in values],
            "anders": [False, True, False, False],
            "naast_land": "vergelijkbaar",
            "periode_label": "2e kwartaal 2025",
            "soort": kind,
        }
    )


def years(pieces: tuple[int, ...] = (0, 0, 0, 0), kind: str = "cbs") -> pd.DataFrame:
    """Two areas over four years; ``pieces`` numbers the unbroken pieces of each line."""
    rows = [
        {
            "regio": "NL", "code": code, "gebied": name, "begin_datum": f"{2020 + n}-04-01", "periode_label": f"2e kwartaal {2020 + n}",
            "waarde": 6.0 + n + len(name) / 10, "waarde_nl": 6.5 + n, "stuk": piece, "stuk_nl": 0, "soort": kind,
        }
        for code, name in (("RA0205", "Twente"), ("RA0102", "Drenthe"))
        for n, piece in enumerate(pieces)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def people() -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = points().assign(noemer_aantal=[30_000, 12_000, 90_000, 20_000], buiten=[False, True, False, False])
    limits = [
        {"niveau": level, "noemer_aantal": n, "onder": 7 - width / n**0.5, "boven": 7 + width / n**0.5}
        for level, width in (("95%", 100), ("99,8%", 160))
        for n in area_charts.steps(10_000, 95_000)
    ]
    return rows, pd.DataFrame(limits)


def funnel() -> dict:
    rows, limits = people()
    return area_charts.funnel(rows, limits, decimals=1, country=7.0)


SPECS = {
    "ordered": lambda: area_charts.ordered(points(), decimals=1, country=7.0),
    "without intervals": lambda: area_charts.ordered(points(bounded=False), decimals=1, country=7.0),
    "counts": lambda: area_charts.ordered(points(bounded=False), decimals=0, country=None),
    "one area": lambda: area_charts.ordered(points().head(1), decimals=1, country=7.0),
    "years": lambda: area_charts.over_the_years(years(), decimals=1, country=True),
    "years of counts": lambda: area_charts.over_the_years(years(), decimals=0, country=False),
    "broken": lambda: area_charts.over_the_years(years((0, 0, 1, 1)), decimals=1, country=True),
    "funnel": funnel,
}


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    """Every kind of chart as SVG."""
    return {name: svg.of(make()) for name, make in SPECS.items()}


def marks(drawing: str, kind: str) -> list:
    """The elements of one kind of mark, with frames and axes left out."""
    groups = lxml.etree.fromstring(drawing.encode()).xpath(f"//*[contains(@class, 'mark-{kind} role-mark')]")
    return [element for group in groups for element in group]


def texts(drawing: str) -> list[str]:
    """Every piece of text of a drawing; a name over two lines is one."""
    return [" ".join(e.itertext()) for e in lxml.etree.fromstring(drawing.encode()).iter("{*}text")]


@pytest.mark.parametrize("name", SPECS)
def test_altair_finds_nothing_wrong_and_colours_follow_the_theme(drawn, name):
    spec = SPECS[name]()
    alt.LayerChart.validate(spec)
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', drawn[name])) - {"none", "transparent"}
    assert colours and all(colour.startswith("var(--azw-") for colour in colours), colours


def test_altair_finds_a_fault():
    broken = json.loads(json.dumps(SPECS["ordered"]()).replace('"type": "quantitative"', '"type": "getal"'))
    with pytest.raises(ValidationError):
        alt.LayerChart.validate(broken)


@pytest.mark.parametrize("kind", ["ordered", "without intervals"])
def test_every_area_has_one_row_from_high_to_low_with_its_name_and_value(drawn, kind):
    names = [text for text in texts(drawn[kind]) if text in NAMES]
    assert sorted(names) == sorted(NAMES)
    assert len(marks(drawn[kind], "symbol")) == len(NAMES)
    assert {"8,1%", "6,9%", "6,7%", "5,4%"} <= set(texts(drawn[kind]))
    places = {
        " ".join(e.itertext()): float(re.search(r",(-?[\d.]+)\)", e.get("transform"))[1])
        for e in marks(drawn[kind], "text")
    }
    ordered = ["Drenthe", "Zeeland", "Twente", "Amstelland, Kennemerland en Meerlanden"]
    assert sorted(NAMES, key=places.get) == ordered


def test_no_chart_numbers_the_areas(drawn):
    assert not [text for text in texts(drawn["ordered"]) if re.fullmatch(r"\d+[.e]?", text)]


def test_an_interval_is_drawn_only_where_there_is_one_and_the_country_once(drawn):
    assert len(marks(drawn["ordered"], "rule")) == len(NAMES) + 1
    assert len(marks(drawn["without intervals"], "rule")) == 1
    assert len(marks(drawn["counts"], "rule")) == 0


@pytest.mark.parametrize("name", ["ordered", "funnel"])
def test_what_differs_has_another_shape_too(drawn, name):
    shapes = {mark.get("fill"): re.sub(r"-?[\d.]+", "", mark.get("d")) for mark in marks(drawn[name], "symbol")}
    assert len(shapes) == len(set(shapes.values())) == 2


def test_a_chart_is_as_high_as_its_areas():
    assert SPECS["ordered"]()["height"] - SPECS["one area"]()["height"] == 3 * area_charts.ROW


def test_a_line_per_area_and_a_thicker_one_for_the_country(drawn):
    assert len(marks(drawn["years"], "line")) == 3
    assert len(marks(drawn["years of counts"], "line")) == 2
    assert "Nederland" in texts(drawn["years"]) and "Nederland" not in texts(drawn["years of counts"])


def test_a_line_stops_at_a_break(drawn):
    assert len(marks(drawn["broken"], "line")) == 5


def test_a_value_that_stands_alone_is_seen():
    drawing = svg.of(area_charts.over_the_years(years((0, 1, 1, 1)), decimals=1, country=True))
    assert len(marks(drawing, "symbol")) == 2
    assert len(marks(svg.of(SPECS["years"]()), "symbol")) == 0


@pytest.mark.parametrize(("kind", "marked"), [("demonstratie", True), ("cbs", False)])
def test_a_chart_of_invented_values_says_so_in_the_picture(kind, marked):
    rows, limits = people()
    for spec in (
        area_charts.ordered(points(kind), decimals=1, country=7.0),
        area_charts.over_the_years(years(kind=kind), decimals=1, country=True),
        area_charts.funnel(rows.assign(soort=kind), limits, decimals=1, country=7.0),
    ):
        assert (charts.INVENTED in svg.of(spec)) is marked


def test_a_live_chart_says_which_area_is_pointed_at_and_the_still_one_does_not():
    for name in ("ordered", "years", "funnel"):
        spec = SPECS[name]()
        (layer,) = [layer for layer in spec["layer"] if layer.get("name") == svg.POINTER]
        assert layer["encoding"]["tooltip"][0]["field"] == "gebied"
        assert svg.POINTER in svg.vega(spec) and svg.POINTER not in svg.of(spec)


@pytest.mark.parametrize("end", ["\n", "\u2028", "\x00", "\ud800", "|", "'"])
def test_any_name_is_drawn(end):
    rows = points().assign(gebied=[f"een{end}naam {n}" for n in range(4)])
    assert svg.of(area_charts.ordered(rows, decimals=1, country=7.0)).startswith("<svg")


def test_the_limits_of_a_funnel_are_drawn_between_the_smallest_and_the_largest_area():
    found = area_charts.steps(12_000, 90_000)
    assert found[0] == 12_000 and found[-1] == pytest.approx(90_000)
    assert found == sorted(found)


@pytest.mark.parametrize("label", ["6,7%", "46,7 per 100", "1.234 per 1.000 banen"])
def test_a_value_behind_its_point_stays_within_the_drawing(label):
    drawing = svg.of(area_charts.ordered(points(bounded=False).assign(label=label), decimals=1, country=7.0))
    root = lxml.etree.fromstring(drawing.encode())
    found = [text for text in root.iter("{*}text") if text.text == label]
    assert len(found) == len(NAMES)
    assert all(place(text) + 6 * len(label) <= charts.WIDTH for text in found)


def place(element) -> float:
    """Where an element begins, from the left of the drawing: the shifts of itself and of all it stands in."""
    around = [element, *element.iterancestors()]
    return sum(
        float(found[1]) for one in around if (found := re.match(r"translate\((-?[\d.]+)", one.get("transform", "")))
    )
