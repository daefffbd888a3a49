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

import altair
import comm
import duckdb
import ipykernel.ipkernel
import ipywidgets
import nbformat
import numpy
import pandas
import papermill

from . import answers, chapter, charts, dutch, figures, finance, kernel, matrix, page, rendering, trace, warehouse

# A region's series of two periods, as the query of an indicator gives it.
_ROWS = """
    select
        $regio as regio, 'a' as reden_ontbreekt, 'cbs' as soort, 'definitief' as status, 0 as segment, begin_datum,
        strftime(begin_datum, '%YJJ00') as periode, strftime(begin_datum, '%Y') as periode_label,
        1.5 as waarde, 1.5 as waarde_nl, 1.0 as laagste, 2.0 as hoogste
    from (values (date '2024-01-01'), (date '2025-01-01')) as perioden (begin_datum)
    order by begin_datum
"""


def _first_uses() -> None:
    """Use once what is slow only the first time; what comes out is thrown away."""
    kernel.prepared_shell()
    dutch.date(datetime.date(2025, 1, 1))
    dutch.listing(["a", "b", dutch.number(1234.5, 1)])
    nbformat.validate(nbformat.v4.new_notebook())
    with duckdb.connect(config=warehouse.CONFIG) as con:
        answer = con.execute(_ROWS, {"regio": "NL"}).fetchnumpy()
    trace.outcome(answer)
    frame = pandas.DataFrame({name: chapter._values(values) for name, values in answer.items()})
    known = chapter._measured(frame)[1]
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
