"""Refresh against a local CBS: what changed is kept, and no fault of the source puts anything in its place."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import cbs_faults
import cbs_server
from azwboek import cli, doctor
from azwboek.errors import AzwboekError, UsageError
from azwboek.sources import catalogue, cbs, differences, pins, refresh, registers, rules, snapshots
from azwboek.sources.outcome import FAILED, NEW, REFUSED, SAME
from azwboek.warehouse import ask
from cbs_server import CbsServer, Fault
from samples import INDICATORS, ROOT, invented_tables
from source_project import JOBS, MAPPING, SURVEY, Project


@pytest.fixture(scope="module")
def tables() -> dict[str, snapshots.RawTable]:
    """The demonstration tables by identifier; here they play the part of CBS."""
    return invented_tables()


@pytest.fixture
def server(tables):
    """A local CBS with two tables, on small pages."""
    with CbsServer([tables[JOBS], tables[SURVEY]], page=2000, catalogue_page=1) as running:
        yield running


@pytest.fixture(scope="module")
def refreshed(tables, tmp_path_factory) -> Path:
    """A project that was refreshed once, with its warehouse; copied by every test that needs one."""
    project = Project(tmp_path_factory.mktemp("refreshed"))
    with CbsServer([tables[JOBS], tables[SURVEY]]) as running:
        outcomes = project.refresh(running)
    assert {o.uitkomst for o in outcomes.values()} == {NEW}
    project.warehouse()
    return project.mapping.parent


@pytest.fixture
def project(refreshed, tmp_path) -> Project:
    """A copy of the refreshed project."""
    shutil.copytree(refreshed, tmp_path / "project")
    return Project(tmp_path / "project")


# --- a good source ------------------------------------------------------------------------------------------


def test_everything_is_fetched_pinned_and_kept(project, tables):
    kept = {snapshot.table: snapshot for snapshot in snapshots.latest(project.root)}
    assert set(kept) == {JOBS, SURVEY}
    for name, snapshot in kept.items():
        pd.testing.assert_frame_equal(snapshot.frame(), tables[name].data, check_dtype=False)
        assert snapshot.manifest["soort"] == "cbs" and snapshot.manifest["host"].startswith("127.0.0.1:")
        requests = json.loads((snapshot.folder / snapshots.REQUESTS).read_text())
        assert sum(row["rijen"] for row in requests if row["onderdeel"] == cbs.DATASET) == len(tables[name].data)
    lock = project.lock()
    assert lock["reeksen"]["deeltijdfactor"] == {
        "tabel": JOBS, "maat": "Deeltijdfactor_1", "regio": "RegioS", "periode": "Perioden", "branche": "Branche", "posities": {},
        "schaal": 1, "populaties": ["smal", "breed"],
    }  # fmt: skip
    assert lock["tabellen"][JOBS]["kolommen"]["Deeltijdfactor_1"]["eenheid"] == "factor"


def test_keys_keep_their_padding(project):
    keys = {snapshot.table: set(snapshot.frame()["RegioS"]) for snapshot in snapshots.latest(project.root)}
    assert all("NL01  " in found for found in keys.values())


def test_a_second_time_asks_only_what_was_modified(project, server):
    before = project.state()
    server.reset_log()
    outcomes = project.refresh(server)
    assert {o.uitkomst for o in outcomes.values()} == {SAME}
    assert {request.resource for request in server.requests} == {"Tables"}
    assert project.state() == before


def test_the_list_of_tables_is_read_to_its_end(server, tables):
    server.put(*tables.values())
    listed = cbs.tables(cbs.Source(server.host, "http", pause=0))
    assert [row["Identifier"] for row in listed] == sorted(tables)


def test_a_new_date_without_new_content_is_kept_once(project, server, tables):
    server.put(cbs_faults.touched(tables[SURVEY]))
    outcomes = project.refresh(server)
    assert outcomes[SURVEY].uitkomst == SAME
    assert len(snapshots.history(project.root)) == 2
    server.reset_log()
    project.refresh(server)
    assert {request.resource for request in server.requests} == {"Tables"}


def test_a_revision_is_a_version_of_its_own_and_diff_shows_exactly_its_cells(project, server, tables):
    revised, cells = cbs_faults.revision(tables[SURVEY])
    server.put(revised)
    assert project.refresh(server)[SURVEY].uitkomst == NEW
    old, new = differences.pair(project.root, SURVEY)
    found = differences.changed_cells(old, new)
    expected = cells.rename(columns={"topic": "maat", "old": "oud", "new": "nieuw"})
    expected[["RegioS", "Perioden"]] = expected[["RegioS", "Perioden"]].apply(lambda column: column.str.strip())
    names = ["maat", "RegioS", "Perioden"]
    pd.testing.assert_frame_equal(
        found[[*names, "oud", "nieuw"]],
        expected.sort_values(names, ignore_index=True)[[*names, "oud", "nieuw"]],
        check_dtype=False,
    )
    assert set(found["soort"]) == {"gewijzigd"} and len(found)
    assert len(snapshots.history(project.root)) == 3


def test_content_that_comes_back_is_in_force_again_and_kept_once(project, server, tables):
    revised, _ = cbs_faults.revision(tables[SURVEY])
    first = snapshots.in_force(project.root, SURVEY).id
    server.put(revised)
    project.refresh(server)
    server.put(cbs_faults.touched(tables[SURVEY], "2026-12-24T02:00:00"))
    assert project.refresh(server)[SURVEY].uitkomst == NEW
    assert snapshots.in_force(project.root, SURVEY).id == first
    assert len(snapshots.history(project.root)) == 3


def test_a_source_that_fails_for_a_while_is_asked_again(project, server, tables):
    server.put(cbs_faults.revision(tables[SURVEY])[0])
    server.fault = Fault("503", table=SURVEY, times=1, seconds=0)
    assert project.refresh(server)[SURVEY].uitkomst == NEW
    assert server.struck == 1
    requests = json.loads((snapshots.in_force(project.root, SURVEY).folder / snapshots.REQUESTS).read_text())
    assert sorted({row["pogingen"] for row in requests}) == [1, 2]


def test_a_run_that_was_cut_off_goes_on_where_it_was(tmp_path, server, monkeypatch):
    project = Project(tmp_path / "project")

    def cut_off(source, identifier, tell):
        if identifier == JOBS:
            raise KeyboardInterrupt
        return download(source, identifier, tell)

    download = cbs.download
    monkeypatch.setattr(cbs, "download", cut_off)
    with pytest.raises(KeyboardInterrupt):
        project.refresh(server)
    monkeypatch.setattr(cbs, "download", download)
    server.reset_log()
    outcomes = project.refresh(server)
    assert outcomes[SURVEY].uitkomst == SAME and outcomes[JOBS].uitkomst == NEW
    assert not [request for request in server.requests if request.table == SURVEY]


def test_a_mapping_for_a_source_with_other_names(tmp_path, tables):
    """Other identifiers, dimensions and measures than ours: only the mapping differs."""
    renamed = cbs_faults.renamed_tables([tables[JOBS], tables[SURVEY]])
    other = MAPPING.replace("id: DEMO03", f"id: {renamed[SURVEY].table.identifier}")
    project = Project(tmp_path / "project", other)
    with CbsServer([entry.table for entry in renamed.values()]) as server:
        outcomes = project.refresh(server)
    assert {o.uitkomst for o in outcomes.values()} == {NEW}
    pins = project.lock()["reeksen"]
    assert pins["scholing"]["tabel"] == renamed[SURVEY].table.identifier
    assert pins["deeltijdfactor"]["maat"] == renamed[JOBS].columns["Deeltijdfactor_1"] != "Deeltijdfactor_1"
    project.warehouse()
    with ask.connect(project.paths.warehouse) as con:
        found = con.execute(
            "select indicator, soort, count(*) from kern_waarneming where indicator in ('scholing', 'deeltijdfactor') group by all"
        ).fetchall()
    assert {(name, kind) for name, kind, _ in found} == {("scholing", "cbs"), ("deeltijdfactor", "cbs")}


# --- what is not found --------------------------------------------------------------------------------------


def test_what_is_not_found_is_named_with_candidates_and_the_rest_goes_on(tmp_path, server):
    project = Project(tmp_path / "project", MAPPING.replace("Scholing gevolgd in afgelopen", "Scholing gevolgd in de"))
    outcomes = project.refresh(server)
    assert outcomes[JOBS].uitkomst == NEW
    reason = project.report.niet_gevonden["scholing"]
    assert "niet gevonden" in reason and "Scholing gevolgd in afgelopen twee jaar (%)" in reason
    assert "scholing" not in project.lock()["reeksen"] and "deeltijdfactor" in project.lock()["reeksen"]
    assert not project.report.faults


def test_two_tables_with_the_same_title_are_not_chosen_between(project, server, tables):
    twin = dataclasses.replace(tables[JOBS], identifier="DEMO66")
    twin = dataclasses.replace(
        twin, metadata=twin.metadata | {"TableInfos": twin.metadata["TableInfos"] | {"Identifier": "DEMO66"}}
    )
    server.put(twin)
    before = project.state()
    assert project.refresh(server)[JOBS].uitkomst == SAME  # the lock says which one
    assert any("DEMO66" in line and "opvolger" in line for line in project.report.opmerkingen)
    assert project.state() == before
    first = Project(project.mapping.parent / "eerste")
    first.refresh(server)
    reason = first.report.niet_gevonden["deeltijdfactor"]
    assert "niet eenduidig" in reason and JOBS in reason and "DEMO66" in reason


def test_a_table_that_is_withdrawn_stays_in_force_and_is_named(project, server):
    server.remove(SURVEY)
    before = project.state()
    outcome = project.refresh(server)[SURVEY]
    assert outcome.uitkomst == REFUSED and outcome.versie
    assert "scholing" in project.report.faults[0]
    assert project.state() == before


def test_nothing_found_at_all_is_a_fault(tmp_path, tables):
    with CbsServer([tables["DEMO05"]]) as server, pytest.raises(AzwboekError, match="geen enkele tabel"):
        Project(tmp_path / "project").refresh(server)


# --- a source that fails ------------------------------------------------------------------------------------

SERVICE = {
    "500": ["verwacht status 200", "500", "2 keer geprobeerd"],
    "503": ["verwacht status 200", "503"],
    "hang": ["binnen 1 s", "niets"],
    "reset": ["verwacht een heel antwoord", "afgebroken"],
    "cut": ["verwacht een heel antwoord", "afgebroken"],
    "html": ["verwacht JSON", "text/html"],
    "truncated": ["verwacht JSON", "geen hele JSON"],
    "missing_page": ["verwacht een pagina vanaf rij 4000", "ontbreekt"],
    "repeated_page": ["verwacht een volgende pagina", "opnieuw"],
    "stale_page": ["één rij per combinatie", "dubbel"],
    "empty": ["verwacht 17325 rijen", "gevonden 2000"],
}
CONTENT = {
    "renamed_column": (JOBS, ["Deeltijdfactor_1", "vastgelegde kolom", "NieuwDeeltijdfactor_1"]),
    "new_category": (JOBS, ["kolom Branche", "vastgelegde posities", "X999"]),
    "changed_unit": (JOBS, ["Deeltijdfactor_1", "'factor'", "'x 1 000 000'"]),
    "duplicate_key": (SURVEY, ["één rij per combinatie", "1 rijen dubbel"]),
    "nan_value": (SURVEY, ["ZeerTevredenMetHetWerk_1", "getal of null", "nan"]),
    "negative_value": (SURVEY, ["ZeerTevredenMetHetWerk_1", "0 tot en met 100", "1 waarden daarbuiten, zoals -"]),
    "over_100": (SURVEY, ["ZeerTevredenMetHetWerk_1", "0 tot en met 100", "1 waarden daarbuiten, zoals 1"]),
    "thousandfold": (JOBS, ["Deeltijdfactor_1", "0 tot en met 1", "17185 waarden"]),
    "empty_table": (SURVEY, ["verwacht rijen", "lege tabel"]),
    "region_disappears": (SURVEY, ["kolom RegioS", "RA0205", "er niet meer is"]),
    "renamed_region": (SURVEY, ["kolom RegioS", "'Twente (RA)'", "'Regio Twente (RA)'"]),
    "unknown_region_code": (SURVEY, ["kolom RegioS", "nieuw: AM05"]),
    "unknown_period": (SURVEY, ["kolom Perioden", "2025JJ00", "2025XX01"]),
    "lost_periods": (SURVEY, ["minder rijen dan 429", "297 rijen"]),
}


def test_every_fault_that_can_be_switched_on_is_tried():
    assert set(SERVICE) | {"trickle"} == set(cbs_server.KINDS)  # that one in test_answers
    assert set(CONTENT) | {"touched", "revision"} == set(cbs_faults.SPOILERS)


@pytest.mark.parametrize("kind", SERVICE)
def test_a_failing_service_leaves_all_as_it_was(project, server, tables, kind):
    server.put(cbs_faults.touched(tables[JOBS]))
    server.fault = Fault(kind, table=JOBS, resource=cbs.DATASET, page=2)
    before = project.state()
    source = project.settings(server).source
    source = dataclasses.replace(source, timeout=1) if kind == "hang" else source
    outcomes = project.refresh(server, source=source)
    assert server.struck
    (line,) = project.report.faults
    assert line.startswith(JOBS) and not [word for word in SERVICE[kind] if word not in line], line
    assert outcomes[SURVEY].uitkomst == SAME
    assert project.state() == before


@pytest.mark.parametrize("name", CONTENT)
def test_a_table_with_a_fault_leaves_all_as_it_was(project, server, tables, name):
    table, words = CONTENT[name]
    server.put(cbs_faults.SPOILERS[name](tables[table]))
    before = project.state()
    outcome = project.refresh(server)[table]
    line = project.report.faults[0]
    assert line.startswith(table) and not [word for word in words if word not in line], line
    assert outcome.uitkomst in (REFUSED, FAILED) and outcome.versie
    assert project.state() == before


# Faults that the lock finds before the check that is meant for them: here without a lock, as on a first day.
FIRST_DAY = {
    "region_disappears": "alle 28 RegioPlus-arbeidsmarktregio’s, gevonden zonder RA0205",
    "renamed_region": "RA0205 met naam Twente",
    "unknown_region_code": "bekende andere gebieden, gevonden AM05",
    "thousandfold": "0 tot en met 1",
}


@pytest.mark.parametrize("name", FIRST_DAY)
def test_a_first_version_is_held_to_the_rules_too(tmp_path, server, tables, name):
    project = Project(tmp_path / "project")
    server.put(cbs_faults.SPOILERS[name](tables[JOBS]))
    outcomes = project.refresh(server)
    assert FIRST_DAY[name] in project.report.faults[0]
    assert outcomes[JOBS].uitkomst == REFUSED and not outcomes[JOBS].versie
    assert not (project.root / JOBS).exists() or not snapshots.versions(project.root / JOBS)
    assert JOBS not in project.lock()["tabellen"]


def test_a_refused_table_is_accepted_when_asked_and_pinned_anew(project, server, tables):
    server.put(cbs_faults.new_category(tables[JOBS]))
    project.refresh(server)
    assert project.report.faults
    outcomes = project.refresh(server, accept=[JOBS])
    assert outcomes[JOBS].uitkomst == NEW and not project.report.faults
    assert "X999" in project.lock()["tabellen"][JOBS]["kolommen"]["Branche"]["posities"]
    assert project.refresh(server)[JOBS].uitkomst == SAME


def test_only_a_table_of_the_catalogue_can_be_accepted(project, server):
    with pytest.raises(UsageError, match="DEMO99: geen tabel uit de catalogus"):
        project.refresh(server, accept=["DEMO99"])


def test_a_lock_that_was_put_back_refuses_what_is_kept(project, server, tables):
    """Who reviews the lock and puts it back gets a message, though CBS changed nothing since."""
    lock = pins.lock_file(project.mapping)
    reviewed = lock.read_text()
    server.put(cbs_faults.new_category(tables[JOBS]))
    project.refresh(server, accept=[JOBS])
    lock.write_text(reviewed)
    assert project.refresh(server)[JOBS].uitkomst == REFUSED
    assert "nieuw: X999" in project.report.faults[0]


def test_a_series_that_would_come_from_another_measure_is_refused(project, server):
    project.mapping.write_text(MAPPING.replace("Scholing gevolgd in afgelopen twee jaar", "Werkdruk (veel) te hoog"))
    before = project.state()
    project.refresh(server)
    (line,) = project.report.faults
    assert "reeks scholing" in line and "WerkdrukVeelTeHoog_2" in line and f"--accept {SURVEY}" in line
    assert project.state() == before


# --- no answer, two at once, a kill at any moment --------------------------------------------------------


def cut_off(path: Path) -> subprocess.CompletedProcess:
    environment = {"AZWBOEK_BUILD": str(path / "bouw"), "PATH": "/usr/bin:/bin"}
    command = [
        str(Path(sys.executable).with_name("azwboek")), "refresh", "--host", "127.0.0.1:9", "--scheme", "http",
        "--snapshots", str(path / "snapshots"), "--catalogue", str(path / "catalogus.yml"),
    ]  # fmt: skip
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_without_a_network_the_message_says_what_the_book_uses(project, tmp_path):
    before = project.state()
    done = cut_off(project.mapping.parent)
    first, second = done.stderr.splitlines()[:2]
    assert done.returncode == 1
    assert "127.0.0.1:9 is niet te bereiken" in first
    assert f"{JOBS} van " in second and "dagen oud" in second and "demonstratiegegevens" in second
    assert project.state() == before
    report = json.loads((project.paths.refreshed).read_text())
    assert {row["uitkomst"] for row in report["tabellen"]} == {FAILED}
    empty = Project(tmp_path / "leeg")
    assert "geen tabellen van het CBS bewaard" in cut_off(empty.mapping.parent).stderr


def test_a_second_refresh_at_the_same_time_is_refused(project, server):
    with refresh.alone(project.root), pytest.raises(AzwboekError, match="al een verversing bezig"):
        project.refresh(server)


KILLED = """
import os, signal, sys
from pathlib import Path
from azwboek.sources import cbs, refresh
from azwboek.paths import Paths
host, folder, root, last = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
count = 0

def mortal(function):
    def called(*args, **kwargs):
        global count
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **kwargs)
    return called

for name in ("rename", "replace", "write_text", "mkdir"):
    setattr(Path, name, mortal(getattr(Path, name)))
paths = Paths(root, folder / "bouw")
source = cbs.Source(host, "http", timeout=5, attempts=1, pause=0)
report = refresh.refresh(refresh.Settings.of(paths, source, mapping=folder / "catalogus.yml", root=folder / "snapshots"))
assert not report.faults, report.faults
print(count)
"""


def killed(server: CbsServer, project: Project, moment: int) -> subprocess.CompletedProcess:
    """Refresh in a process that kills itself at its n-th change of a file or folder."""
    command = [sys.executable, "-c", KILLED, server.host, str(project.mapping.parent), str(ROOT), str(moment)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_kill_at_any_change_of_a_file_leaves_the_old_state_or_the_new(refreshed, server, tables, tmp_path):
    revised, _ = cbs_faults.revision(tables[SURVEY])
    server.put(revised)
    complete = Project(shutil.copytree(refreshed, tmp_path / "whole"))
    done = killed(server, complete, 0)
    assert done.returncode == 0, done.stderr
    moments = int(done.stdout)
    assert moments >= 10
    old = snapshots.in_force(Project(refreshed).root, SURVEY).id
    new = snapshots.in_force(complete.root, SURVEY).id
    for moment in range(1, moments + 1):
        project = Project(shutil.copytree(refreshed, tmp_path / str(moment)))
        assert killed(server, project, moment).returncode == -9
        assert snapshots.in_force(project.root, SURVEY).id in (old, new)
        assert snapshots.verify(project.root)[1] == []
        assert set(project.lock()["reeksen"]) == {"deeltijdfactor", "scholing"}
        project.refresh(server)
        assert not project.report.faults
        assert snapshots.in_force(project.root, SURVEY).id == new
        assert not [path for path in project.root.rglob(".*") if path.name != ".slot"]


# --- the mapping and its state ------------------------------------------------------------------------------


def test_doctor_shows_the_state_of_all_indicators_before_and_after(tmp_path, server, refreshed):
    source = cbs.Source(server.host, "http", timeout=2, attempts=1, pause=0)
    states = {}
    for name, project in (("before", Project(tmp_path / "leeg")), ("after", Project(refreshed))):
        diagnosis = doctor.examine(project.paths, source, mapping=project.mapping, root=project.root)
        assert len(diagnosis.indicatoren) == len(INDICATORS)
        assert not diagnosis.bad, diagnosis.bad
        states[name] = {s.indicator: s.stand for s in diagnosis.indicatoren}
        assert all(s.indicator in "\n".join(diagnosis.lines()) for s in diagnosis.indicatoren)
        (found,) = [f for f in diagnosis.bevindingen if f.onderdeel == "bron"]
        assert "testbron" in found.uitleg and "2 tabellen" in found.uitleg
    changed = {name for name, state in states["after"].items() if states["before"][name] != state}
    assert changed == {"deeltijdfactor", "scholing"}
    assert states["after"]["scholing"] == doctor.TEST  # and not: figures of CBS


def test_doctor_names_what_is_not_in_order(project, server):
    data = snapshots.in_force(project.root, SURVEY).data
    data.write_bytes(data.read_bytes()[:-9])
    pins.lock_file(project.mapping).unlink()
    gone = cbs.Source("127.0.0.1:9", "http", timeout=1, attempts=1)
    diagnosis = doctor.examine(project.paths, gone, mapping=project.mapping, root=project.root)
    assert {finding.onderdeel for finding in diagnosis.bad} == {
        "bron",
        "bewaarde tabellen",
        "koppeling",
        "datawarehouse",
    }
    assert diagnosis.vervolg == "azwboek refresh"


def test_the_commands_speak_of_the_same(project, server, tables, capsys):
    server.put(cbs_faults.revision(tables[SURVEY])[0])
    options = ["--snapshots", str(project.root)]
    source = ["--host", server.host, "--scheme", "http", "--catalogue", str(project.mapping)]
    assert run(["refresh", *source, *options]) == 0
    assert run(["snapshots", "list", *options]) == 0
    assert run(["snapshots", "verify", *options]) == 0
    assert run(["snapshots", "diff", SURVEY, *options]) == 0
    said = capsys.readouterr()
    assert "3 versies van 2 tabellen" in said.out and "3 versies gecontroleerd" in said.out
    assert "cellen verschillen" in said.err
    assert run(["snapshots", "diff", "DEMO99", *options]) == 2
    assert run(["snapshots", "verify", "--snapshots", str(project.root / "nergens")]) == 2
    spoilt = cbs_faults.over_100(cbs_faults.touched(tables[SURVEY], "2026-12-24T02:00:00"))
    server.put(spoilt)
    assert run(["refresh", *source, *options]) == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith(f"azwboek: {SURVEY}, kolom ZeerTevreden")


def run(args: list[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(args)
    return ended.value.code


@pytest.fixture(autouse=True)
def _own_build_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("AZWBOEK_BUILD", str(tmp_path / "bouw"))


def test_known_quirks_are_let_through_and_missed_when_gone(project, server, tables):
    strict = (ROOT / "data" / "controles.yml").read_text(encoding="utf-8")
    quirk = f'  - {{tabel: {SURVEY}, controle: bereik, kolom: "Zeer*", reden: "Het CBS telde een keer dubbel, zie de toelichting."}}\n'
    rules_file = project.mapping.with_name("controles.yml")
    rules_file.write_text(strict + quirk)
    assert rules.load(rules_file)
    server.put(cbs_faults.over_100(tables[SURVEY]))
    assert project.refresh(server, rules=rules_file)[SURVEY].uitkomst == NEW
    server.put(cbs_faults.touched(tables[SURVEY], "2026-12-24T02:00:00"))
    assert project.refresh(server, rules=rules_file)[SURVEY].uitkomst == REFUSED
    assert "niet meer voorkomt" in project.report.faults[0] and "controles.yml" in project.report.faults[0]


def test_the_committed_mapping_is_valid_and_fits_the_units():
    entries = catalogue.load(ROOT / "data" / "catalogus.yml").reeksen
    checks = rules.load(ROOT / "data" / "controles.yml")
    rules.check_units(entries, registers.units(ROOT / "data" / "registers"), checks, Path("catalogus.yml"))
