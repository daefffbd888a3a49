"""Which pages are stale, and why: decided by content, never by the date of a file.

Of each executed notebook a record under ``_build/kept/pages`` says what it was made from: the notebook, its parameters and region, the
code that it imports and the code that executes it, the versions, the queries that it asked with their answers, the templates
that it was rendered through, the files of an analyst that it read, and what came out.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from .. import keep, templates
from ..keep import checksum
from ..paths import Paths
from ..plan import REGION_PARAMETER, Page
from ..warehouse import ask
from ..warehouse.ask import Asked

if TYPE_CHECKING:
    from .page import PageOutcome

NEVER = "nog niet uitgevoerd"
GONE, EDITED = "de uitvoer is weg", "de uitvoer is met de hand gewijzigd"
AT_ONCE = 2  # threads that ask again; DuckDB plans and answers outside Python's lock
#: What executes a notebook, beside what it imports itself.
EXECUTING = ("run.page", "run.fork.engine")


@dataclasses.dataclass(frozen=True)
class Basis:
    """What a page is made from, apart from the warehouse: each part with a checksum or a value."""

    notebook: str
    parameters: dict
    regio: dict
    versies: str
    code: dict[str, str]

    @property
    def key(self) -> str:
        """One checksum over all parts."""
        return checksum(json.dumps(dataclasses.asdict(self), sort_keys=True))


def bases(paths: Paths, pages: Iterable[Page]) -> dict[Page, Basis]:
    """What each page would be made from now; a page whose notebook is not there is left out."""
    versions, executing, chapters, found = keep.versions(paths), keep.code(*EXECUTING), {}, {}
    for page in pages:
        notebook = page.chapter.notebook(paths)
        if notebook not in chapters:
            content = notebook.read_bytes() if notebook.is_file() else None
            chapters[notebook] = content and (checksum(content), executing | keep.code_behind(notebook_code(content)))
        if chapters[notebook]:
            found[page] = Basis(
                notebook=chapters[notebook][0],
                parameters={REGION_PARAMETER: page.region.code, **page.chapter.parameters},
                regio={
                    key: list(v) if isinstance(v, tuple) else v for key, v in dataclasses.asdict(page.region).items()
                },
                versies=versions,
                code=chapters[notebook][1],
            )
    return found


def notebook_code(content: bytes) -> str:
    """The code cells of a notebook as one text of Python; magics and shell lines left out. Empty when it is no notebook."""
    try:
        cells = json.loads(content)["cells"]
        lines = [line for c in cells if c["cell_type"] == "code" for line in "".join(c["source"]).splitlines()]
    except (ValueError, KeyError, TypeError):  # executing it says so
        return ""
    return "\n".join("pass" if line.lstrip()[:1] in ("%", "!") else line for line in lines)


def record(paths: Paths, page: Page) -> Path:
    """Where what an executed notebook was made from is kept."""
    return paths.build / "kept" / "pages" / page.region.code / f"{page.chapter.naam}.json"


def write_down(path: Path, made_from: Basis, outcome: PageOutcome, content: str) -> None:
    """Write down what an executed notebook was made from.

    Args:
        path: where; see :func:`record`.
        made_from: all but the warehouse and the templates.
        outcome: the executed notebook, the queries that it asked with their answers, and the templates that it was rendered through.
        content: checksum of the warehouse that answered them.
    """
    known = dataclasses.asdict(made_from) | {"inhoud": content, "uitvoer": checksum(outcome.notebook)}
    known |= {"vragen": [dataclasses.asdict(a) for a in outcome.asked], "sjablonen": outcome.templates}
    _write(path, known | {"bestanden": outcome.files})


def asked(path: Path) -> list[Asked]:
    """The questions in a record, with their answers; none when there is no whole record."""
    return [Asked(**one) for one in (_read(path) or {"vragen": []})["vragen"]]


def reasons(paths: Paths, pages: Iterable[Page], content: str) -> dict[Page, str]:
    """Say of each page why it must be executed; of a page that is good, nothing: the text is empty.

    Args:
        paths: the checkout.
        pages: which pages.
        content: checksum of the present warehouse. When it differs from what a page was made with, the page's own queries are
            asked again; it is stale only when an answer differs.
    """
    pages = list(pages)
    now = bases(paths, pages)
    found: dict[Page, str] = {}
    doubt: dict[Page, dict] = {}
    for page in pages:
        known = _read(record(paths, page))
        found[page] = _reason(paths, page.notebook_out(paths), page, known, now.get(page))
        if known and not found[page]:
            if known["inhoud"] == content:  # the answers are the same; the text of a query may differ
                found[page] = ask.difference(paths, asked(record(paths, page)), lambda one: one.uitkomst)
            else:
                doubt[page] = known
    questions = {page: asked(record(paths, page)) for page in doubt}
    answers = ask_again(paths, [one for own in questions.values() for one in own]) if doubt else {}
    for page, known in doubt.items():
        found[page] = ask.difference(paths, questions[page], lambda one: answers.get(_question(one), "niet te stellen"))
        if not found[page]:
            _write(record(paths, page), known | {"inhoud": content})
    return found


def _reason(paths: Paths, output: Path, page: Page, known: dict | None, now: Basis | None) -> str:
    if known is None:
        return NEVER
    if now is None or now.notebook != known["notebook"]:
        return f"{page.chapter.naam}.ipynb is gewijzigd"
    if not output.is_file():
        return GONE
    if checksum(output.read_bytes()) != known["uitvoer"]:
        return EDITED
    if now.parameters != known["parameters"]:
        return "de parameters zijn gewijzigd"
    if now.regio != known["regio"]:
        return "de gegevens van de regio zijn gewijzigd"
    if now.versies != known["versies"]:
        return "requirements.txt, Python, woorden.csv, eenheden.csv of buren.yml is gewijzigd"
    before = known["code"]
    if changed := sorted(name for name in now.code.keys() | before.keys() if now.code.get(name) != before.get(name)):
        return f"code gewijzigd: {', '.join(changed)}"
    used = known["sjablonen"]
    if changed := sorted(name for name in used if checksum(templates.text(paths.book, name)) != used[name]):
        return f"sjabloon gewijzigd: {', '.join(changed)}"
    changed = sorted(name for name, content in known.get("bestanden", {}).items() if _content(paths, name) != content)
    return f"eigen bestand gewijzigd: {', '.join(changed)}" if changed else ""


def _content(paths: Paths, name: str) -> str:
    file = paths.root / name
    return checksum(file.read_bytes()) if file.is_file() else ""


def _question(one: Asked) -> tuple[str, str]:
    return one.vraag, one.parameters


def ask_again(paths: Paths, questions: Iterable[Asked]) -> dict[tuple[str, str], str]:
    """Ask the present warehouse each question once.

    Returns:
        By query and parameters the checksum of each answer; empty for a query that no longer exists or no longer fits.
    """
    once = {_question(one): one for one in questions if one != ask.PAST}
    if not once:
        return {}
    ordered = sorted(once)
    with ask.connect(paths.warehouse) as connection, ThreadPoolExecutor(AT_ONCE) as threads:

        def part(number: int) -> list[tuple[tuple[str, str], str]]:
            with connection.cursor() as cursor:
                return [(one, ask.ask_again(cursor, paths, once[one])) for one in ordered[number::AT_ONCE]]

        return dict(pair for found in threads.map(part, range(AT_ONCE)) for pair in found)


def executed(paths: Paths, pages: Iterable[Page]) -> str:
    """One checksum over what the executed notebooks are."""
    outputs = (page.notebook_out(paths) for page in pages)
    return checksum("\n".join(checksum(path.read_bytes()) if path.is_file() else "-" for path in outputs))


def _read(path: Path) -> dict | None:
    content = keep.sealed(path)
    return None if content is None else json.loads(content)


def _write(path: Path, known: dict) -> None:
    keep.seal(path, (json.dumps(known, ensure_ascii=False, indent=1) + "\n").encode())
