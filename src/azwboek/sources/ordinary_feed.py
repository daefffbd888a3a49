"""Fetching tables of the ordinary StatLine: what the source announces of them, and only the part that the book's series need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..errors import AzwboekError
from . import cbs, channels
from .catalogue import NotFound, Ordinary
from .cbs import Source
from .ordinary import find
from .snapshots import RawTable


def listing(source: Source, choices: list[Ordinary], remark: Callable[[str], None]) -> dict[str, dict]:
    """What the source announces of these tables, by the number that the mapping gives them; those that it has not are not in it.

    Raises:
        CbsError: the source fails.
    """
    where = " or ".join(f"tolower(Identifier) eq '{choice.tabel.casefold()}'" for choice in choices)
    names = {choice.tabel.casefold(): choice.tabel for choice in choices}
    rows = channels.tables(source, remark, where)
    return {names[row["Identifier"].casefold()]: row for row in rows if row["Identifier"].casefold() in names}


def fetch(
    source: Source, choice: Ordinary, name: str, tell: Callable[[dict], None], known: dict | None = None
) -> RawTable:
    """Fetch the part of a table that the series need, with only those columns and positions in what describes it.

    The feed is asked for that part; the files of v4 come whole, and the rest is left out here.

    Raises:
        CbsError: the source fails.
        AzwboekError: the table has other columns or positions than the mapping names.
    """
    bulk = source.channel == "v4"
    table = channels.download(source, name, tell, known) if bulk else cbs.describe(source, name)
    try:
        found = find(choice, table)
    except NotFound as fault:
        raise AzwboekError(str(fault)) from fault
    select = ["ID", *table.dimensions, *found.select]
    if not bulk:
        groups = [" or ".join(f"{d} eq '{key}'" for key in sorted(keys)) for d, keys in found.kept.items()]
        filters = " and ".join(f"({group})" for group in groups) or None
        table = cbs.download(source, name, tell, filters=filters, select=select)
    words = {d: [row for row in table.metadata[d] if row["Key"] in keys] for d, keys in found.kept.items()}
    properties = [p for p in table.metadata["DataProperties"] if p["Type"] != "Topic" or p["Key"] in select]
    info = {key: value for key, value in table.metadata["TableInfos"].items() if key != "RecordCount"}
    rows = table.data[select]
    for dimension, keys in found.kept.items():
        rows = rows[rows[dimension].isin(keys)]
    metadata = table.metadata | words | {"TableInfos": info, "DataProperties": properties}
    return replace(table, data=rows.reset_index(drop=True), metadata=metadata)
