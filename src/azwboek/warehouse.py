"""The warehouse: one DuckDB file built from registers and raw tables by the files in ``sql/``, then only read.

Order: ``sql/schema`` (tables with constraints), ``sql/stage`` and raw tables as ``bron_cbs__*``, ``sql/load`` (into
``kern_*``), ``sql/marts`` (derived indicators, then the ``uit_*`` views), data tests. The file is built under a temporary name and
moved into place, so that a reader sees the old warehouse or the new one and never half of one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pandas as pd
from duckdb import ColumnExpression as Column
from duckdb import ConstantExpression as Constant
from duckdb import FunctionExpression as Function

from . import catalogue, demonstration, registers, rules, snapshots
from .catalogue import Entry, Resolved
from .errors import AzwboekError
from .paths import Paths
from .snapshots import Snapshot

# One thread: float aggregates then come out the same on every run.
CONFIG = {"threads": 1, "autoinstall_known_extensions": False, "autoload_known_extensions": False}


class DataTestError(AzwboekError):
    """Data tests that returned rows; the message names each test and shows its first rows."""


def build(
    paths: Paths, *, snapshot_folder: Path | None = None, out: Path | None = None, mapping: Path | None = None
) -> dict:
    """Build the warehouse from scratch and move it into place.

    Args:
        paths: the checkout.
        snapshot_folder: where the kept CBS tables are; series without one get demonstration data.
        out: the file to write.
        mapping: another catalogue than ``data/catalogus.yml``.

    Returns:
        ``{"soort": "cbs" or "demonstratie", "inhoud_sha256": ..., "tabellen": {"kern_waarneming": 123, ...}}``, also
        written beside the warehouse as JSON; equal inputs give an equal checksum.

    Raises:
        RegisterError, AzwboekError, DataTestError: the inputs are wrong; the old warehouse is left as it was.
    """
    out = out or paths.warehouse
    known = registers.load(paths.registers)
    regions = list(zip(known["regios"]["code"], known["regios"]["naam"], strict=True))
    real = snapshots.latest(snapshot_folder or paths.snapshots)
    shutil.rmtree(paths.demonstration, ignore_errors=True)
    demonstration.write_all(paths.demonstration, regions)
    invented = snapshots.latest(paths.demonstration)
    mapping = mapping or paths.catalogue
    entries = catalogue.load(mapping).reeksen
    rules.check_units(entries, registers.units(paths.registers), rules.load(paths.rules), mapping)
    found, missing = _resolve(entries, real, invented)

    out.parent.mkdir(parents=True, exist_ok=True)
    work = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with duckdb.connect(str(work), config=CONFIG) as con:
            for name, frame in known.items():
                con.register(f"register_{name}", frame)
            run_files(con, sql_files(paths.sql / "schema"))
            run_files(con, sql_files(paths.sql / "stage"))
            _load_raw(con, found, missing)
            run_files(con, sql_files(paths.sql / "load"))
            run_files(con, sql_files(paths.sql / "marts"))
            failures = data_tests(con, paths.root / "tests" / "data")
            if failures:
                raise DataTestError(_describe(failures))
            summary = _summary(con)
            con.execute("checkpoint")
        # Without its summary a warehouse counts as not whole: a kill in between never pairs a new one with old words.
        summary_file(out).unlink(missing_ok=True)
        work.replace(out)
        described = work.with_suffix(".json")
        described.write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")
        described.replace(summary_file(out))
    finally:
        for leftover in out.parent.glob(f"{work.name}*"):
            leftover.unlink()
    return summary


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the warehouse for reading.

    Raises:
        AzwboekError: there is no warehouse, or it cannot be read.
    """
    if not path.is_file():
        raise AzwboekError(f"{path}: het datawarehouse ontbreekt; maak het met 'azwboek warehouse'")
    try:
        return duckdb.connect(str(path), read_only=True, config=CONFIG)
    except duckdb.Error as error:
        raise AzwboekError(
            f"{path}: niet te openen ({str(error).splitlines()[0]}); maak het opnieuw met 'azwboek warehouse'"
        ) from error


def summary_file(out: Path) -> Path:
    """The JSON file beside a warehouse that says what it holds."""
    return out.with_suffix(".json")


def sql_files(folder: Path) -> list[Path]:
    """The SQL files of a folder in the order of their names."""
    return sorted(folder.glob("*.sql"))


def run_files(con: duckdb.DuckDBPyConnection, files: Iterable[Path]) -> None:
    """Run each file; a failing statement is reported with the file it stands in.

    Raises:
        AzwboekError: a statement failed, for example because a constraint does not hold.
    """
    for file in files:
        try:
            con.execute(file.read_text(encoding="utf-8"))
        except duckdb.Error as error:
            raise AzwboekError(f"sql/{file.parent.name}/{file.name}: {str(error).splitlines()[0]}") from error


def data_tests(con: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, pd.DataFrame]:
    """Run the data tests: queries that return the rows that are wrong.

    Returns:
        The failing tests by name, each with its rows; empty when all is well.
    """
    results = {file.stem: con.execute(file.read_text(encoding="utf-8")).df() for file in sql_files(folder)}
    return {name: rows for name, rows in results.items() if len(rows)}


def _resolve(
    entries: list[Entry], real: list[Snapshot], invented: list[Snapshot]
) -> tuple[list[Resolved], list[tuple[Entry, str]]]:
    """Real tables first; only a series that they do not serve falls back to demonstration data."""
    found, missing = catalogue.resolve(entries, real)
    fallback, _ = catalogue.resolve([entry for entry, _ in missing], invented)
    served = {r.entry.reeks for r in fallback}
    return found + fallback, [(entry, reason) for entry, reason in missing if entry.reeks not in served]


def _load_raw(con: duckdb.DuckDBPyConnection, found: list[Resolved], missing: list[tuple[Entry, str]]) -> None:
    """Raw tables as delivered with trimmed keys, and the cells that the catalogue points at as ``stage_cel``."""
    used = {r.snapshot.id: r.snapshot for r in found}
    for kept in used.values():
        keys = [Function("trim", Column(name)).alias(name) for name in kept.dimensions]
        topics = [Column(name) for name in kept.topics]
        con.read_parquet(str(kept.data)).select(Column("ID"), *keys, *topics).create(_raw_table(kept))
    positions = pd.DataFrame(
        [
            (kept.id, dimension, row["Key"].strip(), row["Title"].strip(), row.get("Status"))
            for kept in used.values()
            for dimension in kept.dimensions
            for row in kept.metadata[dimension]
        ],
        columns=["vintage", "dimensie", "sleutel", "titel", "status"],
    )
    con.register("stage_positie", positions)
    con.register("stage_vintage", pd.DataFrame([_vintage(kept) for kept in used.values()]))
    links = [_link(r.entry, r.snapshot.id, r.measure, None) for r in found]
    links += [_link(entry, None, None, reason) for entry, reason in missing]
    con.register("stage_koppeling", pd.DataFrame(links, dtype=object))
    for resolved in found:
        _stage(con, resolved)


def _vintage(kept: Snapshot) -> dict:
    manifest = kept.manifest
    same = {name: manifest[name] for name in ("tabel", "titel", "soort", "host", "opgehaald", "gewijzigd", "rijen")}
    return {"id": kept.id, **same, "bron": "azw_statline" if manifest["soort"] == "cbs" else "demonstratie"}


def _link(entry: Entry, vintage: str | None, measure: str | None, reason: str | None) -> dict:
    return {
        "indicator": entry.reeks,
        "vintage": vintage,
        "maat": measure,
        "perioden": entry.perioden,
        "schaal": entry.schaal,
        "populaties": entry.populaties,
        "bevestigd": entry.bevestigd,
        "reden": reason,
    }


def _stage(con: duckdb.DuckDBPyConnection, resolved: Resolved) -> None:
    kept = resolved.snapshot
    cells = con.table(_raw_table(kept))
    for dimension, key in resolved.positions.items():
        cells = cells.filter(Column(dimension) == Constant(key.strip()))
    branch = Constant(None)
    if resolved.branch:
        titles = con.view("stage_positie").filter(
            (Column("vintage") == Constant(kept.id)) & (Column("dimensie") == Constant(resolved.branch))
        )
        titles = titles.select(Column("sleutel").alias("branche_sleutel"), Column("titel").alias("branche_titel"))
        cells = cells.join(titles, Column(resolved.branch) == Column("branche_sleutel"))
        branch = Column("branche_titel")
    cells.select(
        Constant(resolved.entry.reeks),
        Constant(kept.id),
        Constant(kept.table),
        Column(resolved.region),
        Column(resolved.period),
        branch.cast("varchar"),
        Column(resolved.measure).cast("double"),
    ).insert_into("stage_cel")


def _raw_table(kept: Snapshot) -> str:
    return f"bron_cbs__{kept.table.lower()}"


def _summary(con: duckdb.DuckDBPyConnection) -> dict:
    """What the warehouse holds: rows per table, the kind of its observations, and a checksum of all content."""
    names = [
        row[0]
        for row in con.execute("select table_name from duckdb_tables() where not temporary order by 1").fetchall()
    ]
    counts, digest = {}, hashlib.sha256()
    for name in names:
        table = con.table(name)
        row_hash = Function("hash", *(Column(column) for column in table.columns)).alias("rij")
        counts[name], content = table.select(row_hash).aggregate("count(rij), bit_xor(rij)").fetchall()[0]
        digest.update(f"{name} {','.join(table.columns)} {counts[name]} {content}\n".encode())
    kinds = con.execute("select distinct soort from kern_waarneming order by soort").fetchall()
    kind = "demonstratie" if ("demonstratie",) in kinds else "cbs"
    return {"soort": kind, "inhoud_sha256": digest.hexdigest(), "tabellen": counts}


def _describe(failures: dict[str, pd.DataFrame]) -> str:
    lines = [f"{len(failures)} datatest(s) niet gehaald"]
    for name, rows in failures.items():
        lines.append(f"tests/data/{name}.sql: {len(rows)} rij(en)")
        lines += [f"  {line}" for line in rows.head(5).to_string(index=False).splitlines()]
    return "\n".join(lines)
