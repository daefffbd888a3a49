"""Altair without the work that no chart of the book needs; measured in ``docs/engine.md``, with Altair 6.3.

Altair checks every part of a chart when it is made, and copies layers some times over when they are put together. Tests check each
kind of chart (``tests/unit/test_charts.py``), and drawing refuses one that is wrong.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from decimal import Decimal

import altair as alt
import pandas as pd
from altair.utils import schemapi


def unchecked(chart: Callable) -> Callable:
    """Make a chart without Altair's check of every part."""

    @functools.wraps(chart)
    def made(*args, **options):
        with schemapi.debug_mode(False):
            return chart(*args, **options)

    return made


def records(data: pd.DataFrame) -> tuple[dict, ...]:
    """Rows as plain dicts, missing values as None.

    A tuple, for Altair copies and checks a list row by row for every layer; :func:`layered` makes lists of them.
    """
    return tuple({k: None if pd.isna(v) else _above_tie(v) for k, v in row.items()} for row in data.to_dict("records"))


def _above_tie(value):
    """A value as the drawing program must get it to round as the book does.

    It rounds the binary number: 0.725 is stored just below, and would be shown as 0,72.
    """
    tie = isinstance(value, float) and repr(value).endswith("5") and Decimal(abs(value)) < Decimal(repr(abs(value)))
    return value * (1 + 1e-12) if tie else value


@unchecked
def sound(part):
    """A specification in which a missing number is none: Altair leaves one in a column of objects as it is."""
    if isinstance(part, dict):
        return {name: sound(value) for name, value in part.items()}
    if isinstance(part, list):
        return [sound(value) for value in part]
    return None if isinstance(part, float) and not math.isfinite(part) else part


def layered(layers: list[alt.Chart]) -> dict:
    """Layers as one specification, in the order given; data that all share stand once above them.

    It draws what ``alt.layer`` draws.
    """
    context: dict = {"top_level": False, "datasets": {}}
    parts = [layer.to_dict(validate=False, context=context) for layer in layers]
    datasets = {name: list(rows) for name, rows in context["datasets"].items()}
    spec = {"$schema": alt.SCHEMA_URL, "layer": parts, "datasets": datasets}
    if all(part["data"] == parts[0]["data"] for part in parts):
        spec["data"] = [part.pop("data") for part in parts][0]
    return spec
