"""Refreshing: an unchanged source costs one question, and memory does not grow with the number of tables.

The source is the local CBS of the tests; what is measured runs in a process of its own and asks it over a socket.
"""

from __future__ import annotations

import importlib.util
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from azwboek.paths import Paths
from azwboek.sources import cbs, refresh, registers, rules
from azwboek.sources.snapshots import RawTable

from . import fresh, memory_kb, ratio

NAME = "verversen"
PERIODS = [f"{year}KW0{quarter}" for year in range(2010, 2026) for quarter in (1, 2, 3, 4)]
POSITIONS = 60
RUNS = 5
FEW, MANY = 2, 8


def measure(paths: Paths, say: Callable[[str], None]) -> dict:
    """A first refresh of a few tables and of more, and an unchanged one."""
    cbs_server = server(paths)
    series = [code for code, unit in registers.units(paths.registers).items() if unit == "%"][:MANY]
    levels = rules.load(paths.rules)
    tables = [
        table(paths, f"24{number:03}NED", f"Tabel {code}", levels.level(code, "smal"))
        for number, code in enumerate(series)
    ]
    raw: dict = {"rijen_per_tabel": len(tables[0].data)}
    with tempfile.TemporaryDirectory() as work, cbs_server.CbsServer(tables) as running:
        for number in (FEW, MANY):
            folder = project(Path(work) / str(number), series[:number])
            say(f"eerste keer, {number} tabellen")
            raw[f"eerste_{number}_tabellen"] = fresh(__name__, running.host, paths.root, folder)
        running.reset_log()
        say(f"{RUNS} keer ongewijzigd")
        again = [fresh(__name__, running.host, paths.root, folder) for _ in range(RUNS)]
        raw["ongewijzigd"] = again
        raw["vragen_per_keer"] = len(running.requests) / RUNS
        if {run["uitkomst"] for run in again} != {f"{MANY} ongewijzigd"}:
            raise AssertionError(f"not unchanged: {again}")
        if {request.resource for request in running.requests} != {"Tables"}:
            raise AssertionError("an unchanged refresh asked more than the list of tables")
    return raw


def ratios(raw: dict) -> list[dict]:
    """An unchanged source costs one question and little time; memory goes with the largest table, not with their number."""
    first, few = raw[f"eerste_{MANY}_tabellen"], raw[f"eerste_{FEW}_tabellen"]
    quick = statistics.median(run["seconden"] for run in raw["ongewijzigd"])
    return [
        ratio("vragen aan de bron bij een ongewijzigde verversing", raw["vragen_per_keer"], 1, "hoogstens"),
        ratio("eerste keer ten opzichte van ongewijzigd, in tijd", first["seconden"] / quick, 10, "minstens"),
        ratio(
            f"geheugen voor {MANY} tabellen ten opzichte van {FEW}", _own_kb(first) / _own_kb(few), 1.15, "hoogstens"
        ),
    ]


def _own_kb(run: dict) -> int:
    """The most memory that a refresh took beyond what its process held before it."""
    return run["piek_kb"] - run["vooraf_kb"]


def refreshed(host: str, root: Path, folder: Path) -> dict:
    """Refresh in this process: seconds, memory before and at most, what came of it."""
    source = cbs.Source(host, "http", pause=0)
    settings = refresh.Settings.of(
        Paths(root, folder), source, mapping=folder / "catalogus.yml", root=folder / "snapshots"
    )
    before, start, busy = memory_kb("VmRSS"), time.perf_counter(), time.process_time()
    report = refresh.refresh(settings)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    if report.faults:
        raise AssertionError(report.faults)
    return {
        "seconden": seconds,
        "rekentijd": busy,
        "vooraf_kb": before,
        "piek_kb": memory_kb(),
        "uitkomst": report.counts(),
        "tabellen": len(report.tabellen),
    }


def server(paths: Paths):
    """The local CBS of the tests, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("cbs_server", paths.root / "tests" / "cbs_server.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def project(folder: Path, series: list[str]) -> Path:
    """A folder with a mapping of these series."""
    folder.mkdir()
    entries = [
        {
            "reeks": code,
            "tabel": {"titel": f"Tabel {code}"},
            "maat": {"titel": "Aandeel", "eenheid": "%"},
            "posities": {"Kenmerk": "Kenmerk 0"},
            "perioden": ["KW"],
            "populaties": ["smal"],
            "bevestigd": "nee",
        }
        for code in series
    ]
    (folder / "catalogus.yml").write_text(yaml.safe_dump({"reeksen": entries}), encoding="utf-8")
    return folder


def table(paths: Paths, identifier: str, title: str, level: rules.Level, positions: int = POSITIONS) -> RawTable:
    """A table of a characteristic by region and quarter, with one percentage in the middle of what is expected."""
    third = (level.tot - level.van) / 3
    regions = [("NL01", "Nederland")] + [(r.code, r.naam) for r in registers.read_one(paths.registers, "regios")]
    dimensions = {
        "Kenmerk": [{"Key": f"K{n:04}", "Title": f"Kenmerk {n}"} for n in range(positions)],
        "RegioS": [{"Key": code.ljust(6), "Title": name} for code, name in regions],
        "Perioden": [{"Key": code, "Title": code, "Status": "Definitief"} for code in PERIODS],
    }
    keys = [[row["Key"] for row in rows] for rows in dimensions.values()]
    data = pd.MultiIndex.from_product(keys, names=list(dimensions)).to_frame(index=False)
    data.insert(0, "ID", range(len(data)))
    data["Aandeel_1"] = np.random.default_rng(0).uniform(level.van + third, level.tot - third, len(data)).round(1)
    kinds = {"Kenmerk": "Dimension", "RegioS": "GeoDimension", "Perioden": "TimeDimension"}
    properties = [{"ID": n, "Type": kind, "Key": key, "Title": key} for n, (key, kind) in enumerate(kinds.items())]
    properties.append(
        {"ID": 9, "Type": "Topic", "Key": "Aandeel_1", "Title": "Aandeel", "Unit": "%", "Datatype": "Double"}
    )
    info = {
        "Identifier": identifier,
        "Title": title,
        "Modified": "2026-11-01T02:00:00",
        "Catalog": "AZW",
        "Summary": "",
    }
    metadata = {"TableInfos": info | {"RecordCount": len(data)}, "DataProperties": properties, "CategoryGroups": []}
    return RawTable(identifier, data, metadata | dimensions)


if __name__ == "__main__":
    print(json.dumps(refreshed(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
