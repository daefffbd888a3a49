"""Fetching a million rows: in how much time and memory beside cbsodata, pandas and DuckDB, from the same server in the same run.

The plain way believes what it is sent; ours checks every answer, compares with published levels, keeps a version and pins it.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from azwboek.paths import Paths
from azwboek.sources import registers, rules

from . import fresh, memory_kb, ratio, refreshing

NAME = "ophalen"
POSITIONS = 540  # by 29 areas and 64 quarters: a million rows
RUNS = 3
TABLE = "24001NED"


def measure(paths: Paths, say: Callable[[str], None]) -> dict:
    """Fetch the table both ways in turn, each in a process of its own."""
    series = next(code for code, unit in registers.units(paths.registers).items() if unit == "%")
    level = rules.load(paths.rules).level(series, "smal")
    table = refreshing.table(paths, TABLE, f"Tabel {series}", level, POSITIONS)
    raw: dict = {"rijen": len(table.data), "eigen": [], "gewoon": []}
    with tempfile.TemporaryDirectory() as work, refreshing.server(paths).CbsServer([table]) as running:
        for number in range(1, RUNS + 1):
            say(f"ronde {number} van {RUNS}")
            folder = refreshing.project(Path(work) / str(number), [series])
            own = fresh("measure.refreshing", running.host, paths.root, folder)
            raw["eigen"].append({name: own[name] for name in ("seconden", "rekentijd", "piek_kb")})
            raw["gewoon"].append(fresh(__name__, running.host, folder / "gewoon.duckdb"))
    if {run["rijen"] for run in raw["gewoon"]} != {raw["rijen"]}:
        raise AssertionError(f"the plain way loaded other rows: {raw['gewoon']}")
    return raw


def ratios(raw: dict) -> list[dict]:
    """Time and memory of ours beside the plain way."""

    def middle(way: str, name: str) -> float:
        return statistics.median(run[name] for run in raw[way])

    return [
        ratio(
            "tijd tegenover cbsodata, pandas en DuckDB",
            middle("eigen", "seconden") / middle("gewoon", "seconden"),
            1,
            "hoogstens",
        ),
        ratio(
            "geheugen tegenover cbsodata, pandas en DuckDB",
            middle("eigen", "piek_kb") / middle("gewoon", "piek_kb"),
            0.5,
            "hoogstens",
        ),
    ]


def plain(host: str, file: str) -> dict:
    """The plain way in this process: seconds, seconds of the processor, memory at most, rows in the table."""
    import cbsodata
    import duckdb
    import pandas as pd

    cbsodata.options.use_https = False
    start, busy = time.perf_counter(), time.process_time()
    frame = pd.DataFrame(cbsodata.download_data(TABLE, catalog_url=host)["TypedDataSet"])
    with duckdb.connect(file) as con:
        con.register("frame", frame)
        con.execute("create table tabel as select * from frame")
        (rows,) = con.execute("select count(*) from tabel").fetchone()
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    return {"seconden": seconds, "rekentijd": busy, "piek_kb": memory_kb(), "rijen": rows}


if __name__ == "__main__":
    print(json.dumps(plain(sys.argv[1], sys.argv[2])))
