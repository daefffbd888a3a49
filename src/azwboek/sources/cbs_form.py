"""The form in which CBS delivers a table: dimensions with their positions, periods, measures and descriptions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .snapshots import RawTable

MODIFIED = "2026-11-01T02:00:00"
SUMMARY = "Verzonnen demonstratiegegevens, geen cijfers van het CBS. Gemaakt om het boek te bouwen en te testen."
# Category groups and their numbers.
GROUPS = {"Totalen": 1, "Branches": 2, "Nederland": 3, "Landsdelen": 4, "RegioPlus-arbeidsmarktregio's": 5}


@dataclass(frozen=True)
class Dimension:
    """A dimension and its rows as CBS delivers them."""

    key: str
    title: str
    type: str
    rows: list[dict]
    groups: dict[str, int]


def dimension(title: str, prefix: str, start: int, positions: list[str], groups: list[str] | None = None) -> Dimension:
    """Return a dimension with invented keys of unequal length, so that padding matters as it does at CBS."""
    keys = [f"{prefix}{start + 10 * n}" for n in range(len(positions))]
    rows = zip(keys, positions, groups or [""] * len(positions), strict=True)
    return Dimension(_camel(title), title, "Dimension", *rows_of(list(rows)))


def rows_of(rows: list[tuple[str, str, str]]) -> tuple[list[dict], dict[str, int]]:
    """Return the rows of a dimension, and its category groups with their numbers."""
    named = dict.fromkeys(group for _, _, group in rows if group)
    others = [group for group in named if group not in GROUPS]
    groups = GROUPS | {group: len(GROUPS) + 1 + number for number, group in enumerate(others)}
    width = max(len(key) for key, _, _ in rows)
    made = [
        {"Key": key.ljust(width), "Title": title, "Description": "", "CategoryGroupID": groups.get(group)}
        for key, title, group in rows
    ]
    return made, {group: number for group, number in groups.items() if group in named}


def quarters_between(first: str, last: str) -> list[str]:
    """The keys of the quarters from the first to the last, both included."""
    return [f"{(n - 1) // 4}KW{(n - 1) % 4 + 1:02}" for n in range(end_of(first), end_of(last) + 1)]


def with_years(quarters: Sequence[str]) -> list[str]:
    """Add a year row after every complete year, in the same list, as CBS does."""
    periods = []
    for quarter in quarters:
        periods.append(quarter)
        if quarter.endswith("KW04"):
            periods.append(f"{quarter[:4]}JJ00")
    return periods


def end_of(period: str) -> int:
    """Return the number of the quarter in which a period ends; a school year counts by its first year."""
    return 4 * int(period[:4]) + (int(period[-1]) if period[4:6] == "KW" else 4)


def perioden(keys: Sequence[str]) -> Dimension:
    """Return Perioden; the last year is provisional (*), the year before it a little less so (**)."""
    last = max(end_of(key) for key in keys)
    rows = []
    for key in keys:
        year = int(key[:4])
        endings = {"KW": f" {key[-1]}e kwartaal", "JJ": "", "SJ": f"/'{(year + 1) % 100:02}"}
        age = (last - end_of(key)) // 4
        status, mark = {0: ("Voorlopig", "*"), 1: ("NaderVoorlopig", "**")}.get(age, ("Definitief", ""))
        title = f"{year}{endings[key[4:6]]}{mark}"
        rows.append({"Key": key, "Title": title, "Description": "", "Status": status})
    return Dimension("Perioden", "Perioden", "TimeDimension", rows, {})


@dataclass(frozen=True)
class Topic:
    """A measure as ``DataProperties`` describes it, its values as a full cube, and its topic group if any."""

    title: str
    unit: str
    datatype: str
    decimals: int
    values: np.ndarray
    group: str = ""


def table(identifier: str, title: str, dimensions: list[Dimension], topics: list[Topic]) -> RawTable:
    """Make a table of full cubes, with the descriptions that come with it.

    Raises:
        ValueError: the values of a measure are no full cube of the dimensions.
    """
    shape = tuple(len(d.rows) for d in dimensions)
    data: dict[str, np.ndarray] = {"ID": np.arange(np.prod(shape))}
    for place, position in zip(dimensions, np.indices(shape).reshape(len(shape), -1), strict=True):
        data[place.key] = np.array([row["Key"] for row in place.rows], dtype=object)[position]
    for number, topic in enumerate(topics, start=1):
        if topic.values.shape != shape:
            raise ValueError(f"{identifier}, {topic.title}: {topic.values.shape} is not the full cube {shape}")
        values = np.round(topic.values, topic.decimals).ravel()
        data[f"{_camel(topic.title)}_{number}"] = values + 0.0  # no -0.0
    frame = pd.DataFrame(data)

    periods = [row["Title"].rstrip("*") for row in dimensions[-1].rows]
    info = {
        "ID": 0,
        "Identifier": identifier,
        "Title": f"{title} (demonstratie)",
        "ShortTitle": f"{title} (demonstratie)",
        "Summary": SUMMARY,
        "Modified": MODIFIED,
        "Catalog": "AZW",
        "Frequency": "Perkwartaal" if any("KW01" in row["Key"] for row in dimensions[-1].rows) else "Perjaar",
        "Period": f"{periods[0]} - {periods[-1]}",
        "OutputStatus": "Regulier",
        "Language": "nl",
        "RecordCount": len(frame),
        "ColumnCount": len(frame.columns),
    }
    groups = [
        {"ID": number, "DimensionKey": place.key, "Title": group, "Description": "", "ParentID": None}
        for place in dimensions
        for group, number in place.groups.items()
    ]
    metadata = {
        "TableInfos": info,
        "DataProperties": _properties(dimensions, topics),
        "CategoryGroups": groups,
        **{place.key: place.rows for place in dimensions},
    }
    return RawTable(identifier=identifier, data=frame, metadata=metadata)


def _properties(dimensions: list[Dimension], topics: list[Topic]) -> list[dict]:
    rows: list[dict] = []

    def add(kind: str, parent: int | None, fields: dict) -> int:
        number = len(rows)
        place = {"ID": number, "Position": number, "ParentID": parent}
        rows.append({"odata.type": f"Cbs.OData.{kind}", **place, "Type": kind, **fields, "Description": ""})
        return number

    for d in dimensions:
        add(d.type, None, {"Key": d.key, "Title": d.title})
    parents: dict[str, int] = {}
    for number, topic in enumerate(topics, start=1):
        if topic.group and topic.group not in parents:
            parents[topic.group] = add("TopicGroup", None, {"Title": topic.group})
        measure = {"Unit": topic.unit, "Datatype": topic.datatype, "Decimals": topic.decimals}
        name = {"Key": f"{_camel(topic.title)}_{number}", "Title": topic.title}
        add("Topic", parents.get(topic.group), name | measure)
    return rows


def _camel(title: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", title))
