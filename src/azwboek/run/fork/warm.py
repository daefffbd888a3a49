"""What the fork server imports, once, before it forks a child for each notebook.

Imports, the shell that children run their cells in, and what libraries make at their first use: functions of DuckDB, the Dutch
locale, the schemas of charts and notebooks, the templates. Nothing stays open and no thread runs when a child is forked: a child
inherits memory, not threads, and a lock that a thread holds would stay locked. What each part gains stands in ``docs/engine.md``.
"""

# ruff: noqa: F401
from __future__ import annotations

import contextlib
import datetime
import json

import altair
import comm
import duckdb
import ipykernel.ipkernel
import ipywidgets
import jinja2
import nbformat
import numpy
import pandas
import papermill
import pymannkendall
import scipy.special
import scipy.stats
import statsmodels.stats.proportion

from ... import dutch, plan, templates
from ...chapters import alike, charts, figures, financien, indicator, kernindicatoren, lines, notebook, svg, view
from ...paths import project
from ...warehouse import ask
from ...warehouse import build as warehouse
from .. import page
from . import kernel


def _first_uses() -> None:
    """Use once what is slow only the first time; what comes out is thrown away."""
    dutch.date(datetime.date(2025, 1, 1))
    dutch.listing(["a", "b", dutch.number(1234.5, 1)])
    nbformat.validate(nbformat.v4.new_notebook())
    with duckdb.connect(config=ask.CONFIG) as con:
        ask.outcome(con.execute("select 1").fetchnumpy())
    values = {"waarde": 1.5, "waarde_nl": 1.5, "laagste": 1.0, "hoogste": 2.0, "segment": 0}
    words = {"regio": "NL", "soort": "cbs", "status": "definitief"}
    frame = pandas.DataFrame(
        [
            values
            | words
            | {"begin_datum": pandas.Timestamp(year, 1, 1), "periode": f"{year}JJ00", "periode_label": str(year)}
            for year in (2024, 2025)
        ]
    )
    columns = [
        figures.Column("regio"),
        figures.Column("waarde", "waarde", "%"),
        figures.Column("periode_label", "periode"),
    ]
    charts.lines(frame.assign(reeks="a"), decimals=1)
    charts.bars(frame.assign(groep="a", naam="b", label="c"), decimals=1)
    spec = charts.specification(charts.series(frame, own="a", decimals=1), frame)
    figure = figures.Figure("a", "NL", "a", "a", "a", "a", "a", "cbs", columns, figures.rows(frame, columns), spec)
    json.dumps(figure.to_json())
    parts = view.environment(project().book)
    for name in parts.list_templates(filter_func=lambda name: name.startswith(f"{templates.PARTS}/")):
        with contextlib.suppress(jinja2.TemplateError):  # the page that uses it says what is wrong with it
            parts.get_template(name)


kernel.prepared_shell()
_first_uses()
