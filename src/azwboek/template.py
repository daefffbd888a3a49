"""What the fork server imports, once, before it forks a child for each notebook.

Imports, a shell in which no cell has run, and what libraries make at their first use: the Dutch locale, the schemas of charts
and notebooks. Nothing is opened and no thread starts here: a child inherits memory, not threads, and a lock that a thread
holds would stay locked.
"""

# ruff: noqa: F401
from __future__ import annotations

import atexit
import datetime
import gc

import altair
import comm
import duckdb
import ipykernel.ipkernel
import ipywidgets
import nbformat
import numpy
import pandas
import papermill

from . import answers, chapter, charts, dutch, finance, kernel, matrix, page, trace


def _first_uses() -> None:
    """Use once what is slow only the first time; what comes out is thrown away."""
    dutch.date(datetime.date(2025, 1, 1))
    dutch.listing(["a", "b", dutch.number(1234.5, 1)])
    nbformat.validate(nbformat.v4.new_notebook())
    row = {"begin_datum": "2025-01-01", "waarde": 1.0, "waarde_nl": 1.0, "laagste": 1.0, "hoogste": 1.0, "segment": 0}
    words = {"periode_label": "2025", "status": "definitief", "regio": "", "soort": ""}
    charts.series(pandas.DataFrame([row | words] * 2), own="", unit="%", decimals=1)
    charts.explorer()


kernel.prepared_shell()
_first_uses()
gc.collect()
atexit.register(gc.unfreeze)
gc.freeze()  # a child that collects leaves the pages that it shares with us alone
