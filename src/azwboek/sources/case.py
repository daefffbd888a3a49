"""A table that was fetched, with all that it is held against; and a fault as one line."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from . import plain
from .catalogue import Resolved
from .rules import Rules
from .snapshots import RawTable, Snapshot, is_dimension

COUNTRY = "NL01"
SHOWN = 3  # how many values a fault names
# (column, expected, found) for each thing that falls short.
Words = tuple[str, str, str]


@dataclass(frozen=True)
class Case:
    """A table that was fetched, and what it is held against.

    Attributes:
        table: the table.
        rules: thresholds, ranges and quirks.
        regions: of each set of areas that is checked, code and names (also former ones); see
            :func:`azwboek.sources.areas.names_by_code`.
        statuses: how definite a figure can be, by what CBS calls it; see :func:`azwboek.sources.registers.statuses`.
        previous: the version in force, if there is one.
        pinned: what the lock says of the table, if it is there; see :func:`azwboek.sources.catalogue.describe`.
        series: the series that it serves, with their keys.
        remarks: what is noticed and is no fault, a line each; the checks add to it.
    """

    table: RawTable
    rules: Rules
    regions: Mapping[str, Mapping[str, frozenset[str]]]
    statuses: Mapping[str, str]
    previous: Snapshot | None = None
    pinned: dict | None = None
    series: tuple[Resolved, ...] = ()
    remarks: list[str] = field(default_factory=list)

    @property
    def data(self) -> pd.DataFrame:
        return self.table.data

    @functools.cached_property
    def properties(self) -> dict[str, dict]:
        """Columns by key, as ``DataProperties`` describes them."""
        return {p["Key"]: p for p in self.table.metadata["DataProperties"] if is_dimension(p) or p["Type"] == "Topic"}

    @functools.cached_property
    def areas(self) -> dict[str, frozenset[str]]:
        """The areas of all sets that are checked, by code."""
        return {code: names for areas in self.regions.values() for code, names in areas.items()}

    @functools.cached_property
    def numeric(self) -> list[str]:
        """The measures that hold numbers."""
        return [key for key in self.table.topics if pd.api.types.is_numeric_dtype(self.data[key])]

    def of_type(self, *types: str) -> list[str]:
        """The dimensions of these types."""
        return [key for key in self.table.dimensions if self.properties[key]["Type"] in types]

    def unit(self, key: str) -> str:
        """The unit of a measure in its normal form."""
        return plain.unit(self.properties[key].get("Unit"))

    def title(self, key: str) -> str:
        return plain.shown(self.properties[key]["Title"])

    def codes(self, key: str, data: pd.DataFrame | None = None) -> pd.Series:
        """The keys of a dimension, trimmed, in the rows of the table or of another version."""
        return (self.data if data is None else data)[key].str.strip()

    @functools.cached_property
    def before(self) -> pd.DataFrame:
        """The rows of the version in force."""
        return self.previous.frame() if self.previous else pd.DataFrame()


def some(values: list) -> str:
    """The first few values in words."""
    shown = ", ".join(f"{v:g}" if isinstance(v, float) else str(v).strip() for v in values[:SHOWN])
    return shown + (f" en nog {len(values) - SHOWN}" if len(values) > SHOWN else "")
