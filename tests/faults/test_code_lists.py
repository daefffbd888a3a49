"""The one AZW table whose code lists are published, 24103NED, goes the whole way; and what may differ in real code lists."""

from __future__ import annotations

import dataclasses
import shutil

import pytest

import mbo_table
from azwboek.paths import Paths
from azwboek.sources import cbs, refresh, snapshots
from azwboek.sources.outcome import NEW, REFUSED, RefreshReport, TableOutcome
from azwboek.warehouse import ask
from azwboek.warehouse import build as warehouse
from cbs_server import CbsServer
from samples import ROOT


@pytest.fixture
def project(tmp_path) -> Paths:
    """A checkout with the mapping of the book."""
    root = tmp_path / "boek"
    for name in ("data/registers", "sql", "parameters"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("catalogus.yml", "controles.yml", "demonstratie.yml"):
        shutil.copy(ROOT / "data" / name, root / "data")
    return Paths(root, tmp_path / "bouw")


def refreshed(project: Paths, table: snapshots.RawTable) -> RefreshReport:
    with CbsServer([table], page=2000) as server:
        source = cbs.Source(server.host, "http", timeout=5, attempts=1, pause=0)
        return refresh.refresh(refresh.Settings.of(project, source))


def outcome(report: RefreshReport) -> TableOutcome:
    (one,) = [o for o in report.tabellen if o.tabel == mbo_table.IDENTIFIER]
    return one


@pytest.mark.parametrize("padded", [True, False])
def test_the_real_code_lists_are_accepted_with_the_mapping_of_the_book(project, padded):
    report = refreshed(project, mbo_table.table(padded=padded))
    assert outcome(report).uitkomst == NEW, report.faults
    assert not any("deelnemers_mbo" in line for line in report.opmerkingen)


def test_a_quirk_that_was_never_seen_is_a_remark(project):
    report = refreshed(project, mbo_table.table())
    assert any("eigenaardigheid" in line and "niet gezien" in line for line in report.opmerkingen)
    assert not report.faults


def test_what_cannot_be_placed_gets_no_page_and_counts_in_the_total(project):
    refreshed(project, mbo_table.table())
    warehouse.build(project)
    with ask.connect(project.warehouse) as con:
        found = con.execute(
            "select distinct w.regio from kern_waarneming as w where w.indicator = 'deelnemers_mbo' order by 1"
        ).fetchall()
        raw = con.execute("select count(*) from bron_cbs__24103ned where RegioS in ('RA0999', 'NL00')").fetchone()
    assert len(found) == 29 and ("RA0999",) not in found
    assert raw[0] > 0


def test_without_the_rest_the_parts_fall_short_of_the_total(project):
    """RA0999 holds 8%: left out of the sum, the regions would not be the country."""
    table = mbo_table.table()
    data = table.data.copy()
    rest = data["RegioS"].str.strip() == "RA0999"
    data.loc[rest, mbo_table.MEASURE] = 0
    data.loc[data["RegioS"].str.strip() == "NL01", mbo_table.MEASURE] *= 1.05
    report = refreshed(project, dataclasses.replace(table, data=data))
    assert outcome(report).uitkomst == REFUSED and "som_regios" in report.faults[0]


def renamed(table: snapshots.RawTable, code: str, title: str, description: str = "") -> snapshots.RawTable:
    rows = [
        row | {"Title": title, "Description": description} if row["Key"].strip() == code else row
        for row in table.metadata["RegioS"]
    ]
    return dataclasses.replace(table, metadata=table.metadata | {"RegioS": rows})


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("RA0206", "Stedendriehoek en Noord-Veluwe (RA)"),
        ("RA0206", "Stedendriehoek&nbsp;& Noord-Veluwe (RA)"),
        ("RA1020", "Haaglanden en Nieuwe Waterweg N... (RA)"),
        ("RA0205", "Twente (RegioPlus)"),
        ("RA0205", "TWENTE\u00a0(RA)"),
        ("RA0818", "Rijnstreek (RA)"),
    ],
)
def test_a_region_is_known_by_its_name_however_it_is_written(project, code, title):
    assert outcome(refreshed(project, renamed(mbo_table.table(), code, title))).uitkomst == NEW


@pytest.mark.parametrize(
    ("code", "title"), [("RA0205", "Achterhoek (RA)"), ("RA0205", "Twen (RA)"), ("RA0614", "Noord (RA)")]
)
def test_another_name_is_refused_with_the_line_that_would_make_it_known(project, code, title):
    report = refreshed(project, renamed(mbo_table.table(), code, title))
    assert outcome(report).uitkomst == REFUSED
    assert "gebiedsnamen in data/controles.yml: - {code: " + code in report.faults[0]
    rules = project.rules.read_text()
    line = f'  - {{code: {code}, naam: "{title.removesuffix(" (RA)")}", reden: "Zo noemt de tabel het."}}'
    project.rules.write_text(rules.replace("gebiedsnamen: []", f"gebiedsnamen:\n{line}"))
    assert outcome(refreshed(project, renamed(mbo_table.table(), code, title))).uitkomst == NEW


def test_the_total_of_all_courses_is_not_taken_for_care(project):
    text = project.catalogue.read_text()
    project.catalogue.write_text(text.replace('"Opleiding": "Zorg en welzijn"}', '"Opleiding": "Totaal"}'))
    report = refreshed(project, mbo_table.table())
    assert outcome(report).uitkomst == REFUSED
    assert "reeks deelnemers_mbo" in report.faults[0] and "controle niveau" in report.faults[0]


def test_the_only_sensible_positions_are_proposed_as_a_choice_to_paste(project):
    text = project.catalogue.read_text()
    fixed = '    posities: {"Leerweg": "Totaal mbo (excl. extranei)", "Opleiding": "Zorg en welzijn"}\n'
    assert fixed in text
    project.catalogue.write_text(text.replace(fixed, ""))
    report = refreshed(project, mbo_table.table())
    reason = report.niet_gevonden["deelnemers_mbo"]
    assert "'Totaal mbo (excl. extranei)' [A041867]" in reason and "'Zorg en welzijn' [A049844]" in reason
    assert (
        report.voorstellen["deelnemers_mbo"]
        == "deelnemers_mbo=24103NED:DeelnemersMbo_1:Leerweg=A041867:Opleiding=A049844"
    )
    assert any("azwboek koppel --kies" in line for line in report.lines())


def test_a_table_of_other_regions_is_refused_in_one_line(project):
    table = mbo_table.table()
    codes = {code.ljust(6): f"AM{n:02}".ljust(6) for n, code in enumerate(mbo_table.regions()) if code.startswith("RA")}
    rows = [row | {"Key": codes.get(row["Key"], row["Key"])} for row in table.metadata["RegioS"]]
    data = table.data.assign(RegioS=table.data["RegioS"].replace(codes))
    report = refreshed(project, dataclasses.replace(table, data=data, metadata=table.metadata | {"RegioS": rows}))
    assert len(report.faults) == 1 and "arbeidsmarktregio's van UWV" in report.faults[0]


def test_months_years_and_quarters_may_stand_together(project):
    table = mbo_table.table()
    new = {"2010SJ00": "2010MM01", "2011SJ00": "2011JJ00", "2012SJ00": "2012KW04"}
    rows = [row | {"Key": new.get(row["Key"], row["Key"])} for row in table.metadata["Perioden"]]
    data = table.data.assign(Perioden=table.data["Perioden"].replace(new))
    report = refreshed(project, dataclasses.replace(table, data=data, metadata=table.metadata | {"Perioden": rows}))
    assert outcome(report).uitkomst == NEW
