"""HTML that a cell of a notebook made: only what a page may hold passes, and a table of pandas gets the book's form.

HTML in which nothing is to be changed comes back as it was. The lists name what may stand there, so that what is unknown is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import lxml.html
from markupsafe import Markup

from .. import dutch
from ..chapters import view
from ..kinds import INVENTED, OWN

TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "ins",
        "kbd",
        "input",
        "label",
        "li",
        "mark",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "section",
        "select",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "var",
        "wbr",
    ]
)
ATTRIBUTES = frozenset(
    [
        "abbr",
        "autocomplete",
        "class",
        "colspan",
        "datetime",
        "dir",
        "download",
        "hidden",
        "href",
        "id",
        "lang",
        "name",
        "open",
        "rel",
        "role",
        "rowspan",
        "scope",
        "span",
        "spellcheck",
        "start",
        "tabindex",
        "title",
        "type",
        "value",
    ]
)
#: Look, of which the book has its own; it is left out.
LOOK = frozenset(
    [
        "align",
        "bgcolor",
        "border",
        "cellpadding",
        "cellspacing",
        "color",
        "face",
        "frame",
        "height",
        "rules",
        "size",
        "style",
        "valign",
        "width",
    ]
)
SCHEMES = {"", "http", "https", "mailto"}
#: A number as pandas writes it; with a zero in front it is a code.
NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.(\d+))?([eE][+-]?\d+)?")
MISSING = {"NaN", "NaT", "None", "<NA>", "nan"}
SHAPE = re.compile(r"(\d+) rows × (\d+) columns")


def checked(html: str, cel: int, book: Path | None = None) -> Markup:
    """HTML of a cell as it may stand in a page.

    Args:
        html: what the cell made.
        cel: number of the cell, for who cannot see the page.
        book: folder of the templates; this checkout's when not given.

    Raises:
        ValueError: there is something in it that no page may hold; the message, in Dutch, names it.
    """
    tree = lxml.html.fragment_fromstring(html or " ", create_parent="div")
    if wrong := sorted(set(_foreign(tree))):
        raise ValueError(f"HTML met {', '.join(wrong)}; dat hoort niet in een pagina van het boek")
    changed = _stripped(tree)
    tables = [table for table in tree.iter("table") if not re.search(r"\bazw-", table.get("class") or "")]
    for table in tables:
        _in_book_form(table)
    if tables:
        found = {cell.text_content().strip() for table in tables for cell in table.iter("td")}
        shape = _shape(tree)
        soort = INVENTED if INVENTED in found else OWN
        return view.part("uitvoer.tabel", _inner(tree), cel, soort, *shape, book=book)
    return _inner(tree) if changed else Markup(html)


def _foreign(tree) -> Iterator[str]:
    """What may not stand in a page."""
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag == "style":
            continue
        if element.tag not in TAGS:
            yield "een script" if element.tag == "script" else f"<{element.tag}>"
            continue
        for name, value in element.attrib.items():
            if name.startswith("on"):
                yield f"een script in {name}"
            elif name not in ATTRIBUTES | LOOK and not name.startswith(("aria-", "data-")):
                yield f"het attribuut {name}"
            elif name == "href" and urlsplit("".join(value.split())).scheme.lower() not in SCHEMES:
                yield f"een adres dat niet met http, https of mailto begint ({value.strip()[:40]})"


def _stripped(tree) -> bool:
    """Take out the look and what no reader sees; return whether there was any."""
    gone = [part for part in tree.iter() if not isinstance(part.tag, str) or part.tag == "style"]
    for part in gone:
        part.drop_tree()
    looks = [(element, name) for element in tree.iter() for name in LOOK & set(element.attrib)]
    for element, name in looks:
        del element.attrib[name]
    return bool(gone or looks)


def _inner(tree) -> Markup:
    parts = [lxml.html.tostring(child, encoding="unicode") for child in tree]
    return Markup(Markup.escape(tree.text or "")) + Markup("".join(parts))


# ---- a table of pandas ----------------------------------------------------------------------------------------------


def _in_book_form(table) -> None:
    """Classes and scopes as the book's tables have them, numbers in Dutch; whole numbers that are all years stay as they are."""
    table.set("class", "azw-cijfers")
    for cell in table.iter("th"):
        cell.set("scope", "col" if next(cell.iterancestors("thead"), None) is not None else "row")
    columns: dict[int, list] = {}
    for row in table.iter("tr"):
        for place, cell in enumerate(row.findall("td")):
            columns.setdefault(place, []).append(cell)
    for cells in columns.values():
        _column(cells)


def _column(cells: list) -> None:
    texts = [cell.text_content().strip() for cell in cells]
    known = [text for text in texts if text not in MISSING and text != "..."]
    found = [NUMBER.fullmatch(text) for text in known]
    for cell, text in zip(cells, texts, strict=True):
        if text in MISSING:
            _put(cell, "\N{EN DASH}")
    if not found or not all(found) or all(not one[1] and not one[2] and 1900 <= int(one[0]) <= 2100 for one in found):
        return
    decimals = None if any(one[2] for one in found) else max(len((one[1] or "").rstrip("0")) for one in found)
    for cell, text in zip(cells, texts, strict=True):
        cell.set("class", "getal")
        if NUMBER.fullmatch(text):
            _put(cell, dutch.number(float(text), decimals))


def _put(cell, text: str) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.text = text


def _shape(tree) -> tuple[int, int]:
    """How large a frame is of which pandas shows a part; its own English line is left out."""
    for part in tree.iter("p"):
        if found := SHAPE.fullmatch(part.text_content().strip()):
            part.drop_tree()
            return int(found[1]), int(found[2])
    return 0, 0
