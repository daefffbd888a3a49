"""A start for what an analyst adds: an indicator, a chapter or a page, from the files in ``book/nieuw``.

Everything is read and judged before anything is written, so that a name that cannot be leaves nothing behind.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from string import Template

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell
from pydantic import TypeAdapter, ValidationError

from . import dutch
from . import plan as plans
from .errors import UsageError
from .files import write_text
from .paths import Paths
from .plan import Plan
from .site.theme import contents
from .sources import marked, registers
from .sources.rows import Slug

KINDS = ("indicator", "hoofdstuk", "pagina")
#: The heading of a chapter before which a new section comes, and what parts the cells of one.
LAST, BETWEEN = "## Verantwoording", "\n---\n"


def make(paths: Paths, kind: str, name: str, chapter: str = "") -> list[str]:
    """Make a working start.

    Args:
        paths: the checkout.
        kind: one of ``KINDS``.
        name: of what is new: small letters, digits and hyphens.
        chapter: of an indicator: the chapter that shows it.

    Returns:
        Lines to show: what was written, and what to do next.

    Raises:
        UsageError: the name cannot be one or is taken, or the chapter is none that shows indicators; nothing was written.
    """
    try:
        TypeAdapter(Slug).validate_python(name)
    except ValidationError as error:
        raise UsageError(
            f"{name[:80]!r} kan geen naam zijn; gebruik kleine letters, cijfers en streepjes, zoals wijkverpleging"
        ) from error
    plan = plans.load(paths)
    if kind == "indicator":
        texts, steps = _indicator(paths, plan, name, chapter)
    elif chapter:
        raise UsageError("--hoofdstuk hoort bij een indicator")
    else:
        texts, steps = (_chapter if kind == "hoofdstuk" else _page)(paths, plan, name)
    for path, text in texts.items():
        write_text(path, text)
    if kind != "indicator":
        toc = paths.root / "_toc.yml"
        write_text(toc, contents.toc_text(plans.load(paths)))
        texts[toc] = ""
    written = [f"geschreven: {path.relative_to(paths.root)}" for path in texts]
    return [*written, "Volgende stap:", *(f"  {step}" for step in steps)]


def _chapter(paths: Paths, plan: Plan, name: str) -> tuple[dict[Path, str], list[str]]:
    notebook = paths.book / "chapters" / f"{name}.ipynb"
    _refuse(name, [one.naam for one in plan.chapters], notebook)
    listed = paths.parameters / "hoofdstukken.yml"
    texts = {
        notebook: _filled(paths, "hoofdstuk.ipynb", name),
        listed: _ended(listed) + _filled(paths, "vermelding.yml", name),
    }
    steps = [
        f"schrijf het hoofdstuk in {notebook.relative_to(paths.root)}; titel en menu staan in {listed.relative_to(paths.root)}",
        "azwboek warehouse",
        f"azwboek run --only NL/{name}",
        "azwboek build",
    ]
    return texts, steps


def _page(paths: Paths, plan: Plan, name: str) -> tuple[dict[Path, str], list[str]]:
    page, listed = paths.book / f"{name}.md", paths.parameters / "paginas.yml"
    taken = [
        *plan.single,
        *plans.MADE,
        *(region.slug for region in plan.regions),
        *(one.settings.pad for one in plan.sets),
    ]
    _refuse(name, taken, page)
    _, lines = marked.read(listed)
    last = max(line for place, line in lines.items() if place[:2] == (0, "paginas"))
    rows = listed.read_text(encoding="utf-8").splitlines(keepends=True)
    rows.insert(last, rows[last - 1].partition("-")[0] + f"- {name}\n")
    texts = {page: _filled(paths, "pagina.md", name), listed: "".join(rows)}
    steps = [
        f"schrijf de pagina in {page.relative_to(paths.root)}; haar plaats in het menu staat in {listed.relative_to(paths.root)}",
        "azwboek build",
    ]
    return texts, steps


def _indicator(paths: Paths, plan: Plan, name: str, chapter: str) -> tuple[dict[Path, str], list[str]]:
    if not chapter:
        raise UsageError(
            f"in welk hoofdstuk staat {name}? Geef dat mee: azwboek nieuw indicator {name} --hoofdstuk behoud"
        )
    shown = plan.chapter(chapter)
    if not shown.groep:
        fitting = ", ".join(one.naam for one in plan.chapters if one.groep)
        raise UsageError(f"hoofdstuk {shown.naam} heeft geen groep van indicatoren; kies uit {fitting}")
    known = registers.read_one(paths.registers, "indicatoren")
    _refuse(name, [row.code for row in (*known, *registers.read_one(paths.registers, "hulpreeksen"))])
    number = 1 + max((row.volgorde for row in known if row.groep == shown.groep), default=0)
    texts = {}
    for register in ("indicatoren", "definities"):
        path = paths.registers / f"{register}.csv"
        row = _filled(paths, f"{register}.csv", name, groep=shown.groep, volgorde=str(number))
        texts[path] = _ended(path) + _as_row(row, registers.columns(register))
    notebook = shown.notebook(paths)
    texts[notebook] = _with_section(notebook, _filled(paths, "indicator.txt", name))
    steps = [
        f"vul de rijen van {name} in data/registers/indicatoren.csv en data/registers/definities.csv aan",
        "azwboek warehouse",
        f"azwboek run --only NL/{shown.naam}",
        f"azwboek koppel {name}",
    ]
    return texts, steps


def _refuse(name: str, taken: Iterable[str], *files: Path) -> None:
    if name in taken or any(file.exists() for file in files):
        raise UsageError(f"{name} is er al; kies een andere naam")


def _filled(paths: Paths, file: str, name: str, **words: str) -> str:
    """A file of ``book/nieuw`` with its names filled in."""
    text = (paths.book / "nieuw" / file).read_text(encoding="utf-8")
    title = dutch.sentence_case(name.replace("-", " ").replace("_", " "))
    return Template(text).substitute(naam=name, titel=title, **words)


def _ended(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return text if text.endswith("\n") else f"{text}\n"


def _as_row(text: str, columns: list[str]) -> str:
    """The row of a small CSV in the order of a register's columns."""
    (row,) = csv.DictReader(io.StringIO(text))
    out = io.StringIO()
    csv.DictWriter(out, columns, lineterminator="\n").writerow(row)
    return out.getvalue()


def _with_section(path: Path, section: str) -> str:
    """A notebook with cells before its last section; one that begins with a heading is text."""
    notebook = nbformat.read(path, as_version=4)
    made = [
        new_markdown_cell(part.strip()) if part.lstrip().startswith("#") else new_code_cell(part.strip())
        for part in section.split(BETWEEN)
    ]
    place = next((n for n, cell in enumerate(notebook.cells) if cell.source.startswith(LAST)), len(notebook.cells))
    notebook.cells[place:place] = made
    return nbformat.writes(notebook) + "\n"
