"""Compare two versions of a kept table: which cells differ, and what differs beside the values."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
from duckdb import CoalesceOperator
from duckdb import ColumnExpression as Column
from duckdb import ConstantExpression as Constant
from duckdb import FunctionExpression as Function

from ..errors import UsageError
from . import snapshots
from .snapshots import Snapshot


def pair(root: Path, old: str, new: str | None = None) -> tuple[Snapshot, Snapshot]:
    """Two versions to compare: two that are named, or the last two of a table.

    Args:
        root: folder of all snapshots.
        old: ``TABLE@VERSION``, or a table.
        new: ``TABLE@VERSION``; by default the version in force.

    Raises:
        UsageError: there is no such version, or only one; the message says which there are.
    """
    by_id = {snapshot.id: snapshot for snapshot in snapshots.history(root)}
    of_table = [snapshot for snapshot in by_id.values() if snapshot.table == old.split("@")[0]]
    if not of_table:
        tables = ", ".join(dict.fromkeys(snapshot.table for snapshot in by_id.values())) or "geen"
        raise UsageError(f"{old}: geen bewaarde tabel; er zijn: {tables}")
    if "@" not in old and new is None:
        if len(of_table) < 2:
            raise UsageError(f"{old}: er is één versie, dus niets om mee te vergelijken")
        return of_table[-2], of_table[-1]
    names = (old, new or of_table[-1].id)
    for name in names:
        if name not in by_id:
            there = ", ".join(snapshot.id for snapshot in of_table)
            raise UsageError(f"{name}: geen bewaarde versie; er zijn: {there}")
    return by_id[names[0]], by_id[names[1]]


def changed_cells(old: Snapshot, new: Snapshot) -> pd.DataFrame:
    """The cells that differ between two versions of a table, keys trimmed, ordered by measure and keys.

    Returns:
        One column per dimension that both have, then ``maat``, ``oud``, ``nieuw`` and ``soort`` (``gewijzigd``,
        ``nieuw``, ``vervallen``). A cell that is missing in both is no difference.
    """
    keys = [name for name in old.dimensions if name in new.dimensions]
    measures = [name for name in old.topics if name in new.topics]
    frames = []
    with duckdb.connect() as con:
        before, after = (con.read_parquet(str(kept.data)) for kept in (old, new))
        for measure in measures:
            trimmed = [Function("trim", Column(key)).alias(key) for key in keys]
            left = before.select(*trimmed, Column(measure).alias("oud")).set_alias("voor")
            right = after.select(*trimmed, Column(measure).alias("nieuw")).set_alias("na")
            same = functools.reduce(operator.and_, (Column("voor", key) == Column("na", key) for key in keys))
            both = left.join(right, same, how="outer")
            differs = both.filter(
                (Column("oud") != Column("nieuw"))
                | (Column("oud").isnull() & Column("nieuw").isnotnull())
                | (Column("oud").isnotnull() & Column("nieuw").isnull())
            )
            own = [CoalesceOperator(Column("voor", key), Column("na", key)).alias(key) for key in keys]
            frames.append(differs.select(*own, Constant(measure).alias("maat"), Column("oud"), Column("nieuw")).df())
    cells = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*keys, "maat", "oud", "nieuw"])
    kind = cells["oud"].isna().map({True: "nieuw", False: "gewijzigd"})
    cells["soort"] = kind.mask(cells["nieuw"].isna(), "vervallen")
    return cells.sort_values(["maat", *keys], ignore_index=True)


def changed_words(old: Snapshot, new: Snapshot) -> list[str]:
    """What differs between two versions beside the values: columns, units, positions, titles, status; a line each."""
    lines = []
    before, after = ({p["Key"]: p for p in kept.metadata["DataProperties"] if p.get("Key")} for kept in (old, new))
    lines += _differences("kolom", before, after, ("Title", "Unit", "Datatype", "Decimals"))
    for dimension in old.dimensions:
        if dimension in new.dimensions:
            was, now = ({r["Key"].strip(): r for r in kept.metadata[dimension]} for kept in (old, new))
            lines += _differences(f"{dimension}, positie", was, now, ("Title", "Status"))
    return lines


def _differences(what: str, before: dict, after: dict, fields: tuple[str, ...]) -> Iterator[str]:
    yield from (f"{what} {key}: vervallen" for key in before if key not in after)
    yield from (f"{what} {key}: nieuw ({after[key].get('Title', '').strip()})" for key in after if key not in before)
    for key in (key for key in before if key in after):
        for name in fields:
            was, now = before[key].get(name), after[key].get(name)
            if was != now:
                yield f"{what} {key}: {name} was {was!r}, is nu {now!r}"
