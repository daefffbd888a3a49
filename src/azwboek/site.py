"""The site: executed notebooks and Markdown pages become one source tree, and Jupyter Book makes HTML of it.

A page of ``book/*.md`` is a Jinja template; what it can use stands in :mod:`azwboek.pages`. Figures get their SVG and CSV
here. Sources stay in ``_build/boek`` and are written only when they change, so that Sphinx builds only what changed; the site
is copied beside the present one, stamped with its edition, and moved into place when it is whole.
"""

from __future__ import annotations

import html as html_
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from . import (
    addresses,
    csp,
    downloads,
    explorer,
    figures,
    glossary,
    navigation,
    registers,
    rendering,
    search,
    sphinx_ext,
    sphinx_run,
    stale,
    warehouse,
)
from .bundle import NAME as MODULE
from .bundle import bundle
from .edition import edition, files, fingerprint
from .errors import AzwboekError
from .figures import MIME, Figure
from .matrix import ABOUT_PAGES, PROGRAMME_PAGES, Matrix, Page, toc
from .pages import Context
from .paths import Paths

JOBS = 1 + max(2, len(os.sched_getaffinity(0)))  # one of Sphinx's processes only hands out work
# Pages that exist once, beside the chapters; the templates carry the same names.
SINGLE = ("index", "regio/index", "verkenner", *PROGRAMME_PAGES, *ABOUT_PAGES)


# In the place of what differs per edition, until the pages are made: an unchanged page is then not built again every day.
STAMPS = {"id": "§EDITIE§", "datum": "§JR§DATUM§"}


def new_html(paths: Paths) -> Path:
    """Where a site is made before it is moved into place."""
    return paths.build / "html.nieuw"


def build(paths: Paths, matrix: Matrix) -> dict:
    """Make the site beside the present one.

    Returns:
        Counts for the build report: pages, figures, drawn charts.

    Raises:
        AzwboekError: a notebook or the JavaScript packages are missing, or Jupyter Book reports an error or a warning.
    """
    module = bundle(paths)
    source, target = _Tree(paths.build / "boek"), new_html(paths)
    _restore(paths)
    shutil.rmtree(target, ignore_errors=True)
    for path in files(paths.book / "_static"):
        source.put(f"_static/{path.relative_to(paths.book / '_static')}", path.read_bytes())
    site = _Site(paths, source)
    notebooks = {page: _read(page, paths) for page in matrix.pages}
    made_of, work = edition(paths), paths.build / downloads.FOLDER
    shutil.rmtree(work, ignore_errors=True)
    specs = [f.spec for nb in notebooks.values() for f in figures_of(nb) if f.spec]
    with rendering.drawing(specs, paths.build / "svg") as drawn, warehouse.connect(paths.warehouse) as connection:
        site.explored = explorer.codes(connection, paths)
        taken = downloads.make(paths, matrix, made_of, connection, work)
        texts = render_pages(Context(paths, matrix, made_of, connection, site.figure, taken))
    drawn += rendering.draw(site.later_specs, paths.build / "svg")
    for docname, text in texts.items():
        source.put(f"{docname}.md", site.finish(text))
    for page, notebook in notebooks.items():
        site.place(page, notebook)
    data = {
        "azwboek_editie": made_of | STAMPS,
        "azwboek_regios": {f"{region.path}/": region.code for region in matrix.regions},
        "azwboek_begrippen": [
            [term.code, term.vormen or "", term.uitleg] for term in registers.read_one(paths.registers, "begrippen")
        ],
    }
    data["azwboek_inhoud"] = toc(matrix)
    source.put("azwboek.json", json.dumps(data, ensure_ascii=False, indent=1))
    source.sweep()
    with ThreadPoolExecutor(1) as beside, warehouse.connect(paths.warehouse) as connection:
        html = beside.submit(_sphinx, paths, source)  # a process of its own, for a third of its time on one core
        explored = explorer.write(connection, paths, matrix, target / "verkenner")
        _stamped_copy(html.result(), target, made_of)
    shutil.copyfile(module, target / "verkenner" / MODULE)
    _finish(paths, matrix, made_of, site, target, taken)
    return {
        "paginas": len(texts) + len(notebooks), "figuren": len(site.csv), "getekend": drawn, "grafieken": len(site.live),
        "verkenner": explored,
    }  # fmt: skip


def _finish(paths: Paths, matrix: Matrix, made_of: dict, site: _Site, target: Path, taken: list) -> None:
    """Put beside the pages what they lead to: data with their descriptions, downloads, search, addresses, one zip."""
    for address, text in site.live.items():
        _write(target / address, text)
    for address, figure in site.csv.items():
        _write(target / address, figures.to_csv(figure))
    for address, text in downloads.describe(made_of, site.csv, paths.registers).items():
        _write(target / address, text)
    catalogue = downloads.catalogue(matrix, made_of, taken)
    _write(target / "dcat.jsonld", json.dumps(catalogue, ensure_ascii=False, indent=1) + "\n")
    shutil.copytree(paths.book / "scripts", target / "scripts", dirs_exist_ok=True)
    (paths.build / downloads.FOLDER).rename(target / downloads.FOLDER)
    addresses.write(target, matrix, made_of)
    search.write(target, matrix)
    csp.protect(target)
    downloads.zip_book(target, made_of)


def put_in_place(paths: Paths) -> None:
    """Swap the new site into ``_build/html``; a reader of the folder never sees half a site."""
    old = paths.build / "html.oud"
    _restore(paths)
    shutil.rmtree(old, ignore_errors=True)
    if paths.html.exists():
        paths.html.rename(old)
    new_html(paths).rename(paths.html)
    shutil.rmtree(old, ignore_errors=True)


def _restore(paths: Paths) -> None:
    """Put the previous site back when a swap was cut off between its two steps."""
    old = paths.build / "html.oud"
    if old.exists() and not paths.html.exists():
        old.rename(paths.html)


def render_pages(context: Context) -> dict[str, str]:
    """Render every Markdown page: those that exist once, and the page of each region."""
    environment = Environment(
        loader=FileSystemLoader(context.paths.book),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    texts = {name: environment.get_template(f"{name}.md").render(boek=context.at(name)) for name in SINGLE}
    template = environment.get_template("regio/regio.md")
    for region in context.matrix.regions:
        if region.code != "NL":
            name = f"{region.path}/index"
            texts[name] = template.render(boek=context.at(name, region), regio=region)
    return texts


def figures_of(notebook: nbformat.NotebookNode) -> Iterator[Figure]:
    """The figures in the outputs of an executed notebook."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if MIME in output.get("data", {}):
                yield Figure.from_json(output.data[MIME])


class _Site:
    """What is collected while pages are made: figures that wait for their SVG; by address figures with a CSV and live charts."""

    def __init__(self, paths: Paths, source: _Tree):
        self.paths, self.source = paths, source
        self.csv: dict[str, Figure] = {}
        self.live: dict[str, str] = {}
        self.explored: set[str] = set()
        self.waiting: dict[str, Figure] = {}

    @property
    def later_specs(self) -> list[dict]:
        return [figure.spec for figure in self.waiting.values() if figure.spec]

    def figure(self, docname: str, figure: Figure) -> Markup:
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
        self.csv[address] = figure
        up, kept = "../" * docname.count("/"), self.paths.build / "svg"
        if not figure.spec:
            return figures.html(figure, "", up + address)
        live = f"grafiek/{docname}/{figure.id}.json"
        self.live[live] = rendering.kept(figure.spec, kept, "json")
        explore = f"{up}verkenner.html?indicator={figure.id}&regio={','.join(dict.fromkeys(('NL', figure.regio)))}"
        chart = rendering.kept(figure.spec, kept)
        return figures.html(figure, chart, up + address, up + live, explore if figure.id in self.explored else "")

    def place(self, page: Page, notebook: nbformat.NotebookNode) -> None:
        """Write an executed notebook as a page: title with region, ways to other pages, finished figures, no code."""
        cells = [
            c for c in notebook.cells if not {"parameters", "injected-parameters"} & set(c.metadata.get("tags", []))
        ]
        title = cells[0].source.removeprefix("# ").strip()
        name = page.region.naam
        cells[0].source = f"# {name}: {title[0].lower()}{title[1:]}\n\n{_ways(page)}"
        for cell in cells:
            if cell.cell_type == "code":
                cell.metadata = {"tags": ["remove-input"]}
                cell.outputs = self._outputs(page.docname, cell.outputs)
        notebook.cells = cells
        notebook.metadata = {"kernelspec": notebook.metadata.kernelspec, "language_info": {"name": "python"}}
        self.source.put(f"{page.docname}.ipynb", nbformat.writes(notebook) + "\n")

    def _outputs(self, docname: str, outputs: list) -> list:
        parts = []
        for output in outputs:
            data = output.get("data", {})
            parts.append(self.html(docname, Figure.from_json(data[MIME])) if MIME in data else data["text/html"])
        options = [part for part in parts if 'class="azw-optie"' in part]
        if options:
            rest = [part for part in parts if part not in options]
            sections = (
                Markup('<section data-optie="{}" data-label="{}">{}</section>').format(
                    number, Markup(label).striptags(), Markup(label) + Markup(part)
                )
                for number, (label, part) in enumerate(zip(options, rest, strict=True))
            )
            parts = [
                str(
                    Markup('<div class="azw-keuze" data-keuze="Gerekend over">{}</div>').format(
                        Markup("").join(sections)
                    )
                )
            ]
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


def _read(page: Page, paths: Paths) -> nbformat.NotebookNode:
    path = page.notebook_out(paths)
    if not path.is_file():
        raise AzwboekError(f"{page.key}: {path} ontbreekt; voer uit met 'azwboek run --only {page.key}'")
    return nbformat.read(path, as_version=4)


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


def _sphinx(paths: Paths, source: _Tree) -> Path:
    """Bring the pages up to date and return the folder where they are kept."""
    out = paths.build / "sphinx"
    look = _look(paths, source)
    if not stale.stage_is_fresh(out / "stand.json", look, lambda: ""):
        shutil.rmtree(out, ignore_errors=True)
    (out / "stand.json").unlink(
        missing_ok=True
    )  # after a failure all pages are built again, for they may be what was wrong
    command = [sys.executable, "-m", "azwboek.sphinx_run", str(source.root), str(out), str(paths.root / "_config.yml")]
    command += [str(paths.root / "_toc.yml"), str(JOBS)]
    environment = os.environ | {"AZWBOEK_BOUWGEGEVENS": str(source.root / "azwboek.json")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    (paths.build / "jupyter-book.log").write_text(done.stdout + done.stderr, encoding="utf-8")
    if done.returncode or not (out / "html" / "index.html").is_file():
        wrong = [
            line
            for line in (done.stderr + done.stdout).splitlines()
            if "WARNING" in line or "ERROR" in line or "rror:" in line
        ]
        shown = "\n".join(wrong[:10] or (done.stderr + done.stdout).splitlines()[-10:])
        raise AzwboekError(f"jupyter-book is gestopt (zie {paths.build / 'jupyter-book.log'})\n{shown}")
    stale.keep_stage(out / "stand.json", look, "")
    return out / "html"


def _look(paths: Paths, source: _Tree) -> str:
    """Checksum over what decides how every page looks: theme, settings, contents, versions, and the title of each page."""
    shared = [
        *files(sphinx_ext.THEME),
        *(Path(module.__file__) for module in (sphinx_ext, sphinx_run, glossary, navigation)),
        source.root / "azwboek.json",
    ]
    shared += [paths.root / name for name in ("_config.yml", "_toc.yml", "requirements.txt")]
    titles = [f"{path} {_title(path)}" for path in sorted(source.placed) if path.suffix in (".md", ".ipynb")]
    return stale.checksum("\n".join([fingerprint(shared), *titles]))


def _title(path: Path) -> str:
    """The first heading of a page's source."""
    text = path.read_text(encoding="utf-8")
    found = re.search(r"(?:^|\")# ([^\n\"]+?)(?:\\n|\"|\n|$)", text)
    return found[1] if found else ""


def _stamped_copy(html: Path, target: Path, made_of: dict[str, str]) -> None:
    """Copy the pages and write into each which edition it belongs to."""
    shutil.copytree(html, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".buildinfo*", "objects.inv"))
    day = made_of["datum"]
    words = {STAMPS["id"]: made_of["id"], STAMPS["datum"]: sphinx_ext.in_words(day), STAMPS["datum"][:4]: day[:4]}
    for path in target.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for stamp, word in words.items():
            text = text.replace(stamp, html_.escape(word))
        path.write_text(text, encoding="utf-8")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
