"""Which pages are stale, and why: decided by content, never by the date of a file.

Beside each executed notebook a small file under ``_build/state`` says what it was made from: the notebook, its parameters and region,
the code that it imports, the locked versions, the queries that it asked with their answers, and what came out.
"""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import functools
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from .. import edition, files
from ..edition import PACKAGE, fingerprint
from ..edition import files as files_in
from ..errors import UsageError
from ..paths import Paths
from ..plan import REGION_PARAMETER, Page
from ..warehouse import ask
from ..warehouse.ask import Asked, checksum

if TYPE_CHECKING:
    import duckdb

NEVER = "nog niet uitgevoerd"
GONE, EDITED = "de uitvoer is weg", "de uitvoer is met de hand gewijzigd"


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


def basis(paths: Paths, page: Page) -> Basis:
    """What the page would be made from now."""
    notebook = page.chapter.notebook(paths)
    return Basis(
        notebook=checksum(notebook.read_bytes()),
        parameters={REGION_PARAMETER: page.region.code, **page.chapter.parameters},
        regio={key: list(v) if isinstance(v, tuple) else v for key, v in dataclasses.asdict(page.region).items()},
        versies=fingerprint([paths.root / "requirements.txt"]),
        code=code_behind(notebook_code(notebook)),
    )


def state_file(paths: Paths, page: Page) -> Path:
    """Where what an executed notebook was made from is kept."""
    return paths.build / "state" / page.region.code / f"{page.chapter.naam}.json"


def keep(path: Path, made_from: Basis, asked: list[Asked], content: str, output: bytes) -> None:
    """Write down what an executed notebook was made from.

    Args:
        path: where; see :func:`state_file`.
        made_from: all but the warehouse.
        asked: the queries with their answers.
        content: checksum of the warehouse that answered them.
        output: the executed notebook.
    """
    state = dataclasses.asdict(made_from) | {"inhoud": content, "uitvoer": checksum(output)}
    files.write_json(path, state | {"vragen": [dataclasses.asdict(a) for a in asked]})


def reasons(
    paths: Paths, pages: Iterable[Page], content: str, *, workers: int = 1, soon: Callable[[], object] = lambda: None
) -> dict[Page, str]:
    """Say of each page why it must be executed; of a page that is good, nothing: the text is empty.

    Args:
        paths: the checkout.
        pages: which pages.
        content: checksum of the present warehouse. When it differs from what a page was made with, the page's own queries are
            asked again; it is stale only when an answer differs.
        workers: how many questions are asked at the same time.
        soon: called as soon as there is a page to execute or a query to ask.
    """
    told: dict[Page, str] = {}
    doubt: dict[Page, dict] = {}
    for page in pages:
        state = _read(state_file(paths, page))
        told[page] = _reason(paths, page, state)
        if state and not told[page] and state["inhoud"] != content:
            doubt[page] = state
        if told[page] or page in doubt:
            soon()
    questions = {_question(a) for state in doubt.values() for a in state["vragen"]}
    answers = ask_again(paths, questions, workers) if doubt else {}
    for page, state in doubt.items():
        told[page] = _changed_answer(state, answers)
        if not told[page]:
            files.write_json(state_file(paths, page), state | {"inhoud": content})
    return told


def _reason(paths: Paths, page: Page, state: dict | None) -> str:
    output, notebook = page.notebook_out(paths), page.chapter.notebook(paths)
    if state is None:
        return NEVER
    if not notebook.is_file() or checksum(notebook.read_bytes()) != state["notebook"]:
        return f"{page.chapter.naam}.ipynb is gewijzigd"
    if not output.is_file():
        return GONE
    if checksum(output.read_bytes()) != state["uitvoer"]:
        return EDITED
    now = basis(paths, page)
    if now.parameters != state["parameters"]:
        return "de parameters zijn gewijzigd"
    if now.regio != state["regio"]:
        return "de gegevens van de regio zijn gewijzigd"
    if now.versies != state["versies"]:
        return "requirements.txt is gewijzigd"
    if code := _differing(now.code, state["code"]):
        return f"code gewijzigd: {', '.join(code)}"
    queries = {a["vraag"]: a["sql"] for a in state["vragen"] if a["vraag"] != ask.EVERYTHING}
    if changed := _differing({name: _query(paths, name) for name in queries}, queries):
        return f"vraag gewijzigd: {', '.join(f'{name}.sql' for name in changed)}"
    return ""


def _changed_answer(state: dict, answers: dict[tuple[str, str], str]) -> str:
    changed = {a["vraag"] for a in state["vragen"] if answers.get(_question(a)) != a["uitkomst"]}
    if ask.EVERYTHING in changed:
        return "de notebook leest het hele datawarehouse, en dat is gewijzigd"
    return f"andere uitkomst: {', '.join(sorted(changed))}" if changed else ""


def _question(asked: dict) -> tuple[str, str]:
    return asked["vraag"], asked["parameters"]


def ask_again(paths: Paths, questions: Iterable[tuple[str, str]], workers: int = 1) -> dict[tuple[str, str], str]:
    """Ask each (query, parameters) of the present warehouse.

    Returns:
        The checksum of each answer; of a query that no longer exists or no longer fits, nothing.
    """
    from concurrent.futures import ThreadPoolExecutor

    from ..warehouse.ask import connect

    asked = sorted(question for question in questions if question[0] != ask.EVERYTHING)
    if not asked:
        return {}
    answers: dict[tuple[str, str], str] = {}
    with connect(paths.warehouse) as connection, ThreadPoolExecutor(workers) as pool:
        parts = [(connection.cursor(), paths, asked[number::workers]) for number in range(workers)]
        for found in pool.map(_ask, *zip(*parts, strict=True)):
            answers |= found
    return answers


def _ask(
    cursor: duckdb.DuckDBPyConnection, paths: Paths, questions: list[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    import duckdb

    answers = {}
    with cursor:
        for name, parameters in questions:
            with contextlib.suppress(duckdb.Error, UsageError):  # the page will say what is wrong when it runs
                answer = ask.ask(cursor, paths, name, json.loads(parameters))
                answers[name, parameters] = ask.outcome(answer)
    return answers


def _read(path: Path) -> dict | None:
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
        return state if isinstance(state, dict) and {"uitvoer", "inhoud", "vragen"} <= state.keys() else None
    except (FileNotFoundError, ValueError):
        return None


def _query(paths: Paths, name: str) -> str:
    path = paths.sql / "vragen" / f"{name}.sql"
    return checksum(path.read_text(encoding="utf-8")) if path.is_file() else ""


def _differing(now: dict, before: dict) -> list[str]:
    return sorted(name for name in now.keys() | before.keys() if now.get(name) != before.get(name))


def executed(paths: Paths, pages: Iterable[Page]) -> str:
    """One checksum over what the executed notebooks are."""
    outputs = (page.notebook_out(paths) for page in pages)
    return checksum("\n".join(checksum(path.read_bytes()) if path.is_file() else "-" for path in outputs))


# ---- the code behind a notebook ------------------------------------------------------------------------------


def code_behind(code: str) -> dict[str, str]:
    """Modules of the package that a text of Python imports, and those that they import: name and checksum."""
    return {path.relative_to(PACKAGE).as_posix(): _file_checksum(*_seen(path)) for path in closure(_modules_in(code))}


def notebook_code(path: Path) -> str:
    """The code cells of a notebook as one text of Python; magics and shell lines left out."""
    cells = json.loads(path.read_bytes())["cells"]
    lines = (line for c in cells if c["cell_type"] == "code" for line in "".join(c["source"]).splitlines())
    return "\n".join("pass" if line.lstrip()[:1] in ("%", "!") else line for line in lines)


def closure(first: Iterable[Path]) -> list[Path]:
    """These modules and all that they import from the package, sorted."""
    found: set[Path] = set()
    todo = [PACKAGE / "__init__.py", *first]
    while todo:
        path = todo.pop()
        if path not in found:
            found.add(path)
            todo += _imports(*_seen(path))
    return sorted(found)


def code_of(*modules: str) -> str:
    """One checksum over these modules of the package and all that they import."""
    return fingerprint(closure([PACKAGE / f"{name.replace('.', '/')}.py" for name in modules]))


def _seen(path: Path) -> tuple[Path, int, int]:
    """A file as it is now, to remember what was found in it."""
    status = path.stat()
    return path, status.st_mtime_ns, status.st_size


@functools.cache
def _file_checksum(path: Path, _mtime: int, _size: int) -> str:
    return checksum(path.read_bytes())


@functools.cache
def _imports(path: Path, _mtime: int, _size: int) -> list[Path]:
    return _modules_in(path.read_text(encoding="utf-8"), path.parent)


@functools.cache
def _modules_in(code: str, folder: Path = PACKAGE) -> list[Path]:
    try:
        tree = ast.parse(code)
    except SyntaxError:  # the page will say so when it runs; until then everything counts
        return sorted(PACKAGE.rglob("*.py"))
    names: list[list[str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            place = (node.module or "").split(".") if node.module else []
            if node.level:
                above = [folder, *folder.parents][node.level - 1]
                place = ["azwboek", *above.relative_to(PACKAGE).parts, *place]
            names += [[*place, alias.name] for alias in node.names]
    return [path for name in names if name[0] == "azwboek" for path in _files(name[1:])]


def _files(parts: list[str]) -> list[Path]:
    """The files of a dotted name: the module, or the module that the name stands in, and the packages around it."""
    found = [PACKAGE.joinpath(*parts[:n]) for n in range(1, len(parts) + 1)]
    candidates = [p.with_name(f"{p.name}.py") for p in found] + [p / "__init__.py" for p in found]
    return [path for path in candidates if path.is_file()]


# ---- a stage that can be left out ---------------------------------------------------------------------------


def warehouse_key(paths: Paths) -> str:
    """Checksum over what the warehouse is built from; kept tables count by their manifests, which hold checksums.

    Of the last refresh only what was refused is part of a warehouse.
    """
    sources = [path for folder in (paths.registers, paths.sql) for path in sorted(files_in(folder))]
    kept = files_in(paths.snapshots)
    sources += [path for path in kept if path.suffix != ".parquet"]
    sources += [paths.catalogue, paths.rules, paths.root / "requirements.txt"]
    tables = [
        f"{path.relative_to(paths.snapshots)} {path.stat().st_size}" for path in kept if path.suffix == ".parquet"
    ]
    queries = paths.sql / "vragen"
    wanted = [path for path in sources if queries not in path.parents]
    return checksum("\n".join([fingerprint(wanted), code_of("warehouse.build"), _refused(paths), *tables]))


def _refused(paths: Paths) -> str:
    """What the last refresh refused, as text; empty when there was none or nothing was."""
    if not paths.refreshed.is_file():
        return ""
    from ..sources import refreshed  # takes pandas along, which an unchanged build does without

    return "\n".join(map(str, refreshed.refused(paths).to_dict("records")))


def warehouse_content(paths: Paths) -> str:
    """Checksum of the warehouse: of what it says that it holds and of the file itself, should somebody have written in it.

    Raises:
        AzwboekError: there is no whole warehouse.
    """
    said = edition.warehouse_content(paths)["inhoud_sha256"]
    return checksum(f"{said} {checksum(paths.warehouse.read_bytes())}")


def warehouse_state(paths: Paths) -> str:
    """Checksum of the warehouse as it stands, or nothing when there is none."""
    summary = paths.warehouse.with_suffix(".json")
    found = [path for path in (paths.warehouse, summary) if path.is_file()]
    return fingerprint(found) if len(found) == 2 else ""


def stage_is_fresh(path: Path, key: str, outputs: Callable[[], str]) -> bool:
    """Whether a stage was done from exactly this, and its outputs are as it left them."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return kept["sleutel"] == key and kept["uitvoer"] == outputs()
    except (OSError, ValueError, KeyError, TypeError):
        return False


def keep_stage(path: Path, key: str, outputs: str) -> None:
    """Write down that a stage was done from this and left these outputs."""
    files.write_json(path, {"sleutel": key, "uitvoer": outputs})


def present(folder: Path) -> str:
    """A quick checksum of a folder's files: names, sizes and moments of writing."""
    lines = []
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            status = os.stat(os.path.join(root, name))
            lines.append(f"{root}/{name} {status.st_size} {status.st_mtime_ns}")
    return checksum("\n".join(lines))
