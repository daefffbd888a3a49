"""The site: executed notebooks and Markdown pages become one source tree, and Jupyter Book makes HTML of it.

A page of ``book/*.md`` is a Jinja template; what it can use stands in :mod:`azwboek.pages`. Figures get their SVG and CSV
here. Sources stay in ``_build/source`` and are written only when they change, so that Sphinx builds only what changed; the site
is copied beside the present one, stamped with its edition, and moved into place when it is whole.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import html as html_
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

import nbformat
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .. import dutch
from ..chapters import figures
from ..chapters.figures import MIME, Figure
from ..edition import edition, files, fingerprint
from ..errors import AzwboekError
from ..keep import Kept
from ..paths import Paths
from ..plan import ABOUT_PAGES, PROGRAMME_PAGES, Page, Plan, toc
from ..run import stale
from ..run.fork import server as children
from ..sources import registers
from ..warehouse import ask
from . import drawing, search
from .explorer import cubes as explorer
from .explorer.bundle import NAME as MODULE
from .explorer.bundle import bundle
from .pages import Context
from .take_along import downloads
from .theme import addresses, csp

JOBS = 1 + max(2, len(os.sched_getaffinity(0)))  # one of Sphinx's processes only hands out work
# Pages that exist once, beside the chapters; the templates carry the same names.
SINGLE = ("index", "regio/index", "verkenner", *PROGRAMME_PAGES, *ABOUT_PAGES)


# In the place of what differs per edition, until the pages are made: an unchanged page is then not built again every day.
STAMPS = {"id": "§EDITIE§", "datum": "§JR§DATUM§"}
DAY = "§DAG§"
#: A checksum behind a name that holds one: Sphinx puts it there only when the file stands there before the pages are written.
TWICE = re.compile(r"(mystnb\.[0-9a-f]{64}\.css)\?v=[0-9a-f]+")


def new_html(paths: Paths) -> Path:
    """Where a site is made before it is moved into place."""
    return paths.build / "html.new"


def build(paths: Paths, plan: Plan) -> dict:
    """Make the site beside the present one.

    Returns:
        Counts for the build report: pages, figures, drawn charts.

    Raises:
        AzwboekError: a notebook or the JavaScript packages are missing, or Jupyter Book reports an error or a warning.
    """
    module = bundle(paths)
    source, target = _Tree(paths.build / "source"), new_html(paths)
    _restore(paths)
    shutil.rmtree(target, ignore_errors=True)
    for path in files(paths.book / "_static"):
        source.put(f"_static/{path.relative_to(paths.book / '_static')}", path.read_bytes())
    made_of = edition(paths)
    stamps = _stamps(made_of)
    with (
        _Sphinx(paths, source) as sphinx,
        _beside(paths, plan, made_of, target) as beside,
        ask.connect(paths.warehouse) as connection,
    ):
        site = _Figures(paths.build / "svg", frozenset(explorer.codes(connection, paths)))
        taken = downloads.planned(plan, made_of, connection)
        chapters = _Chapters(paths, plan, site)
        with drawing.started(chapters.specs, site.svg) as drawn:
            context = Context(paths, plan, made_of, ask.Remembering(connection), site.later, taken)
            texts = render_pages(context, stamps, Kept(paths, "regio"))
        drawn += drawing.draw(site.later_specs, site.svg)
        for docname, text in texts.items():
            source.put(f"{docname}.md", site.finish(text))
        chapters.put(source)
        data = {
            "azwboek_editie": made_of | STAMPS,
            "azwboek_regios": {f"{region.path}/": region.code for region in plan.regions},
            "azwboek_begrippen": [
                [term.code, term.vormen or "", term.uitleg] for term in registers.read_one(paths.registers, "begrippen")
            ],
        }
        data["azwboek_inhoud"] = toc(plan)
        source.put("azwboek.json", json.dumps(data, ensure_ascii=False, indent=1))
        source.sweep()
        sphinx.begin()
        _put_files(paths, plan, made_of, site, target)
        (taken, explored), html = beside.result(), sphinx.pages()
    shutil.copyfile(module, target / "verkenner" / MODULE)
    catalogue = downloads.catalogue(plan, made_of, taken)
    _write(target / "dcat.jsonld", json.dumps(catalogue, ensure_ascii=False, indent=1) + "\n")
    _stamped_copy(html, target, stamps | {file.mark: dutch.bytes_(file.omvang) for file in taken})
    search.write(target, plan, Kept(paths, "zoeken"))
    csp.protect(target)
    downloads.zip_book(target, made_of)
    return {
        "paginas": len(texts) + len(plan.pages), "figuren": len(site.csv), "getekend": drawn, "grafieken": len(site.live),
        "verkenner": explored,
    }  # fmt: skip


def _put_files(paths: Paths, plan: Plan, made_of: dict, site: _Figures, target: Path) -> None:
    """Put beside the pages what they lead to: data with their descriptions, addresses, scripts."""
    for address, text in (site.live | site.csv | downloads.describe(made_of, site.shown, paths.registers)).items():
        _write(target / address, text)
    shutil.copytree(paths.book / "scripts", target / "scripts")
    addresses.write(target, plan, made_of)


@contextlib.contextmanager
def _beside(paths: Paths, plan: Plan, made_of: dict, target: Path) -> Iterator[Future]:
    """Make in a process of its own what no page waits for, but for how large a file is."""
    with ProcessPoolExecutor(1, children.server(), children.share, (children.address(),)) as pool:
        yield pool.submit(_make_beside, paths, plan, made_of, target)


def _make_beside(paths: Paths, plan: Plan, made_of: dict, target: Path) -> tuple[list[downloads.Download], int]:
    """The files to take along, and what the explorer loads."""
    with ask.connect(paths.warehouse) as connection:
        taken = downloads.make(paths, plan, made_of, connection, target / downloads.FOLDER)
        return taken, explorer.write(connection, paths, plan, target / "verkenner")


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


def render_pages(context: Context, stamps: dict[str, str], kept: Kept) -> dict[str, str]:
    """Render every Markdown page: those that exist once, and the page of each region; with stamps for what differs per edition.

    Args:
        context: the book.
        stamps: what stands for the words of this edition.
        kept: where the pages of regions are kept.
    """
    environment = Environment(
        loader=FileSystemLoader(context.paths.book),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    texts = {
        name: _unstamped(environment.get_template(f"{name}.md").render(boek=context.at(name)), stamps)
        for name in SINGLE
    }
    template = environment.get_template("regio/regio.md")
    # Beside the answers a page can show what registers, the last refresh and measurements say.
    beside = [*files(context.paths.registers), context.paths.refreshed, context.paths.root / "data" / "metingen.json"]
    shared = (
        Path(template.filename).read_text(encoding="utf-8"),
        fingerprint(beside),
        context.edition["soort"],
        repr(context.taken),
    )
    for region in context.plan.regions:
        if region.code != "NL":
            name = f"{region.path}/index"
            made_from = (name, repr(region), repr(context.plan.chapters), *shared)
            texts[name] = _kept_page(
                context.at(name, region),
                lambda own, region=region: _unstamped(template.render(boek=own, regio=region), stamps),
                kept,
                made_from,
            )
    kept.sweep()
    return texts


def _kept_page(context: Context, render: Callable[[Context], str], kept: Kept, made_from: tuple[str, ...]) -> str:
    """A page that is kept with the questions that it asked, and rendered again when one of them has another answer."""
    questions = context.connection
    if (part := kept.find(*made_from)) is not None:
        content = json.loads(part)
        if questions.outcomes(content["vragen"]) == content["uitkomsten"]:
            for figure in content["figuren"]:
                context.place_figure(context.docname, Figure.from_json(figure))
            return content["tekst"]
    placed = []

    def place(docname: str, figure: Figure) -> Markup:
        placed.append(figure.to_json())
        return context.place_figure(docname, figure)

    questions.asked = []
    text = render(dataclasses.replace(context, place_figure=place))
    asked, questions.asked = questions.asked, None
    if asked is not None:
        content = {"vragen": asked, "uitkomsten": questions.outcomes(asked), "figuren": placed, "tekst": text}
        kept.put(json.dumps(content).encode(), *made_from)
    return text


def figures_of(notebook: nbformat.NotebookNode) -> Iterator[Figure]:
    """The figures in the outputs of an executed notebook."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if MIME in output.get("data", {}):
                yield Figure.from_json(output.data[MIME])


class _Figures:
    """The figures of pages as HTML, and what belongs to them by address: CSV, live chart, figure without its data.

    Args:
        svg: where drawn charts are kept.
        explored: the indicators that the explorer has.
    """

    def __init__(self, svg: Path, explored: frozenset[str]):
        self.svg, self.explored = svg, explored
        self.csv: dict[str, str] = {}
        self.live: dict[str, str] = {}
        self.shown: dict[str, Figure] = {}
        self.waiting: dict[str, Figure] = {}

    @property
    def later_specs(self) -> list[dict]:
        return [figure.spec for figure in self.waiting.values() if figure.spec]

    def later(self, docname: str, figure: Figure) -> Markup:
        """A figure on a Markdown page: a mark now, the finished figure when all charts are drawn."""
        mark = f"AZWFIGUUR-{docname}-{figure.id}-"
        self.waiting[mark] = figure
        return Markup(mark)

    def finish(self, text: str) -> str:
        """Replace the marks of a page by finished figures."""
        for mark, figure in self.waiting.items():
            if mark in text:
                docname = mark.removeprefix("AZWFIGUUR-").removesuffix(f"-{figure.id}-")
                text = text.replace(mark, self.html(docname, figure))
        return text

    def html(self, docname: str, figure: Figure) -> str:
        address = f"csv/{docname}/{figure.id}.csv"
        self.csv[address] = figures.to_csv(figure)
        self.shown[address] = dataclasses.replace(figure, rijen=[], spec=None)
        up = "../" * docname.count("/")
        if not figure.spec:
            return figures.html(figure, "", up + address)
        live = f"grafiek/{docname}/{figure.id}.json"
        self.live[live] = drawing.kept(figure.spec, self.svg, "json")
        explore = f"{up}verkenner.html?indicator={figure.id}&regio={','.join(dict.fromkeys(('NL', figure.regio)))}"
        chart = drawing.kept(figure.spec, self.svg)
        return figures.html(figure, chart, up + address, up + live, explore if figure.id in self.explored else "")

    def add(self, content: dict) -> None:
        """Add what belongs to the figures of a page that :func:`_placed` made."""
        self.csv |= content["csv"]
        self.live |= content["grafiek"]
        self.shown |= {address: Figure.from_json(figure) for address, figure in content["figuren"].items()}


class _Chapters:
    """The executed notebooks as pages, kept by content; those that are not kept are read, and made when their charts are drawn."""

    def __init__(self, paths: Paths, plan: Plan, site: _Figures):
        self.site, self.kept = site, Kept(paths, "bron")
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

    def put(self, source: _Tree) -> None:
        """Put every page with what belongs to its figures."""
        for page, part in self.parts.items():
            if part is None:
                made = json.dumps(_placed(page, self.notebooks[page], self.site)).encode()
                part = self.kept.put(made, *self.made_from[page])
            content = json.loads(part)
            source.put(f"{page.docname}.ipynb", content["bron"])
            self.site.add(content)
        self.kept.sweep()


def _placed(page: Page, notebook: nbformat.NotebookNode, site: _Figures) -> dict:
    """An executed notebook as a page: title with region, ways to other pages, finished figures, no code.

    Returns:
        ``bron``, the text of the page, and by address ``csv``, ``grafiek`` and ``figuren``.
    """
    own = _Figures(site.svg, site.explored)
    cells = [c for c in notebook.cells if not {"parameters", "injected-parameters"} & set(c.metadata.get("tags", []))]
    title = cells[0].source.removeprefix("# ").strip()
    cells[0].source = f"# {page.region.naam}: {title[0].lower()}{title[1:]}\n\n{_ways(page)}"
    for cell in cells:
        if cell.cell_type == "code":
            cell.metadata = {"tags": ["remove-input"]}
            cell.outputs = _outputs(own, page.docname, cell.outputs)
    notebook.cells = cells
    notebook.metadata = {"kernelspec": notebook.metadata.kernelspec, "language_info": {"name": "python"}}
    shown = {address: figure.to_json() for address, figure in own.shown.items()}
    return {"bron": nbformat.writes(notebook) + "\n", "csv": own.csv, "grafiek": own.live, "figuren": shown}


def _outputs(site: _Figures, docname: str, outputs: list) -> list:
    parts = []
    for output in outputs:
        data = output.get("data", {})
        parts.append(site.html(docname, Figure.from_json(data[MIME])) if MIME in data else data["text/html"])
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


class _Tree:
    """Sources of the site: written when they changed, gone when nobody put them there any more."""

    def __init__(self, root: Path):
        self.root, self.placed, self.changed = root, set(), 0

    def put(self, name: str, content: str | bytes) -> None:
        """Write a file below the root, unless it has this content already."""
        path = self.root / name
        data = content.encode() if isinstance(content, str) else content
        self.placed.add(path)
        if path.is_file() and path.read_bytes() == data:
            return
        self.changed += 1
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def sweep(self) -> None:
        """Delete what was not put there this time."""
        for path in self.root.rglob("*"):
            if path.is_file() and path not in self.placed:
                path.unlink()
                self.changed += 1


class _Sphinx:
    """Sphinx in a process of its own: it starts and imports at once, and begins when the sources are there."""

    def __init__(self, paths: Paths, source: _Tree):
        self.paths, self.source = paths, source
        self.out, self.log = paths.build / "sphinx", paths.build / "jupyter-book.log"

    def __enter__(self) -> _Sphinx:
        command = [
            sys.executable,
            "-m",
            "azwboek.site.sphinx.run",
            self.source.root,
            self.out,
            self.paths.root / "_config.yml",
        ]
        command += [self.paths.root / "_toc.yml", str(JOBS)]
        environment = os.environ | {"AZWBOEK_SITE_DATA": str(self.source.root / "azwboek.json")}
        with self.log.open("wb") as said:
            self.process = subprocess.Popen(
                command, env=environment, stdin=subprocess.PIPE, stdout=said, stderr=subprocess.STDOUT
            )
        return self

    def __exit__(self, *_) -> None:
        if self.process.poll() is None:  # something else went wrong
            self.process.terminate()
        self.process.communicate()

    def begin(self) -> None:
        """The sources are there: bring the pages up to date."""
        self.look = _look(self.paths, self.source)
        if not stale.stage_is_fresh(self.out / "state.json", self.look, lambda: ""):
            shutil.rmtree(self.out, ignore_errors=True)
        # After a failure all pages are built again, for they may be what was wrong.
        (self.out / "state.json").unlink(missing_ok=True)
        with contextlib.suppress(BrokenPipeError):  # it fell away; its log says why
            self.process.stdin.write(b"klaar\n")
            self.process.stdin.flush()

    def pages(self) -> Path:
        """Wait, and return the folder where the pages are kept.

        Raises:
            AzwboekError: there was an error or a warning.
        """
        if self.process.wait() or not (self.out / "html" / "index.html").is_file():
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
            wrong = [line for line in lines if "WARNING" in line or "ERROR" in line or "rror:" in line]
            shown = "\n".join(wrong[:10] or lines[-10:])
            raise AzwboekError(f"jupyter-book is gestopt (zie {self.log})\n{shown}")
        stale.keep_stage(self.out / "state.json", self.look, "")
        return self.out / "html"


def _look(paths: Paths, source: _Tree) -> str:
    """Checksum over what decides how every page looks: theme, settings, contents, versions, and the title of each page."""
    shared = [*files(addresses.THEME), source.root / "azwboek.json"]
    shared += [paths.root / name for name in ("_config.yml", "_toc.yml", "requirements.txt")]
    titles = [f"{path} {_title(path)}" for path in sorted(source.placed) if path.suffix in (".md", ".ipynb")]
    return stale.checksum(
        "\n".join([fingerprint(shared), stale.code_of("site.theme.extension", "site.sphinx.run"), *titles])
    )


def _title(path: Path) -> str:
    """The first heading of a page's source."""
    text = path.read_text(encoding="utf-8")
    found = re.search(r"(?:^|\")# ([^\n\"]+?)(?:\\n|\"|\n|$)", text)
    return found[1] if found else ""


def _stamps(made_of: dict[str, str]) -> dict[str, str]:
    """Every stamp with the words that it stands for, longest words first."""
    day = made_of["datum"]
    words = dutch.date(datetime.date.fromisoformat(day))
    return {STAMPS["id"]: made_of["id"], STAMPS["datum"]: words, DAY: day, STAMPS["datum"][:4]: day[:4]}


def _unstamped(text: str, stamps: dict[str, str]) -> str:
    """A page's source with stamps in the place of the words of this edition; a year alone stays."""
    for stamp in (STAMPS["id"], STAMPS["datum"], DAY):
        text = text.replace(stamps[stamp], stamp)
    return text


def _stamped_copy(html: Path, target: Path, stamps: dict[str, str]) -> None:
    """Copy the pages and write into each which edition it belongs to, and how large what it leads to is."""
    passing = shutil.ignore_patterns(".buildinfo*", "objects.inv", "*.html")
    shutil.copytree(html, target, ignore=passing, dirs_exist_ok=True)
    every = re.compile("|".join(map(re.escape, stamps)))
    for path in html.rglob("*.html"):
        text = TWICE.sub(r"\1", path.read_text(encoding="utf-8"))
        text = every.sub(lambda found: html_.escape(stamps[found[0]]), text)
        _write(target / path.relative_to(html), text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
