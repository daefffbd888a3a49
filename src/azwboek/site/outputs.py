"""What a cell of a notebook shows, as a part of its page: every kind of output that Jupyter knows has a way there, or is refused.

The gate asks for the refusals of every page before one is made, so that a page and its cell are named. Text of a cell is shown to the
letter, also when it is Markdown or LaTeX; a number by itself gets the book's form.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from markupsafe import Markup

from .. import dutch
from ..chapters import plain, view
from ..chapters.figures import MIME, Figure
from .clean import checked
from .escape import door

WIDGET = "application/vnd.jupyter.widget-view+json"
VEGALITE = re.compile(r"application/vnd\.vegalite\.v\d+\+json")
#: How a file of each kind of picture begins.
PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
SVG = "image/svg+xml"
#: Where Altair's own HTML has the chart: behind the function that draws it.
EMBEDDED = re.compile(r"\}\)\(|var spec = ")
#: A number as Python or numpy writes it by itself.
NUMBER = re.compile(r"(?:np\.\w+\()?(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?)\)?")
COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
HOW_TO_DESCRIBE = "geef die mee: display(beeld, metadata={'alt': '…'})"


def numbered(notebook) -> Iterator[tuple[int, dict]]:
    """The cells of an executed notebook with their numbers, as its source counts them."""
    number = 0
    for cell in notebook.cells:
        number += "injected-parameters" not in cell.metadata.get("tags", [])
        yield number, cell


def refusal(output, cel: int, regio: str) -> str:
    """Why an output cannot stand on a page, and what to do; empty when it can."""
    try:
        shown(output, cel, regio)
    except ValueError as error:
        return str(error)
    return ""


def charts(notebook, regio: str) -> Iterator[Figure]:
    """The charts that cells make with Altair alone, as figures; one that is refused is left out, see :func:`refusal`."""
    for _, cell in numbered(notebook):
        for output in cell.get("outputs", []):
            if (spec := _chart(output.get("data", {}))) is not None:
                with contextlib.suppress(ValueError):
                    yield plain.figure(spec, regio)


def shown(output, cel: int, regio: str, book: Path | None = None) -> Markup | Figure:
    """An output as a part of a page: a figure, or HTML.

    Args:
        output: the output, as a notebook has it.
        cel: number of its cell.
        regio: code of the page's region.
        book: folder of the templates; this checkout's when not given.

    Raises:
        ValueError: it cannot stand on a page; the message, in Dutch, says why and what to do.
    """
    if output.output_type == "error":
        raise ValueError(f"een fout: {output.ename}: {output.evalue.partition(chr(10))[0]}")
    if output.output_type == "stream":
        if output.name == "stderr":
            raise ValueError("een waarschuwing of fout op stderr")
        return _text(output.text, cel, book)
    data = output.data
    if MIME in data:
        return Figure.from_json(data[MIME])
    if (spec := _chart(data)) is not None:
        return plain.figure(spec, regio)
    if WIDGET in data:
        return view.part("uitvoer.levend", door(data.get("text/plain", "")), book=book)
    if "application/javascript" in data:
        raise ValueError("een script; dat hoort niet in een pagina van het boek")
    if "text/html" in data:
        return checked(data["text/html"], cel, book)
    for kind in (SVG, *PICTURES):
        if kind in data:
            return _picture(kind, data[kind], output.get("metadata", {}), book)
    for kind in ("text/latex", "text/markdown"):
        if kind in data:
            return _text(data[kind], cel, book)
    if "application/json" in data:
        return _text(json.dumps(data["application/json"], ensure_ascii=False, indent=1), cel, book)
    if unknown := sorted(data.keys() - {"text/plain"}):
        raise ValueError(f"uitvoer van de soort {unknown[0]}; maak er tekst, een tabel, een beeld of een grafiek van")
    return _text(_number(data.get("text/plain", "")), cel, book)


def _text(text: str, cel: int, book: Path | None) -> Markup:
    """Text to the letter; one with a number in it is marked as computed by an analyst."""
    text = COLOURS.sub("", text).rstrip()
    return view.part("uitvoer.tekst", door(text), cel, bool(re.search(r"\d", text)), book=book) if text else Markup()


def _number(text: str) -> str:
    found = NUMBER.fullmatch(text.strip())
    if not found or 0 < abs(value := float(found[1])) < 0.001:
        return text
    return dutch.number(value)


def _picture(kind: str, content: str, metadata: dict, book: Path | None) -> Markup:
    own = metadata.get(kind)
    alt = str(metadata.get("alt") or (own.get("alt") if isinstance(own, dict) else "") or "").strip()
    if not alt:
        raise ValueError(f"een beeld zonder beschrijving; {HOW_TO_DESCRIBE}")
    raw = _drawing(content) if kind == SVG else _pixels(kind, content)
    address = f"data:{kind};base64,{base64.b64encode(raw).decode()}"
    return view.part("uitvoer.beeld", address, door(alt), book=book)


def _pixels(kind: str, content: str) -> bytes:
    try:
        raw = base64.b64decode("".join(content.split()), validate=True)
    except binascii.Error as error:
        raise ValueError(f"een beeld dat geen geldige {kind} is ({error})") from error
    if not raw.startswith(PICTURES[kind]):
        raise ValueError(f"een beeld dat geen {kind} is")
    return raw


def _drawing(content: str) -> bytes:
    """An SVG without what stands before it; shown as a picture, so that nothing in it runs or is fetched."""
    if "<!ENTITY" in content:
        raise ValueError("een svg met eigen entiteiten")
    try:
        root = etree.fromstring(content.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, UnicodeEncodeError) as error:
        raise ValueError(f"een svg die geen geldige XML is ({str(error).splitlines()[0][:120]})") from error
    if etree.QName(root).localname != "svg":
        raise ValueError("een svg die niet met svg begint")
    return etree.tostring(root)


def _chart(data: dict) -> dict | None:
    """The Vega-Lite specification in an output: as data, or in the script of Altair's own HTML."""
    for kind, content in data.items():
        if VEGALITE.fullmatch(kind):
            return content
    text = data.get("text/html", "")
    for place in EMBEDDED.finditer(text) if "vegaEmbed" in text else ():
        try:
            spec, _ = json.JSONDecoder().raw_decode(text, place.end())
        except ValueError:
            continue
        if isinstance(spec, dict) and "vega-lite" in str(spec.get("$schema")):
            return spec
    return None
