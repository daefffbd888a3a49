"""Small notebooks, figures and pages that are good, to be spoilt by a test."""

from __future__ import annotations

import copy
import functools
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from azwboek.chapters.figures import MIME
from azwboek.paths import project
from azwboek.plan import Page
from azwboek.site.theme.csp import policy
from azwboek.sources import areas, demonstration, invented_areas, registers
from azwboek.sources.snapshots import RawTable

ROOT = Path(__file__).resolve().parents[1]
#: The rows of the register of indicators.
INDICATORS = registers.read_one(ROOT / "data" / "registers", "indicatoren")

FIGURE = {
    "id": "verloop",
    "regio": "RA0205",
    "titel": "Verloop, Twente",
    "onderschrift": "Procent",
    "zin": "Het verloop was 10,1%.",
    "alt": "Lijngrafiek van het verloop.",
    "bron": "Bron: demonstratie.",
    "soort": "demonstratie",
    "kolommen": [
        {"naam": "regio", "label": "", "eenheid": "", "toon": False},
        {"naam": "periode", "label": "Periode", "eenheid": "", "toon": True},
        {"naam": "waarde", "label": "Twente", "eenheid": "%", "toon": True},
    ],
    "rijen": [["RA0205", "2025", 10.1], ["RA0205", "2024", 10.4]],
    "spec": {
        "mark": "line",
        "datasets": {"data": [{"regio": "RA0205", "waarde": 10.1}]},
        "data": {"name": "data"},
    },
}


def invented_tables() -> dict[str, RawTable]:
    """The demonstration tables of the standard areas, by identifier."""
    paths = project()
    places = invented_areas.places(paths.registers, areas.chosen(paths))
    return {table.identifier: table for table in demonstration.tables(places)}


def figure(**changes) -> dict:
    """A good figure for Twente, with changes."""
    return json.loads(json.dumps(FIGURE | changes))


def chapter_notebook(*code: str, parameters: str = 'regio = "NL"', tags: Sequence[str] = ("parameters",)):
    """A chapter as it stands in ``book/chapters``: title, parameters, two sections with a cell each."""
    return copy.deepcopy(_chapter_notebook(code, parameters, tuple(tags)))


@functools.cache
def _chapter_notebook(code: tuple[str, ...], parameters: str, tags: tuple[str, ...]):
    """As :func:`chapter_notebook`, made once: nbformat validates each cell that is made."""
    cells = [new_markdown_cell("# Houden we onze mensen?"), new_code_cell(parameters)]
    cells[1].metadata["tags"] = list(tags)
    for heading, source in zip(("Verloop", "Verantwoording"), code or ("1", "2"), strict=False):
        cells += [new_markdown_cell(f"## {heading}"), new_code_cell(source)]
    for number, cell in enumerate(cells):
        cell["id"] = f"cel-{number}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def executed_notebook(page: Page, *figures: dict):
    """What executing :func:`chapter_notebook` for a page gives, with these figures in its first section."""
    notebook = chapter_notebook()
    injected = new_code_cell(f'# Parameters\nregio = "{page.region.code}"\n')
    injected.metadata["tags"] = ["injected-parameters"]
    notebook.cells.insert(2, injected)
    shown = [new_output("display_data", data={MIME: f, "text/html": "<p>x</p>"}) for f in figures or [figure()]]
    notebook.cells[4].outputs = shown
    notebook.cells[6].outputs = [new_output("stream", name="stdout", text="Tabellen: geen")]
    for number, cell in enumerate(cell for cell in notebook.cells if cell.cell_type == "code"):
        cell.execution_count = number + 1
    notebook.metadata["papermill"] = {"parameters": {"regio": page.region.code}}
    notebook.metadata["azwboek"] = {"sleutel": "0", "regio": page.region.code, "hoofdstuk": page.chapter.naam}
    return notebook


def html_page(regio: str, docname: str, *, with_figure: bool) -> str:
    """A page as the site carries it: metas, menu, one section, a figure where asked."""
    up = "../" * docname.count("/")
    part = f'<h2>Verloop<a class="headerlink" href="#verloop">#</a></h2>{html_figure(regio, up, docname)}'
    count = "geen echte cijfers en 1 verzonnen cijfer"
    banner = f'<div class="azw-demo" role="note"><p>Op deze pagina staan {count}.</p></div>' if with_figure else ""
    return f"""<!doctype html><html lang="nl"><head>
<meta http-equiv="Content-Security-Policy" content="{policy([])}" />
<title>Pagina{" (deels verzonnen)" if with_figure else ""}</title>
<meta name="azwboek:echt" content="0"><meta name="azwboek:verzonnen" content="{int(with_figure)}">
<meta name="azwboek:regio" content="{regio}"><meta name="azwboek:editie" content="demonstratie">
<meta name="azwboek:bouw" content="2026-11-23-1a2b3c4d"><link rel="stylesheet" href="{up}_static/azw.css">
</head><body><a href="{up}index.html">Begin</a> <a href="#verloop">Verloop</a>
<a href="https://www.cbs.nl/">CBS</a> <a href="mailto:a@b.nl">mail</a>
<main>{banner}<section id="pagina"><h1>Pagina<a class="headerlink" href="#pagina">#</a></h1><p>Het antwoord.</p>
<section id="verloop">{part if with_figure else "<h2>Verloop</h2><p>Tekst.</p>"}</section></section></main>
<script src="{up}_static/azw.js"></script></body></html>
"""


def html_figure(regio: str, up: str, docname: str) -> str:
    """A figure as the site carries it."""
    return f"""<p class="azw-zin"><span class="azw-merk azw-demo-merk">demonstratie</span> Het verloop was 10,1%.</p>
<figure class="azw-figuur" id="fig-verloop" data-regio="{regio}" data-figuur="verloop" data-cijfer="demonstratie" data-grafiek="{up}grafiek/{docname}/verloop.json">
<figcaption><span class="azw-titel">Verloop</span></figcaption>
<div class="azw-grafiek" role="img" aria-label="Lijngrafiek"><svg><path d="M0 0"/></svg></div>
<p class="azw-bronregel">Bron: demonstratie.</p>
<details class="azw-tabel"><summary>Tabel</summary><table><tr><td>10,1</td></tr></table>
<p><a class="azw-csv" href="{up}csv/{docname}/verloop.csv" download>CSV</a></p></details></figure>"""


def write_site(root: Path, pages: dict[str, str], figures_on: set[str]) -> None:
    """Write a small site that is good: each page, the CSV of each figure, a style sheet and a script."""
    for docname, regio in pages.items():
        shown = docname in figures_on
        _put(root / f"{docname}.html", html_page(regio, docname, with_figure=shown))
        if shown:
            _put(root / "grafiek" / docname / "verloop.json", "{}")
            _put(
                root / "csv" / docname / "verloop.csv", f"regio,periode,waarde,soort\n{regio},2025,10.1,demonstratie\n"
            )
    _put(root / "_static" / "azw.css", "figure { margin: 0; background: url('data:image/svg+xml,<svg/>') }\n")
    _put(root / "_static" / "azw.js", "import { start } from './deel.js'\n")
    _put(root / "search.html", "<!doctype html><title>Zoeken</title>")


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _spoiler(spoil: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(spoil(path.read_bytes())) and None


#: What may happen to a file in ``_build``.
SPOILT = {
    "a digit": _spoiler(
        lambda data: re.sub(rb"\d", lambda found: str((int(found[0]) + 1) % 10).encode(), data[::-1], count=1)[::-1]
    ),
    "a digit in front": _spoiler(lambda data: b"x" + data[1:]),
    "longer": _spoiler(lambda data: data + b"!"),
    "cut": _spoiler(lambda data: data[: len(data) // 2]),
    "without its checksum": _spoiler(lambda data: data.partition(b"\n")[2]),
    "no text": _spoiler(lambda data: b"\xff" + data),
    "empty": lambda path: path.write_bytes(b"") and None,
    "gone": lambda path: path.unlink(),
}


def widget_message(content: dict) -> dict:
    """The message in which the front end of a widget sends this content to the kernel."""
    return {"content": {"data": {"method": "custom", "content": content}}, "buffers": []}


#: Words that say that one thing comes from another.
CAUSAL = re.compile(
    r"\b(?:doordat|daardoor|waardoor|dankzij|vanwege|(?:leid(?:t|de|den|en)|geleid) tot|zorg(?:t|de|den) voor|(?:komt|kwam|komen) door"
    r"|(?:het )?effect(?:en)? van|als gevolg van|veroorza\w+)\b",
    re.IGNORECASE,
)
