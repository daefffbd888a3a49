"""Executed notebooks as pages of the site: title with region, ways to other pages, finished figures, no code."""

from __future__ import annotations

import json
from collections.abc import Iterator

import nbformat
from markupsafe import Markup, escape

from ..chapters.figures import MIME, Figure
from ..errors import AzwboekError
from ..keep import Kept
from ..paths import Paths
from ..plan import Page, Plan
from .escape import door
from .shown import Figures
from .tree import Tree


class Chapters:
    """The executed notebooks as pages, kept by content; those that are not kept are read, and made when their charts are drawn."""

    def __init__(self, paths: Paths, plan: Plan, site: Figures):
        self.site, self.kept = site, Kept(paths, "chapter-pages", __name__)
        explored = json.dumps(sorted(site.explored))
        self.made_from = {page: (repr(page), explored, _executed(page, paths)) for page in plan.pages}
        self.parts = {page: self.kept.find(*own) for page, own in self.made_from.items()}
        self.notebooks = {
            page: nbformat.reads(self.made_from[page][-1].decode(), as_version=4)
            for page, part in self.parts.items()
            if part is None
        }

    @property
    def specs(self) -> list[dict]:
        """The charts of the notebooks that are still to be made pages of."""
        return [f.spec for notebook in self.notebooks.values() for f in figures_of(notebook) if f.spec]

    def put(self, source: Tree) -> None:
        """Put every page with what belongs to its figures."""
        for page, part in self.parts.items():
            if part is None:
                made = json.dumps(_placed(page, self.notebooks[page], self.site)).encode()
                part = self.kept.put(made, *self.made_from[page])
            content = json.loads(part)
            source.put(f"{page.docname}.ipynb", content["bron"])
            self.site.add(content)
        self.kept.sweep()


def figures_of(notebook: nbformat.NotebookNode) -> Iterator[Figure]:
    """The figures in the outputs of an executed notebook."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if MIME in output.get("data", {}):
                yield Figure.from_json(output.data[MIME])


def _placed(page: Page, notebook: nbformat.NotebookNode, site: Figures) -> dict:
    """An executed notebook as a page: title with region, ways to other pages, finished figures, no code.

    Returns:
        ``bron``, the text of the page, by address ``csv``, ``grafiek`` and ``figuren``, and ``tekeningen``, names of drawings.
    """
    own = Figures(site.drawings, site.explored)
    cells = [c for c in notebook.cells if not {"parameters", "injected-parameters"} & set(c.metadata.get("tags", []))]
    title = cells[0].source.removeprefix("# ").strip()
    cells[0].source = f"# {door(page.region.naam)}: {title[0].lower()}{title[1:]}\n\n{door(_ways(page))}"
    for cell in cells:
        if cell.cell_type == "code":
            cell.metadata = {"tags": ["remove-input"]}
            cell.outputs = _outputs(own, page.docname, cell.outputs)
    notebook.cells = cells
    notebook.metadata = {"kernelspec": notebook.metadata.kernelspec, "language_info": {"name": "python"}}
    shown = {address: figure.to_json() for address, figure in own.shown.items()}
    source, drawn = nbformat.writes(notebook) + "\n", sorted(own.drawn)
    return {"bron": source, "csv": own.csv, "grafiek": own.live, "figuren": shown, "tekeningen": drawn}


def _outputs(site: Figures, docname: str, outputs: list) -> list:
    """What a cell showed: HTML, which no parser reads again, and of all else its text, to the letter."""
    if not any({MIME, "text/html"} & set(output.get("data", {})) for output in outputs):
        return [nbformat.v4.new_output("display_data", data={"text/plain": _as_text(output)}) for output in outputs]
    parts = []
    for output in outputs:
        data = output.get("data", {})
        if MIME in data:
            parts.append(site.html(docname, Figure.from_json(data[MIME])))
        else:
            parts.append(data.get("text/html") or str(escape(_as_text(output))))
    options = [part for part in parts if 'class="azw-optie"' in part]
    if options:
        rest = [part for part in parts if part not in options]
        sections = (
            Markup('<section data-optie="{}" data-label="{}">{}</section>').format(
                number, Markup(label).striptags(), Markup(label) + Markup(part)
            )
            for number, (label, part) in enumerate(zip(options, rest, strict=True))
        )
        chosen = Markup('<div class="azw-keuze" data-keuze="Gerekend over">{}</div>').format(Markup("").join(sections))
        parts = [str(chosen)]
    return [nbformat.v4.new_output("display_data", data={"text/html": part}) for part in parts]


def _as_text(output: nbformat.NotebookNode) -> str:
    data = output.get("data", {})
    return output.get("text") or data.get("text/markdown") or data.get("text/plain") or ""


def _ways(page: Page) -> Markup:
    """Ways from a chapter to the region's own page and to the same chapter for another region.

    The page names no other region, so that the site grows with the regions and not with their square: ``azw.js`` makes a
    choice of it, without scripts the link leads to the page of all regions.
    """
    up = "../" * page.docname.count("/")
    own = "" if page.region.code == "NL" else Markup('<a href="index.html">Overzicht {}</a>').format(page.region.naam)
    return Markup(
        '<nav class="azw-regiowissel" aria-label="Regio" data-regio="{}" data-hoofdstuk="{}">{}'
        '<a class="azw-andere" href="{}regio/index.html#{}">Dit hoofdstuk voor een andere regio</a></nav>'
    ).format(page.region.path, page.chapter.naam, own, up, page.chapter.naam)


def _executed(page: Page, paths: Paths) -> bytes:
    path = page.notebook_out(paths)
    if not path.is_file():
        raise AzwboekError(f"{page.key}: {path} ontbreekt; voer uit met 'azwboek run --only {page.key}'")
    return path.read_bytes()
