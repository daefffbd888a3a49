"""Files to download: what is in them is what is in the warehouse, and no text in them can do anything."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile

import duckdb
import lxml.etree
import pytest
import xlsxwriter

from azwboek.chapters.figures import Column, Figure
from azwboek.keep import Kept
from azwboek.site.take_along import downloads
from samples import INDICATORS

EDITION = {"soort": "demonstratie", "datum": "2026-11-22", "id": "2026-11-22-1a2b3c4d"}
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets(path) -> dict[str, list[list[str]]]:
    """The rows of each sheet of a workbook, cells as text, and formulas and links as such."""
    with zipfile.ZipFile(path) as file:
        shared = [
            "".join(part.itertext()) for part in lxml.etree.fromstring(file.read("xl/sharedStrings.xml"))
        ] if "xl/sharedStrings.xml" in file.namelist() else []  # fmt: skip
        book = lxml.etree.fromstring(file.read("xl/workbook.xml"))
        names = [sheet.get("name") for sheet in book.iter(f"{SHEET}sheet")]
        found = {}
        for number, name in enumerate(names, start=1):
            tree = lxml.etree.fromstring(file.read(f"xl/worksheets/sheet{number}.xml"))
            assert not list(tree.iter(f"{SHEET}f")), f"{name} has a formula"
            assert not list(tree.iter(f"{SHEET}hyperlink")), f"{name} has a link"
            found[name] = [
                [shared[int(c.findtext(f"{SHEET}v"))] if c.get("t") == "s" else "".join(c.itertext()) for c in row]
                for row in tree.iter(f"{SHEET}row")
            ]
        return found


@pytest.fixture(scope="module")
def project(built, tmp_path_factory):
    """The checkout with a build folder of its own, in which nothing is kept yet."""
    return dataclasses.replace(built.paths, build=tmp_path_factory.mktemp("build"))


@pytest.fixture(scope="module")
def make(project):
    """Make a workbook in a file of its own."""

    def make(region, edition, connection, path):
        path.write_bytes(
            downloads.workbook(project, region, edition, connection, Kept(project, "workbooks", downloads.__name__))
        )
        return path

    return make


@pytest.fixture(scope="module")
def workbook(project, make, reading, tmp_path_factory):
    from azwboek import plan

    region = plan.load(project).region("Twente")
    return make(region, EDITION, reading, tmp_path_factory.mktemp("xlsx") / "twente.xlsx"), region


def test_a_workbook_has_four_sheets_and_says_first_that_it_is_invented(workbook):
    found = sheets(workbook[0])
    assert list(found) == ["Leeswijzer", "Indicatoren", "Reeksen", "Definities"]
    assert found["Leeswijzer"][0] == ["AZW-boek: Twente (RA0205)"]
    assert "verzonnen" in found["Leeswijzer"][1][0]
    assert len(found["Indicatoren"]) == len(found["Definities"]) == 1 + len(INDICATORS)


def test_a_real_edition_does_not_speak_of_invention(workbook):
    assert not any("verzonnen" in line for line in downloads.guide(workbook[1], EDITION | {"soort": "cbs"}, "vandaag"))


def test_the_series_are_those_of_the_warehouse(workbook, reading):
    rows = sheets(workbook[0])["Reeksen"][1:]
    count, total = reading.execute("select count(*), sum(waarde) from uit_reeks where regio = 'RA0205'").fetchone()
    assert len(rows) == count
    with zipfile.ZipFile(workbook[0]) as file:
        tree = lxml.etree.fromstring(file.read("xl/worksheets/sheet3.xml"))
    numbers = [
        float(c.findtext(f"{SHEET}v"))
        for c in tree.iter(f"{SHEET}c")
        if c.get("t") is None and c.get("r").startswith("C")
    ]
    assert sum(numbers) == pytest.approx(total)


def test_text_that_looks_like_a_formula_or_a_link_stays_text(make, reading, workbook, tmp_path):
    spoilt = dataclasses.replace(workbook[1], naam='=HYPERLINK("http://x.nl","Twente")')
    path = make(spoilt, EDITION, reading, tmp_path / "x.xlsx")
    assert '=HYPERLINK("http://x.nl","Twente")' in sheets(path)["Indicatoren"][0]


def test_the_same_warehouse_gives_the_same_workbook_made_once(make, reading, workbook, tmp_path, monkeypatch):
    monkeypatch.setattr(xlsxwriter, "Workbook", lambda *_: pytest.fail("made again"))
    again = make(workbook[1], EDITION, reading, tmp_path / "again.xlsx")
    assert again.read_bytes() == workbook[0].read_bytes()


def test_a_kept_workbook_names_its_own_edition(make, reading, workbook, tmp_path):
    later = make(
        workbook[1], EDITION | {"datum": "2026-12-01", "id": "2026-12-01-99999999"}, reading, tmp_path / "b.xlsx"
    )
    lines = [line for [line] in sheets(later)["Leeswijzer"]]
    assert "Editie 2026-12-01-99999999, gemaakt op 1 december 2026." in lines
    assert sheets(later)["Reeksen"] == sheets(workbook[0])["Reeksen"]
    for path, day in ((later, "2026-12-01"), (workbook[0], EDITION["datum"])):
        with zipfile.ZipFile(path) as file:
            assert f">{day}T00:00:00Z</dcterms:created>" in file.read("docProps/core.xml").decode()
            assert not any(mark.encode() in file.read(name) for mark in ("§", "1000-01-01") for name in file.namelist())


def test_a_changed_value_or_definition_makes_the_workbook_again(make, spoilt, workbook, tmp_path):
    spoilt.execute("update kern_waarneming set waarde = 98765 where indicator = 'zzp' and regio = 'RA0205'")
    spoilt.execute("update kern_definitie set noemer = 'iets anders' where indicator = 'zzp'")
    found = sheets(make(workbook[1], EDITION, spoilt, tmp_path / "c.xlsx"))
    assert any("98765" in row for row in found["Reeksen"])
    assert any("iets anders" in row for row in found["Definities"])


@pytest.fixture(scope="module")
def made(project, reading, tmp_path_factory):
    from azwboek import plan

    everything = plan.load(project)
    few = type(everything)(everything.regions[:2], everything.chapters)
    folder = tmp_path_factory.mktemp("all") / "downloads"
    return downloads.make(project, few, EDITION, reading, folder), folder, few


def test_every_file_exists_with_its_size_and_says_demonstratie_exactly_when_it_holds_some(made, reading):
    files, folder, _ = made
    invented = {"kern_vintage", "kern_waarneming", "uit_reeks", "uit_stand", "uit_toets"}
    invented |= {f"bron_cbs__demo0{number}" for number in range(1, 8)}
    for file in files:
        assert (folder.parent / file.address).stat().st_size == file.omvang > 0
        assert ("demonstratie" in file.address) == (not file.is_tabel or file.titel in invented)


def test_every_row_of_a_raw_table_that_was_made_up_says_so(made):
    _, folder, _ = made
    raw = sorted((folder / "parquet").glob("bron_cbs__demo*.parquet"))
    assert len(raw) == 7
    for file in raw:
        assert duckdb.read_parquet(str(file)).select("soort").distinct().fetchall() == [("demonstratie",)]


def test_the_database_and_the_parquet_files_are_the_warehouse(made, reading):
    _, folder, _ = made
    names = [row[0] for row in reading.execute("select table_name from duckdb_tables() order by 1").fetchall()]
    with duckdb.connect(str(folder / "azw-boek-demonstratie.duckdb"), read_only=True) as copy:
        for name in names:
            expected = reading.table(name).aggregate("count(*)").fetchall()
            assert copy.table(name).aggregate("count(*)").fetchall() == expected
            file = str(next((folder / "parquet").glob(f"{name}[-.]*parquet")))
            assert copy.read_parquet(file).aggregate("count(*)").fetchall() == expected
        question = "select round(sum(waarde), 3), count(*) from uit_stand where regio = 'RA0101'"
        assert copy.execute(question).fetchall() == reading.execute(question).fetchall()
        version = copy.execute("select tags['storage_version'] from duckdb_databases() where not internal").fetchone()[
            0
        ]
    assert version.startswith("v1.0.0"), "version 1 of DuckDB must be able to read it"


def figure(**changes) -> Figure:
    columns = [Column("regio"), Column("periode"), Column("waarde", "Twente", "%")]
    basis = dict(
        id="verloop", regio="RA0205", titel="Verloop", onderschrift="Procent", zin="z", alt="a", bron="b", soort="demonstratie",
        kolommen=columns, rijen=[["RA0205", "2025JJ00", 1.5]],
    )  # fmt: skip
    return Figure(**(basis | changes))


def test_each_folder_of_csv_files_is_described_twice(built):
    texts = downloads.describe(EDITION, {"csv/regio/twente/behoud/verloop.csv": figure()}, built.paths.registers)
    assert set(texts) == {"csv/regio/twente/behoud/datapackage.json", "csv/regio/twente/behoud/csv-metadata.json"}
    package, csvw = (json.loads(text) for text in texts.values())
    assert [field["name"] for field in package["resources"][0]["schema"]["fields"]] == ["regio", "periode", "waarde"]
    assert all(field["description"] for field in package["resources"][0]["schema"]["fields"])
    assert csvw["tables"][0]["url"] == package["resources"][0]["path"] == "verloop.csv"
    assert [column["datatype"] for column in csvw["tables"][0]["tableSchema"]["columns"]] == [
        "string",
        "string",
        "double",
    ]
    assert "verzonnen" in package["description"] and "verzonnen" in csvw["dc:description"]


def test_a_column_without_a_description_stops_the_build(built):
    spoilt = figure(kolommen=[Column("regio"), Column("quux")])
    with pytest.raises(KeyError, match="quux"):
        downloads.describe(EDITION, {"csv/x/verloop.csv": spoilt}, built.paths.registers)


def test_the_catalogue_names_every_region_with_files_that_exist(made):
    files, folder, few = made
    found = downloads.catalogue(few, EDITION, files)
    assert [part["dct:identifier"] for part in found["dcat:dataset"]] == ["azw-boek-NL", "azw-boek-RA0101"]
    for part in found["dcat:dataset"]:
        assert "verzonnen" in part["dct:description"]["@value"]
        assert "dct:license" not in part, "invented figures have no licence of CBS"
        for way in part["dcat:distribution"]:
            assert (folder.parent / way["dcat:downloadURL"]["@id"]).is_file()
    assert "dct:license" in downloads.catalogue(few, EDITION | {"soort": "cbs"}, files)["dcat:dataset"][0]


def test_metadata_within_a_page_cannot_end_its_script(workbook):
    spoilt = dataclasses.replace(workbook[1], naam="</script><script>alert(1)</script>")
    text = downloads.schema_org(spoilt, EDITION, [("a&b.xlsx", "x")])
    assert "<" not in text and "&" not in text
    assert json.loads(text)["name"].endswith("</script><script>alert(1)</script>")


def test_the_zip_holds_the_whole_site_but_itself_and_is_the_same_twice(tmp_path):
    (tmp_path / "downloads").mkdir()
    (tmp_path / "index.html").write_text("x" * 1000)
    (tmp_path / "downloads" / "a.xlsx").write_bytes(b"y" * 1000)
    first = downloads.zip_book(tmp_path, EDITION)
    content = (tmp_path / first.address).read_bytes()
    assert (tmp_path / downloads.zip_book(tmp_path, EDITION).address).read_bytes() == content
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert names == ["azw-boek/downloads/a.xlsx", "azw-boek/index.html"]
    assert "demonstratie" in first.address and first.omvang == len(content) < 2000
    assert not list(tmp_path.rglob("*.bezig"))


def test_the_size_of_a_site_is_its_files(tmp_path):
    for name, size in (("a.html", 10), ("csv/x/b.csv", 20), ("downloads/c.zip", 30), ("_static/d.js", 40)):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * size)
    assert downloads.size(tmp_path) == {
        "bestanden": 4, "bytes": 100, "paginas": 10, "csv": 20, "downloads": 30, "overig": 40,
    }  # fmt: skip
