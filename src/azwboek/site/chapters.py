"""Executed notebooks as pages of the site: title with region, ways to other pages, finished figures, no code."""

from __future__ import annotations

import json
from collections.abc import Iterator

import nbformat
from markupsafe import Markup

from .. import templates
from ..chapters import view
from ..chapters.chapter import ANSWER
from ..chapters.figures import MIME, Figure
from ..errors import AzwboekError
from ..keep import Kept
from ..paths import Paths
from ..plan import Page, Plan
from . import outputs
from .escape import door
from .shown import Figures
from .tree import Tree

#: The files of parts that an executed notebook becomes a page with.
PARTS = ("hoofdstuk", "figuur", "uitvoer")


class Chapters:
    """The executed notebooks as pages, kept by content; those that are not kept are read, and made when their charts are drawn."""

    def __init__(self, paths: Paths, plan: Plan, site: Figures):
        self.site, self.kept = site, Kept(paths, "chapter-pages", __name__)
        shared = (
            json.dumps([sorted(site.explored), sorted(site.compared)]),
            templates.text(paths.book, *map(templates.file_of, PARTS)),
        )
        self.made_from = {page: (repr(page), *shared, _executed(page, paths)) for page in plan.pages}
        self.parts = {page: self._kept(page) for page in plan.pages}
        self.notebooks = {
            page: nbformat.reads(self.made_from[page][-1].decode(), as_version=4)
            for page, part in self.parts.items()
            if part is None
        }

    def _kept(self, page: Page) -> dict | None:
        part = self.kept.find(*self.made_from[page])
        return None if part is None else json.loads(part)

    @property
    def answers(self) -> dict[str, dict]:
        """What each notebook answers in one sentence (``antwoord``) with the kind of its figures (``soort``), by document name.

        A notebook without an answer is not in it.
        """
        found = {
            page.docname: part["antwoord"] if part else answer_of(self.notebooks[page])
            for page, part in self.parts.items()
        }
        return {docname: answer for docname, answer in found.items() if answer is not None}

    @property
    def specs(self) -> list[dict]:
        """The charts of the notebooks that are still to be made pages of."""
        found = [f for page, notebook in self.notebooks.items() for f in figures_of(notebook, page.region.code)]
        return [figure.spec for figure in found if figure.spec]

    def put(self, source: Tree) -> None:
        """Put every page with what belongs to its figures."""
        for page, part in self.parts.items():
            if part is None:
                part = placed(page, self.notebooks[page], self.site)
                self.kept.put(json.dumps(part).encode(), *self.made_from[page])
            source.put(f"{page.docname}.ipynb", part["bron"])
            self.site.add(part)
        self.kept.sweep()


def figures_of(notebook: nbformat.NotebookNode, regio: str) -> Iterator[Figure]:
    """The figures in the outputs of an executed notebook for one region, with the charts of its own cells."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if MIME in output.get("data", {}):
                yield Figure.from_json(output.data[MIME])
    yield from outputs.charts(notebook, regio)


def answer_of(notebook: nbformat.NotebookNode) -> dict | None:
    """The answer, with the kind of its figures, that an executed notebook carries, or None."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    return next((dict(o.data[ANSWER]) for o in outputs if ANSWER in o.get("data", {})), None)


def placed(page: Page, notebook: nbformat.NotebookNode, site: Figures) -> dict:
    """An executed notebook as a page: title with region, ways to other pages, finished figures, no code.

    Returns:
        ``bron``, the text of the page, ``antwoord``, what it answers or None, by address ``csv``, ``grafiek`` and ``figuren``, and ``tekeningen``, names of drawings.
    """
    own, answer = Figures(site.book, site.drawings, site.explored, site.compared), answer_of(notebook)
    work: list[str] = []
    for number, cell in outputs.numbered(notebook):
        if cell.cell_type == "markdown":
            work.clear()
        elif cell.cell_type == "code":
            if not {"parameters", "injected-parameters"} & set(cell.metadata.get("tags", [])):
                work.append(cell.source)
            cell.outputs = _outputs(own, page, number, cell.outputs, work)
    cells = [c for c in notebook.cells if not {"parameters", "injected-parameters"} & set(c.metadata.get("tags", []))]
    title = cells[0].source.removeprefix("# ").strip()
    ways = view.part("hoofdstuk.wegen", page, "../" * page.docname.count("/"), book=site.book)
    cells[0].source = f"# {door(page.region.naam)}: {title[0].lower()}{title[1:]}\n\n{door(ways)}"
    for cell in cells:
        if cell.cell_type == "code":
            cell.metadata = {"tags": ["remove-input"]}
    notebook.cells = cells
    notebook.metadata = {"kernelspec": notebook.metadata.kernelspec, "language_info": {"name": "python"}}
    shown = {address: figure.to_json() for address, figure in own.shown.items()}
    source, drawn = nbformat.writes(notebook) + "\n", sorted(own.drawn)
    return {
        "bron": source, "antwoord": answer,
        "csv": own.csv, "grafiek": own.live, "figuren": shown, "tekeningen": drawn,
    }  # fmt: skip


def _outputs(site: Figures, page: Page, number: int, shown: list, work: list[str]) -> list:
    """What a cell showed, as HTML, which no parser reads again.

    Args:
        site: the figures of the page.
        page: which page.
        number: number of the cell.
        shown: its outputs.
        work: the cells of its section since the last figure; a figure is shown with them, and they are taken out.

    Raises:
        AzwboekError: one of it cannot stand on a page; the message names page and cell.
    """
    parts = []
    for output in shown:
        try:
            part = outputs.shown(output, number, page.region.code, site.book)
        except ValueError as error:
            raise AzwboekError(f"{page.key}: cel {number}: {error}") from error
        if isinstance(part, Figure):
            parts.append(site.html(page.docname, part, "\n\n".join(work)))
            work.clear()
        else:
            parts.append(str(part))
    options = [part for part in parts if 'class="azw-optie"' in part]
    if options:
        rest = [part for part in parts if part not in options]
        pairs = [(Markup(label), Markup(part)) for label, part in zip(options, rest, strict=True)]
        parts = [str(view.part("hoofdstuk.keuze", "Gerekend over", pairs, book=site.book))]
    return [nbformat.v4.new_output("display_data", data={"text/html": part}) for part in parts if part]


def _executed(page: Page, paths: Paths) -> bytes:
    path = page.notebook_out(paths)
    if not path.is_file():
        raise AzwboekError(f"{page.key}: {path} ontbreekt; voer uit met 'azwboek run --only {page.key}'")
    return path.read_bytes()
