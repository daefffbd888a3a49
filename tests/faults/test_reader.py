"""Properties of the reader over hundreds of made-up tables: what CBS serves is what is kept, and no damage gets through."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from azwboek.sources import cbs, differences, registers, rules, snapshots, verify
from azwboek.sources.snapshots import RawTable
from cbs_server import CbsServer
from samples import ROOT

RULES = rules.load(ROOT / "data" / "controles.yml")
STATUSES = registers.statuses(ROOT / "data" / "registers")
REGIONS = {"RA0101": frozenset({"Groningen"}), "RA0205": frozenset({"Twente"})}


def cases(number: int) -> settings:
    """So many cases, the same ones every time."""
    return settings(
        max_examples=number, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
    )


titles = st.text("abcdefghijklmnop ()/'\"<>&é*%", min_size=1, max_size=12).map(str.strip).filter(bool)
keys = st.text("ABCDEFGH0123456789", min_size=1, max_size=6)
numbers = st.one_of(
    st.none(),
    st.integers(0, 10**9).map(float),
    st.floats(0, 100, allow_nan=False).map(lambda x: round(x, 3)),
    st.sampled_from([0.0, 1e-9, 1e15, 0.1 + 0.2]),
)
periods = st.sampled_from(["2024KW04", "2024JJ00", "2025KW01", "2025MM01", "2024SJ00"])


@st.composite
def raw_tables(draw) -> RawTable:
    """A whole table: up to two own dimensions, regions, periods, one to three measures, any of them empty here and there."""
    own = draw(st.lists(st.lists(keys, min_size=1, max_size=3, unique=True), max_size=2))
    dimensions = [(f"Dim{n}", "Dimension", found) for n, found in enumerate(own)]
    regions = ["NL01", *draw(st.sampled_from([[], ["RA0101", "RA0205"]]))]
    dimensions.append((draw(st.sampled_from(["RegioS", "Gebied"])), "GeoDimension", regions))
    dimensions.append(("Perioden", "TimeDimension", draw(st.lists(periods, min_size=1, max_size=3, unique=True))))
    topics = [f"Maat_{n}" for n in range(1, draw(st.integers(1, 3)) + 1)]
    metadata: dict = {"DataProperties": [], "CategoryGroups": []}
    for number, (key, kind, codes) in enumerate(dimensions):
        row = {"odata.type": f"Cbs.OData.{kind}", "ID": number, "Position": number, "ParentID": None, "Type": kind}
        metadata["DataProperties"].append(row | {"Key": key, "Title": draw(titles), "Description": ""})
        width = max(map(len, codes)) + draw(st.integers(0, 2))
        named = {"RA0101": "Groningen (RA)", "RA0205": "Twente"}
        metadata[key] = [
            {"Key": code.ljust(width), "Title": named.get(code) or draw(titles), "Description": ""}
            | ({"Status": draw(st.sampled_from(sorted(STATUSES)))} if kind == "TimeDimension" else {})
            for code in codes
        ]
    for number, key in enumerate(topics, start=len(dimensions)):
        row = {"odata.type": "Cbs.OData.Topic", "ID": number, "Position": number, "ParentID": None, "Type": "Topic"}
        words = {
            "Key": key,
            "Title": draw(titles),
            "Description": "",
            "Unit": "euro",
            "Datatype": "Double",
            "Decimals": 1,
        }
        metadata["DataProperties"].append(row | words)
    columns = [[row["Key"] for row in metadata[key]] for key, _, _ in dimensions]
    cube = pd.MultiIndex.from_product(columns, names=[key for key, _, _ in dimensions]).to_frame(index=False)
    data = pd.concat([pd.DataFrame({"ID": range(len(cube))}), cube], axis=1)
    for key in topics:
        values = draw(st.lists(numbers, min_size=len(cube), max_size=len(cube)))
        data[key] = np.array([math.nan if value is None else value for value in values], dtype="float64")
    info = {"Identifier": "12345NED", "Title": draw(titles), "Summary": "", "Modified": "2026-11-01T02:00:00"}
    metadata["TableInfos"] = info | {"Catalog": "AZW", "RecordCount": len(data)}
    return RawTable("12345NED", data, metadata)


def faults(table: RawTable, pinned: dict | None = None) -> list[str]:
    return [
        str(fault)
        for fault in verify.check(
            verify.Case(table, RULES, {"RegioPlus-arbeidsmarktregio’s": REGIONS}, STATUSES, pinned=pinned)
        )
    ]


@pytest.fixture(scope="module")
def server():
    with CbsServer(page=7) as running:
        yield running


@cases(400)
@given(table=raw_tables())
def test_what_is_served_is_what_is_read(server, table):
    """Over a real socket, by the real client, in pages of seven rows: keys, numbers, gaps and words come through."""
    server.put(table)
    read = cbs.download(cbs.Source(server.host, "http", pause=0), "12345NED")
    pd.testing.assert_frame_equal(read.data, table.data, check_dtype=False, check_categorical=False)
    assert {name: read.metadata[name] for name in table.dimensions} == {n: table.metadata[n] for n in table.dimensions}
    assert read.metadata["DataProperties"] == table.metadata["DataProperties"]
    assert sum(row["rijen"] for row in read.requests if row["onderdeel"] == cbs.DATASET) == len(table.data)
    assert faults(read) == []


@cases(120)
@given(table=raw_tables())
def test_what_is_kept_is_what_was_read(tmp_path_factory, table):
    root: Path = tmp_path_factory.mktemp("snapshots")
    first = snapshots.write(root, table, kind="cbs", host="", date="2026-11-01")
    again = snapshots.write(root, table, kind="cbs", host="", date="2026-11-02")
    assert first == again
    kept = snapshots.read(first)
    pd.testing.assert_frame_equal(kept.frame(), table.data, check_dtype=False)
    assert kept.metadata == table.metadata
    assert differences.changed_cells(kept, kept).empty


def drop_a_row(table: RawTable, at: int) -> RawTable | None:
    return dataclasses.replace(table, data=table.data.drop(index=at)) if len(table.data) > 1 else None


def repeat_a_row(table: RawTable, at: int) -> RawTable:
    return dataclasses.replace(table, data=pd.concat([table.data, table.data.iloc[[at]]], ignore_index=True))


def copy_keys(table: RawTable, at: int) -> RawTable | None:
    data = table.data.copy()
    other = (at + 1) % len(data)
    data.loc[at, table.dimensions] = data.loc[other, table.dimensions].to_numpy()
    return dataclasses.replace(table, data=data) if other != at else None


def unknown_key(table: RawTable, at: int) -> RawTable:
    data = table.data.copy()
    data.loc[at, table.dimensions[0]] = "ZZZZZZZZ"
    return dataclasses.replace(table, data=data)


def lost_padding(table: RawTable, at: int) -> RawTable | None:
    data, key = table.data.copy(), table.dimensions[at % len(table.dimensions)]
    stripped = data.loc[at, key].strip()
    if stripped == data.loc[at, key]:
        return None
    data.loc[at, key] = stripped
    return dataclasses.replace(table, data=data)


def copy_keys_without_padding(table: RawTable, at: int) -> RawTable | None:
    copied = copy_keys(table, at)
    return copied and lost_padding(copied, at)


def infinite(table: RawTable, at: int) -> RawTable:
    data = table.data.copy()
    data.loc[at, table.topics[0]] = math.inf
    return dataclasses.replace(table, data=data)


DAMAGE = [drop_a_row, repeat_a_row, copy_keys, copy_keys_without_padding, unknown_key, infinite]


@cases(800)
@given(table=raw_tables(), damage=st.sampled_from(DAMAGE), place=st.integers(0, 10**6))
def test_no_damage_gets_through(table, damage, place):
    assert faults(table) == []
    table.metadata["TableInfos"].pop("RecordCount")  # an announced count would only help
    damaged = damage(table, place % len(table.data))
    assume(damaged is not None)
    assert faults(damaged)


@cases(200)
@given(table=raw_tables(), place=st.integers(0, 10**6))
def test_a_key_without_its_padding_is_the_same_key(table, place):
    """CBS pads the keys of some tables and not of others."""
    unpadded = lost_padding(table, place % len(table.data))
    assume(unpadded is not None)
    assert faults(unpadded) == []
