"""Every kind of chart is drawn, asks no other site, and never draws a line across a series break."""

from __future__ import annotations

import json
import re

import altair as alt
import lxml.etree
import pandas as pd
import pytest
from jsonschema import ValidationError

from azwboek.chapters import charts, lean, svg
from azwboek.site.drawing import Drawings
from samples import SPOILT

OUTSIDE = re.compile(
    r"""(?:href|src)\s*=\s*["'](?!#|data:)|url\(\s*["']?(?!#)|@import|https?://(?!www\.w3\.org/)""",
    re.IGNORECASE,
)
NUMBER = r"-?\d+(?:\.\d+)?"


def series(segments: list[int]) -> pd.DataFrame:
    """A region's series by year, with the country and the band of regions beside it."""
    years = range(2018, 2018 + len(segments))
    return pd.DataFrame(
        {
            "regio": "RA0205",
            "begin_datum": pd.to_datetime([f"{year}-01-01" for year in years]),
            "waarde": [10.0 + n % 3 for n in range(len(segments))],
            "status": ["definitief"] * (len(segments) - 1) + ["voorlopig"],
            "segment": segments,
            "waarde_nl": 9.5,
            "laagste": 7.0,
            "hoogste": 14.0,
        }
    )


def long(names: list[str], kind: str = "cbs") -> pd.DataFrame:
    parts = [
        series([0] * 4).assign(reeks=name, soort=kind, waarde=lambda d, n=n: d["waarde"] + n)
        for n, name in enumerate(names)
    ]
    return pd.concat(parts, ignore_index=True)


def money() -> pd.DataFrame:
    rows = [(str(year), name, value) for year in (2023, 2024) for name, value in (("Behoud", 9.0), ("Leren", 40.5))]
    frame = pd.DataFrame(rows, columns=["groep", "naam", "waarde"])
    return frame.assign(regio="NL", label=[f"{value} miljoen" for value in frame["waarde"]])


def points() -> pd.DataFrame:
    document = pd.DataFrame(
        {
            "regio": "RA0205",
            "begin_datum": ["2022-09-01", "2030-01-01"],
            "reeks": ["1 op de 6 (2022)", "1 op de 5 (2030)"],
            "waarde": [16.7, 20.0],
            "soort": "document",
        }
    )
    return pd.concat([long(["Nederland", "Twente"]), document], ignore_index=True)


def dots() -> pd.DataFrame:
    frame = series([0] * 3).drop(columns=["segment", "status"])
    return frame.assign(bronsoort_naam=["eerste bron", "tweede hand", "onzeker"])


def made(make, frame: pd.DataFrame, **options) -> dict:
    """A chart of the book as it is drawn."""
    return charts.specification(make(frame, **options), frame)


SPECS = {
    "series": lambda: made(charts.series, series([0] * 6), own="Twente", decimals=1),
    "broken": lambda: made(charts.series, series([0, 0, 0, 1, 1, 1]), own="Gooi- en Vechtstreek", decimals=1),
    "country": lambda: made(charts.series, series([0] * 6).assign(regio="NL"), own="Nederland", decimals=1),
    "counts": lambda: made(
        charts.series,
        series([0] * 20).assign(waarde_nl=None, laagste=None, hoogste=None),
        own="Twente",
        decimals=0,
    ),
    "one point": lambda: made(charts.series, series([0]), own="Twente", decimals=1),
    "lines": lambda: made(charts.lines, long(["Instroom", "Uitstroom"]), decimals=0, zero=True),
    "shares": lambda: made(charts.shares_ahead, points(), own="Twente"),
    "control": lambda: made(
        charts.control,
        series([0] * 14).assign(onder=9.0, gemiddelde=11.0, boven=13.0, opvallend=[False] * 13 + [True]),
        decimals=1,
    ),
    "dots": lambda: made(charts.dots, dots(), decimals=1),
    "bars": lambda: made(charts.bars, money(), decimals=0, target=66.7),
}


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    """Every kind of chart as SVG; a specification that is not valid cannot be drawn."""
    return {name: svg.of(make()) for name, make in SPECS.items()}


def tree(svg: str):
    return lxml.etree.fromstring(svg.encode())


def marks(svg: str, kind: str) -> list:
    """The elements of one kind of mark, with frames and axes left out."""
    groups = tree(svg).xpath(f"//*[contains(@class, 'mark-{kind} role-mark')]")
    return [element for group in groups for element in group]


def xs(path: str) -> list[float]:
    """The horizontal positions of a path of straight lines."""
    return [float(x) for x in re.findall(rf"[ML]\s*({NUMBER})", path)]


def crossing(svg: str) -> list[str]:
    """The drawn lines and areas that go across a rule that marks a break."""
    rules = [float(re.search(NUMBER, rule.get("transform"))[0]) for rule in marks(svg, "rule")]
    paths = [mark.get("d") for kind in ("line", "area") for mark in marks(svg, kind)]
    return [path for path in paths for rule in rules if min(xs(path)) < rule - 0.5 and max(xs(path)) > rule + 0.5]


@pytest.mark.parametrize("name", SPECS)
def test_is_drawn_and_asks_no_other_site(drawn, name):
    svg = drawn[name]
    assert tree(svg).tag.endswith("svg")
    assert not OUTSIDE.search(svg)
    assert not tree(svg).xpath("//*[local-name()='script' or local-name()='image' or local-name()='foreignObject']")


@pytest.mark.parametrize(
    "fault",
    [
        '<image href="https://elders.nl/a.png"/>',
        '<use xlink:href="//elders.nl/a.svg#x"/>',
        "<style>@import 'x.css'</style>",
        '<rect fill="url(//elders.nl/a)"/>',
    ],
)
def test_the_search_for_other_sites_finds_them(drawn, fault):
    assert OUTSIDE.search(drawn["bars"].replace("</svg>", f"{fault}</svg>"))


@pytest.mark.parametrize("name", SPECS)
def test_colours_follow_the_theme(drawn, name):
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', drawn[name])) - {"none", "transparent"}
    assert colours
    assert all(colour.startswith("var(--azw-") for colour in colours), colours


@pytest.mark.parametrize("name", SPECS)
def test_every_row_carries_the_region_of_its_page(name):
    spec = SPECS[name]()
    values = [row for part in _inline(spec) for row in part if "waarde" in row]
    assert values
    assert {row.get("regio") for row in values} <= {"RA0205", "NL"}
    assert not [row for row in values if row.get("regio") is None]


def test_a_line_stops_at_a_break(drawn):
    svg = drawn["broken"]
    assert len(marks(svg, "rule")) == 1
    assert "breuk" in "".join(tree(svg).itertext())
    assert crossing(svg) == []
    assert len(marks(svg, "line")) == 4  # region and country, each in two parts
    assert len(marks(svg, "area")) == 2


def test_a_line_across_a_break_is_found(drawn):
    line = marks(drawn["series"], "line")[0].get("d")
    first = marks(drawn["broken"], "line")[0].get("d")
    assert crossing(drawn["broken"].replace(first, line)) == [line]


def test_without_a_break_there_is_no_mark_of_one(drawn):
    assert marks(drawn["series"], "rule") == []
    assert len(marks(drawn["series"], "line")) == 2


def test_the_country_has_one_line(drawn):
    assert len(marks(drawn["country"], "line")) == 1


def test_published_figures_are_never_joined(drawn):
    assert marks(drawn["dots"], "line") == []
    assert len(marks(drawn["dots"], "symbol")) == 3


def test_a_provisional_value_has_an_open_point(drawn):
    fills = [point.get("fill") for point in marks(drawn["series"], "symbol")]
    assert fills == [charts.REGION] * 5 + [charts.PAPER]


def test_lines_differ_by_dash_as_well_as_by_colour(drawn):
    dashes = [line.get("stroke-dasharray") for line in marks(drawn["lines"], "line")]
    assert len(set(dashes)) == 2


def test_bars_begin_at_zero():
    encodings = [part["encoding"]["x"] for part in SPECS["bars"]()["spec"]["layer"] if "scale" in part["encoding"]["x"]]
    assert encodings
    assert all(x["scale"]["domain"][0] == 0 for x in encodings)


def test_numbers_on_axes_are_dutch(drawn):
    texts = ["".join(element.itertext()) for element in tree(drawn["series"]).iter("{*}text")]
    assert any(re.fullmatch(r"\d+,\d", text) for text in texts)
    assert not any(re.fullmatch(r"\d+\.\d", text) for text in texts)


def test_text_in_data_cannot_run(drawn):
    frame = long(["<script>alert(1)</script>", "b"])
    shown = svg.of(made(charts.lines, frame, decimals=0))
    assert not tree(shown).xpath("//*[local-name()='script']")
    assert "&lt;script&gt;" in shown


def test_a_wrong_specification_is_refused():
    with pytest.raises(ValueError):
        svg.of({"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "mark": 7})


# --- kept by content ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bars() -> tuple[dict, str]:
    """A chart, compiled and drawn."""
    compiled = svg.compile_(SPECS["bars"]())
    return compiled, svg.draw(compiled)


@pytest.fixture
def bars_once(bars, monkeypatch):
    """Draw that chart, and no other, in no time."""
    monkeypatch.setattr(svg, "compile_", lambda spec: bars[0] if spec == SPECS["bars"]() else pytest.fail("another"))
    monkeypatch.setattr(svg, "draw", lambda compiled: bars[1] if compiled == bars[0] else pytest.fail("another"))


@pytest.fixture
def drawings(small):
    return Drawings(small.paths)


def test_an_equal_specification_is_one_drawing_and_another_is_another(drawings):
    spec = SPECS["bars"]()
    assert drawings.name(spec) == drawings.name(dict(reversed(spec.items())))
    assert drawings.name(spec) != drawings.name(spec | {"height": 7})


def test_what_is_kept_is_not_drawn_again(drawings, monkeypatch):
    spec = SPECS["bars"]()
    wanted = svg.of(spec)
    drawings.svg(spec)
    monkeypatch.setattr(svg, "draw", lambda _: pytest.fail("drawn twice"))
    assert drawings.draw([spec, spec]) == 0
    assert drawings.svg(spec) == wanted


def test_what_other_processes_drew_is_there_afterwards(drawings, monkeypatch):
    spec = SPECS["bars"]()
    wanted = svg.of(spec)
    assert drawings.draw([spec], workers=1) == 1
    monkeypatch.setattr(svg, "draw", lambda _: pytest.fail("drawn twice"))
    assert drawings.svg(spec) == wanted
    assert json.loads(drawings.vega(spec)) == json.loads(svg.vega(spec))


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_damaged_drawing_is_drawn_again(drawings, bars_once, spoil):
    spec = SPECS["bars"]()
    wanted = drawings.svg(spec), drawings.vega(spec)
    path = drawings.kept.folder / drawings.name(spec)
    spoil(path)
    assert (drawings.svg(spec), drawings.vega(spec)) == wanted
    assert drawings.draw([spec]) == 0  # it is kept again


def test_two_drawings_that_were_swapped_are_drawn_again(drawings):
    specs = [SPECS["bars"](), SPECS["bars"]() | {"height": 70}]
    wanted = [drawings.svg(spec) for spec in specs]
    first, second = (drawings.kept.folder / drawings.name(spec) for spec in specs)
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)
    assert [drawings.svg(spec) for spec in specs] == wanted


def test_a_chart_that_cannot_be_drawn_stops_the_drawing(drawings):
    with pytest.raises(ValueError):
        drawings.draw([{"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "mark": 7}])
    assert not list(drawings.kept.folder.glob("*"))


# --- live ---------------------------------------------------------------------------------------------------


def pointer_layers(spec: dict) -> list[dict]:
    """What each layer of a chart shows of what is pointed at."""
    return [layer["encoding"]["tooltip"] for layer in spec["layer"] if "tooltip" in layer["encoding"]]


def test_a_live_chart_tells_the_values_of_a_period_and_the_still_one_does_not():
    spec = made(charts.series, series([0] * 4), own="Twente", decimals=1)
    (layer,) = pointer_layers(spec)
    assert [part["title"] for part in layer if "title" in part][:2] == ["Twente", "Nederland"]
    assert {part["format"] for part in layer if "format" in part} == {",.1f"}
    assert "aanwijzen" in svg.vega(spec) and "aanwijzen" not in svg.of(spec)


def test_the_still_chart_is_the_one_that_never_had_a_pointer(drawn):
    pointed = 0
    for kind, make in SPECS.items():
        layers = make().get("layer", [])
        kept = [layer for layer in layers if layer.get("name") != svg.POINTER]
        if len(kept) < len(layers):
            pointed += 1
            assert svg.of(make() | {"layer": kept}) == drawn[kind], kind
    assert pointed


def test_a_live_chart_is_compiled_with_its_data_and_no_address():
    text = svg.vega(SPECS["series"]())
    assert re.search(r'"waarde":10\b', text)
    assert f"{svg.POINTER}_marks" in text
    assert not re.search(r'"(url|href)":', text)


def test_the_explorers_charts_wait_for_data():
    for spec in charts.explorer().values():
        compiled = json.loads(svg.vega(spec))
        assert all("values" not in part and "url" not in part for part in compiled["data"])


def _inline(spec) -> list[list[dict]]:
    """All data that stand in a specification."""
    if isinstance(spec, dict):
        own = (
            [spec["values"]]
            if isinstance(spec.get("values"), list) and spec["values"] and isinstance(spec["values"][0], dict)
            else []
        )
        own += [rows for rows in spec.get("datasets", {}).values() if isinstance(rows, list)]
        return own + [found for key, value in spec.items() if key != "datasets" for found in _inline(value)]
    return [found for part in spec for found in _inline(part)] if isinstance(spec, list) else []


@pytest.mark.parametrize(("kind", "marked"), [("demonstratie", True), ("cbs", False)])
def test_a_chart_of_invented_values_says_so_in_the_picture(kind, marked):
    drawings = [
        made(charts.series, series([0] * 4).assign(soort=kind), own="Twente", decimals=1),
        made(charts.lines, long(["Instroom", "Uitstroom"], kind), decimals=0),
    ]
    for spec in drawings:
        assert ("demonstratie: verzonnen cijfers" in svg.of(spec)) is marked


def test_a_value_that_stands_alone_is_seen_for_region_and_country():
    country = re.compile(r'<path transform="[^"]*" d="[^"]*" fill="' + re.escape(charts.COUNTRY))
    found = {}
    for name, pieces in {"gap": [0, 1, 1, 1], "whole": [0, 0, 0, 0]}.items():
        spec = made(charts.series, series([0] * 4).assign(stuk=pieces), own="Twente", decimals=1)
        found[name] = len(country.findall(svg.of(spec)))
    assert found == {"gap": 1, "whole": 0}


def of_altair(spec: dict) -> type:
    """The class of Altair that a specification belongs to."""
    kinds = (("facet", alt.FacetChart), ("layer", alt.LayerChart), ("mark", alt.Chart))
    return next(chart for key, chart in kinds if key in spec)


@pytest.mark.parametrize("kind", sorted(SPECS))
def test_altair_finds_nothing_wrong_with_any_kind_of_chart(kind):
    spec = SPECS[kind]()
    of_altair(spec).validate(spec)


def test_altair_finds_a_fault_in_each_form_of_chart():
    forms = {of_altair(make()): make() for make in SPECS.values()}
    assert len(forms) == 2
    for form, spec in forms.items():
        broken = json.loads(json.dumps(spec).replace('"type": "quantitative"', '"type": "getal"'))
        with pytest.raises(ValidationError):
            form.validate(broken)


# --- what is left out of Altair -------------------------------------------------------------------------------


def test_altair_still_checks_a_part_and_not_when_a_chart_is_made():
    """When Altair no longer does, ``lean.unchecked`` gains nothing."""
    with pytest.raises(ValidationError):
        alt.Axis(grid="nee")
    assert lean.unchecked(lambda: alt.Axis(grid="nee").to_dict(validate=False))() == {"grid": "nee"}
    with pytest.raises(ValidationError):  # and from then on it checks again
        alt.Axis(grid="nee")


@pytest.mark.parametrize("apart", [False, True], ids=["one table", "two tables"])
def test_layers_are_what_altair_makes_of_them(apart):
    rows = [{"jaar": "2024", "waarde": 1.5, "naam": None}, {"jaar": "2025", "waarde": 2.5, "naam": "x"}]
    base = alt.Chart(alt.Data(values=rows)).encode(x="jaar:N", y="waarde:Q")
    other = base.properties(data=alt.Data(values=rows[:1])) if apart else base
    layers = [base.mark_line(), other.mark_point(), base.mark_text().encode(text="naam:N")]
    assert svg.of(lean.layered(layers)) == svg.of(alt.layer(*layers).to_dict())


def test_rows_that_altair_does_not_copy_are_the_same_rows():
    frame = pd.DataFrame({"jaar": ["2024", "2025"], "waarde": [1.5, None]})
    assert lean.records(frame) == ({"jaar": "2024", "waarde": 1.5}, {"jaar": "2025", "waarde": None})
    chart = alt.Chart(alt.InlineData(values=lean.records(frame))).mark_line().encode(x="jaar:N", y="waarde:Q")
    [rows] = lean.layered([chart])["datasets"].values()
    assert rows == list(lean.records(frame))


def test_a_tie_is_drawn_as_the_book_rounds_it():
    data = pd.DataFrame({"waarde": [0.725, 2.5, 0.71, -0.725]})
    just_above, exact, plain, below = (row["waarde"] for row in lean.records(data))
    assert f"{just_above:.2f}" == "0.73"
    assert f"{below:.2f}" == "-0.73"
    assert (exact, plain) == (2.5, 0.71)
    assert f"{0.725:.2f}" == "0.72", "the drawing program rounds the binary number, as this does"


@pytest.mark.parametrize("end", ["\n", "\u2028", "\u2029", "\x0b", "\x00", "\x1e", "\ud800"])
def test_a_name_with_a_line_end_or_control_sign_is_drawn(end):
    """Names go into expressions of Vega, where a line end ends a text, and into XML, which has no control signs."""
    name, frame = f"een{end}naam", series([0, 0, 0])
    bars = frame.assign(groep="g", naam=name, label="1")[["regio", "groep", "naam", "waarde", "label"]]
    for spec in (
        made(charts.lines, frame.assign(reeks=name), decimals=1),
        made(charts.bars, bars, decimals=1),
        made(charts.series, frame, own=name, decimals=1),
        made(charts.dots, frame.assign(bronsoort_naam=name), decimals=1),
    ):
        assert "een naam" in svg.vega(spec)
        assert svg.of(spec).startswith("<svg")


def test_a_chart_of_altair_alone_gets_the_size_and_colours_of_the_book():
    frame = series([0] * 4).assign(soort="cbs")
    plain = alt.Chart(frame).mark_line().encode(x="begin_datum:T", y="waarde:Q")
    drawing = charts.specification(plain, frame)
    assert (drawing["width"], drawing["height"]) == (charts.WIDTH, charts.HEIGHT)
    assert charts.REGION.replace(",", ", ") in svg.of(drawing) or charts.REGION in svg.of(drawing)
    assert charts.specification(plain.properties(width=99), frame)["width"] == 99
    assert charts.INVENTED in svg.of(charts.specification(plain, frame.assign(soort="demonstratie")))


def test_a_chart_of_altair_that_is_wrong_is_refused():
    frame = series([0] * 4)
    with pytest.raises(ValueError, match="waarde"):
        charts.specification(alt.Chart(frame[["status"]]).mark_line().encode(y="waarde"), frame)


def test_layers_of_an_analyst_are_drawn_with_those_of_the_book():
    frame = series([0] * 4)
    goal = alt.Chart(pd.DataFrame({"doel": [12.5]})).mark_rule().encode(y="doel:Q")
    drawing = charts.specification([*charts.series(frame, own="Twente", decimals=1), goal], frame)
    assert len(marks(svg.of(drawing), "rule")) == len(marks(svg.of(SPECS["series"]()), "rule")) + 1


def test_lines_stop_at_a_gap_and_bounds_that_no_row_has_are_left_out():
    frame = long(["Instroom"]).assign(ondergrens=None, bovengrens=None, gebied="Nederland")
    frame.loc[2:, "begin_datum"] = pd.to_datetime(["2026-01-01", "2027-01-01"])
    found = charts.parted(frame)
    assert list(found["segment"]) == [0, 0, 1, 1]
    assert not {"ondergrens", "bovengrens", "regio"} & set(found)
    assert "regio" in charts.parted(frame.assign(gebied="Twente"))
