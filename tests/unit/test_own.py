"""An analyst's own figures: read into the form of the book's series, and every fault of a file named with its place and what to do."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from azwboek import plan as plans
from azwboek.chapters import charts, notebook
from azwboek.chapters.figures import Column, Figure
from azwboek.errors import AzwboekError
from azwboek.paths import project
from azwboek.sources import own

GOOD = """gebied;periode;waarde;naam;eenheid
Twente;2024-Q1;10,5;Verloop;%
RA0205;2024KW02;11;Verloop;%
NL;2024-Q1;9,25;Verloop;%
Twente;2024-Q3;;Verloop;%
"""


@pytest.fixture
def read(tmp_path, plan):
    """Read a text as a file of an analyst: ``read("gebied;…")``."""

    def of(content: str | bytes, name: str = "eigen.csv") -> pd.DataFrame:
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return own.read(tmp_path / name, plan.region)

    return of


def faults(read, content: str | bytes) -> list[str]:
    with pytest.raises(own.OwnFaults) as raised:
        read(content)
    return list(map(str, raised.value.faults))


def test_a_file_has_the_form_of_the_books_series(read):
    frame = read(GOOD)
    assert tuple(frame.columns) == own.COLUMNS
    twente = frame[frame["regio"] == "RA0205"]
    assert list(twente["periode"]) == ["2024KW01", "2024KW02", "2024KW03"]
    assert list(twente["periode_label"])[0] == "1e kwartaal 2024"
    assert list(twente["begin_datum"])[1] == pd.Timestamp(2024, 4, 1)
    assert twente["waarde"].fillna(-1).to_list() == [10.5, 11.0, -1]
    assert twente["waarde_nl"].fillna(-1).to_list() == [9.25, -1, -1]
    assert list(twente["reden_ontbreekt"]) == [None, None, "onbekend"]
    assert set(frame["soort"]) == {"eigen"} and set(frame["vintage"]) == {"eigen.csv"}
    assert set(frame["regio_naam"]) == {"Twente", "Nederland"}


@pytest.mark.parametrize(
    "content",
    [
        GOOD.replace(",", "."),
        GOOD.replace(",", ".").replace(";", ","),
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("Twente", " twente ").replace("10,5", "\u00a010,5"),
        GOOD.replace(";eenheid\n", ";eenheid;populatie;status\n").replace(";%\n", ";%;;\n"),
        GOOD + "\n;;;;\n",
        GOOD.replace(";2024-Q3;;", ';"2024-Q3";"";'),
    ],
    ids=["point", "commas between", "bom", "line ends", "spaces", "optional columns", "empty rows", "quotes"],
)
def test_the_same_figures_in_another_form(read, content):
    pd.testing.assert_frame_equal(read(content), read(GOOD))


@pytest.mark.parametrize(
    ("text", "code", "label", "begin"),
    [
        ("2024", "2024JJ00", "2024", (2024, 1, 1)),
        ("2024JJ00", "2024JJ00", "2024", (2024, 1, 1)),
        ("2024-06", "2024MM06", "maand 6 van 2024", (2024, 6, 1)),
        ("2024K3", "2024KW03", "3e kwartaal 2024", (2024, 7, 1)),
        ("2099/00", "2099SJ00", "studiejaar 2099/00", (2099, 9, 1)),
    ],
)
def test_periods_are_those_of_the_warehouse(read, text, code, label, begin):
    (row,) = read(f"gebied;periode;waarde;naam;eenheid\nNL;{text};1;a;%\n").itertuples()
    assert (row.periode, row.periode_label, row.begin_datum) == (code, label, pd.Timestamp(*begin))


def test_negative_numbers_are_read(read):
    assert list(read(GOOD.replace("10,5", "-10,5").replace("11;", "\u221211;"))["waarde"])[1:3] == [-10.5, -11.0]


FAULTS = {
    "unknown region": (("Twente;2024-Q1", "Twnte;2024-Q1"), "rij 2, kolom gebied: onbekende regio 'Twnte': bedoel je Twente (RA0205)?"),
    "no region": (("Twente;2024-Q1", ";2024-Q1"), "rij 2, kolom gebied: is leeg; vul het in"),
    "wrong period": (("2024-Q1;10,5", "Q1 2024;10,5"), "rij 2, kolom periode: 'Q1 2024' is geen periode; schrijf 2024, 2024-Q2, 2024-06 of 2023/24"),
    "fifth quarter": (("2024-Q1;10,5", "2024-Q5;10,5"), "rij 2, kolom periode: '2024-Q5' is geen periode"),
    "impossible year": (("2024-Q1;10,5", "0204-Q1;10,5"), "rij 2, kolom periode: het jaar 204 kan niet"),
    "school year": (("2024-Q1;10,5", "2023/25;10,5"), "rij 2, kolom periode: 2023/25 is geen studiejaar"),
    "another kind of period": (("2024-Q1;10,5", "2023;10,5"), "rij 3, kolom periode: een andere soort periode dan op regel 2; geef elke reeks"),
    "double": (("RA0205;2024KW02", "RA0205;2024-Q1"), "rij 3, kolom periode: staat ook op regel 2 voor dit gebied en deze naam; laat er een weg"),
    "text": (("10,5", "n.v.t."), "rij 2, kolom waarde: 'n.v.t.' is geen getal; laat de cel leeg als de waarde ontbreekt"),
    "unit in the number": (("10,5", "10,5%"), "rij 2, kolom waarde: '10,5%' is geen getal; zet de eenheid in de kolom eenheid"),
    "both signs": (("9,25", "9.25"), "rij 4, kolom waarde: 9.25 heeft een punt en regel 2 een komma; gebruik er een"),
    "thousands": (("10,5", "1.210,5"), "rij 2, kolom waarde: '1.210,5' heeft een teken tussen de duizendtallen; laat dat weg"),
    "no name": (("11;Verloop", "11;"), "rij 3, kolom naam: is leeg; vul het in"),
    "no unit": (("11;Verloop;%", "11;Verloop;"), "rij 3, kolom eenheid: is leeg"),
    "another unit": (("11;Verloop;%", "11;Verloop;personen"), "rij 3, kolom eenheid: is op regel 2 %; geef elke reeks een eigen naam"),
    "a cell too many": (("11;Verloop;%", "11;Verloop;%;x"), "rij 3, kolom (te veel): een cel te veel (x)"),
    "unknown column": (("naam;eenheid", "naam;eenheid;populaties"), "rij 1, kolom populaties: onbekende kolom; bedoel je populatie?"),
    "column missing": (("periode;waarde", "tijd;waarde"), "rij 1, kolom periode: ontbreekt; de eerste rij noemt gebied, periode, waarde, naam, eenheid"),
    "column twice": (("naam;eenheid", "naam;eenheid;naam"), "rij 1, kolom naam: staat er dubbel"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_place_and_what_to_do(read, name):
    (before, after), said = FAULTS[name]
    assert before in GOOD
    assert any(fault.startswith(f"eigen.csv, {said}") for fault in faults(read, GOOD.replace(before, after, 1)))


def test_smal_never_stands_beside_breed(read):
    content = GOOD.replace(";eenheid\n", ";eenheid;populatie\n").replace(";%\n", ";%;smal\n")
    assert set(read(content)["populatie"]) == {"smal"}
    (fault,) = faults(read, content.replace("11;Verloop;%;smal", "11;Verloop;%;breed"))
    assert (
        fault
        == "eigen.csv, rij 3, kolom populatie: smal en breed staan nooit in een reeks; geef elke reeks een eigen naam"
    )
    assert "kies uit smal, breed" in faults(read, content.replace("11;Verloop;%;smal", "11;Verloop;%;ruim"))[0]


@pytest.mark.parametrize("sign", [".", ","])
def test_a_number_that_can_be_read_in_two_ways_is_refused(read, sign):
    head = "gebied;periode;waarde;naam;eenheid\n"
    two = f"NL;2024;1{sign}234;a;personen\nNL;2025;12{sign}500;a;personen\n"
    found = faults(read, head + two)
    assert found[0] == f"eigen.csv, rij 2, kolom waarde: 1{sign}234 kan 1234 of 1,234 zijn; schrijf 1234 of 1,2340"
    assert len(found) == 2
    assert list(read(f"{head}{two}NL;2026;0{sign}5;a;personen\n")["waarde"]) == [1.234, 12.5, 0.5]


def test_all_faults_of_a_file_are_said_at_once(read):
    with pytest.raises(own.OwnFaults) as raised:
        read(GOOD.replace("Twente", "Twnte").replace("11", "elf"))
    first, *rest = str(raised.value).splitlines()
    assert first.endswith("(en nog 2)") and len(rest) == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("eigen.csv", GOOD.replace("Verloop", "Verloop é").encode("cp1252"), "geen UTF-8 .*; kies in Excel bij Opslaan als: CSV UTF-8"),
        ("eigen.csv", b"", "rij 1, kolom gebied: ontbreekt"),
        ("eigen.csv", b"gebied;periode;waarde;naam;eenheid\n", "er staan geen rijen in"),
        ("eigen.xls", b"x", "onbekend soort bestand; bewaar het als .csv"),
        ("eigen.xlsx", b"geen Excel", "geen leesbaar Excelbestand"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named(read, name, content, said):
    with pytest.raises(AzwboekError, match=said):
        read(content, name)


def test_a_file_that_is_not_there_is_named(tmp_path, plan):
    with pytest.raises(AzwboekError, match="dit bestand is er niet; zet het in de map eigen"):
        own.read(tmp_path / "weg.csv", plan.region)


@pytest.fixture
def sheet(tmp_path, plan):
    """Read rows as an Excel sheet."""
    import openpyxl

    def of(*rows: tuple) -> pd.DataFrame:
        book = openpyxl.Workbook()
        for row in (own.NEEDED, *rows):
            book.active.append(row)
        book.save(tmp_path / "eigen.xlsx")
        return own.read(tmp_path / "eigen.xlsx", plan.region)

    return of


def test_a_sheet_of_excel_is_read(sheet, read):
    rows = [("Twente", "2024-Q1", 10.5, "Verloop", "%"), ("RA0205", "2024KW02", 11, "Verloop", "%")]
    rows += [("NL", "2024-Q1", "9,25", "Verloop", "%"), ("Twente", "2024-Q3", None, "Verloop", "%")]
    made = sheet(*rows)
    assert set(made["vintage"]) == {"eigen.xlsx"}
    pd.testing.assert_frame_equal(made.drop(columns="vintage"), read(GOOD).drop(columns="vintage"))
    assert list(sheet(("NL", 2024, 1, "a", "%"))["periode"]) == ["2024JJ00"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            ("NL", datetime.datetime(2024, 6, 1), 1, "a", "%"),
            "rij 2, kolom periode: Excel heeft er een datum van gemaakt",
        ),
        (("NL", 2024, True, "a", "%"), "rij 2, kolom waarde: is waar of onwaar en geen getal"),
        (("NL", 2024, "#N/B", "a", "%"), "rij 2, kolom waarde: '#N/B' is geen getal"),
    ],
)
def test_a_fault_in_a_sheet_is_named(sheet, row, said):
    with pytest.raises(own.OwnFaults, match=said):
        sheet(row)


# ---- beside the book's series ----


def test_own_figures_are_marked_wherever_they_are_shown(read):
    data = read(GOOD)
    data = data[data["regio"] == "RA0205"]
    words = dict.fromkeys(("titel", "onderschrift", "zin", "alt", "bron"), "x")
    columns = [Column("regio"), Column("periode_label", "Periode"), Column("waarde", "Twente", "%"), Column("soort")]
    figure = Figure.of("RA0205", "verloop", data, columns, **words)
    assert (figure.soort, figure.eigen) == ("eigen", True)
    beside = pd.concat([data, data.assign(soort="cbs")])
    assert Figure.of("RA0205", "verloop", beside, columns, **words).soort == "eigen"
    invented = Figure.of("RA0205", "verloop", pd.concat([data, data.assign(soort="demonstratie")]), columns, **words)
    assert (invented.soort, invented.eigen) == ("demonstratie", True)
    with pytest.raises(ValueError, match="heet cbs, en de rijen zijn eigen"):
        Figure.of("RA0205", "verloop", data, columns, soort="cbs", **words)


def test_own_figures_are_drawn_as_the_books_series(read):
    data = read(GOOD)
    own_rows = data[data["regio"] == "RA0205"]
    chart = charts.specification(charts.lines(own_rows, decimals=1), own_rows)
    assert chart["title"]["text"] == "eigen berekening"


def test_a_chapter_reads_the_files_of_the_folder_eigen(small, monkeypatch, plan):
    region = plan.region("Twente")
    folder = small.paths.root / "eigen"
    folder.mkdir()
    (folder / "verloop.csv").write_text(GOOD, encoding="utf-8")
    chapter = notebook.Boek("proef", region.code, region.naam, region.in_zin, None, project(), region.samen)
    assert list(chapter.eigen("verloop.csv")["periode"]) == ["2024KW01", "2024KW02", "2024KW03"]
    assert set(chapter.eigen("verloop.csv", alle=True)["regio"]) == {"NL", "RA0205"}
    assert plans.load(small.paths).region("NL").code == "NL"
