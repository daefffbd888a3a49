"""The warehouse: one DuckDB file built from registers and raw tables by the files in ``sql/``, then only read.

The folders of ``sql/`` are the layers, in this order: ``bron`` (raw tables), ``kern`` (one file per table: its columns with
constraints, then its rows), ``macros`` (what the next layers compute with), ``afgeleid`` (one file per derived indicator, more
rows of ``kern_waarneming``), ``uit`` (what charts and pages ask), ``proeven`` (data tests). The file is built under a temporary
name and moved into place, so that a reader sees the old warehouse or the new one and never half of one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import duckdb
import pandas as pd
from duckdb import ColumnExpression as Column
from duckdb import ConstantExpression as Constant
from duckdb import FunctionExpression as Function

from ..errors import AzwboekError
from ..paths import Paths
from ..sources import (
    areas,
    branches,
    catalogue,
    demonstration,
    invented_areas,
    ordinary,
    pins,
    refreshed,
    registers,
    rules,
    series,
    snapshots,
    versions,
)
from ..sources.areas import AreaSet
from ..sources.catalogue import Catalogue, Entry, Resolved
from ..sources.snapshots import Snapshot
from ..sources.versions import Served
from .ask import CONFIG

# The smallest blocks that there are: with the usual ones of 256 kB the file is four times as large.
BLOCKS = {"default_block_size": "16384"}
# Kinds of dimensions; the key that CBS gives the country.
KINDS = {"GeoDimension": "regio", "GeoDetail": "regio", "TimeDimension": "periode"}
COUNTRY = "NL01"
_OBSERVATIONS = r"\b(kern_waarneming|uit_reeks|uit_stand)\b"
_SUMS = r"\b(sum|avg|mean|fsum|kahan_sum|favg)\s*\("


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
    known, own_series = registers.load(paths.registers), series.load(paths.registers)
    sets, divided = areas.chosen(paths), registers.divisions(paths.registers)
    kept = snapshots.history(snapshot_folder or paths.snapshots)
    shutil.rmtree(paths.demonstration, ignore_errors=True)
    demonstration.write_all(paths.demonstration, invented_areas.places(paths.registers, sets))
    invented = snapshots.latest(paths.demonstration)
    mapping = mapping or paths.catalogue
    content, own = catalogue.load(mapping), catalogue.load(paths.demonstration_catalogue)
    theirs = {choice.tabel for choice in content.gewoon}
    ordinary.check(content.gewoon, own_series, mapping)
    known |= ordinary.merged(own_series, content.gewoon, [one for one in kept if one.table in theirs], mapping)
    real = [one for one in kept if one.table not in theirs]
    checks, units = rules.load(paths.rules), registers.units(paths.registers)
    for entries, file in ((content.reeksen, mapping), (own.reeksen, paths.demonstration_catalogue)):
        rules.check_units(entries, units, checks, file)
    _check_derived(content, paths, mapping)
    _check_sums(file for folder in ("afgeleid", "uit", "vragen") for file in sql_files(paths.sql / folder))
    pinned = pins.read_lock(pins.lock_file(mapping))["reeksen"]
    there = branches.load(paths.registers)
    named = {entry.reeks for entry in content.reeksen}
    # What the book's own mapping does not have yet can be shown with invented figures.
    unlinked = [entry for entry in own.reeksen if entry.reeks not in named and mapping == paths.catalogue]
    served = versions.serve([*content.reeksen, *unlinked], real, own.reeksen, invented, there, pinned)

    if not served.versions:
        raise AzwboekError(
            f"{mapping}: geen enkele reeks heeft een bewaarde tabel of demonstratietabel; haal tabellen op met 'azwboek refresh' "
            "of koppel ze met 'azwboek koppel'"
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    work = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with duckdb.connect(str(work), config=CONFIG | BLOCKS) as con:
            for name, frame in known.items():
                con.register(f"register_{name}", frame)
            con.register("stage_feiten", _facts(known, divided))
            con.register("register_gebieden", _areas(areas.distinct(sets)))
            con.register("register_indelingen", divided)
            _register(con, content, served)
            con.register("stage_niveau", _levels(checks))
            con.register("stage_verversing", refreshed.refused(paths))
            run_files(con, sql_files(paths.sql / "bron"))
            _load_raw(con, served)
            for layer in ("kern", "macros", "afgeleid", "uit"):
                run_files(con, sql_files(paths.sql / layer))
            failures = data_tests(con, paths.sql / "proeven")
            if failures:
                raise DataTestError(failure_message(failures))
            summary = summarised(con)
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


def _facts(known: dict[str, pd.DataFrame], divided: pd.DataFrame) -> pd.DataFrame:
    """How many rows of all registers rest on each source, those of other sets of areas too: ``bron``, ``feiten``."""
    others = divided.loc[divided["indeling"] != "regios", "bron"]
    sources = pd.concat([others, *(frame["bron"].dropna() for frame in known.values() if "bron" in frame)])
    return sources.value_counts().rename_axis("bron").reset_index(name="feiten")


def _areas(sets: Iterable[AreaSet]) -> pd.DataFrame:
    """The areas of the book as rows of the register, with their set, in the order of the menu."""
    rows = [area.model_dump() | {"indeling": one.naam} for one in sets for area in one.areas]
    return pd.DataFrame(rows, columns=[*registers.columns("regios"), "indeling"], dtype=object)


def summary_file(out: Path) -> Path:
    """The JSON file beside a warehouse that says what it holds."""
    return out.with_suffix(".json")


def sql_files(folder: Path) -> list[Path]:
    """The SQL files of a folder in the order of their names."""
    return sorted(folder.glob("*.sql"))


def view_files(sql: Path) -> list[Path]:
    """The files below ``sql`` that make functions and views: what a copy of the tables still needs."""
    made = [*sql_files(sql / "macros"), *sql_files(sql / "uit")]
    return [file for file in made if re.search(r"^create (view|macro)", file.read_text("utf-8"), re.MULTILINE)]


def tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of all tables, without the views."""
    found = con.execute(
        "select table_name from duckdb_tables() where not temporary and not internal order by table_name"
    )
    return [row[0] for row in found.fetchall()]


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


def _check_derived(content: Catalogue, paths: Paths, path: Path) -> None:
    """Every series that a derived indicator names exists, and so does its computation; and none computes anything else."""
    known = registers.units(paths.registers)
    faults = [
        f"{derived.indicator}: onbekende reeks {name}; zie indicatoren.csv en hulpreeksen.csv"
        for derived in content.afgeleid
        for name in (derived.indicator, *derived.series)
        if name not in known
    ]
    named = {derived.indicator for derived in content.afgeleid}
    there = {file.stem for file in sql_files(paths.sql / "afgeleid")}
    faults += [f"{name}: sql/afgeleid/{name}.sql ontbreekt" for name in sorted(named - there)]
    if path == paths.catalogue:  # another catalogue, for a part of the tables, may leave indicators out
        faults += [
            f"{name}: staat niet onder afgeleid, en sql/afgeleid/{name}.sql is er wel" for name in sorted(there - named)
        ]
    if faults:
        raise AzwboekError("\n".join([f"{path}: {len(faults)} fout(en)", *faults]))


def _check_sums(files: Iterable[Path]) -> None:
    """Observations are added up by ``optellen`` only, which knows what has no meaning.

    Raises:
        AzwboekError: a file reads observations and adds up or averages by itself.
    """
    for file in files:
        text = re.sub(r"--[^\n]*", "", file.read_text(encoding="utf-8")).lower()
        if re.search(_OBSERVATIONS, text) and (found := re.search(_SUMS, text)):
            raise AzwboekError(
                f"sql/{file.parent.name}/{file.name}: {found[1]}() over waarnemingen; gebruik optellen(waarde, telwijze, "
                "populatie, periode), die weigert wat niet op te tellen is"
            )


def _register(con: duckdb.DuckDBPyConnection, content: Catalogue, served: Served) -> None:
    """What is known of versions, series and their measures, as frames that ``sql/bron`` and ``sql/kern`` read."""
    positions = [
        (kept.id, dimension, KINDS.get(kind, "overig"), row["Key"].strip(), row["Title"].strip(), row.get("Status"))
        for kept in served.versions
        for dimension, kind in kept.dimension_types.items()
        for row in kept.metadata[dimension]
    ]
    names = ["vintage", "dimensie", "dimensie_soort", "sleutel", "titel", "status"]
    con.register("stage_positie", pd.DataFrame(positions, columns=names, dtype=object))
    con.register("stage_vintage", pd.DataFrame([_vintage(kept, served) for kept in served.versions]))
    links = [_link(r.entry, r.snapshot.id, r.measure, None) for r in served.found]
    links += [_link(entry, kept and kept.id, None, reason) for entry, kept, reason in served.missing]
    con.register("stage_koppeling", pd.DataFrame(links, dtype=object))
    fields = list(catalogue.Derived.model_fields)
    derived = pd.DataFrame([d.model_dump() for d in content.afgeleid], columns=fields, dtype=object)
    con.register("stage_afleiding", derived)


def _load_raw(con: duckdb.DuckDBPyConnection, served: Served) -> None:
    """Raw tables in force as delivered with trimmed keys, and the cells that the catalogue points at as ``stage_cel``."""
    for kept in served.versions:
        if served.in_force(kept):
            load_table(con, kept)
    for resolved in served.found:
        _stage(con, resolved)


def load_table(con: duckdb.DuckDBPyConnection, kept: Snapshot) -> None:
    """Load one kept version as ``bron_cbs__<table>``: keys trimmed, measures as delivered, rows in their order.

    One that was made up has a column more, ``soort``, which says so.

    Nothing is computed here, so that all cores may help; the order of rows stays.
    """
    con.execute("set threads = $cores", {"cores": os.cpu_count() or 1})
    keys = [Function("trim", Column(name)).alias(name) for name in kept.dimensions]
    topics = [Column(name) for name in kept.topics]
    if kept.manifest["soort"] == "demonstratie":  # the file to download says it in every row
        topics.append(Constant("demonstratie").alias("soort"))
    con.read_parquet(str(kept.data)).select(Column("ID"), *keys, *topics).create(raw_table(kept))
    con.execute("set threads = $cores", {"cores": CONFIG["threads"]})


def raw_table(kept: Snapshot) -> str:
    """Name of a raw table in the warehouse."""
    return raw_name(kept.table)


def raw_name(table: str) -> str:
    """Name in the warehouse of the raw table with an identifier."""
    return f"bron_cbs__{table.lower()}"


def _vintage(kept: Snapshot, served: Served) -> dict:
    manifest = kept.manifest
    same = {name: manifest[name] for name in ("tabel", "titel", "soort", "host", "opgehaald", "gewijzigd", "rijen")}
    own = {"id": kept.id, "volgnummer": served.number(kept), "is_actueel": served.in_force(kept)}
    own["is_testbron"] = kept.is_test
    return own | same | {"bron": "azw_statline" if manifest["soort"] == "cbs" else "demonstratie"}


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
    """The cells of one series in one version, straight from its Parquet file."""
    kept, entry = resolved.snapshot, resolved.entry
    cells = con.read_parquet(str(kept.data))
    for dimension, key in resolved.positions.items():
        cells = cells.filter(_key(dimension) == Constant(key.strip()))
    kind = Function("substr", Column(resolved.period), Constant(5), Constant(2))
    cells = cells.filter(kind.isin(*map(Constant, entry.perioden)))
    branch = Constant(resolved.fixed_branch)
    if resolved.branch:  # unknown branches are left out; the refresh named them
        codes = pd.DataFrame(resolved.branches.items(), columns=["branche_sleutel", "branche_code"], dtype=object)
        cells = cells.join(con.from_df(codes), _key(resolved.branch) == Column("branche_sleutel"))
        branch = Column("branche_code")
    cells.select(
        Constant(entry.reeks),
        Constant(kept.id),
        _key(resolved.region) if resolved.region else Constant(COUNTRY),
        _key(resolved.period),
        branch.cast("varchar"),
        Column(resolved.measure).cast("double"),
    ).insert_into("stage_cel")


def _levels(checks: rules.Rules) -> pd.DataFrame:
    """The expected level of every series, a row per population; see ``data/controles.yml``."""
    rows = [
        (level.reeks, population, level.van, level.tot)
        for level in checks.niveaus
        for population in get_args(catalogue.Population)
        if checks.level(level.reeks, population) is level
    ]
    return pd.DataFrame(rows, columns=["indicator", "populatie", "van", "tot"])


def _key(dimension: str) -> duckdb.Expression:
    return Function("trim", Column(dimension))


def summarised(con: duckdb.DuckDBPyConnection) -> dict:
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


def failure_message(failures: dict[str, pd.DataFrame]) -> str:
    """The message about data tests that failed: how many, and of each its file and its first five rows."""
    lines = [f"{len(failures)} datatest(s) niet gehaald"]
    for name, rows in failures.items():
        lines.append(f"sql/proeven/{name}.sql: {len(rows)} rij(en)")
        lines += [f"  {line}" for line in rows.head(5).to_string(index=False).splitlines()]
    return "\n".join(lines)
