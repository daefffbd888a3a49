"""What the fork server imports, once, before it forks a child for each notebook.

Imports, and a shell in which no cell has run. Nothing is opened and no thread starts here: a child inherits memory, not threads, and a lock that a thread
holds would stay locked.
"""

# ruff: noqa: F401
from __future__ import annotations

import altair
import comm
import duckdb
import ipykernel.ipkernel
import ipywidgets
import nbformat
import numpy
import pandas
import papermill

from . import answers, chapter, charts, finance, kernel, page, trace

kernel.prepared_shell()
