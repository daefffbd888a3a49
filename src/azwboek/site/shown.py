"""The figures that pages show: as HTML, and by address what belongs to them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from markupsafe import Markup

from ..chapters import figures
from ..chapters.figures import Figure
from ..kinds import INVENTED, MIXED, OWN
from .drawing import Drawings
from .escape import door


class Figures:
    """The figures of pages as HTML, and what belongs to them by address: CSV, live chart, figure without its data.

    Args:
        book: the folder of the templates.
        drawings: drawn charts.
        explored: the indicators that the explorer has.
        compared: the indicators and figures that have a page about all areas.
    """

    def __init__(
        self, book: Path, drawings: Drawings, explored: frozenset[str], compared: frozenset[str] = frozenset()
    ):
        self.book, self.drawings, self.explored, self.compared = book, drawings, explored, compared
        self.csv: dict[str, str] = {}
        self.live: dict[str, str] = {}
        self.shown: dict[str, Figure] = {}
        self.waiting: dict[str, tuple[str, Figure]] = {}
        self.drawn: set[str] = set()

    @property
    def later_specs(self) -> list[dict]:
        return [figure.spec for _, figure in self.waiting.values() if figure.spec]

    def later(self, docname: str, figure: Figure) -> Markup:
        """A figure on a Markdown page: a mark now, the finished figure when all charts are drawn."""
        mark = f"<!--AZWFIGUUR {docname} {figure.id}-->"  # no text has a comment in it
        self.waiting[mark] = docname, figure
        return Markup(mark)

    def finish(self, text: str) -> str:
        """Replace the marks of a page by finished figures."""
        for mark, (docname, figure) in self.waiting.items():
            if mark in text:
                text = text.replace(mark, door(Markup(self.html(docname, figure))))
        return text

    def html(self, docname: str, figure: Figure, code: str = "") -> str:
        """A figure on a page, with the cells that made it when it is of a notebook."""
        mark = f"-{INVENTED}" if figure.soort in (INVENTED, MIXED) else f"-{OWN}" if figure.eigen else ""
        address = f"csv/{docname}/{figure.id}{mark}.csv"
        self.csv[address] = figures.to_csv(figure)
        self.shown[address] = dataclasses.replace(figure, rijen=[], spec=None)
        up = "../" * docname.count("/")
        if not figure.spec:
            return figures.html(figure, "", up + address, code=code, book=self.book)
        self.drawn.add(self.drawings.name(figure.spec))
        live = f"grafiek/{docname}/{figure.id}.json"
        self.live[live] = self.drawings.vega(figure.spec)
        explore = f"{up}verkenner.html?indicator={figure.id}&regio={','.join(dict.fromkeys(('NL', figure.regio)))}"
        every = f"indicator/{figure.id}"
        return figures.html(
            figure,
            self.drawings.svg(figure.spec),
            up + address,
            up + live,
            explore if figure.id in self.explored else "",
            f"{up}{every}.html" if figure.id in self.compared and docname != every else "",
            code=code,
            book=self.book,
        )

    def add(self, content: dict) -> None:
        """Add what belongs to the figures of a page that :func:`azwboek.site.chapters.placed` made."""
        self.drawings.kept.use(content["tekeningen"])
        self.csv |= content["csv"]
        self.live |= content["grafiek"]
        self.shown |= {address: Figure.from_json(figure) for address, figure in content["figuren"].items()}
