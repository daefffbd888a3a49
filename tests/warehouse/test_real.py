"""Real figures of the ordinary StatLine: every area has its own, a larger area keeps its name, breaks and bounds are drawn."""

from __future__ import annotations

import dataclasses
import json

import pytest

from azwboek.chapters import real
from azwboek.chapters.figures import Column, Figure
from azwboek.gate import notebooks

NATIONAL = ("banen-azw", "verzuim-cbs", "verzuim-branches", "werkdruk-cbs", "burnout-cbs")
COROP_REGIONS = {
    "RA0101",
    "RA0102",
    "RA0103",
    "RA0205",
    "RA0410",
    "RA0511",
    "RA0614",
    "RA1121",
    "RA1222",
    "RA1326",
    "RA1427",
    "RA1428",
}
PROVINCES = {"RA0101", "RA0102", "RA0103", "RA0410", "RA1222"}


@pytest.fixture(scope="module")
def codes(reading) -> list[str]:
    return [row[0] for row in reading.execute("select code from kern_regio order by code").fetchall()]


@pytest.fixture(scope="module")
def shown(open_chapter, codes) -> dict[str, dict[str, Figure]]:
    """What every area opens with, by area and name."""
    return {code: {figure.id: figure for figure, _ in real.in_short(open_chapter("x", code))} for code in codes}


def cells(figure: Figure, column: str) -> list:
    """One column of a figure's rows."""
    place = [c.naam for c in figure.kolommen].index(column)
    return [row[place] for row in figure.rijen]


def test_every_area_opens_with_four_real_figures_that_pass_the_gate(shown):
    for code, figures in shown.items():
        assert list(figures) == list(real.IN_SHORT)
        for figure in figures.values():
            assert notebooks.check_figure(code, figure.to_json()) == []
            assert figure.soort == "cbs"
            assert figure.spec is not None
            assert "title" not in figure.spec


def test_a_larger_area_is_shown_under_its_own_name(shown, open_chapter):
    for code, figures in shown.items():
        name = open_chapter("x", code).regio_naam
        for figure_id, own in (("banen-zorg", COROP_REGIONS), ("vacatures-zorg", PROVINCES)):
            figure = figures[figure_id]
            alone = code == "NL" or code in own
            assert set(cells(figure, "gebied")) == ({name} if alone else {figure.titel.partition(", ")[2]})
            assert (name in cells(figure, "gebied")) == alone
            assert figure.zin.startswith(f"Over {name} alleen heeft dit boek geen cijfer") != alone


def test_sums_are_those_of_the_published_parts(shown, reading):
    figure = shown["RA1427"]["banen-zorg"]
    parts = reading.execute(
        "select sum(waarde) from kern_reekscijfer where reeks = 'banen_zorg' and gebied in ('CR37', 'CR38') and periode = '2024JJ00'"
    ).fetchone()[0]
    assert cells(figure, "waarde")[0] == parts
    assert cells(figure, "periode")[0] == "2024JJ00"


def test_a_year_with_a_missing_part_has_no_figure(shown):
    assert "2010JJ00" in cells(shown["RA0205"]["banen-zorg"], "periode")
    assert "2010JJ00" not in cells(shown["RA0102"]["banen-zorg"], "periode")


@pytest.mark.parametrize(
    ("code", "figure", "day", "words"),
    [
        ("RA0511", "banen-zorg", "2023-01-01", "breuk"),
        ("RA1121", "banen-zorg", "2019-01-01", "breuk"),
        ("RA0410", "banen-zorg", "2013-01-01", "opvallend"),
        ("RA0919", "vacatures-zorg", "2019-01-01", "breuk"),
    ],
)
def test_breaks_are_drawn(shown, code, figure, day, words):
    data = shown[code][figure].spec["datasets"].values()
    assert [{"begin_datum": day, "tekst": words}] in [
        [{key: row.get(key) for key in ("begin_datum", "tekst")} for row in rows] for rows in data
    ]


def test_no_break_no_mark(shown):
    assert '"tekst": "breuk"' not in json.dumps(shown["RA0205"]["banen-zorg"].spec)


@pytest.fixture(scope="module")
def chapters(cells_of) -> dict[str, dict[str, Figure]]:
    """What the notebooks with national series show, by area and name."""
    return {
        code: cells_of("kernindicatoren", code)["boek"].figuren | cells_of("behoud", code)["boek"].figuren
        for code in ("NL", "RA0205", "RA0616")
    }


@pytest.mark.parametrize("name", NATIONAL)
def test_national_figures_are_drawn_once_for_all_areas(chapters, open_chapter, name):
    one, other = chapters["RA0205"][name], chapters["RA0616"][name]
    assert one.spec == other.spec
    assert notebooks.check_figure("RA0205", one.to_json()) == []
    assert one.titel.endswith(", Nederland")
    assert "alleen voor heel Nederland" in card(open_chapter("x", "RA0205"), name)


def card(chapter, name: str) -> str:
    """The definition of a figure as text."""
    return real.definition(chapter, name, real.rows(chapter, name)).striptags()


@pytest.mark.parametrize("name", real.IN_SHORT)
def test_a_chapter_shows_what_the_page_of_the_region_opens_with(chapters, shown, name):
    for code, figures in chapters.items():
        assert figures[name].to_json() == shown[code][name].to_json()


def test_no_line_crosses_periods_without_a_figure(chapters):
    figure = chapters["NL"]["verzuim-branches"]
    parts = {
        row["segment"]
        for rows in figure.spec["datasets"].values()
        for row in rows
        if row.get("reeks") == "Ziekenhuizen"
    }
    assert len(parts) > 1
    unbroken = chapters["NL"]["verzuim-cbs"]
    assert {row["segment"] for rows in unbroken.spec["datasets"].values() for row in rows if "segment" in row} == {0}


def test_bounds_are_drawn_and_said(chapters):
    figure = chapters["NL"]["burnout-cbs"]
    assert all(low <= value <= high for low, value, high in zip(*(cells(figure, c) for c in ("ondergrens", "waarde", "bovengrens")), strict=True))  # fmt: skip
    assert '"y2": {"field": "bovengrens"}' in json.dumps(figure.spec)


def test_what_differs_from_the_indicator_stands_in_one_line(open_chapter):
    for name in ("banen-zorg", "vacatures-zorg", "banen-azw", "verzuim-cbs", "werkdruk-cbs"):
        line = card(open_chapter("x", "NL"), name).split("Wat meet dit?")[0]
        assert "De indicator van het programma" in line
        assert "breed" in line


def test_an_area_without_figures_says_so(open_chapter):
    nowhere = dataclasses.replace(open_chapter("x", "RA0205"), regio="RA9999", regio_naam="Nergens")
    assert real.in_short(nowhere) == []


@pytest.mark.parametrize(
    ("column", "values"), [("regiosoort", ("woonregio", "werkregio")), ("volgens", ("werkgevers", "werknemers")), ("populatie", ("smal", "breed"))]
)  # fmt: skip
def test_what_never_stands_together_is_refused(column, values):
    columns = [Column("regio"), Column(column)]
    words = {"titel": "t", "onderschrift": "o", "zin": "z", "alt": "a", "bron": "b"}
    Figure("f", "NL", **words, soort="cbs", kolommen=columns, rijen=[["NL", values[0]], ["NL", None]])
    with pytest.raises(ValueError, match=" en ".join(sorted(values)) if column != "populatie" else "smal en breed"):
        Figure("f", "NL", **words, soort="cbs", kolommen=columns, rijen=[["NL", value] for value in values])


def test_a_quarter_that_two_publications_name_counts_once(chapters):
    figure = chapters["RA0205"]["verzuim-gepubliceerd"]
    quarters, values = cells(figure, "periode"), cells(figure, "waarde")
    assert len(set(quarters)) < len(quarters)
    low, high = (f"{value:.1f}%".replace(".", ",") for value in (min(values), max(values)))
    assert (
        f"cijfers over {len(set(quarters))} kwartalen gevonden: het laagste is {low} en het hoogste {high}"
        in figure.zin
    )
