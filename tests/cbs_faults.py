"""Tables of CBS with a fault: each function makes a spoilt copy, to be served in the place of the good one.

A copy has a later ``Modified``, for a table that CBS changed has one; counts stay right where the fault is not about them.
``SPOILERS`` names them all.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from azwboek.sources.snapshots import RawTable


def touched(table: RawTable, modified: str | None = None) -> RawTable:
    """The same figures with another Modified, a day later unless given."""
    return _copy(table, modified=modified)


def renamed_column(table: RawTable, topic: str | None = None, name: str | None = None) -> RawTable:
    """A measure (the first) has another key, and its old title."""
    topic = topic or table.topics[0]
    return _rekeyed(table, {topic: name or "Nieuw" + topic})


def new_category(table: RawTable, dimension: str | None = None, key: str = "X999") -> RawTable:
    """A position more in a dimension (the first that is not regions or periods), with rows."""
    dimension = dimension or _one(d for d in table.dimensions if d not in (_geo(table), _time(table)))
    return _with_position(table, dimension, table.metadata[dimension][0]["Key"], key, Title="Nieuwe categorie")


def changed_unit(table: RawTable, topic: str | None = None, unit: str = "x 1 000 000") -> RawTable:
    """A measure (the first) has another unit, and its old values."""
    made = _copy(table)
    _property(made, topic or table.topics[0])["Unit"] = unit
    return made


def duplicate_key(table: RawTable) -> RawTable:
    """The second row has the keys of the first: a key twice, another lacking, the count right."""
    data = table.data.copy()
    for name in table.dimensions:
        data.loc[data.index[1], name] = data[name].iloc[0]
    return _copy(table, data)


def nan_value(table: RawTable, topic: str | None = None) -> RawTable:
    """The first value of a measure (the first) goes out as NaN, which is no JSON; missing ones stay null."""
    topic = topic or table.topics[0]
    values = [None if pd.isna(v) else v for v in table.data[topic]]
    values[_first(table, topic)] = float("nan")
    return _copy(table, table.data.assign(**{topic: pd.Series(values, index=table.data.index, dtype=object)}))


def negative_value(table: RawTable, topic: str | None = None) -> RawTable:
    """The first value of a measure (the first) is below zero."""
    return _changed_value(table, topic or table.topics[0], lambda value: -abs(value) - 1)


def over_100(table: RawTable, topic: str | None = None) -> RawTable:
    """The first value of a percentage (the first) is over 100."""
    topic = topic or _one(key for key in table.topics if _property(table, key)["Unit"] == "%")
    return _changed_value(table, topic, lambda value: 100 + value)


def thousandfold(table: RawTable, topic: str | None = None) -> RawTable:
    """All values of a measure (the first) are a thousand times too high, in the old unit."""
    topic = topic or table.topics[0]
    return _copy(table, table.data.assign(**{topic: table.data[topic] * 1000}))


def empty_table(table: RawTable) -> RawTable:
    """No rows at all."""
    return _copy(table, table.data.iloc[:0])


def region_disappears(table: RawTable, code: str = "RA0205") -> RawTable:
    """A region is gone: its position and its rows."""
    return _without(table, _geo(table), [code])


def renamed_region(table: RawTable, code: str = "RA0205", title: str = "Regio Twente (RA)") -> RawTable:
    """A region has another title."""
    made = _copy(table)
    _position(made, _geo(table), code)["Title"] = title
    return made


def unknown_region_code(table: RawTable, key: str = "AM05", title: str = "Twente (AM)") -> RawTable:
    """A region of another division (the UWV regions) appears among ours."""
    return _with_position(table, _geo(table), table.metadata[_geo(table)][-1]["Key"], key, Title=title)


def unknown_period(table: RawTable, key: str = "2025XX01") -> RawTable:
    """A period of an unknown kind appears."""
    return _with_position(table, _time(table), table.metadata[_time(table)][-1]["Key"], key, Title="2025 onbekend")


def lost_periods(table: RawTable, number: int = 4) -> RawTable:
    """The oldest periods are gone: positions and rows."""
    return _without(table, _time(table), [row["Key"] for row in table.metadata[_time(table)][:number]])


def revision(
    table: RawTable, topics: Sequence[str] = (), periods: Sequence[str] = (), factor: float = 1.02
) -> tuple[RawTable, pd.DataFrame]:
    """Values of old periods (the first two) are two per cent higher, so that sums still hold.

    Returns:
        The table, and each changed cell: the dimensions, ``topic``, ``old``, ``new``, ordered by topic and row.
    """
    periods = list(periods) or [row["Key"] for row in table.metadata[_time(table)][:2]]
    data, cells = table.data.copy(), []
    for topic in topics or table.topics:
        old = data.loc[data[_time(table)].isin(periods), topic].dropna()
        new = (old * factor).round(_property(table, topic)["Decimals"])
        changed = old.index[new != old]
        cells.append(data.loc[changed, table.dimensions].assign(topic=topic, old=old[changed], new=new[changed]))
        data.loc[changed, topic] = new[changed]
    return _copy(table, data), pd.concat(cells, ignore_index=True)


SPOILERS: dict[str, Callable[[RawTable], RawTable]] = {spoil.__name__: spoil for spoil in (
    touched, renamed_column, new_category, changed_unit, duplicate_key, nan_value, negative_value, over_100,
    thousandfold, empty_table, region_disappears, renamed_region, unknown_region_code, unknown_period, lost_periods,
)} | {"revision": lambda table: revision(table)[0]}  # fmt: skip


class Renamed(NamedTuple):
    """A table under other names, and what its columns were called: old key -> new key."""

    table: RawTable
    columns: dict[str, str]


def renamed_tables(tables: Iterable[RawTable]) -> dict[str, Renamed]:
    """The same tables with other identifiers, measure keys and dimension keys, by old identifier; titles stay."""
    made = {}
    for number, table in enumerate(tables, start=1):
        columns = {key: f"Kenmerk{n}" for n, key in enumerate(table.dimensions, start=1)}
        columns |= {_geo(table): "Woongebied", _time(table): "Tijdvakken"}
        columns |= {key: f"Onderwerp{n}_{n + 10}" for n, key in enumerate(table.topics, start=1)}
        made[table.identifier] = Renamed(_rekeyed(table, columns, f"99{number:03}NED"), columns)
    return made


def _copy(table: RawTable, data: pd.DataFrame | None = None, *, modified: str | None = None) -> RawTable:
    """A deep copy, with other rows if given, whose TableInfos fits."""
    data, metadata = table.data.copy() if data is None else data, copy.deepcopy(table.metadata)
    info = metadata["TableInfos"]
    later = datetime.datetime.fromisoformat(info["Modified"]) + datetime.timedelta(days=1)
    info |= {"Modified": modified or later.isoformat(), "RecordCount": len(data), "ColumnCount": data.shape[1]}
    return replace(table, data=data.reset_index(drop=True).assign(ID=np.arange(len(data))), metadata=metadata)


def _rekeyed(table: RawTable, columns: dict[str, str], identifier: str | None = None) -> RawTable:
    made = _copy(table, table.data.rename(columns=columns))
    metadata = {columns.get(key, key): rows for key, rows in made.metadata.items()}
    for row in metadata["DataProperties"]:
        row |= {"Key": columns.get(row["Key"], row["Key"])} if "Key" in row else {}
    for row in metadata["CategoryGroups"]:
        row["DimensionKey"] = columns.get(row["DimensionKey"], row["DimensionKey"])
    metadata["TableInfos"]["Identifier"] = identifier or table.identifier
    return replace(made, identifier=identifier or table.identifier, metadata=metadata)


def _with_position(table: RawTable, dimension: str, like: str, key: str, **fields) -> RawTable:
    """Add a last position whose rows are those of another one, in the order of the cube."""
    key = key.ljust(len(like))
    rows = table.data[table.data[dimension] == like].assign(**{dimension: key})
    data = pd.concat([table.data, rows], ignore_index=True)
    keys = {name: [row["Key"] for row in table.metadata[name]] for name in table.dimensions}
    keys[dimension].append(key)
    order = np.lexsort([pd.Categorical(data[name], keys[name]).codes for name in reversed(table.dimensions)])
    made = _copy(table, data.iloc[order])
    made.metadata[dimension].append(_position(made, dimension, like) | {"Key": key} | fields)
    return made


def _without(table: RawTable, dimension: str, keys: Sequence[str]) -> RawTable:
    gone = {_position(table, dimension, key)["Key"] for key in keys}
    made = _copy(table, table.data[~table.data[dimension].isin(gone)])
    made.metadata[dimension][:] = [row for row in made.metadata[dimension] if row["Key"] not in gone]
    return made


def _changed_value(table: RawTable, topic: str, change: Callable[[float], float]) -> RawTable:
    data, row = table.data.copy(), _first(table, topic)
    data.loc[data.index[row], topic] = change(data[topic].iloc[row])
    return _copy(table, data)


def _first(table: RawTable, topic: str) -> int:
    return _one(np.flatnonzero(table.data[topic].notna()).tolist())


def _position(table: RawTable, dimension: str, key: str) -> dict:
    return _one(row for row in table.metadata[dimension] if row["Key"].strip() == key.strip())


def _property(table: RawTable, key: str) -> dict:
    return _one(row for row in table.metadata["DataProperties"] if row.get("Key") == key)


def _geo(table: RawTable) -> str:
    return _one(p["Key"] for p in table.metadata["DataProperties"] if p["Type"] in ("GeoDimension", "GeoDetail"))


def _time(table: RawTable) -> str:
    return _one(p["Key"] for p in table.metadata["DataProperties"] if p["Type"] == "TimeDimension")


def _one(found: Iterable):
    for first in found:
        return first
    raise ValueError("the table has nothing to which this fault applies")
