"""The gate: what must hold of the executed notebooks, and again of the built site, before a reader sees it.

papermill and Jupyter Book both let an error, a typing error in a parameter or an empty page through. The
checks here are functions over parsed content that return reasons; :func:`check_notebooks` and
:func:`check_site` find the content.
"""

from __future__ import annotations

import ast
import csv
import json
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
import nbformat
from lxml.etree import XPath
from markdown_it import MarkdownIt

from ..chapters.figures import MIME
from ..keep import Kept
from ..paths import Paths
from ..plan import REGION_PARAMETER, Page, Plan, expected_pages
from ..site.theme import csp
from . import claims

CODE = re.compile(r"NL|RA\d{4}")
TRACEBACK = "Traceback (most recent call last)"
FIGURE_TEXTS = ("titel", "zin", "alt", "bron")
METAS = ("azwboek:regio", "azwboek:editie", "azwboek:bouw")
KINDS = ("cbs", "demonstratie")
EDITION = re.compile(rb'<meta name="azwboek:bouw" content="([^"]+)"')
# In the place of what is filled in when the pages are made; see azwboek.site.
STAMP = re.compile(r"§[^§\s]{1,20}§")
# Pages that Sphinx and the theme add by themselves.
EXTRA_PAGES = {
    "404.html",
    "genindex.html",
    "search.html",
    "py-modindex.html",
    "_static/webpack-macros.html",
    "_static/sbt-webpack-macros.html",
}
# Links that may lead elsewhere: they are not fetched to show the page.
# Where an address on a page may lead; ``data`` only in what is shown, such as an icon.
SCHEMES = {"", "http", "https", "mailto"}
# What no page of the book has, and what would show or run something else in its place.
FOREIGN = ("iframe", "frame", "object", "embed", "applet", "base", "portal")
PASSIVE_RELS = {"canonical", "license", "author", "help", "alternate"}
UNSEEN = ("h1", "h2", "h3", "h4", "h5", "h6", "script", "style", "template")
VISIBLE = ("img", "svg", "table", "input", "select", "button", "iframe", "video", "audio", "canvas", "object")
# Elements whose addresses a browser does not fetch by itself, attributes whose address it does, with any prefix.
PASSIVE = ("a", "area", "form", "meta", "use")
FETCHING = ("src", "srcset", "href", "poster", "data", "background")
OUTSIDE = re.compile(r"\s*(https?:)?//", re.IGNORECASE)
OUTSIDE_CODE = re.compile(
    r"""(?:@import\s+(?:url\()?|url\()\s*["']?\s*(?:https?:)?//"""
    r"""|\b(?:import|from)\s*\(?\s*["'`](?:https?:)?//""",
    re.IGNORECASE,
)
# The parser writes names in small letters.
STYLES = XPath("//@style")
ADDRESSES = XPath(" | ".join(["//@*[contains(name(), ':')]", *(f"//@{name}" for name in FETCHING)]))
HANDLERS = XPath("//@*[starts-with(name(), 'on')]")
# What a reader does not see in Markdown: comments, and labels such as (kop)=.
NOTHING = re.compile(r"<!--.*?-->|^\([\w:-]+\)=$", re.DOTALL | re.MULTILINE)
MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a page, by its key (``RA0205/behoud``) or address (``index.html``)."""

    page: str
    reason: str

    def __str__(self) -> str:
        return f"{self.page}: {self.reason}"


@dataclass(frozen=True)
class SitePage:
    """A page of the built site: its address without ``.html`` and the region code it must carry."""

    docname: str
    regio: str

    @property
    def address(self) -> str:
        """Its file in the site."""
        return f"{self.docname}.html"


def one_line_per_page(faults: Iterable[Fault], most: int = 3) -> list[str]:
    """Return a line for each page with its first reasons."""
    reasons: dict[str, list[str]] = {}
    for fault in faults:
        reasons.setdefault(fault.page, []).append(fault.reason)
    return [
        f"{page}: {'; '.join(found[:most])}" + (f"; en nog {len(found) - most}" if len(found) > most else "")
        for page, found in reasons.items()
    ]


# ---- executed notebooks ----


def check_notebooks(paths: Paths, plan: Plan) -> list[Fault]:
    """Check every executed notebook, and that there are none too many; one that was found good is not checked twice."""
    faults: list[Fault] = []
    kept = Kept(paths, "notebooks")
    sources = {chapter.naam: _read(chapter.notebook(paths)) for chapter in plan.chapters}
    for page in plan.pages:
        path, source = page.notebook_out(paths), sources[page.chapter.naam]
        if isinstance(source, str):
            faults.append(Fault(page.key, f"de notebook van het hoofdstuk: {source}"))
        elif not path.is_file():
            failed = path.with_name(f"{path.stem}.mislukt.ipynb")
            seen = f"is mislukt, zie {failed.relative_to(paths.build)}" if failed.is_file() else "ontbreekt"
            faults.append(Fault(page.key, f"de uitgevoerde notebook {seen}"))
        elif kept.find(*(made_from := _made_from(paths, page))) is None:
            executed = _read(path)
            own = [Fault(page.key, executed)] if isinstance(executed, str) else check_notebook(page, source, executed)
            faults += own
            if not own:
                kept.put(b"", *made_from)
    kept.sweep()
    return faults + _too_many_notebooks(paths, plan)


def _made_from(paths: Paths, page: Page) -> tuple[str, bytes, bytes]:
    return repr(page), page.chapter.notebook(paths).read_bytes(), page.notebook_out(paths).read_bytes()


def check_notebook(page: Page, source, executed) -> list[Fault]:
    """Check one executed notebook against the page it is for and the notebook it comes from.

    Args:
        page: which page it should be.
        source: the chapter's notebook, parsed.
        executed: the executed notebook, parsed.
    """
    reasons = [
        *_check_region(page, executed),
        *_check_execution(executed),
        *_check_headings(source, executed),
        *_check_figures(page.region.code, executed),
    ]
    return [Fault(page.key, reason) for reason in reasons]


def check_figure(regio: str, figure: dict) -> list[str]:
    """Return what is wrong with one figure on a page of this region; empty when it is well."""
    name = f"figuur {figure.get('id') or '?'}"
    empty = [key for key in FIGURE_TEXTS if not str(figure.get(key) or "").strip()]
    empty += [key for key in ("id", "kolommen", "rijen") if not figure.get(key)]
    reasons = [f"{name}: leeg: {', '.join(empty)}"] if empty else []
    if figure.get("regio") != regio:
        reasons.append(f"{name}: regio is {figure.get('regio')!r}, hoort {regio} te zijn")
    columns = [column.get("naam") for column in figure.get("kolommen") or []]
    if REGION_PARAMETER not in columns:
        reasons.append(f"{name}: de kolom regio ontbreekt")
    else:
        at = columns.index(REGION_PARAMETER)
        found = {row[at] if at < len(row) else None for row in figure.get("rijen") or []}
        if wrong := sorted(map(str, found - {regio})):
            reasons.append(f"{name}: gegevens van {', '.join(wrong[:3])}, hoort {regio} te zijn")
    if strange := sorted(_codes(figure.get("spec")) - {regio}):
        shown = ", ".join(strange[:3])
        reasons.append(f"{name}: de grafiek tekent gegevens van {shown}, hoort {regio} te zijn")
    for number in claims.unsupported(str(figure.get("zin")), figure.get("kolommen") or [], figure.get("rijen") or []):
        reasons.append(f"{name}: de zin noemt {number}, en dat volgt niet uit de gegevens")
    return reasons


def figures(notebook) -> Iterator[dict]:
    """Yield the figures in a notebook's outputs, in order."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            content = output.get("data", {}).get(MIME)
            if content is not None:
                yield json.loads(content) if isinstance(content, str) else content


def _read(path: Path):
    """The parsed notebook, or why it cannot be had."""
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except FileNotFoundError:
        return f"{path.name} ontbreekt"
    except (ValueError, AttributeError, OSError, nbformat.ValidationError) as error:
        return f"{path.name} is geen geldige notebook ({str(error).splitlines()[0][:120]})"
    return notebook


def _too_many_notebooks(paths: Paths, plan: Plan) -> list[Fault]:
    planned = {page.notebook_out(paths) for page in plan.pages}
    found = {path for path in paths.notebooks.glob("*/*.ipynb") if not path.name.startswith(".")}
    failed = {path.with_name(f"{path.stem}.mislukt.ipynb") for path in planned}
    extra = sorted(found - planned - failed)
    reason = "staat niet in het plan (onbekende regio of hoofdstuk); verwijder het bestand"
    return [Fault(path.relative_to(paths.notebooks).with_suffix("").as_posix(), reason) for path in extra]


def _check_region(page: Page, executed) -> Iterator[str]:
    wanted = {REGION_PARAMETER: page.region.code, **page.chapter.parameters}
    given = executed.metadata.get("papermill", {}).get("parameters", {})
    injected = [cell.source for cell in executed.cells if "injected-parameters" in _tags(cell)]
    if len(injected) != 1:
        yield f"{len(injected)} cellen met ingevulde parameters; er hoort er precies één te zijn"
    assigned = _assignments(injected[0]) if injected else {}
    for name, value in wanted.items():
        for where, found in (("papermill", given), ("de cel", assigned)):
            if found.get(name) != value:
                yield f"parameter {name} is volgens {where} {found.get(name)!r}, hoort {value!r} te zijn"
    stamp = executed.metadata.get("azwboek", {})
    for name, value in (("regio", page.region.code), ("hoofdstuk", page.chapter.naam)):
        if stamp.get(name) != value:
            yield f"metadata {name} is {stamp.get(name)!r}, hoort {value!r} te zijn"


def _assignments(source: str) -> dict:
    """What a cell of plain assignments assigns."""
    found = {}
    try:
        for node in ast.parse(source).body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                found[node.targets[0].id] = ast.literal_eval(node.value)
    except (SyntaxError, ValueError):
        pass  # what could not be read counts as not assigned
    return found


def _check_execution(executed) -> Iterator[str]:
    number = 0
    for cell in executed.cells:
        number += "injected-parameters" not in _tags(cell)
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        if cell.execution_count is None:
            yield f"cel {number} is niet uitgevoerd"
        for output in cell.outputs:
            if output.output_type == "error":
                yield f"cel {number} gaf een fout: {output.ename}: {output.evalue.partition(chr(10))[0]}"
            elif output.output_type == "stream" and output.name == "stderr":
                yield f"cel {number} schreef een waarschuwing of fout op stderr"


def _check_headings(source, executed) -> Iterator[str]:
    filled = _sections(executed)
    for heading in _sections(source):
        if heading not in filled:
            yield f"de kop '{heading}' ontbreekt"
        elif not filled[heading]:
            yield f"het deel '{heading}' is leeg"


def _sections(notebook) -> dict[str, bool]:
    """Each heading of level 2 and 3, and whether anything is seen before the next of its level or higher."""
    filled: dict[str, bool] = {}
    open_headings: list[tuple[int, str]] = []
    for level, text in _stream(notebook):
        if level:
            open_headings = [heading for heading in open_headings if heading[0] < level]
            if level in (2, 3):
                open_headings.append((level, text))
                filled.setdefault(text, False)
        else:
            filled |= {heading: True for _, heading in open_headings}
    return filled


def _stream(notebook) -> Iterator[tuple[int, str]]:
    """The notebook as a reader goes through it: headings as (level, text), visible content as (0, "")."""
    for cell in notebook.cells:
        removed = {"remove-cell", "remove-output"} & {tag.replace("_", "-") for tag in _tags(cell)}
        if cell.cell_type == "markdown":
            yield from _markdown(cell.source)
        elif cell.cell_type == "code" and not removed and any(map(_visible, cell.outputs)):
            yield 0, ""


def _markdown(text: str) -> Iterator[tuple[int, str]]:
    level = 0
    for token in MARKDOWN.parse(text):
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "inline" and level:
            yield level, token.content.strip()
            level = 0
        elif token.type in ("inline", "fence", "code_block", "html_block") and NOTHING.sub("", token.content).strip():
            yield 0, ""


def _visible(output) -> bool:
    if output.output_type == "stream":
        return output.name == "stdout" and bool(output.text.strip())
    data = output.get("data", {})
    if MIME in data or any(kind.startswith("image/") for kind in data):
        return True
    if "text/html" in data:
        return _has_content(lxml.html.fragment_fromstring(data["text/html"] or " ", create_parent="div"))
    shown = data.get("text/markdown", data.get("text/plain", ""))
    return bool(shown.strip())


def _check_figures(regio: str, executed) -> Iterator[str]:
    try:
        found = list(figures(executed))
    except ValueError as error:
        yield f"een figuur is geen geldige JSON ({error})"
        return
    if not found:
        yield "geen enkele figuur"
    names = [figure.get("id") for figure in found]
    for name in sorted({str(name) for name in names if names.count(name) > 1}):
        yield f"figuur {name}: de naam komt dubbel voor"
    for figure in found:
        yield from check_figure(regio, figure)


def _codes(spec) -> set[str]:
    """Every region code in a field ``regio`` anywhere in a chart's specification, its data included."""
    found: set[str] = set()
    todo = [spec]
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            value = part.get(REGION_PARAMETER)
            if isinstance(value, str) and CODE.fullmatch(value):
                found.add(value)
            todo += part.values()
        elif isinstance(part, list):
            todo += part
    return found


def _tags(cell) -> list[str]:
    return cell.metadata.get("tags", [])


# ---- the built site ----


@dataclass(frozen=True)
class Folder:
    """A built site, with its files listed once."""

    root: Path

    @cached_property
    def files(self) -> frozenset[str]:
        """Every file, by its address."""
        found = (path for path in self.root.rglob("*") if path.is_file())
        return frozenset(path.relative_to(self.root).as_posix() for path in found)

    @cached_property
    def listing(self) -> str:
        """All addresses as one text."""
        return "\n".join(sorted(self.files))


def check_site(root: Path, plan: Plan, kept: Kept | None = None) -> list[Fault]:
    """Check every page of a built site, that none is missing or too many, and that nothing asks elsewhere.

    Args:
        root: the built site.
        plan: its regions and chapters.
        kept: where is kept which pages were found good; without it all are checked.
    """
    folder = Folder(root)
    pages = [SitePage(docname, regio) for docname, regio in expected_pages(plan).items()]
    faults: list[Fault] = []
    for page in pages:
        if page.address in folder.files:
            faults += _check_page(page, folder, kept)
        else:
            faults.append(Fault(page.address, "de pagina ontbreekt"))
    if kept:
        kept.sweep()
    built = {name for name in folder.files if name.endswith(".html")}
    extra = sorted(built - {page.address for page in pages} - EXTRA_PAGES)
    faults += [Fault(name, "de pagina staat niet in het plan") for name in extra]
    for name in sorted(name for name in folder.files if name.endswith((".css", ".js", ".mjs"))):
        found = OUTSIDE_CODE.search((root / name).read_text(encoding="utf-8", errors="replace"))
        if found:
            faults.append(Fault(name, f"haalt iets van een andere site: {_short(found.group())}"))
    return faults


def _check_page(page: SitePage, folder: Folder, kept: Kept | None) -> list[Fault]:
    """Check a page, unless it was found good as it is beside these files; its CSV files are read each time."""
    path = folder.root / page.address
    if not kept:
        return check_html(page, parse(path), folder)
    content = path.read_bytes()
    if edition := EDITION.search(content):  # no check looks which edition it is
        content = content.replace(edition[1], b"")
    made_from = (page.address, page.regio, folder.listing, content)
    if (found := kept.find(*made_from)) is not None:
        return [Fault(page.address, reason) for reason in _check_files(page, json.loads(found), folder)]
    tree = parse(path)
    faults, files = check_html(page, tree, folder), _csv_files(page, tree)
    if not faults:
        kept.put(json.dumps(files).encode(), *made_from)
    return faults


def check_html(page: SitePage, tree, folder: Folder) -> list[Fault]:
    """Check one page of the site.

    Args:
        page: which page it should be.
        tree: the page, parsed by lxml.
        folder: the site it stands in.
    """
    reasons = [
        *_check_metas(page, tree),
        *_check_errors(tree),
        *_check_sections(tree),
        *_check_links(page, tree, folder),
        *_check_outside(tree),
        *_check_policy(tree),
    ]
    for figure in _by_class(tree, "figure", "azw-figuur"):
        reasons += [f"{_name(figure)}: {reason}" for reason in _check_site_figure(page, figure, folder)]
    reasons += _check_files(page, _csv_files(page, tree), folder)
    return [Fault(page.address, reason) for reason in reasons]


def parse(path: Path):
    """Parse a page as a browser would; an empty file gives an empty page."""
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = lxml.html.parse(str(path), parser).getroot() if path.stat().st_size else None
    return lxml.html.Element("html") if root is None else root


def _check_metas(page: SitePage, tree) -> Iterator[str]:
    for name in METAS:
        found = tree.xpath("//meta[@name=$name]/@content", name=name)
        if len(found) != 1 or not found[0].strip():
            yield (f"meta {name}: {len(found)} keer gevuld, hoort één keer" if found else f"meta {name} ontbreekt")
        elif name == "azwboek:regio" and found[0] != page.regio:
            yield f"meta {name} is {found[0]!r}, hoort {page.regio} te zijn"
        elif name == "azwboek:editie" and found[0] not in KINDS:
            yield f"meta {name} is {found[0]!r}, hoort {' of '.join(KINDS)} te zijn"


def _check_errors(tree) -> Iterator[str]:
    text = tree.text_content()
    if found := STAMP.search(text):
        yield f"een stempel is niet ingevuld: {found[0]}"
    if TRACEBACK in text:
        yield "er staat een traceback op de pagina"
    elif any(_by_class(tree, "*", name) for name in ("traceback", "stderr")):
        yield "er staat een foutmelding van een notebook op de pagina"


def _check_sections(tree) -> Iterator[str]:
    for section in tree.iter("section"):
        if not _has_content(section):
            heading = section.xpath("string((.//h1|.//h2|.//h3|.//h4|.//h5|.//h6)[1])").rstrip("#\N{PILCROW SIGN} \n")
            yield f"het deel '{heading.strip() or section.get('id')}' is leeg"


def _has_content(element) -> bool:
    """Whether a reader sees anything in it besides headings."""
    if (element.text or "").strip():
        return True
    for child in element:
        shown = isinstance(child.tag, str) and child.tag not in UNSEEN
        if shown and (child.tag in VISIBLE or _has_content(child)):
            return True
        if (child.tail or "").strip():
            return True
    return False


def _check_links(page: SitePage, tree, folder: Folder) -> Iterator[str]:
    anchors = {"", "top", *tree.xpath("//@id"), *tree.xpath("//a/@name")}
    addresses = {str(value) for value in tree.xpath("//@href|//@src|//@poster|//@action|//@formaction")}
    hrefs = {str(value) for value in tree.xpath("//@href")}
    for address in sorted(addresses):
        link = urlsplit(address)
        if link.scheme not in SCHEMES and (link.scheme != "data" or address in hrefs):
            yield f"link naar {_short(address)}: een adres begint met http, https of mailto"
        if link.scheme or link.netloc:
            continue
        if not link.path:
            if unquote(link.fragment) not in anchors:
                yield f"link naar {_short(address)}: die plek is er niet"
        elif link.path.startswith("/"):
            yield f"link naar {_short(address)}: begint bij de host; het boek moet in elke map kunnen staan"
        elif _resolve(page, link.path) not in folder.files:
            yield f"link naar {_short(address)}: dat bestand is er niet"


def _resolve(page: SitePage, path: str) -> str:
    """The file in the site that a relative address on a page leads to."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page.address), unquote(path)))
    return posixpath.join(target, "index.html") if path.endswith(("/", "..")) or path == "." else target


def _check_outside(tree) -> Iterator[str]:
    outside = [value for value in ADDRESSES(tree) if OUTSIDE.match(value)]
    outside += [value for value in STYLES(tree) if OUTSIDE_CODE.search(value)]
    for value in outside:
        element, name = value.getparent(), value.attrname
        passive = element.tag == "link" and set(element.get("rel", "").lower().split()) & PASSIVE_RELS
        if element.tag not in PASSIVE and not passive and (name == "style" or name.split(":")[-1] in FETCHING):
            yield f"<{element.tag} {name}> haalt iets van een andere site: {_short(value)}"
    for element in tree.iter("script", "style"):
        if found := OUTSIDE_CODE.search(element.text or ""):
            yield f"<{element.tag}> haalt iets van een andere site: {_short(found.group())}"


def _check_policy(tree) -> Iterator[str]:
    """The page has its Content-Security-Policy, a strict one, and nothing in the page needs more."""
    found = tree.xpath("//meta[translate(@http-equiv, 'CSP', 'csp')='content-security-policy']/@content")
    if len(found) != 1 or not (allowed := csp.script_rule(found[0])):
        yield "de Content-Security-Policy ontbreekt"
        return
    if weak := set(allowed) - {"'self'", *csp.KNOWN}:
        yield f"de Content-Security-Policy staat {', '.join(sorted(weak))} toe voor scripts"
    for script in tree.iter("script"):
        code = script.get("type", "").strip().lower() not in csp.DATA_TYPES and script.get("src") is None
        if code and (found := csp.checksum(script.text or "")) not in csp.KNOWN:
            yield f"een script in de pagina is niet bekend ({found}): {_short(script.text or '')}"
    for element in tree.iter(*FOREIGN):
        yield f"<{element.tag}> hoort niet in een pagina"
    if tree.xpath("//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh']"):
        yield "de pagina stuurt de lezer door naar een ander adres"
    for value in HANDLERS(tree):
        yield f"<{value.getparent().tag} {value.attrname}> bevat een script"


def _check_site_figure(page: SitePage, figure, folder: Folder) -> Iterator[str]:
    if figure.get("data-regio") != page.regio:
        yield f"data-regio is {figure.get('data-regio')!r}, hoort {page.regio} te zijn"
    for name, elements in (
        ("bijschrift", figure.xpath(".//figcaption")),
        ("bronregel", _by_class(figure, "*", "azw-bronregel")),
        ("tabel", figure.xpath(".//table[.//td]")),
    ):
        if not any(element.text_content().strip() for element in elements):
            yield f"{name} ontbreekt of is leeg"
    if any(not chart.xpath(".//*[local-name()='svg']") for chart in _by_class(figure, "*", "azw-grafiek")):
        yield "de grafiek is leeg"
    live = figure.get("data-grafiek")
    if live and _resolve(page, live) not in folder.files:
        yield f"{live} ontbreekt: de grafiek kan niet levend worden"
    files = _csv_links(figure)
    if not files:
        yield "er is geen link naar een CSV"
    yield from (f"{path} ontbreekt" for path in files if _resolve(page, path) not in folder.files)


def _name(figure) -> str:
    return f"figuur {figure.get('data-figuur') or figure.get('id') or '?'}"


def _csv_links(figure) -> list[str]:
    paths = (urlsplit(href).path for href in figure.xpath(".//a/@href"))
    return [path for path in paths if path.endswith(".csv")]


def _csv_files(page: SitePage, tree) -> list[tuple[str, str, str]]:
    """The CSV files of a page's figures: name of the figure, link, file in the site."""
    figures = _by_class(tree, "figure", "azw-figuur")
    return [(_name(figure), path, _resolve(page, path)) for figure in figures for path in _csv_links(figure)]


def _check_files(page: SitePage, files: Iterable[tuple[str, str, str]], folder: Folder) -> Iterator[str]:
    for figure, path, address in files:
        if address in folder.files:  # one that is not there is reported with its figure
            yield from (f"{figure}: {path}: {reason}" for reason in check_csv(folder.root / address, page.regio))


def check_csv(path: Path, regio: str) -> list[str]:
    """Return what is wrong with a figure's CSV; empty when it is well."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            found = [row.get(REGION_PARAMETER) for row in reader]
            names = reader.fieldnames or []
    except (UnicodeDecodeError, csv.Error) as error:
        return [f"geen leesbare CSV ({error})"]
    if not found:
        return ["heeft geen rijen"]
    if REGION_PARAMETER not in names:
        return ["de kolom regio ontbreekt"]
    wrong = sorted({str(code) for code in found} - {regio})
    return [f"gegevens van {', '.join(wrong[:3])}, hoort {regio} te zijn"] if wrong else []


def _by_class(tree, tag: str, name: str) -> list:
    return tree.xpath(f".//{tag}[contains(concat(' ', normalize-space(@class), ' '), $name)]", name=f" {name} ")


def _short(text: str) -> str:
    return text.strip()[:100]
