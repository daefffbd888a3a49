"""What the fork server imports, once, before it forks a child for each notebook.

Imports, a shell in which no cell has run, and what libraries make at their first use: functions of DuckDB, the Dutch locale,
the schemas of charts and notebooks. Nothing stays open and no thread runs when a child is forked: a child inherits memory, not
threads, and a lock that a thread holds would stay locked.
"""

# ruff: noqa: E402, F401
from __future__ import annotations

import gc

gc.disable()  # nothing here is garbage, and looking for it takes a tenth of the start

import atexit
import datetime
import json
import multiprocessing.popen_forkserver  # each child would import it to read how it is to start

import altair
import comm
import duckdb
import ipykernel.ipkernel
import ipywidgets
import nbformat
import numpy
import pandas
import papermill

from ... import dutch, plan
from ...chapters import behoud, chapter, charts, figures, financien, indicator, kernindicatoren, lines, svg
from ...warehouse import ask
from ...warehouse import build as warehouse
from .. import page
from . import kernel


def _first_uses() -> None:
    """Use once what is slow only the first time; what comes out is thrown away."""
    kernel.prepared_shell()
    dutch.date(datetime.date(2025, 1, 1))
    dutch.listing(["a", "b", dutch.number(1234.5, 1)])
    nbformat.validate(nbformat.v4.new_notebook())
    with duckdb.connect(config=ask.CONFIG) as con:
        ask.outcome(con.execute("select 1").fetchnumpy())
    values = {"waarde": 1.5, "waarde_nl": 1.5, "laagste": 1.0, "hoogste": 2.0, "segment": 0}
    words = {"regio": "NL", "reden_ontbreekt": "a", "soort": "cbs", "status": "definitief"}
    frame = pandas.DataFrame(
        [
            values
            | words
            | {"begin_datum": pandas.Timestamp(year, 1, 1), "periode": f"{year}JJ00", "periode_label": str(year)}
            for year in (2024, 2025)
        ]
    )
    known = indicator.measured(frame)[1]
    columns = [
        figures.Column("regio"),
        figures.Column("waarde", "waarde", "%"),
        figures.Column("periode_label", "periode"),
    ]
    charts.lines(frame.assign(reeks="a"), decimals=1)
    charts.bars(frame.assign(groep="a", naam="b", label="c"), decimals=1)
    spec = charts.series(known, own="a", unit="%", decimals=1)
    figure = figures.Figure("a", "NL", "a", "a", "a", "a", "a", "cbs", columns, figures.rows(known, columns), spec)
    figures.html(figure, "")
    json.dumps(figure.to_json())


gc.freeze()
_first_uses()
gc.collect()
atexit.register(gc.unfreeze)
gc.freeze()  # a child that collects leaves the pages that it shares with us alone
gc.enable()
