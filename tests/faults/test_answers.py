"""Answers of a host in forms that were never seen: each is read right, or refused in one line with what to do next."""

from __future__ import annotations

import dataclasses
import gzip
import json
import re
import shutil

import pandas as pd
import pytest

import cbs_faults
from azwboek.errors import UsageError
from azwboek.sources import cbs, pins, snapshots
from azwboek.sources.outcome import FAILED, NEW, REFUSED, SAME
from cbs_server import CbsServer, Fault, Request
from samples import invented_tables
from source_project import JOBS, SURVEY, Project


@pytest.fixture(scope="module")
def tables() -> dict[str, snapshots.RawTable]:
    return invented_tables()


class Answers(CbsServer):
    """A server whose next pages may also be asked by ``$skiptoken``."""

    def answer(self, request: Request):
        names = {"$skiptoken": "$skip"}
        return super().answer(request._replace(query={names.get(k, k): v for k, v in request.query.items()}))


@pytest.fixture
def server(tables):
    with Answers([tables[JOBS], tables[SURVEY]], page=4000) as running:
        yield running


@pytest.fixture(scope="module")
def fetched(tables, tmp_path_factory) -> Project:
    project = Project(tmp_path_factory.mktemp("antwoorden"))
    with CbsServer([tables[JOBS], tables[SURVEY]]) as running:
        project.refresh(running)
    return project


@pytest.fixture
def project(fetched, tmp_path) -> Project:
    return Project(shutil.copytree(fetched.mapping.parent, tmp_path / "project"))


def of_jobs(request: Request) -> bool:
    return request.table == JOBS and request.resource == cbs.DATASET


# --- read right ---------------------------------------------------------------------------------------------

FORMS = {
    "a BOM before the text": lambda request, body: (b"\xef\xbb\xbf" + body, {}),
    "packed by gzip": lambda request, body: (gzip.compress(body), {"Content-Encoding": "gzip"}),
    "next pages by a relative address": lambda request, body: (re.sub(rb'"http://[^/"]+/OData', b'"/OData', body), {}),
    "next pages by $skiptoken": lambda request, body: (body.replace(b"$skip=", b"$skiptoken="), {}),
    "another type": lambda request, body: (body, {"Content-Type": "application/octet-stream"}),
    "a list of data sets without the one of text": lambda request, body: (
        json.dumps({"value": [row for row in json.loads(body)["value"] if row["name"] != "UntypedDataSet"]}).encode()
        if request.table and request.resource == ""
        else body,
        {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_another_form_of_the_same_answer_is_read(tmp_path, server, tables, form):
    changed = []

    def dress(request: Request, body: bytes) -> tuple[bytes, dict]:
        made = FORMS[form](request, body)
        changed.append(made != (body, {}))
        return made

    server.dress = dress
    project = Project(tmp_path / "project")
    outcomes = project.refresh(server)
    assert any(changed), "the seeded form changes nothing"
    assert [outcomes[JOBS].uitkomst, outcomes[SURVEY].uitkomst] == [NEW, NEW], project.report.faults
    for name in (JOBS, SURVEY):
        pd.testing.assert_frame_equal(
            snapshots.in_force(project.root, name).frame(), tables[name].data, check_dtype=False
        )


def modified(table: snapshots.RawTable, when: str) -> snapshots.RawTable:
    words = table.metadata
    return dataclasses.replace(table, metadata=words | {"TableInfos": words["TableInfos"] | {"Modified": when}})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/Date(1798768800000)/", "2027-01-01T02:00:00"),
        ("/Date(1798768800000+0100)/", "2027-01-01T02:00:00"),
        ("2027-01-01T02:00:00.1234567", "2027-01-01T02:00:00"),
        ("1-1-2027", "2027-01-01T00:00:00"),
    ],
)
def test_a_date_of_change_is_read_however_it_is_written(project, server, tables, written, meant):
    server.put(modified(tables[SURVEY], written))
    assert project.refresh(server)[SURVEY].uitkomst == SAME  # a later date, the same figures
    assert snapshots.pointer(project.root / SURVEY)["gewijzigd"] == meant
    server.reset_log()
    assert project.refresh(server)[SURVEY].uitkomst == SAME
    assert {request.resource for request in server.requests} == {"Tables"}


def test_a_date_that_cannot_be_read_costs_a_remark_and_a_fetch(project, server, tables):
    server.put(modified(tables[SURVEY], "binnenkort"))
    for _ in range(2):
        server.reset_log()
        assert project.refresh(server)[SURVEY].uitkomst == SAME
        assert any(SURVEY in line and "geen leesbare datum" in line for line in project.report.opmerkingen)
        assert cbs.DATASET in {request.resource for request in server.requests if request.table == SURVEY}


def test_a_row_of_the_list_of_tables_that_is_not_right_costs_nothing_but_itself():
    good = {"Identifier": "24001NED", "Title": "Een", "Modified": "2026-01-01T02:00:00"}
    strange = [
        good | {"Modified": "2026-02-01T02:00:00"},
        {"Identifier": "24002NED", "Title": None, "Modified": "2026-01-01T02:00:00"},
        {"Identifier": "24003NED", "Title": "Drie", "Modified": 12},
        {"Identifier": "24004NED", "Title": "Vier"},
        {"Title": "Vijf"},
    ]
    remarks: list[str] = []
    found = cbs.checked(cbs.Source("host"), [good, *strange], remarks.append)
    assert [(row["Identifier"], row["Title"], row["Modified"]) for row in found] == [
        ("24001NED", "Een", "2026-02-01T02:00:00"), ("24002NED", "", "2026-01-01T02:00:00"),
        ("24003NED", "Drie", ""), ("24004NED", "Vier", ""),
    ]  # fmt: skip
    for words in (
        "24001NED staat er twee keer in",
        "24002NED heeft geen titel",
        "24003NED heeft geen leesbare datum",
        "regel 6",
    ):
        assert len([line for line in remarks if words in line]) == 1, remarks


# --- new figures under an old date --------------------------------------------------------------------------


def announced(table: snapshots.RawTable, **words: object) -> snapshots.RawTable:
    return dataclasses.replace(table, metadata=table.metadata | {"TableInfos": table.metadata["TableInfos"] | words})


@pytest.mark.parametrize("words", [{"RecordCount": 17}, {"Period": "2010 - 2026"}])
def test_another_number_of_rows_or_period_under_an_old_date_is_fetched(project, server, tables, words):
    revised, cells = cbs_faults.revision(tables[SURVEY])
    server.put(announced(revised, Modified=tables[SURVEY].metadata["TableInfos"]["Modified"], **words))
    assert project.refresh(server)[SURVEY].uitkomst == NEW
    assert len(cells)


def test_force_finds_figures_that_changed_in_silence(project, server, tables):
    revised, _ = cbs_faults.revision(tables[SURVEY])
    server.put(announced(revised, Modified=tables[SURVEY].metadata["TableInfos"]["Modified"]))
    assert project.refresh(server)[SURVEY].uitkomst == SAME
    outcomes = project.refresh(server, force=True)
    assert (outcomes[SURVEY].uitkomst, outcomes[JOBS].uitkomst) == (NEW, SAME)


def test_fewer_rows_than_were_announced_are_refused(project, server, tables):
    table = cbs_faults.touched(tables[JOBS])
    server.put(dataclasses.replace(table, data=table.data.iloc[:-1]))
    before = project.state()
    assert project.refresh(server)[JOBS].uitkomst == REFUSED
    assert "rijen" in project.report.faults[0] and project.state() == before


# --- another host -------------------------------------------------------------------------------------------


def test_what_a_practice_host_gave_does_not_stay_when_another_is_asked(project, server, tables):
    """The pointer and the date are those of the host that is asked, though both announce the same."""
    for folder in (project.root / JOBS, project.root / SURVEY):
        for manifest in folder.glob("*/manifest.json"):
            manifest.write_text(manifest.read_text().replace("127.0.0.1:", "oefenhost.nl:"))
    lock = pins.lock_file(project.mapping)
    lock.write_text(lock.read_text().replace("127.0.0.1:", "oefenhost.nl:"))
    outcomes = project.refresh(server)
    assert {outcome.uitkomst for outcome in outcomes.values()} <= {NEW, SAME}
    assert {request.table for request in server.requests if request.resource == cbs.DATASET} == {JOBS, SURVEY}
    assert any("oefenhost.nl" in line and "opnieuw vastgelegd" in line for line in project.report.opmerkingen)


def test_a_practice_host_does_not_take_the_place_of_cbs(project, server):
    lock = pins.lock_file(project.mapping)
    lock.write_text(json.dumps(json.loads(lock.read_text()) | {"host": snapshots.HOST}))
    before = project.state()
    with pytest.raises(UsageError, match="--catalogue _build/proef.yml --snapshots _build/proef"):
        project.refresh(server)
    assert project.state() == before


# --- refused in one line ------------------------------------------------------------------------------------

REFUSALS = {
    "damaged gzip": (lambda body: (gzip.compress(body).replace(b"\x00", b"\x01"), {"Content-Encoding": "gzip"}), ["beschadigd ingepakt"]),
    "half a gzip": (lambda body: (gzip.compress(body)[:-20], {"Content-Encoding": "gzip"}), ["geen hele JSON"]),
    "no gzip at all": (lambda body: (body, {"Content-Encoding": "gzip"}), ["beschadigd ingepakt"]),
    "bytes that are no UTF-8": (lambda body: (body.replace(b'"ID"', '"é"'.encode("latin-1")), {}), ["UTF-8", "byte 0xe9"]),
    "UTF-16": (lambda body: (body.decode().encode("utf-16"), {}), ["UTF-8"]),
    "a list in place of an object": (lambda body: (b"[]", {}), ["verwacht een lijst 'value'"]),
    "rows that are no objects": (lambda body: (b'{"value": [1]}', {}), ["verwacht rijen met kolommen"]),
    "infinity": (lambda body: (body.replace(b'"ID": 0,', b'"ID": Infinity,'), {}), ["verwacht een getal of null"]),
    "an endless page": (lambda body: (body.replace(b"$skip=4000", b"$skip=0"), {}), ["verwacht een volgende pagina"]),
    "text where a number belongs": (lambda body: (body.replace(b'"ID": 0,', b'"ID": "nul",'), {}), ["verwacht getallen"]),
    "a row with another column": (lambda body: (body.replace(b'"ID": 0,', b'"Idee": 0,'), {}), ["dezelfde kolommen"]),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_an_answer_that_cannot_be_read_costs_one_table_and_says_so(project, server, tables, name):
    change, words = REFUSALS[name]
    server.put(cbs_faults.touched(tables[JOBS]), cbs_faults.revision(tables[SURVEY])[0])
    server.dress = lambda request, body: change(body) if of_jobs(request) else (body, {})
    kept = snapshots.in_force(project.root, JOBS).id
    outcomes = project.refresh(server)
    (line,) = project.report.faults
    assert line.startswith(JOBS) and all(word in line for word in words), line
    assert outcomes[JOBS].uitkomst == FAILED and outcomes[SURVEY].uitkomst == NEW
    assert snapshots.in_force(project.root, JOBS).id == kept
    assert "  azwboek refresh" in project.report.block()


def test_a_redirect_elsewhere_is_not_followed(project, server, tables):
    server.put(cbs_faults.touched(tables[JOBS]))
    server.dress = lambda request, body: (
        body,
        {"status": 302, "Location": "http://127.0.0.1:9/"} if of_jobs(request) else {},
    )
    project.refresh(server)
    (line,) = project.report.faults
    assert line.startswith(JOBS) and "verwacht status 200, gevonden 302" in line


def test_an_answer_that_trickles_has_an_end(project, server, tables):
    server.put(cbs_faults.touched(tables[JOBS]))
    server.fault = Fault("trickle", table=JOBS, resource=cbs.DATASET)
    source = dataclasses.replace(project.settings(server).source, limit=1, attempts=1)
    before = project.state()
    assert project.refresh(server, source=source)[JOBS].uitkomst == FAILED
    (line,) = project.report.faults
    assert line.startswith(JOBS) and "binnen 1 s" in line and "nog maar" in line
    assert project.state() == before
