"""The local counterpart of CBS follows its protocol towards the real client, and each fault arrives as what it is."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator

import cbsodata
import pandas as pd
import pytest
import requests

from azwboek.sources import cbs_form
from azwboek.sources.snapshots import RawTable
from cbs_faults import SPOILERS, new_category, renamed_tables, revision, touched
from cbs_server import KINDS, CbsServer, Fault
from samples import invented_tables

PAGE = 500  # DEMO02 has 1,320 rows: three pages
TWENTE = "RA0205"


@pytest.fixture(scope="module")
def tables() -> dict[str, RawTable]:
    return invented_tables()


@pytest.fixture(autouse=True)
def client(monkeypatch) -> None:
    """The real client, on plain HTTP and with a timeout, which it has not of itself."""
    monkeypatch.setattr(cbsodata.options, "use_https", False)
    monkeypatch.setitem(cbsodata.options.requests, "timeout", 5)


@pytest.fixture
def server(tables) -> Iterator[CbsServer]:
    with CbsServer(tables.values(), page=PAGE, catalogue_page=4) as running:
        yield running


def download(server: CbsServer, table: str = "DEMO02", **options) -> dict[str, list[dict]]:
    return cbsodata.download_data(table, catalog_url=server.host, **options)


def ask(server: CbsServer, path: str) -> requests.Response:
    return requests.get(server.url + path, timeout=5)


# --- the protocol -------------------------------------------------------------------------------------------


def test_the_real_client_gets_the_table_that_was_put_in(server, tables):
    table = tables["DEMO02"]
    got = download(server)
    assert list(got) == ["TableInfos", "TypedDataSet", "DataProperties", "CategoryGroups", "RegioS", "Perioden"]
    found = pd.DataFrame(got["TypedDataSet"])
    pd.testing.assert_frame_equal(found, table.data, check_dtype=False)
    assert {row["Key"] for row in got["RegioS"]} == set(found["RegioS"]) and "NL01  " in set(found["RegioS"])
    for name in ("DataProperties", "CategoryGroups", "RegioS", "Perioden"):
        assert got[name] == table.metadata[name]
    groups = [row for row in got["DataProperties"] if row["Type"] == "TopicGroup"]
    assert groups and not any("Key" in row for row in groups)
    assert {row["ParentID"] for row in got["DataProperties"]} == {None, *(row["ID"] for row in groups)}


def test_pages_link_on_with_an_absolute_address_and_stop(server):
    download(server, filters="RegioS ne 'NL01  '", select=["ID", "RegioS"])
    asked = [r.query for r in server.requests if r.resource == "TypedDataSet"]
    options = {"$format": "json", "$filter": "RegioS ne 'NL01  '", "$select": "ID,RegioS"}
    assert asked == [options, options | {"$skip": "500"}, options | {"$skip": "1000"}]
    first = ask(server, "/ODataFeed/odata/DEMO02/TypedDataSet?$format=json").json()
    assert first["odata.nextLink"] == f"{server.url}/ODataFeed/odata/DEMO02/TypedDataSet?$format=json&$skip=500"
    assert first["odata.metadata"].endswith("/DEMO02/$metadata#Cbs.OData.WebAPI.TypedDataSet")
    last = ask(server, "/ODataFeed/odata/DEMO02/TypedDataSet?%24format=json&%24skip=1000").json()
    assert len(last["value"]) == 320 and "odata.nextLink" not in last


def test_top_and_skip_count_over_pages(server):
    address, found = "/ODataFeed/odata/DEMO02/TypedDataSet?$format=json&$top=700&$skip=10&$select=ID", []
    while address:
        body = ask(server, address).json()
        found += [row["ID"] for row in body["value"]]
        address = body.get("odata.nextLink", "").removeprefix(server.url)
    assert found == list(range(10, 710))


def test_typed_asks_for_text_because_the_client_has_it_inverted(server, tables):
    numbers, texts = download(server)["TypedDataSet"], download(server, typed=True)["UntypedDataSet"]
    missing = tables["DEMO02"].data["UitstroomNaarPensioen_3"].isna()
    for number, text, gone in zip(numbers, texts, missing, strict=True):
        assert (number["UitstroomNaarPensioen_3"] is None) == gone
        assert (text["UitstroomNaarPensioen_3"] == "       .") == gone
        assert len(text["InstroomTotaal_1"]) == 8 and float(text["InstroomTotaal_1"]) == number["InstroomTotaal_1"]
    assert isinstance(download(server, "DEMO07")["TypedDataSet"][0]["EerstejaarsDeelnemers_1"], int)


def test_the_table_list_gives_one_page_to_the_client_and_a_link(server):
    found = cbsodata.get_table_list(
        filters="Catalog eq 'AZW'", select=["Identifier", "Modified"], catalog_url=server.host
    )
    assert found == [{"Identifier": f"DEMO0{n}", "Modified": cbs_form.MODIFIED} for n in range(1, 5)]
    body = ask(server, "/ODataCatalog/Tables?$format=json&$filter=Catalog+eq+'AZW'").json()
    rest = requests.get(body["odata.nextLink"], timeout=5).json()
    assert [row["Identifier"] for row in rest["value"]] == [
        "DEMO05",
        "DEMO06",
        "DEMO07",
    ] and "odata.nextLink" not in rest
    assert cbsodata.get_table_list(filters="Catalog eq 'CBS'", catalog_url=server.host) == []


def test_info_says_what_the_table_is_and_when_it_changed(server, tables):
    info = cbsodata.get_info("DEMO03", catalog_url=server.host)
    assert {"Description", "ID", "Identifier", "Summary", "Frequency", "Period"} < set(info)
    assert (info["RecordCount"], info["Modified"]) == (len(tables["DEMO03"].data), cbs_form.MODIFIED)
    server.put(touched(tables["DEMO03"]))
    assert cbsodata.get_info("DEMO03", catalog_url=server.host)["Modified"] == "2026-11-02T02:00:00"
    assert [(r.table, r.resource) for r in server.requests] == [("DEMO03", "TableInfos")] * 2
    server.reset_log()
    assert server.requests == []


@pytest.mark.parametrize(
    ("text", "keep"),
    [
        ("RegioS eq 'NL01  '", lambda r: r["RegioS"] == "NL01  "),
        ("RegioS eq 'NL01'", lambda r: False),
        ("startswith(RegioS,'RA02') and Perioden ge '2020'", lambda r: r["RegioS"][:4] == "RA02" and r["Perioden"] >= "2020"),
        ("((Perioden eq '2021KW01')) and ((RegioS ne 'NL01  '))", lambda r: r["Perioden"] == "2021KW01" and r["RegioS"] != "NL01  "),
        ("substringof('KW04', Perioden)", lambda r: "KW04" in r["Perioden"]),
        ("substring(Perioden,0,4) eq '2019' or substring(RegioS,0,2) eq 'LD'", lambda r: r["Perioden"][:4] == "2019" or r["RegioS"][:2] == "LD"),
        ("not (tolower(RegioS) eq 'ra0205') and InstroomTotaal_1 gt 30", lambda r: r["RegioS"] != TWENTE and r["InstroomTotaal_1"] > 30),
        ("RegioS eq 'NL01  ' or RegioS eq 'RA0205' and Perioden eq '2021KW01'", lambda r: r["RegioS"] == "NL01  " or (r["RegioS"], r["Perioden"]) == (TWENTE, "2021KW01")),
        ("UitstroomNaarPensioen_3 eq null", lambda r: pd.isna(r["UitstroomNaarPensioen_3"])),
    ],
)  # fmt: skip
def test_filters_keep_the_rows_that_they_describe(server, tables, text, keep):
    expected = [row["ID"] for row in tables["DEMO02"].data.to_dict("records") if keep(row)]
    assert [row["ID"] for row in download(server, filters=text)["TypedDataSet"]] == expected
    assert expected or text.endswith("'NL01'"), "a filter that keeps nothing shows nothing"


def test_quotes_in_a_filter_are_doubled(server):
    found = cbsodata.get_meta("DEMO02", "CategoryGroups", catalog_url=server.host)
    (wanted,) = (row for row in found if "'" in row["Title"])
    filters = "Title eq '{}'".format(wanted["Title"].replace("'", "''"))
    assert ask(server, f"/ODataFeed/odata/DEMO02/CategoryGroups?$format=json&$filter={filters}").json()["value"] == [
        wanted
    ]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/ODataFeed/odata/24999NED/?$format=json", 404),
        ("/ODataFeed/odata/DEMO02/Leerweg?$format=json", 404),
        ("/ODataCatalog/Tabellen?$format=json", 404),
        ("/nergens", 406),
        ("/ODataFeed/odata/DEMO02/TypedDataSet", 406),
        ("/ODataFeed/odata/DEMO02/TypedDataSet?$format=json&$orderby=ID", 400),
        ("/ODataFeed/odata/DEMO02/TypedDataSet?$format=json&$skip=-1", 400),
        ("/ODataFeed/odata/DEMO02/TypedDataSet?$format=json&$select=Onbekend", 400),
        *(
            (f"/ODataFeed/odata/DEMO02/TypedDataSet?$format=json&$filter={text}", 400)
            for text in ("", "RegioS", "RegioS eq", "RegioS in ('NL01  ')", "Regio eq 'NL01  '", "RegioS eq 'NL01", "(ID eq 1")
            + ("ID eq '1'", "startswith(RegioS)", "contains(RegioS,'NL')", "ID eq 1 ID", "substring(ID,1) eq '2'", "ID eq 1 and 2")
        ),
    ],
)  # fmt: skip
def test_wrong_questions_get_a_status_and_an_envelope(server, path, status):
    answer = ask(server, path)
    assert answer.status_code == status
    assert answer.json()["odata.error"]["message"]["value"]


def test_the_client_says_that_an_unknown_table_is_not_found(server):
    with pytest.raises(requests.HTTPError, match="24999NED.*404"):
        download(server, "24999NED")
    server.remove("DEMO02")
    with pytest.raises(requests.HTTPError, match="DEMO02.*404"):
        download(server)


def test_content_type_and_length_are_those_of_odata_v3(server):
    answer = ask(server, "/ODataFeed/odata/DEMO02/?$format=json")
    assert answer.headers["Content-Type"] == "application/json;odata=minimalmetadata;streaming=true;charset=utf-8"
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    names = ["TableInfos", "UntypedDataSet", "TypedDataSet", "DataProperties", "CategoryGroups", "RegioS", "Perioden"]
    base = f"{server.url}/ODataFeed/odata/DEMO02/"
    assert answer.json() == {
        "odata.metadata": f"{base}$metadata",
        "value": [{"name": n, "url": base + n} for n in names],
    }


def test_closing_leaves_no_thread_and_no_port(tables):
    before = threading.active_count()
    with requests.Session() as session, CbsServer(tables.values()) as server:
        session.get(f"{server.url}/ODataCatalog/Tables?$format=json", timeout=5)  # its connection stays open
        assert threading.active_count() > before
    assert threading.active_count() == before
    with pytest.raises(requests.ConnectionError, match="refused"):
        ask(server, "/ODataCatalog/Tables?$format=json")


# --- a failing service --------------------------------------------------------------------------------------

BROKEN = {
    "500": (requests.HTTPError, "500 Server Error"),
    "503": (requests.HTTPError, "503 Server Error"),
    "reset": (requests.exceptions.ChunkedEncodingError, "ConnectionResetError"),
    "html": (ValueError, "Expecting value"),
    "truncated": (ValueError, "line 1 column"),
    "cut": (requests.exceptions.ChunkedEncodingError, "IncompleteRead"),
    "hang": (requests.exceptions.ReadTimeout, "Read timed out"),
    "trickle": (requests.exceptions.ChunkedEncodingError, "IncompleteRead"),
}
WRONG_ROWS = {  # rows, different rows
    "missing_page": (820, 820),
    "repeated_page": (1820, 1320),
    "stale_page": (1320, 820),
    "empty": (500, 500),
}


def test_every_kind_of_fault_is_tried():
    assert {*BROKEN, *WRONG_ROWS} == set(KINDS)
    with pytest.raises(ValueError, match="unknown fault 'brand'"):
        Fault("brand")


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_answer_reaches_the_client_as_what_it_is(server, kind):
    seconds = 0.5 if kind == "trickle" else None
    server.fault = Fault(kind, table="DEMO02", resource="TypedDataSet", page=2, times=1, seconds=seconds)
    expected, message = BROKEN[kind]
    with pytest.raises(expected, match=message):
        download(server, timeout=0.5 if kind == "hang" else 5)
    assert server.requests[-1].query["$skip"] == "500" and server.struck == 1
    assert len(download(server)["TypedDataSet"]) == 1320, "it struck once: the next time all is well"
    assert server.struck == 1


@pytest.mark.parametrize("kind", WRONG_ROWS)
def test_wrong_pages_look_well_but_hold_other_rows(server, kind):
    page = 1 if kind == "missing_page" else 2
    server.fault = Fault(kind, table="DEMO02", resource="TypedDataSet", page=page, times=1)
    found = [row["ID"] for row in download(server)["TypedDataSet"]]
    assert (len(found), len(set(found))) == WRONG_ROWS[kind]


def test_a_fault_strikes_only_where_it_was_aimed(server):
    server.fault = Fault("500", table="DEMO03")
    assert len(download(server)["TypedDataSet"]) == 1320 and server.struck == 0
    for _ in range(2):
        with pytest.raises(requests.HTTPError):
            cbsodata.get_info("DEMO03", catalog_url=server.host)
    assert server.struck == 2
    server.fault = Fault("empty", resource="Tables")
    assert cbsodata.get_table_list(catalog_url=server.host) == []
    server.fault = None
    assert len(download(server, "DEMO03")["TypedDataSet"]) == 429


def test_503_for_a_while_says_when_to_come_back(server):
    server.fault = Fault("503", times=2, seconds=7)
    answers = [ask(server, "/ODataFeed/odata/DEMO02/TableInfos?$format=json") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 200]
    assert answers[0].headers["Retry-After"] == "7" and "Retry-After" not in answers[2].headers


def test_a_hanging_server_still_closes_at_once(tables):
    with CbsServer(tables.values()) as server:
        server.fault = Fault("hang", seconds=30)
        with pytest.raises(requests.exceptions.ReadTimeout):
            requests.get(f"{server.url}/ODataCatalog/Tables?$format=json", timeout=0.1)
        start = time.monotonic()
    assert time.monotonic() - start < 15


# --- a table with a fault -----------------------------------------------------------------------------------


def seen(server: CbsServer, table: RawTable) -> tuple[dict, pd.DataFrame]:
    """What the real client gets of a table: metadata, and rows indexed by their keys."""
    server.put(table)
    got = download(server, table.identifier)
    rows = pd.DataFrame(got["TypedDataSet"], columns=list(table.data.columns))
    assert got["TableInfos"][0]["RecordCount"] == len(rows) and list(rows["ID"]) == list(range(len(rows)))
    assert got["TableInfos"][0]["Modified"] > cbs_form.MODIFIED
    return got, rows.set_index(table.dimensions).drop(columns="ID")


def by_keys(table: RawTable) -> pd.DataFrame:
    return table.data.set_index(table.dimensions).drop(columns="ID")


def without(rows: pd.DataFrame, *keys: str) -> pd.DataFrame:
    return rows[~pd.Series([bool({*keys} & {*index}) for index in rows.index], index=rows.index)]


def differences(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    return (new != old) & ~(new.isna() & old.isna())


def titles(got: dict, resource: str) -> dict[str, str]:
    return {row["Key"]: row["Title"] for row in got[resource]}


def one_value(old: pd.DataFrame, new: pd.DataFrame, wrong: Callable) -> bool:
    return differences(old, new).sum().item() == 1 == wrong(new).sum().item()


def sends_one_nan(got: dict, old: pd.DataFrame) -> bool:
    (key,) = old.columns
    values = [row[key] for row in got["TypedDataSet"]]
    return [v != v for v in values].index(True) == 0 and sum(v is None for v in values) == old[key].isna().sum() > 0


# DEMO05 is one percentage per region and year, the topic is its last property.
CHECKS: dict[str, Callable[[dict, pd.DataFrame, pd.DataFrame], bool]] = {
    "touched": lambda got, old, new: new.equals(old),
    "renamed_column": lambda got, old, new: (
        got["DataProperties"][-1]["Key"] == "NieuwZiekteverzuimpercentage_1" == new.columns[0]
        and new.set_axis(old.columns, axis=1).equals(old)
    ),
    "changed_unit": lambda got, old, new: got["DataProperties"][-1]["Unit"] == "x 1 000 000" and new.equals(old),
    "duplicate_key": lambda got, old, new: new.index.duplicated().sum() == 1 and len(new) == len(old),
    "nan_value": lambda got, old, new: sends_one_nan(got, old),
    "negative_value": lambda got, old, new: one_value(old, new, lambda values: values < 0),
    "over_100": lambda got, old, new: one_value(old, new, lambda values: values > 100),
    "thousandfold": lambda got, old, new: new.equals(old * 1000),
    "empty_table": lambda got, old, new: len(new) == 0 and len(got["RegioS"]) == 33,
    "region_disappears": lambda got, old, new: TWENTE not in titles(got, "RegioS") and new.equals(without(old, TWENTE)),
    "renamed_region": lambda got, old, new: titles(got, "RegioS")[TWENTE] == "Regio Twente (RA)" and new.equals(old),
    "unknown_region_code": lambda got, old, new: (
        titles(got, "RegioS")["AM05  "] == "Twente (AM)" and len(new.loc["AM05  "]) == 12
        and without(new, "AM05  ").equals(old)
    ),
    "unknown_period": lambda got, old, new: (
        titles(got, "Perioden")["2025XX01"] == "2025 onbekend" and len(new) == len(old) + 33
        and without(new, "2025XX01").equals(old)
    ),
    "lost_periods": lambda got, old, new: (
        list(titles(got, "Perioden"))[0] == "2018JJ00"
        and new.equals(without(old, "2014JJ00", "2015JJ00", "2016JJ00", "2017JJ00"))
    ),
    "revision": lambda got, old, new: (
        differences(old, new).sum().item() > 50
        and without(new, "2014JJ00", "2015JJ00").equals(without(old, "2014JJ00", "2015JJ00"))
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHECKS)
def test_a_spoilt_table_arrives_spoilt_and_the_original_is_untouched(server, tables, name):
    table = tables["DEMO05"]
    before, metadata = table.data.copy(), repr(table.metadata)
    got, new = seen(server, SPOILERS[name](table))
    assert CHECKS[name](got, by_keys(table), new)
    assert table.data.equals(before) and repr(table.metadata) == metadata


def test_a_new_category_comes_with_rows_in_the_order_of_the_cube(server, tables):
    assert {*CHECKS, "new_category"} == set(SPOILERS)
    got, new = seen(server, new_category(tables["DEMO07"], "Opleiding"))
    assert (got["Opleiding"][-1]["Key"], got["Opleiding"][-1]["Title"]) == ("X999", "Nieuwe categorie")
    cube = [[row["Key"] for row in got[name]] for name in ("Leerweg", "Opleiding", "RegioS", "Perioden")]
    assert list(new.index) == list(itertools.product(*cube))
    copied = got["Opleiding"][0]["Key"]
    pd.testing.assert_frame_equal(new.xs("X999", level="Opleiding"), new.xs(copied, level="Opleiding"))


def test_a_revision_names_exactly_the_cells_that_changed(server, tables):
    table = tables["DEMO02"]
    made, cells = revision(table, periods=["2018KW03"])
    _, new = seen(server, made)
    old = by_keys(table)
    assert len(cells) == differences(old, new).sum().sum() > 30
    for cell in cells.to_dict("records"):
        key = (cell["RegioS"], cell["Perioden"])
        assert (old.loc[key, cell["topic"]], new.loc[key, cell["topic"]]) == (cell["old"], cell["new"])


def test_tables_under_other_names_hold_the_same_figures(tables):
    made = renamed_tables(tables.values())
    with CbsServer((entry.table for entry in made.values()), page=PAGE) as server:
        for old in ("DEMO02", "DEMO07"):
            table, columns = made[old]
            got = download(server, table.identifier)
            back = pd.DataFrame(got["TypedDataSet"]).rename(columns={new: name for name, new in columns.items()})
            pd.testing.assert_frame_equal(back, tables[old].data, check_dtype=False)
            assert set(columns.values()) == {row["Key"] for row in got["DataProperties"] if "Key" in row}
            dimensions = {row["DimensionKey"] for row in got["CategoryGroups"]}
            assert dimensions == {columns[row["DimensionKey"]] for row in tables[old].metadata["CategoryGroups"]}
            assert not {table.identifier, *columns.values()} & {old, *columns}
