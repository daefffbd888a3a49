"""The site: executed notebooks and Markdown pages become one source tree, and Jupyter Book makes HTML of it.

Three steps, with plain data between them. Gather: the sources of all pages, in ``_build/source``, and the figures that they show.
Render: Sphinx makes HTML of the sources that changed. Finish: the pages are copied beside the present site, stamped with their
edition, with all that they lead to. What no page waits for is made in a process beside. The site is moved into place when it is
whole.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import shutil
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from .. import dutch
from ..edition import edition
from ..keep import Kept, files
from ..paths import Paths
from ..plan import Plan
from ..run import workers
from ..sources import registers
from ..warehouse import ask
from . import marks, render, search, stamps
from .chapters import Chapters
from .drawing import Drawings
from .explorer import cubes as explorer
from .explorer.bundle import NAME as MODULE
from .explorer.bundle import bundle
from .pages import Context
from .shown import Figures
from .sphinx import process as sphinx
from .take_along import downloads
from .theme import addresses, csp
from .theme.contents import expected_pages, toc, toc_text
from .tree import Tree, write


@dataclass(frozen=True)
class Gathered:
    """What stands in the sources: how many pages, the figures on them, and how many charts had to be drawn."""

    pages: int
    figures: Figures
    drawn: int


def build(paths: Paths, plan: Plan) -> dict:
    """Make the site beside the present one.

    Returns:
        Counts for the build report: pages, figures, drawn charts.

    Raises:
        AzwboekError: a notebook or the JavaScript packages are missing, or Jupyter Book reports an error or a warning.
    """
    module, made_of = bundle(paths), edition(paths)
    source, target = Tree(paths.build / "source"), new_html(paths)
    _restore(paths)
    shutil.rmtree(target, ignore_errors=True)
    with _beside(_make_beside, paths, plan, made_of, target) as beside:
        gathered = gather(paths, plan, made_of, source)
        _put_files(paths, plan, made_of, gathered.figures, target)
        html = sphinx.pages(paths, source)
        taken, explored = beside.result()
    (target / "verkenner" / MODULE).write_bytes(module)
    finish(paths, plan, made_of, taken, html, target)
    return {
        "paginas": gathered.pages, "figuren": len(gathered.figures.csv), "getekend": gathered.drawn,
        "grafieken": len(gathered.figures.live), "verkenner": explored,
    }  # fmt: skip


def gather(paths: Paths, plan: Plan, made_of: dict, source: Tree) -> Gathered:
    """Put the source of every page in the tree, with its figures finished.

    Raises:
        AzwboekError: a notebook is missing.
    """
    for path in files(paths.book / "_static"):
        source.put(f"_static/{path.relative_to(paths.book / '_static')}", path.read_bytes())
    with ask.connect(paths.warehouse) as connection:
        drawings = Drawings(paths)
        compared = frozenset(page.code for page in plan.indicators)
        site = Figures(paths.book, drawings, frozenset(explorer.codes(connection, paths)), compared)
        taken = downloads.planned(plan, made_of, connection)
        chapters = Chapters(paths, plan, site)
        day = datetime.date.fromisoformat(made_of["datum"])
        questions = ask.Remembering(connection)
        context = Context(paths, plan, stamps.marked(made_of), questions, site.later, taken, chapters.answers, day=day)
        texts = render.render_pages(context, Kept(paths, "region-pages", render.__name__))
    drawn = drawings.draw([*chapters.specs, *site.later_specs])
    for docname, text in texts.items():
        source.put(f"{docname}.md", site.finish(text))
    chapters.put(source)
    drawings.kept.sweep()
    data = {
        "azwboek_editie": stamps.marked(made_of, stamps.WORDS),
        "azwboek_regios": {f"{region.path}/": region.code for region in plan.regions},
        "azwboek_begrippen": [
            [term.code, term.vormen or "", term.uitleg] for term in registers.read_one(paths.registers, "begrippen")
        ],
        "azwboek_inhoud": toc(plan),
        "azwboek_gebieden": {
            "telling": plan.counted,
            "alle": [[f"{one.settings.pad}/index", f"Alle {one.settings.meervoud}"] for one in plan.sets],
        },
    }
    source.put("_toc.yml", toc_text(plan))
    source.put("azwboek.json", json.dumps(data, ensure_ascii=False, indent=1))
    source.sweep()
    return Gathered(len(texts) + len(plan.pages), site, drawn)


def finish(paths: Paths, plan: Plan, made_of: dict, taken: list[downloads.Download], html: Path, target: Path) -> None:
    """Copy the pages to where the site is made, stamped, and add what is made of all pages together."""
    catalogue = downloads.catalogue(plan, made_of, taken)
    write(target / "dcat.jsonld", json.dumps(catalogue, ensure_ascii=False, indent=1) + "\n")
    sizes = {file.mark: dutch.bytes_(file.omvang) for file in taken}
    stamps.stamped_copy(html, target, stamps.words(made_of) | sizes | marks.stamps(html, expected_pages(plan)))
    search.write(target, plan, Kept(paths, "stems", search.__name__))
    csp.protect(target)
    downloads.zip_book(target, made_of)


def _put_files(paths: Paths, plan: Plan, made_of: dict, site: Figures, target: Path) -> None:
    """Put beside the pages what they lead to: data with their descriptions, addresses, scripts."""
    for address, text in (site.live | site.csv | downloads.describe(made_of, site.shown, paths.registers)).items():
        write(target / address, text)
    shutil.copytree(paths.book / "scripts", target / "scripts")
    addresses.write(target, plan, made_of)


@contextlib.contextmanager
def _beside(make, *given) -> Iterator[Future]:
    """Call a function in a process of its own, while the block does other work."""
    with workers.executor(1) as pool:
        yield pool.submit(make, *given)


def _make_beside(paths: Paths, plan: Plan, made_of: dict, target: Path) -> tuple[list[downloads.Download], int]:
    """The files to download, and what the explorer loads."""
    with ask.connect(paths.warehouse) as connection:
        taken = downloads.make(paths, plan, made_of, connection, target / downloads.FOLDER)
        return taken, explorer.write(connection, paths, plan, target / "verkenner")


def new_html(paths: Paths) -> Path:
    """Where a site is made before it is moved into place."""
    return paths.build / "html.new"


def put_in_place(paths: Paths) -> None:
    """Swap the new site into ``_build/html``; a reader of the folder never sees half a site."""
    old = paths.build / "html.old"
    _restore(paths)
    shutil.rmtree(old, ignore_errors=True)
    if paths.html.exists():
        paths.html.rename(old)
    new_html(paths).rename(paths.html)
    shutil.rmtree(old, ignore_errors=True)


def _restore(paths: Paths) -> None:
    """Put the previous site back when a swap was cut off between its two steps."""
    old = paths.build / "html.old"
    if old.exists() and not paths.html.exists():
        old.rename(paths.html)
