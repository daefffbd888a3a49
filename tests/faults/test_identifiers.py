"""Names that become a path, an address or a column: refused where they come in, before anything is asked or written."""

from __future__ import annotations

import dataclasses
import json

import pytest

import cbs_faults
from azwboek.errors import AzwboekError
from azwboek.sources import cbs, snapshots
from cbs_server import CbsServer
from samples import invented_tables

HOSTILE = (
    "../../../x",
    "..",
    "/etc/x",
    "24103NED/../x",
    "24103NED\n",
    "2410 3NED",
    "24103NED?x",
    "%2e%2e",
    "é" * 8,
    "x",
    "A" * 21,
)


@pytest.fixture(scope="module")
def table() -> snapshots.RawTable:
    return invented_tables()["DEMO06"]


def source(server: CbsServer) -> cbs.Source:
    return cbs.Source.at(server.host, "http", attempts=1, timeout=5)


@pytest.mark.parametrize("name", [name for name in HOSTILE if name.strip() == name])
def test_an_identifier_in_the_list_of_tables_is_left_out_and_reported(table, name):
    info = table.metadata["TableInfos"] | {"Identifier": name}
    hostile = dataclasses.replace(table, identifier=name, metadata=table.metadata | {"TableInfos": info})
    remarks = []
    with CbsServer([table, hostile]) as server:
        found = cbs.tables(source(server), remarks.append)
    assert [one["Identifier"] for one in found] == [table.identifier]
    assert len(remarks) == 1 and repr(name) in remarks[0] and "is geen nummer van een tabel" in remarks[0]


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_is_asked_for_a_hostile_identifier(table, name):
    with CbsServer([table]) as server:
        with pytest.raises(cbs.CbsError, match="verwacht het nummer van een tabel"):
            cbs.download(source(server), name)
        assert server.requests == []


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_is_written_for_a_hostile_identifier(table, tmp_path, name):
    root = tmp_path / "a" / "b" / "c" / "snapshots"
    with pytest.raises(AzwboekError, match="is geen nummer van een tabel") as caught:
        snapshots.write(root, dataclasses.replace(table, identifier=name), kind="cbs", host="x", date="2026-11-28")
    assert list(tmp_path.rglob("*")) == [] and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("resource", "there"),
    [
        ("Tables", "/ODataFeed/odata/DEMO06/TypedDataSet"),
        ("Tables", "/ODataCatalog/Themes"),
        ("TypedDataSet", "/ODataCatalog/Tables"),
        ("TypedDataSet", "/ODataFeed/odata/DEMO05/TypedDataSet"),
        ("TypedDataSet", "/ODataFeed/odata/DEMO06/../../../x"),
        ("TypedDataSet", "/ODataFeed/odata/DEMO06/%2e%2e/%2e%2e/x"),
    ],
)
def test_a_next_page_stays_where_the_first_one_was(table, resource, there):
    with CbsServer([table], page=2000) as server:
        served = server.answer

        def elsewhere(request):
            body, fault = served(request)
            link = {"odata.nextLink": f"{server.url}{there}?$format=json"} if request.resource == resource else {}
            return body | link, fault

        server.answer = elsewhere
        with pytest.raises(cbs.CbsError, match="verwacht een adres onder"):
            cbs.tables(source(server)) if resource == "Tables" else cbs.download(source(server), "DEMO06")


def test_a_column_with_the_name_of_a_path_is_refused(table):
    spoilt = cbs_faults.renamed_column(table, name="../../x")
    said = "verwacht namen van kolommen, gevonden '../../x'"
    with CbsServer([spoilt]) as server, pytest.raises(cbs.CbsError, match=said):
        cbs.download(source(server), table.identifier)


@pytest.mark.parametrize(
    ("name", "folder"),
    [("../../x", "DEMO06"), ("DEMO05", "DEMO06"), ("DEMO06", "DEMO06")],
    ids=["path", "other", "good"],
)
def test_a_kept_version_says_which_table_it_is(table, tmp_path, name, folder):
    kept = snapshots.write(tmp_path, table, kind="cbs", host="x", date="2026-11-28")
    manifest = json.loads((kept / snapshots.MANIFEST).read_text(encoding="utf-8"))
    (kept / snapshots.MANIFEST).write_text(json.dumps(manifest | {"tabel": name}), encoding="utf-8")
    if name == folder:
        assert snapshots.read(kept).table == name
    else:
        with pytest.raises(AzwboekError, match="geen nummer van een tabel|de map hoort"):
            snapshots.read(kept)
