"""The tables of the ordinary StatLine: the first run gives real figures, what cannot be right is refused, and regions are held against CBS."""

from __future__ import annotations

import dataclasses
import shutil

import duckdb
import lxml.html
import pandas as pd
import pytest

import ordinary_tables
from azwboek.chapters import view
from azwboek.errors import AzwboekError
from azwboek.paths import Paths
from azwboek.sources import catalogue, cbs, ordinary, refresh, series, snapshots
from azwboek.sources.outcome import NEW, REFUSED, SAME
from azwboek.warehouse import ask
from azwboek.warehouse import build as warehouse
from cbs_server import CbsServer, Fault
from samples import ROOT

PEOPLE, JOBS, VACANCIES, SICK, PRESSURE = "70072ned", "83582NED", "83599NED", "80072ned", "83157NED"
MAPPING = (ROOT / "data" / "catalogus.yml").read_text(encoding="utf-8")
NO_AZW_TITLE = "geen enkele tabel uit catalogus.yml staat in de catalogus van de bron"


@pytest.fixture(scope="module")
def tables() -> dict[str, snapshots.RawTable]:
    return ordinary_tables.tables(ROOT / "data" / "registers")


@pytest.fixture(scope="module")
def frames() -> dict:
    return series.load(ROOT / "data" / "registers")


@pytest.fixture
def server(tables):
    with CbsServer(tables.values(), page=1000) as running:
        yield running


class Project:
    """A folder with the committed mapping and nothing fetched."""

    def __init__(self, folder, mapping: str = MAPPING):
        folder.mkdir(parents=True, exist_ok=True)
        self.paths = Paths(ROOT, folder / "bouw")
        self.mapping, self.root = folder / "catalogus.yml", folder / "snapshots"
        self.mapping.write_text(mapping, encoding="utf-8")

    def refresh(self, server: CbsServer, **changes) -> dict:
        source = cbs.Source(server.host, "http", timeout=60, attempts=1, pause=0)
        settings = refresh.Settings.of(self.paths, source, mapping=self.mapping, root=self.root)
        self.report = refresh.refresh(dataclasses.replace(settings, **changes))
        return {outcome.tabel: outcome.uitkomst for outcome in self.report.tabellen}

    def figures(self, frames: dict, name: str, period: str) -> pd.DataFrame:
        """The figures of a series in one period, as the warehouse gets them."""
        choices = catalogue.load(self.mapping).gewoon
        found = ordinary.merged(frames, choices, snapshots.latest(self.root), self.mapping)["reeksen_cijfers"]
        return found[(found["reeks"] == name) & (found["periode"] == period)]

    def warehouse(self) -> duckdb.DuckDBPyConnection:
        warehouse.build(self.paths, snapshot_folder=self.root, mapping=self.mapping)
        return duckdb.connect(str(self.paths.warehouse), read_only=True)


@pytest.fixture(scope="module")
def fetched(tables, tmp_path_factory):
    """A project after its first refresh, of a source without any AZW table."""
    project = Project(tmp_path_factory.mktemp("eerste"))
    with CbsServer(tables.values(), page=1000) as running:
        outcomes = project.refresh(running)
        requests = running.requests
    assert outcomes == dict.fromkeys((PEOPLE, JOBS, VACANCIES, SICK, PRESSURE), NEW), project.report.faults
    return project, requests


@pytest.fixture
def project(fetched, tmp_path) -> Project:
    shutil.copytree(fetched[0].root, tmp_path / "project" / "snapshots")
    shutil.copy(fetched[0].mapping.with_name("catalogus.lock.json"), tmp_path / "project")
    return Project(tmp_path / "project")


# --- the first run ------------------------------------------------------------------------------------------


def test_without_one_azw_title_the_first_run_ends_in_real_figures_of_all_regions(fetched):
    project, _ = fetched
    assert any(NO_AZW_TITLE in line for line in project.report.opmerkingen)
    assert "azwboek koppel" in "\n".join(project.report.lines())
    with project.warehouse() as con:
        new = con.execute(
            "select count(distinct gebied) from kern_reekscijfer where reeks = 'inwoners' and periode = '2026JJ00' and gebied <> 'NL'"
        ).fetchone()
        twice = con.execute(
            "select count(*) from kern_reekscijfer as n join kern_reekscijfer as o using (reeks, gebied) where n.periode = '2026JJ00' "
            "and o.periode = '2025JJ00' and reeks like 'inwoners%' and n.waarde = 2 * o.waarde"
        ).fetchone()
        last = dict(con.execute("select reeks, max(periode) from kern_reekscijfer group by reeks").fetchall())
        seen = con.execute("select distinct testbron from kern_reekstabel where stand = date '2026-11-20'").fetchall()
        bounds = con.execute(
            "select ondergrens < waarde and waarde < bovengrens, status from kern_reekscijfer where reeks = 'burnout_zorg' "
            "and periode = '2025JJ00'"
        ).fetchall()
    assert new == (28,) and twice == (29 * 5,)
    assert (last["banen_zorg"], last["vacatures_zorg"], last["verzuim_zorg"]) == ("2025JJ00", "2021KW02", "2026KW03")
    assert seen == [("127.0.0.1",)]  # a test source is never CBS
    assert bounds == [(True, "voorlopig")]


def test_only_what_the_series_need_is_asked(fetched):
    project, requests = fetched
    rows = [request for request in requests if request.resource == cbs.DATASET]
    asked = {request.table: request.query for request in rows}
    assert "JongerDan5Jaar_13" not in asked[PEOPLE]["$select"] and "Code_300" in asked[PEOPLE]["$select"]
    assert "307500" not in asked[JOBS]["$filter"] and "422400 " in asked[JOBS]["$filter"]
    kept = snapshots.in_force(project.root, PRESSURE)
    assert "Pesten_30" not in kept.topics and len(kept.metadata["Marges"]) == 3


def test_the_figures_that_the_book_has_come_back_the_same(fetched, tables, frames):
    for choice in catalogue.load(fetched[0].mapping).gewoon:
        found, left = ordinary.figures(choice, snapshots.in_force(fetched[0].root, choice.tabel), frames)
        keys = ["reeks", "gebied", "periode"]
        both = frames["reeksen_cijfers"].merge(found, on=keys, suffixes=("_boek", ""))
        assert len(both) > 25 * len(choice.reeksen) * (choice.tabel != PRESSURE) + 10
        assert (both["waarde_boek"].astype(float) - both["waarde"]).abs().max() < 1e-9
        assert left == []


def test_what_did_not_change_is_not_fetched_again(project, server):
    assert set(project.refresh(server).values()) == {SAME}
    assert {request.resource for request in server.requests} == {"Tables"}


def test_a_mapping_that_asks_for_more_is_fetched(project, server):
    text = MAPPING.replace("{maten: [k_65Tot80Jaar_11]}", "{maten: [k_65Tot80Jaar_11, k_45Tot65Jaar_10]}")
    more = text.replace("[HeelVeelWerkDoen_2], positie: T001081", "[Pesten_30], positie: T001081")
    project.mapping.write_text(more, encoding="utf-8")
    outcomes = project.refresh(server)
    assert outcomes[JOBS] == SAME and outcomes[PRESSURE] == REFUSED  # another column than the lock has


# --- municipalities -----------------------------------------------------------------------------------------


def recoded(table: snapshots.RawTable, code: str, region: str | None) -> snapshots.RawTable:
    data = table.data.copy()
    data.loc[data["RegioS"].str.strip() == code, "Code_300"] = region
    return dataclasses.replace(table, data=data)


def test_a_municipality_that_cbs_counts_elsewhere_is_named(tmp_path, server, tables, frames):
    server.put(recoded(tables[PEOPLE], "GM0363", "RA0614"))
    project = Project(tmp_path)
    assert project.refresh(server)[PEOPLE] == NEW
    (line,) = [line for line in project.report.opmerkingen if "gemeente GM" in line]
    assert "GM0363 (Amsterdam): volgens het CBS (70072ned, 2025) in RA0614, in dit boek in RA0616" in line
    assert "gemeenten.csv" in line
    assert (
        len(project.figures(frames, "inwoners", "2026JJ00")) == 29
    )  # the book keeps its own regions until someone changes them


def compared(project: Project) -> tuple[str, list[list[str]]]:
    """What the book says of regions of municipalities: its sentence, and the rows of its table."""
    with project.warehouse() as con:
        asked = [
            view.rows(ask.query(con, project.paths, f"gemeenten_{name}")) for name in ("vergeleken", "verschillen")
        ]
    tree = lxml.html.fragment_fromstring(str(view.part("dekking.gemeenten", *asked)), create_parent="div")
    rows = [["".join(cell.itertext()) for cell in row] for row in tree.xpath(".//tbody/tr")]
    return " ".join(tree.text_content().split()), rows


def test_the_book_says_that_no_municipality_is_counted_elsewhere(fetched):
    words, rows = compared(fetched[0])
    assert words.startswith("Geen verschil: elke gemeente ligt in dit boek in de regio waarin het CBS haar telt")
    assert "342 gemeenten in 2025, volgens tabel 70072ned van testbron 127.0.0.1, niet het CBS" in words
    assert rows == []


def test_the_book_names_each_municipality_that_is_counted_elsewhere(tmp_path, server, tables):
    server.put(recoded(recoded(tables[PEOPLE], "GM0363", "RA0614"), "GM0184", None))
    project = Project(tmp_path)
    assert project.refresh(server)[PEOPLE] == NEW
    words, rows = compared(project)
    assert words.startswith("2 gemeenten liggen in dit boek in een andere regio dan bij het CBS (341 gemeenten in 2025")
    assert rows == [
        ["Amsterdam (GM0363)", "Amsterdam (RA0616)", "Noord-Holland Noord (RA0614)"],
        ["Urk (GM0184)", "Flevoland (RA0410)", "in geen regio"],
    ]


def test_without_codes_the_comparison_is_not_made_and_that_is_said(tmp_path, server, tables):
    words = tables[PEOPLE].metadata
    properties = [p for p in words["DataProperties"] if p["Key"] != "Code_300"]
    metadata = words | {"DataProperties": properties}
    server.put(
        dataclasses.replace(tables[PEOPLE], data=tables[PEOPLE].data.drop(columns="Code_300"), metadata=metadata)
    )
    project = Project(tmp_path)
    assert project.refresh(server)[PEOPLE] == NEW
    assert any("de indeling is niet vergeleken" in line for line in project.report.opmerkingen)


def test_a_year_whose_municipalities_are_not_the_country_is_left_out(tmp_path, server, tables, frames):
    data = tables[PEOPLE].data.copy()
    data.loc[(data["RegioS"].str.strip() == "GM0363") & (data["Perioden"] == "2026JJ00"), "TotaleBevolking_1"] = None
    server.put(dataclasses.replace(tables[PEOPLE], data=data))
    project = Project(tmp_path)
    project.refresh(server)
    assert any(line.startswith("2026 is weggelaten") for line in project.report.opmerkingen)
    assert project.figures(frames, "inwoners", "2026JJ00").empty
    assert len(project.figures(frames, "inwoners", "2025JJ00")) == 29


# --- what cannot be right -----------------------------------------------------------------------------------

WRONG = {
    "all branches in the place of care": (JOBS, 'banen_zorg: {maten: [BanenVanWerknemersInDecember_1], positie: "422400"}',
        "banen_zorg: {maten: [BanenVanWerknemersInDecember_1], positie: T001081}", "voor reeks banen_zorg ongeveer de cijfers"),
    "a thousandfold": (VACANCIES, 'schaal: 1000\n    perioden: [KW]\n    reeksen:\n      vacatures', 'perioden: [KW]\n    reeksen:\n      vacatures',
        "controleer maat, positie en schaal"),
    "another age": (PEOPLE, "inwoners_65_80: {maten: [k_65Tot80Jaar_11]}", "inwoners_65_80: {maten: [k_80JaarOfOuder_12]}",
        "voor reeks inwoners_65_80 ongeveer de cijfers"),
    "a unit that the table has not": (SICK, 'eenheid: "%"\n    perioden: [KW]\n    reeksen:', 'eenheid: "factor"\n    perioden: [KW]\n    reeksen:',
        "verwacht één maat in factor, gevonden Ziekteverzuimpercentage_1 (%)"),
    "a position that is not there": (SICK, '"426600"', '"426601"', "positie 426601 staat er 0 keer"),
    "a dimension left open": (PRESSURE, "    marges: {waarde: MW00000, ondergrens: MOG0095, bovengrens: MBG0095}\n", "", "dimensie Marges"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_series_that_would_be_another_one_is_refused(tmp_path, server, name):
    table, old, new, said = WRONG[name]
    assert old in MAPPING, "the seeded fault is out of date"
    project = Project(tmp_path, MAPPING.replace(old, new))
    outcomes = project.refresh(server)
    assert [number for number, how in outcomes.items() if how != NEW] == [table]
    assert any(said in line and table in line for line in project.report.faults), project.report.faults
    assert not (project.root / table).exists() or not snapshots.versions(project.root / table)


def test_revised_figures_are_taken_over_and_counted(project, server, tables, frames):
    data = tables[SICK].data.copy()
    place = data.index[(data["BedrijfskenmerkenSBI2008"].str.strip() == "422400") & (data["Perioden"] == "2024KW01")]
    data.loc[place, "Ziekteverzuimpercentage_1"] += 0.1
    words = tables[SICK].metadata
    words = words | {"TableInfos": words["TableInfos"] | {"Modified": "2026-11-27T02:00:00"}}
    server.put(dataclasses.replace(tables[SICK], data=data, metadata=words))
    before = tables[SICK].data.loc[place, "Ziekteverzuimpercentage_1"].iloc[0]
    assert project.refresh(server)[SICK] == NEW
    assert any(line.startswith("verzuim_zorg: 1 van ") for line in project.report.opmerkingen)
    (found,) = project.figures(frames, "verzuim_zorg", "2024KW01")["waarde"]
    assert found == pytest.approx(before + 0.1)


def test_a_source_that_fails_leaves_what_was_kept(project, server, tables):
    words = tables[JOBS].metadata
    server.put(
        dataclasses.replace(
            tables[JOBS], metadata=words | {"TableInfos": words["TableInfos"] | {"Modified": "2026-11-27T02:00:00"}}
        )
    )
    server.fault = Fault("500", table=JOBS)
    outcomes = project.refresh(server)
    assert outcomes[JOBS] == "mislukt" and outcomes[SICK] == SAME
    server.fault = None
    server.remove(PRESSURE)
    assert project.refresh(server)[PRESSURE] == REFUSED and snapshots.in_force(project.root, PRESSURE)


def test_cbs_serves_the_ordinary_tables_from_a_host_of_their_own(tmp_path):
    project = Project(tmp_path)
    for host, expected in (("dataderden.cbs.nl", "opendata.cbs.nl"), ("127.0.0.1:9", "127.0.0.1:9")):
        settings = refresh.Settings.of(project.paths, cbs.Source(host), mapping=project.mapping, root=project.root)
        assert settings.ordinary.source.host == expected


def test_a_series_under_another_table_than_the_register_has_is_refused(frames):
    choices = catalogue.load(ROOT / "data" / "catalogus.yml").gewoon
    ordinary.check(choices, frames, ROOT)
    wrong = choices[0].model_copy(
        update={"reeksen": choices[0].reeksen | {"banen_zorg": choices[1].reeksen["banen_zorg"]}}
    )
    with pytest.raises(AzwboekError, match="reeks banen_zorg staat in .* bij 83582NED"):
        ordinary.check([wrong], frames, ROOT)
