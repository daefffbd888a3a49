"""A catalogue as CBS might have it, by a seed: identifiers, keys, codes, groups and words that were not chosen here.

Figures are those of the demonstration tables, so that for every series the table, measure and value that are right are known.
Beside the right measures stand others: the same title in another group with other people, and the same in another scale.
"""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass, replace

import pandas as pd

from azwboek.paths import Paths
from azwboek.sources import areas, branches, catalogue, demonstration, invented_areas, resolving
from azwboek.sources.snapshots import RawTable

PREFIXES = ("", "AZW; ", "AZW StatLine: ")
SUFFIXES = ("", ", vanaf 2010", " (nieuwe indeling)", ", kwartaal")
GROUPS = ("Kerncijfers", "Uitkomsten", "Aantallen", "Resultaten")
BRANCH_TITLES = ("Branche", "Branches (AZW)", "Bedrijfstakken en branches")


@dataclass(frozen=True)
class Made:
    """The tables, and per series: table, measure key, and the country's last value in the unit of the book."""

    tables: list[RawTable]
    truth: dict[str, tuple[str, str]]


def made(paths: Paths, seed: int) -> Made:
    """The catalogue of a seed."""
    rng = random.Random(seed)
    truth: dict[str, tuple[str, str]] = {}
    own = catalogue.load(paths.demonstration_catalogue).reeksen
    known = branches.load(paths.registers)
    tables = []
    for table in demonstration.tables(invented_areas.places(paths.registers, areas.chosen(paths)), seed=seed):
        serving = [entry for entry in own if entry.tabel.id == table.identifier]
        keys = {entry.reeks: resolving.resolve_in(entry, table, known).measure for entry in serving}
        other, columns = _renamed(table, rng)
        tables.append(other)
        truth |= {name: (other.identifier, columns[key]) for name, key in keys.items()}
    rng.shuffle(tables)
    return Made(tables, truth)


def _renamed(table: RawTable, rng: random.Random) -> tuple[RawTable, dict[str, str]]:
    metadata, data = copy.deepcopy(table.metadata), table.data.copy()
    identifier = f"2{rng.randrange(4000, 9999)}NED"
    columns: dict[str, str] = {}
    for number, p in enumerate(metadata["DataProperties"]):
        if p["Type"] == "TopicGroup":
            continue
        columns[p["Key"]] = f"{rng.choice('ABCDEFGH')}{rng.randrange(10**6):06}" + (
            f"_{number}" if p["Type"] == "Topic" else ""
        )
        if p["Type"] == "Dimension":
            _recoded(metadata, data, p, rng)
    data = data.rename(columns=columns)
    for old, new in columns.items():
        if old in metadata:
            metadata[new] = metadata.pop(old)
    for p in metadata["DataProperties"]:
        if "Key" in p:
            p["Key"] = columns[p["Key"]]
        if p.get("Title") == "Branche":
            p["Title"] = rng.choice(BRANCH_TITLES)
        if p.get("Unit"):
            p["Unit"] = p["Unit"].replace("x 1 000", rng.choice(("x 1 000", "x 1000", "x&nbsp;1 000", "X 1.000")))
    for row in metadata["CategoryGroups"]:
        row["DimensionKey"] = columns.get(row["DimensionKey"], row["DimensionKey"])
    data = _with_decoy(metadata, data, rng)
    info = metadata["TableInfos"]
    title = info["Title"].removesuffix(" (demonstratie)")
    title = f"{rng.choice(PREFIXES)}{title}{rng.choice(SUFFIXES)}"
    info |= {"Identifier": identifier, "Title": title, "ShortTitle": title, "Summary": "", "ColumnCount": data.shape[1]}
    return replace(table, identifier=identifier, data=data, metadata=metadata), columns


def _recoded(metadata: dict, data: pd.DataFrame, p: dict, rng: random.Random) -> None:
    """Other keys for the positions of a dimension, and the names by which CBS usually goes."""
    new = {row["Key"]: f"T{rng.randrange(10**6):06}" for row in metadata[p["Key"]]}
    for row in metadata[p["Key"]]:
        row["Key"] = new[row["Key"]]
        if row["Title"] == "Alle economische activiteiten":
            row["Title"] = rng.choice(("Totaal alle economische activiteiten", "A-U Alle economische activiteiten"))
    data[p["Key"]] = data[p["Key"]].map(new)


def _with_decoy(metadata: dict, data: pd.DataFrame, rng: random.Random) -> pd.DataFrame:
    """The first measure once more, in another group and scale: the same words, other people."""
    first = next(p for p in metadata["DataProperties"] if p["Type"] == "Topic")
    group = len(metadata["DataProperties"]) + 50
    metadata["DataProperties"].append(
        {"odata.type": "Cbs.OData.TopicGroup", "ID": group, "Position": group, "ParentID": None, "Type": "TopicGroup", "Title": rng.choice(GROUPS)}
    )  # fmt: skip
    key = f"Z{rng.randrange(10**6):06}_{group}"
    metadata["DataProperties"].append(first | {"ID": group + 1, "Position": group + 1, "ParentID": group, "Key": key})
    factor = 0.01 if first["Unit"] in ("%", "factor") else 0.001
    return data.assign(**{key: data[first["Key"]] * factor})
