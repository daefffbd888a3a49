"""The explorer in JupyterLab: the same front end as on the site, with the warehouse behind it."""

from __future__ import annotations

import functools
import os
from urllib.parse import urlencode

import anywidget
import duckdb
import ipywidgets
import pandas as pd
import traitlets
from IPython.display import display

from ... import plan
from ...chapters import units, view
from ...errors import AzwboekError
from ...paths import Paths, project
from ...warehouse import ask
from . import cubes as explorer
from .bundle import bundle

#: The look of controls and chart outside the site; the site has its own style sheet.
STYLE = """
.azw-vk { max-width: 46rem; --azw-papier: var(--jp-layout-color0, #fff); --azw-tekst: var(--jp-content-font-color1, #1f2328); font-family: system-ui, sans-serif; color: var(--azw-tekst); }
.azw-vk-keuze { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0.6rem 1rem; }
.azw-vk-keuze > :is(.azw-vk-breed, details, fieldset) { grid-column: 1 / -1; }
.azw-vk-keuze > label { display: grid; gap: 0.2rem; font-weight: 600; }
.azw-vk-keuze fieldset { margin: 0; padding: 0; border: 0; }
.azw-vk-regios fieldset { columns: 12rem 2; }
.azw-vk-regios label { display: block; }
.azw-vk-grafiek { position: relative; max-width: 720px; }
.azw-vk-status { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.azw-vk .azw-titel { display: block; font-weight: 700; }
.azw-vk-grafiek .aanwijzen_marks line:hover { opacity: 0.14; }
.azw-vk .azw-aanwijzer { position: absolute; z-index: 2; padding: 0.3rem 0.6rem; border: 1px solid #858d95; background: var(--azw-papier); font-size: 0.8rem; pointer-events: none; }
.azw-vk .azw-aanwijzer[hidden], .azw-vk [hidden] { display: none; }
.azw-vk .azw-aanwijzer p { display: flex; justify-content: space-between; gap: 1rem; margin: 0; }
.azw-vk .getal { text-align: right; padding-left: 1rem; }
.azw-vk figure { margin: 0.75rem 0; }
.azw-vk .azw-onderschrift, .azw-vk .azw-bronregel { color: #565e66; font-size: 0.85rem; }
.azw-vk .azw-demo-merk { padding: 0 0.4em; border: 1px solid #8a4b00; background: #fff3d1; color: #8a4b00; font-size: 0.8em; font-weight: 600; }
.azw-vk .azw-meenemen, .azw-vk .azw-vk-beeld { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; }
.azw-vk .azw-vk-melding { padding: 0.5rem 1rem; border-left: 4px solid #8a4b00; background: #fff3d1; color: #1f2328; }
.azw-vk .azw-rol { overflow-x: auto; }
"""


class Verkenner(anywidget.AnyWidget):
    """The explorer as a widget.

    Attributes:
        keuze: what is chosen: ``indicator``, ``branche``, ``regio`` (codes), ``van``, ``tot`` and ``beeld``.
        wens: the same as the query of an address; what the explorer starts with.
        index: what can be chosen, see :func:`azwboek.site.explorer.cubes.index`.
    """

    _esm = ""
    _css = STYLE
    keuze = traitlets.Dict().tag(sync=True)
    wens = traitlets.Unicode().tag(sync=True)
    index = traitlets.Dict().tag(sync=True)

    def __init__(self, paths: Paths, connection: duckdb.DuckDBPyConnection, **wish: str):
        self.paths, self.connection = paths, connection
        super().__init__(
            _esm=bundle(paths).decode(),
            index=explorer.index(connection, paths, plan.load(paths)),
            wens=urlencode(wish, safe=","),
        )
        self.on_msg(self._answer)

    def tabel(self) -> pd.DataFrame:
        """The values that are shown, from the warehouse; empty until something is chosen."""
        if not self.keuze:
            return pd.DataFrame()
        choice = dict(self.keuze)
        if choice["beeld"] == "staaf":  # one period, every region
            choice |= {"van": choice["tot"], "regio": [region["code"] for region in self.index["regios"]]}
        return explorer.chosen(self.connection, self.paths, choice)

    def met_tabel(self) -> ipywidgets.VBox:
        """The explorer with the values from the warehouse under it; they follow the choice."""
        below = ipywidgets.Output()

        def show(_change: object = None) -> None:
            below.clear_output(wait=True)
            with below:
                display(self.tabel())

        self.observe(show, "keuze")
        show()
        return ipywidgets.VBox([self, below])

    def _answer(self, _widget, content: dict, _buffers: list) -> None:
        """Answer the front end's ``{"laad": indicator}`` with that cube, or with why it cannot be had."""
        code = str(content.get("laad"))
        try:
            self.send({"kubus": code, "inhoud": explorer.cube(self.connection, self.paths, code)})
        except AzwboekError as error:
            self.send({"kubus": code, "fout": str(error)})


class Still:
    """What stands in a page that is built without a kernel: the chosen values as a plain table."""

    def __init__(self, frame: pd.DataFrame, title: str):
        self.frame, self.title = frame, title

    def tabel(self) -> pd.DataFrame:
        """The values that are shown."""
        return self.frame

    def _repr_html_(self) -> str:
        wide = self.frame.pivot_table(
            index="periode_label", columns="regio_naam", values="waarde", sort=False, dropna=False
        )
        decimals = units.decimals(self.frame.iloc[0]["eenheid"])
        rows = list(zip(wide.index[::-1], wide.values[::-1], strict=True))
        return view.part("verkenner.stilstaand", self.title, ["Periode", *wide.columns], rows, decimals)


def verkenner(**keuze: str | list[str]) -> Verkenner | Still:
    """Open the explorer in a notebook.

    Args:
        keuze: what to start with, by name: ``indicator``, ``branche``, ``regio`` (one or several), ``van``, ``tot``, ``beeld``.

    Returns:
        The widget; in a build of the book, where no kernel will answer, the same values as a plain table.

    Raises:
        UsageError: something is chosen that there is not; the message says what there is.
        AzwboekError: there is no warehouse yet, or the JavaScript packages are not installed.
    """
    paths = project()
    connection = _connection(paths)
    choice = explorer.complete(connection, paths, keuze)
    if os.environ.get("AZWBOEK_BUILDING") == "1":
        return Still(explorer.chosen(connection, paths, choice), choice["indicator"])
    return Verkenner(paths, connection, **{name: _text(value) for name, value in choice.items()})


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ",".join(value)


@functools.cache
def _connection(paths: Paths) -> duckdb.DuckDBPyConnection:
    return ask.connect(paths.warehouse)
