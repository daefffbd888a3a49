"""Loading kept tables into the warehouse: how much faster than by lists of dicts and pandas, and in how much memory."""

from __future__ import annotations

import hashlib
import json
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

from azwboek.errors import AzwboekError
from azwboek.files import write_json
from azwboek.paths import Paths
from azwboek.sources import registers, snapshots
from azwboek.sources.snapshots import Snapshot
from azwboek.warehouse import ask
from azwboek.warehouse import build as warehouse

from . import fresh, memory_kb, ratio

NAME = "laden"
ROWS, LARGE = 2_000_000, 10_000_000
RUNS = 3
PAGE = 10_000
FASTER, MEMORY_MB = 10, 1000
TABLE = "00001NED"
TITLE = "Werknemers met een baan in de zorg en welzijn; persoonskenmerken, regio"
AGES = 60
_MAPPING = """reeksen:
  - reeks: werknemers
    tabel: {id: 00001NED}
    maat: {titel: "Werknemers", eenheid: "aantal"}
    branchedimensie: "Branche"
    posities: {"Geslacht": "Totaal", "Leeftijd": "Totaal"}
    perioden: [KW]
    populaties: [smal, breed]
    bevestigd: nee
"""


def measure(paths: Paths, say: Callable[[str], None]) -> dict:
    """Load a table of two million rows both ways, and build a warehouse over one of ten million.

    Both ways start at files on disk and end in the same table in a DuckDB file, which is compared. Ours reads the kept version and
    verifies its checksums; the plain way reads the JSON that ``cbsodata`` leaves as a list of dicts, and gives it to pandas.

    Args:
        paths: the checkout.
        say: called with a line now and then.

    Raises:
        AzwboekError: both ways did not give the same table, or the large build failed.
    """
    with tempfile.TemporaryDirectory(prefix="azwboek-laden-") as name:
        folder = Path(name)
        say(f"datawarehouse bouwen over een tabel van {LARGE} rijen")
        make(folder / "groot", paths, LARGE)
        built = _build_apart(paths, folder / "groot", folder / "bouw")
        say(f"tabel van {ROWS} rijen maken")
        kept = snapshots.read(make(folder / "klein", paths, ROWS))
        ours, plain, after = _race(kept, folder, say)
    return {
        "rijen": kept.manifest["rijen"], "eigen_s": ours, "gewoon_s": plain, "gewoon_na_lezen_s": after, "rijen_groot": built["rijen"],
        "waarnemingen_groot": built["waarnemingen"], "bouw_groot_s": built["seconden"], "geheugen_groot_mb": built["geheugen_mb"],
    }  # fmt: skip


def ratios(raw: dict) -> list[dict]:
    """How many times as fast as the plain way, and the memory that a large table takes."""
    faster = statistics.median(raw["gewoon_s"]) / statistics.median(raw["eigen_s"])
    return [
        ratio("laden tegenover lijst van dicts en pandas", faster, FASTER, "minstens"),
        ratio(f"geheugen bij {LARGE} rijen, MB", raw["geheugen_groot_mb"], MEMORY_MB, "hoogstens"),
    ]


def _race(kept: Snapshot, folder: Path, say: Callable[[str], None]) -> tuple[list[float], list[float], list[float]]:
    """Both ways in turn, so that other work on the machine hinders both alike.

    Returns:
        Seconds per round: ours, the plain way, and the part of the plain way after its list of dicts is read.
    """
    fetched = _as_fetched(kept, folder / "TypedDataSet.json")
    ours, plain, after = [], [], []
    for number in range(1, RUNS + 1):
        say(f"laden, ronde {number} van {RUNS}")
        ours.append(_seconds(lambda: load(kept.folder, folder / "eigen.duckdb")))
        reading, loading = load_plain(fetched, kept, folder / "gewoon.duckdb")
        plain.append(round(reading + loading, 3))
        after.append(loading)
    compare(kept, folder / "eigen.duckdb", folder / "gewoon.duckdb")
    return ours, plain, after


def _as_fetched(kept: Snapshot, file: Path) -> Path:
    """The rows as ``cbsodata.download_data(dir=...)`` leaves them on disk: one list of objects, here even without indents."""
    with duckdb.connect(config=ask.CONFIG) as con, file.open("w", encoding="utf-8") as out:
        pages = con.read_parquet(str(kept.data))
        for start in range(0, kept.manifest["rijen"], PAGE):
            page = pages.limit(PAGE, start).df().to_json(orient="records")
            out.write(("," if start else "[") + page[1:-1])
        out.write("]")
    return file


def load(folder: Path, file: Path) -> None:
    """Our way: verify the kept version and load it into a warehouse file."""
    file.unlink(missing_ok=True)
    kept = snapshots.read(folder)
    with duckdb.connect(str(file), config=ask.CONFIG) as con:
        warehouse.load_table(con, kept)
        con.execute("checkpoint")


def load_plain(fetched: Path, kept: Snapshot, file: Path) -> tuple[float, float]:
    """The plain way: JSON to a list of dicts, by pandas into DuckDB, keys trimmed; seconds of reading and of loading."""
    file.unlink(missing_ok=True)
    rows: list[dict] = []
    reading = _seconds(lambda: rows.extend(json.loads(fetched.read_bytes())))
    return reading, _seconds(lambda: _load_rows(rows, kept, file))


def _load_rows(rows: list[dict], kept: Snapshot, file: Path) -> None:
    frame = pd.DataFrame(rows)
    for name in kept.dimensions:
        frame[name] = frame[name].str.strip()
    with duckdb.connect(str(file)) as con:
        con.from_df(frame).create(warehouse.raw_table(kept))
        con.execute("checkpoint")


def compare(kept: Snapshot, own: Path, plain: Path) -> None:
    """See that both files hold the same table.

    Raises:
        AzwboekError: they do not; the message says what each holds.
    """
    found = [_content(kept, file) for file in (own, plain)]
    if found[0] != found[1]:
        raise AzwboekError(f"laden: de twee manieren geven niet dezelfde tabel: {found[0]} tegenover {found[1]}")


def make(root: Path, paths: Paths, rows: int) -> Path:
    """Keep and accept a table of at least so many invented rows, with real regions and branches; return its folder."""
    known = registers.load(paths.registers)
    regions = [("NL01", "Nederland"), *zip(known["regios"]["code"], known["regios"]["naam"], strict=True)]
    branches = [(f"B{number:05d}", name) for number, name in enumerate(known["branches"]["naam"])]
    sexes = [("T001038", "Totaal"), ("3000", "Mannen"), ("4000", "Vrouwen")]
    ages = [("10000", "Totaal"), *((f"{10_000 + 10 * n}", f"{n + 14} jaar") for n in range(1, AGES))]
    quarters = -(-rows // (len(regions) * len(branches) * len(sexes) * len(ages)))
    periods = [f"{2000 + n // 4}KW0{n % 4 + 1}" for n in range(quarters)]
    dimensions = {"Geslacht": sexes, "Leeftijd": ages, "Branche": branches, "RegioS": regions}
    metadata = _metadata(dimensions, periods)
    axes = {name: [row["Key"] for row in metadata[name]] for name in (*dimensions, "Perioden")}
    work = root / TABLE / "2026-11-01-000000000000"
    work.mkdir(parents=True)
    count = math.prod(map(len, axes.values()))
    with duckdb.connect(config=ask.CONFIG) as con:
        own = {name.lower(): keys for name, keys in axes.items()} | {"aantal": count}
        con.sql(_PRODUCT, params=own).write_parquet(str(work / snapshots.DATA), compression="zstd")
    write_json(work / snapshots.METADATA, metadata)
    write_json(work / snapshots.REQUESTS, [])
    parts = {"data": snapshots.DATA, "metadata": snapshots.METADATA, "verzoeken": snapshots.REQUESTS}
    sums = {f"{part}_sha256": hashlib.sha256((work / file).read_bytes()).hexdigest() for part, file in parts.items()}
    own = {"tabel": TABLE, "titel": TITLE, "soort": "cbs", "host": "bench", "opgehaald": "2026-11-01"}
    write_json(work / snapshots.MANIFEST, own | {"gewijzigd": "2026-11-01T02:00:00", "rijen": count} | sums)
    snapshots.accept(work, modified="2026-11-01T02:00:00")
    return work


# One row per combination, periods fastest, as CBS delivers; every tenth share is missing.
_PRODUCT = """
select
    i as "ID",
    $geslacht[1 + i // (len($leeftijd) * len($branche) * len($regios) * len($perioden))] as Geslacht,
    $leeftijd[1 + i // (len($branche) * len($regios) * len($perioden)) % len($leeftijd)] as Leeftijd,
    $branche[1 + i // (len($regios) * len($perioden)) % len($branche)] as Branche,
    $regios[1 + i // len($perioden) % len($regios)] as RegioS,
    $perioden[1 + i % len($perioden)] as Perioden,
    1000 + i % 99991 as Werknemers_1,
    if(i % 10 = 0, null, (i % 1000) / 10) as Aandeel_2,
    18 + (i % 50) / 2 as GemiddeldeLeeftijd_3
from range($aantal) as r (i)
"""


def _metadata(dimensions: dict[str, list[tuple[str, str]]], periods: list[str]) -> dict:
    kinds = {"RegioS": "GeoDimension", "Perioden": "TimeDimension"}
    titles = {"RegioS": "Regio's"}
    topics = [("Werknemers", "aantal", "Long"), ("Aandeel", "%", "Double"), ("Gemiddelde leeftijd", "jaar", "Double")]
    properties = [
        {
            "ID": number,
            "ParentID": None,
            "Type": kinds.get(name, "Dimension"),
            "Key": name,
            "Title": titles.get(name, name),
        }
        for number, name in enumerate((*dimensions, "Perioden"))
    ]
    for number, (title, unit, datatype) in enumerate(topics, start=1):
        key = title.title().replace(" ", "") + f"_{number}"
        own = {"Type": "Topic", "Key": key, "Title": title, "Unit": unit, "Datatype": datatype, "Decimals": 0}
        properties.append({"ID": len(properties), "ParentID": None} | own)
    positions = {
        name: [{"Key": key.ljust(max(len(k) for k, _ in rows)), "Title": title} for key, title in rows]
        for name, rows in dimensions.items()
    }
    positions["Perioden"] = [{"Key": code, "Title": code, "Status": "Definitief"} for code in periods]
    info = {"ID": 0, "Identifier": TABLE, "Title": TITLE, "Modified": "2026-11-01T02:00:00"}
    return {"TableInfos": info, "DataProperties": properties} | positions


def _content(kept: Snapshot, file: Path) -> tuple:
    """Number of rows and a checksum over all of them, with numbers as one type."""
    numbers = [duckdb.ColumnExpression(name).cast("double") for name in ("ID", *kept.topics)]
    keys = [duckdb.ColumnExpression(name) for name in kept.dimensions]
    with duckdb.connect(str(file), read_only=True, config=ask.CONFIG) as con:
        hashed = con.table(warehouse.raw_table(kept)).select(
            duckdb.FunctionExpression("hash", *numbers, *keys).alias("rij")
        )
        return hashed.aggregate("count(rij), bit_xor(rij), sum(rij)").fetchall()[0]


def _build_apart(paths: Paths, root: Path, build: Path) -> dict:
    """Build a warehouse over the kept tables in a process of its own, and return what it took."""
    mapping = root.parent / "catalogus.yml"
    mapping.write_text(_MAPPING, encoding="utf-8")
    return fresh(__name__, paths.root, build, root, mapping)


def _in_this_process(root: str, build: str, kept: str, mapping: str) -> dict:
    paths = Paths(root=Path(root), build=Path(build))
    start = time.perf_counter()
    made = warehouse.build(paths, snapshot_folder=Path(kept), mapping=Path(mapping))
    seconds = time.perf_counter() - start
    return {
        "rijen": made["tabellen"][f"bron_cbs__{TABLE.lower()}"],
        "waarnemingen": made["tabellen"]["kern_waarneming"],
        "seconden": round(seconds, 2),
        "geheugen_mb": round(memory_kb() / 1000),
    }


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return round(time.perf_counter() - start, 3)


if __name__ == "__main__":
    print(json.dumps(_in_this_process(*sys.argv[1:])))
