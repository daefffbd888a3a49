"""What must hold of the executed notebooks: papermill lets an error and a typing error in a parameter through."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import nbformat
from markdown_it import MarkdownIt

from ..chapters.figures import MIME
from ..keep import Kept
from ..paths import Paths
from ..plan import NATIONAL, REGION_PARAMETER, Page, Plan
from ..site import outputs
from ..site.html import has_content
from ..sources.rows import AREA_CODE
from . import claims
from .fault import Fault

CODE = re.compile(f"{NATIONAL}|{AREA_CODE}")
FIGURE_TEXTS = ("titel", "zin", "alt", "bron")
# What a reader does not see in Markdown: comments, and labels such as (kop)=.
NOTHING = re.compile(r"<!--.*?-->|^\([\w:-]+\)=$", re.DOTALL | re.MULTILINE)
MARKDOWN = MarkdownIt("commonmark").enable("table")


def check_notebooks(paths: Paths, plan: Plan) -> list[Fault]:
    """Check every executed notebook, and that there are none too many; one that was found good is not checked twice."""
    faults: list[Fault] = []
    kept = Kept(paths, "checked-notebooks", __name__)
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
        *_check_execution(page.region.code, executed),
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
    reasons += _check_rows(name, regio, figure)
    for number in claims.unsupported(str(figure.get("zin")), figure.get("kolommen") or [], figure.get("rijen") or []):
        reasons.append(f"{name}: de zin noemt {number}, en dat volgt niet uit de gegevens")
    return reasons


def _check_rows(name: str, regio: str, figure: dict) -> list[str]:
    """What is wrong with the region of a figure, its rows and its chart."""
    reasons = []
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


def _check_execution(regio: str, executed) -> Iterator[str]:
    for number, cell in outputs.numbered(executed):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        if cell.execution_count is None:
            yield f"cel {number} is niet uitgevoerd"
        for output in cell.outputs:
            if output.output_type == "error":
                yield f"cel {number} gaf een fout: {output.ename}: {output.evalue.partition(chr(10))[0]}"
            elif output.output_type == "stream" and output.name == "stderr":
                yield f"cel {number} schreef een waarschuwing of fout op stderr"
            elif MIME not in output.get("data", {}) and (reason := outputs.refusal(output, number, regio)):
                yield f"cel {number}: {reason}"


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
        return has_content(lxml.html.fragment_fromstring(data["text/html"] or " ", create_parent="div"))
    shown = data.get("text/markdown", data.get("text/plain", ""))
    return bool(shown.strip())


def _check_figures(regio: str, executed) -> Iterator[str]:
    try:
        found = list(figures(executed))
    except ValueError as error:
        yield f"een figuur is geen geldige JSON ({error})"
        return
    own = [figure.to_json() for figure in outputs.charts(executed, regio)]
    if not found and not own:
        yield "geen enkele figuur"
    names = [figure.get("id") for figure in (*found, *own)]
    for name in sorted({str(name) for name in names if names.count(name) > 1}):
        yield f"figuur {name}: de naam komt dubbel voor"
    for figure in found:
        yield from check_figure(regio, figure)
    for figure in own:
        yield from _check_rows(f"figuur {figure['id']}", regio, figure)


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
