"""A figure keeps its data in every form: JSON, HTML and CSV; nothing in it can run."""

from __future__ import annotations

import csv
import io
import json

import lxml.html
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azwboek.chapters import figures
from azwboek.chapters.figures import MIME, Column, Figure

COLUMNS = [Column("regio"), Column("periode", "Periode"), Column("waarde", "Twente", "%")]


def figure(**changes) -> Figure:
    content = {
        "id": "verloop",
        "regio": "RA0205",
        "titel": "Verloop, Twente",
        "onderschrift": "Procent",
        "zin": "Het verloop was 10,1%.",
        "alt": "Lijngrafiek van het verloop.",
        "bron": "Bron: demonstratie.",
        "soort": "cbs",
        "kolommen": COLUMNS,
        "rijen": [["RA0205", "2025", 10.14], ["RA0205", "2024", None]],
    }
    return Figure(**content | changes)


def one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def tree(shown: Figure, chart: str = ""):
    return lxml.html.fragment_fromstring(figures.html(shown, chart, "csv/a.csv"), create_parent="div")


# --- what is never compared --------------------------------------------------------------------------------------


def test_smal_and_breed_never_stand_in_one_figure():
    columns = [*COLUMNS, Column("populatie")]
    rows = [["RA0205", "2025KW01", 1.0, "smal"], ["RA0205", "2025KW01", 1.0, "breed"]]
    with pytest.raises(ValueError, match="smal en breed"):
        figure(kolommen=columns, rijen=rows)
    figure(kolommen=columns, rijen=rows[:1] + [["RA0205", "2025KW01", 1.0, "economie"]])


def test_years_and_quarters_never_stand_in_one_chart():
    rows = [["RA0205", "2025KW01", 1.0], ["RA0205", "2025JJ00", 1.0]]
    with pytest.raises(ValueError, match="JJ, KW"):
        figure(rijen=rows, spec={})
    figure(rijen=rows)
    figure(rijen=rows[:1] * 2, spec={})


# --- data ---------------------------------------------------------------------------------------------------


def test_rows_are_plain_values_and_missing_is_none():
    frame = pd.DataFrame(
        {
            "regio": ["RA0205", "RA0205"],
            "periode": [pd.Timestamp("2025-01-01"), None],
            "waarde": [np.float64(1.5), np.nan],
            "jaar": np.array([2025, 2024], dtype="int64"),
            "over": ["x", "y"],
        }
    )
    rows = figures.rows(frame, [*COLUMNS, Column("jaar", "Jaar")])
    assert rows == [["RA0205", "2025-01-01T00:00:00", 1.5, 2025], ["RA0205", None, None, 2024]]
    assert json.loads(json.dumps(rows)) == rows


def test_json_round_trip():
    shown = figure(spec={"mark": "line"})
    content = json.loads(json.dumps(shown.to_json()))
    assert Figure.from_json(content) == shown
    assert [column["toon"] for column in content["kolommen"]] == [False, True, True]


@given(st.lists(st.tuples(st.just("RA0205"), st.text(), st.none() | st.floats(allow_nan=False)), max_size=4))
def test_json_round_trip_of_any_rows(rows):
    shown = figure(rijen=[list(row) for row in rows])
    assert Figure.from_json(json.loads(json.dumps(shown.to_json()))).rijen == shown.rijen


def test_a_notebook_gets_the_figure_as_data_and_no_drawing_while_building(monkeypatch):
    monkeypatch.setenv("AZWBOEK_BUILDING", "1")
    bundle = figure(spec={"mark": "not drawn"})._repr_mimebundle_()
    assert bundle[MIME]["regio"] == "RA0205"
    assert "<svg" not in bundle["text/html"]
    assert bundle["text/plain"] == "Verloop, Twente. Het verloop was 10,1%."


# --- HTML ---------------------------------------------------------------------------------------------------


def test_missing_is_an_en_dash_and_not_zero():
    cells = [cell.text_content() for cell in tree(figure()).xpath("//tbody//td")]
    assert cells == ["10,1", "–"]


def test_missing_text_is_unknown():
    shown = figure(rijen=[["RA0205", None, 1.0]])
    assert tree(shown).xpath("string(//tbody//th)") == "onbekend"


def test_columns_without_a_label_are_only_in_the_csv():
    assert [cell.text_content() for cell in tree(figure()).xpath("//thead//th")] == ["Periode", "Twente"]
    assert figures.to_csv(figure()).splitlines()[0] == "regio,periode,waarde"


def test_the_figure_names_its_region_kind_and_source():
    own = tree(figure(soort="demonstratie")).xpath("//figure")[0]
    assert (own.get("data-regio"), own.get("data-cijfer"), own.get("id")) == (
        "RA0205",
        "demonstratie",
        "fig-verloop",
    )
    assert own.xpath("string(.//p[@class='azw-bronregel'])") == "Bron: demonstratie."


def test_demonstration_is_marked_and_real_is_not():
    assert "azw-demo-merk" in figures.html(figure(soort="demonstratie"), "")
    assert "azw-demo-merk" not in figures.html(figure(), "")
    chart = tree(figure(soort="demonstratie", spec={"mark": "line"}), "<svg></svg>").xpath("//div[@role='img']")[0]
    assert chart.get("aria-label") == "Demonstratie, verzonnen. Lijngrafiek van het verloop."


def of_kinds(kind: str, *rows: str | None, **changes):
    """A figure that is said to be of a kind, with rows of these kinds."""
    columns = [*figure().kolommen, figures.Column("soort")]
    return figure(soort=kind, kolommen=columns, rijen=[["RA0205", "2025", 1.0, row] for row in rows], **changes)


def test_a_table_with_both_marks_its_rows_and_not_itself():
    own = tree(of_kinds("gemengd", "cbs", "demonstratie", None))
    assert own.xpath("//figure/@data-cijfer") == []
    rows = own.xpath("//tbody/tr")
    assert [row.get("data-cijfer") for row in rows] == ["cbs", "demonstratie", None]
    assert [bool(row.xpath(".//*[contains(@class,'azw-demo-merk')]")) for row in rows] == [False, True, False]


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("cbs", ("demonstratie",)),
        ("cbs", ("cbs", "demonstratie")),
        ("document", ("demonstratie",)),
        ("demonstratie", ("cbs",)),
        ("demonstratie", ("cbs", "demonstratie")),
        ("gemengd", ("cbs", "document")),
        ("gemengd", ("demonstratie",)),
    ],
)
def test_a_figure_of_another_kind_than_its_rows_is_refused(kind, rows):
    with pytest.raises(ValueError, match=f"heet {kind}, en de rijen zijn"):
        of_kinds(kind, *rows)


def test_a_chart_never_holds_real_and_invented_values():
    with pytest.raises(ValueError, match="echte en verzonnen cijfers staan in een grafiek"):
        of_kinds("gemengd", "cbs", "demonstratie", spec={"mark": "line"})


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="onbekende soort 'echt'"):
        figure(soort="echt")


def test_the_kind_of_a_figure_follows_from_its_rows():
    assert [
        figures.kind(kinds) for kinds in (["cbs", "document"], ["demonstratie", None], ["cbs", "demonstratie"], [])
    ] == [
        "cbs",
        "demonstratie",
        "gemengd",
        "document",
    ]


def test_a_chart_has_its_words_and_the_table_is_folded():
    own = tree(figure(spec={"mark": "line"}), "<svg><title>x</title></svg>")
    image = own.xpath("//div[@role='img']")[0]
    assert image.get("aria-label") == "Lijngrafiek van het verloop."
    assert image.xpath("./svg")
    assert own.xpath("//details[@class='azw-tabel']")[0].get("open") is None


def test_without_a_chart_the_table_is_in_sight():
    own = tree(figure())
    assert not own.xpath("//div[@role='img']")
    assert own.xpath("//table[not(ancestor::details[not(@open)])]")
    assert own.xpath("//a[@class='azw-csv']/@href") == ["csv/a.csv"]


EVIL = "<script>alert(1)</script>\"' onload=x &amp; {{ x }}"


@pytest.mark.parametrize("field", ["titel", "onderschrift", "zin", "alt", "bron", "regio", "id"])
def test_text_is_escaped(field):
    own = tree(figure(**{field: EVIL}, spec={"mark": "line"}))
    assert not own.xpath("//script")
    assert not own.xpath("//@onload")
    assert any(EVIL in text for text in [*own.xpath("//text()"), *own.xpath("//@*")])


def test_cells_and_headings_are_escaped():
    columns = [Column("regio"), Column("wat", EVIL), Column("waarde", "Waarde", "%")]
    own = tree(figure(kolommen=columns, rijen=[["RA0205", EVIL, EVIL]]))
    assert not own.xpath("//script")
    assert own.xpath("string(//thead//th)") == EVIL
    assert [cell.text_content() for cell in own.xpath("//tbody//*[self::th or self::td]")] == [EVIL, EVIL]


# --- CSV ----------------------------------------------------------------------------------------------------


def test_csv_has_a_point_and_an_empty_cell_for_missing():
    assert figures.to_csv(figure()) == "regio,periode,waarde\nRA0205,2025,10.14\nRA0205,2024,\n"


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_run_is_text(start):
    text = figures.to_csv(figure(rijen=[["RA0205", start, 1.0]]))
    cell = list(csv.reader(io.StringIO(text, newline="")))[1][1]
    assert cell == f"'{one_line_end(start)}"


def test_a_negative_number_stays_a_number():
    assert figures.to_csv(figure(rijen=[["RA0205", "2025", -0.5]])).endswith("RA0205,2025,-0.5\n")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_any_text_comes_back_from_the_csv_and_cannot_run(text):
    written = figures.to_csv(figure(rijen=[["RA0205", text, 1.0]]))
    cell = list(csv.reader(io.StringIO(written, newline="")))[1][1]
    assert cell.removeprefix("'") == one_line_end(text).removeprefix("'")
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
