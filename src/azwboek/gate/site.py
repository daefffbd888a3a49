"""What must hold of the built site: Jupyter Book lets an error and an empty page through."""

from __future__ import annotations

import csv
import json
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml.etree import XPath

from ..keep import Kept
from ..kinds import MIXED
from ..paths import Paths
from ..plan import REGION_PARAMETER, Plan
from ..site.html import has_content, parse
from ..site.theme import csp
from ..site.theme.contents import expected_pages
from . import marks
from .fault import Fault

TRACEBACK = "Traceback (most recent call last)"
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
# Where an address on a page may lead; ``data`` only in what is shown, such as an icon.
SCHEMES = {"", "http", "https", "mailto"}
# What no page of the book has, and what would show or run something else in its place.
FOREIGN = ("iframe", "frame", "object", "embed", "applet", "base", "portal")
# Links that may lead elsewhere: they are not fetched to show the page.
PASSIVE_RELS = {"canonical", "license", "author", "help", "alternate"}
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


@dataclass(frozen=True)
class SitePage:
    """A page of the built site: its address without ``.html`` and the region code it must carry."""

    docname: str
    regio: str

    @property
    def address(self) -> str:
        """Its file in the site."""
        return f"{self.docname}.html"


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


def checked(paths: Paths) -> Kept:
    """Where is kept which pages of the site were found good."""
    return Kept(paths, "checked-pages", __name__)


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
        *marks.check(tree),
    ]
    for figure in _by_class(tree, "figure", "azw-figuur"):
        reasons += [f"{_name(figure)}: {reason}" for reason in _check_site_figure(page, figure, folder)]
    reasons += _check_files(page, _csv_files(page, tree), folder)
    return [Fault(page.address, reason) for reason in reasons]


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
        if not has_content(section):
            heading = section.xpath("string((.//h1|.//h2|.//h3|.//h4|.//h5|.//h6)[1])").rstrip("#\N{PILCROW SIGN} \n")
            yield f"het deel '{heading.strip() or section.get('id')}' is leeg"


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
        elif resolve(page, link.path) not in folder.files:
            yield f"link naar {_short(address)}: dat bestand is er niet"


def resolve(page: SitePage, path: str) -> str:
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
    if live and resolve(page, live) not in folder.files:
        yield f"{live} ontbreekt: de grafiek kan niet levend worden"
    files = _csv_links(figure)
    if not files:
        yield "er is geen link naar een CSV"
    yield from (f"{path} ontbreekt" for path in files if resolve(page, path) not in folder.files)


def _name(figure) -> str:
    return f"figuur {figure.get('data-figuur') or figure.get('id') or '?'}"


def _csv_links(figure) -> list[str]:
    paths = (urlsplit(href).path for href in figure.xpath(".//a/@href"))
    return [path for path in paths if path.endswith(".csv")]


def _csv_files(page: SitePage, tree) -> list[tuple[str, str, str, str]]:
    """The CSV files of a page's figures: name of the figure, its kind, link, file in the site."""
    figures = _by_class(tree, "figure", "azw-figuur")
    return [
        (_name(figure), figure.get("data-cijfer", MIXED), path, resolve(page, path))
        for figure in figures
        for path in _csv_links(figure)
    ]


def _check_files(page: SitePage, files: Iterable[tuple[str, str, str, str]], folder: Folder) -> Iterator[str]:
    for figure, kind, path, address in files:
        if address in folder.files:  # one that is not there is reported with its figure
            yield from (f"{figure}: {path}: {reason}" for reason in check_csv(folder.root / address, page.regio, kind))


def check_csv(path: Path, regio: str, kind: str) -> list[str]:
    """Return what is wrong with a figure's CSV; empty when it is well.

    Args:
        path: the file.
        regio: code of the page's region.
        kind: of which kind the page says the figure is.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
            found = [row.get(REGION_PARAMETER) for row in rows]
            names = reader.fieldnames or []
    except (UnicodeDecodeError, csv.Error) as error:
        return [f"geen leesbare CSV ({error})"]
    if not found:
        return ["heeft geen rijen"]
    if REGION_PARAMETER not in names:
        return ["de kolom regio ontbreekt"]
    wrong = sorted({str(code) for code in found} - {regio})
    faults = [f"gegevens van {', '.join(wrong[:3])}, hoort {regio} te zijn"] if wrong else []
    return [*faults, *marks.data(kind, (row.get("soort") for row in rows))]


def _by_class(tree, tag: str, name: str) -> list:
    return tree.xpath(f".//{tag}[contains(concat(' ', normalize-space(@class), ' '), $name)]", name=f" {name} ")


def _short(text: str) -> str:
    return text.strip()[:100]
