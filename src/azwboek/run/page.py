"""Execute one page: what a process of the pool, or a worker of a cluster, does.

Nothing is shared but the checkout and the warehouse. The executed notebook is returned as text, and the caller puts it in
place.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import AzwboekError
from ..warehouse import ask
from ..warehouse.ask import Asked

KERNEL = "python3"
CELL_TIMEOUT = 120  # seconds; a cell that takes longer hangs
OUTPUT_MB = 20  # what one executed notebook may be
_ALONE = threading.Lock()  # papermill changes the folder of the whole process


@dataclass(frozen=True)
class Job:
    """One page to execute.

    Attributes:
        page: its key, such as ``RA0205/behoud``.
        notebook: the chapter.
        folder: where its cells run.
        engine: papermill engine.
        parameters: what it gets.
        stamp: what is written into the executed notebook about it.
        environment: variables that its process gets.
        cell_timeout: seconds that one cell may take.
    """

    page: str
    notebook: Path
    folder: Path
    engine: str
    parameters: dict
    stamp: dict
    environment: dict[str, str]
    cell_timeout: float = CELL_TIMEOUT


@dataclass
class PageOutcome:
    """How a page went: the executed notebook with what it asked, read and was rendered through, or why there is none and what was done before that."""

    page: str
    seconds: float = 0.0
    notebook: str = ""
    reason: str = ""
    partial: str = ""
    asked: list[Asked] = field(default_factory=list)
    templates: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def execute_page(job: Job) -> PageOutcome:
    """Execute a page; whatever goes wrong is in the outcome."""
    start = time.perf_counter()
    outcome = PageOutcome(job.page)
    try:
        with _ALONE, tempfile.TemporaryDirectory(prefix="azwboek-") as folder:
            _execute(job, Path(folder), outcome)
    except OSError as error:  # a folder that is full or cannot be written in
        outcome.reason = f"{error.filename or tempfile.gettempdir()}: {error.strerror or error}"
    outcome.seconds = round(time.perf_counter() - start, 2)
    return outcome


def _execute(job: Job, folder: Path, outcome: PageOutcome) -> None:
    import nbformat

    work, spoor = folder / "pagina.ipynb", folder / "spoor.jsonl"
    try:
        with _variables(job.environment | {ask.VARIABLE: str(spoor)}):
            notebook = _papermill(job, work)
        _refuse_exit(notebook, work)
        _settle(notebook, job)
        text = nbformat.writes(notebook) + "\n"
        if len(text.encode()) > OUTPUT_MB * 1_000_000:
            raise AzwboekError(f"meer dan {OUTPUT_MB} MB uitvoer; dat past niet op een pagina")
        outcome.notebook, outcome.asked, outcome.templates = text, ask.read(spoor), ask.templates_used(spoor)
        outcome.files = ask.files_used(spoor)
    except Exception as error:  # a page may fail in any way; the others go on
        outcome.reason = _reason(error, work)
        outcome.partial = work.read_text(encoding="utf-8") if work.is_file() else ""


def _papermill(job: Job, work: Path, *, again: bool = False):
    """Execute by papermill; a kernel that died gets a second chance.

    The stock engine saves after each cell the second time, to show what was done; ``fork`` always saves where it stops.
    """
    import papermill
    from nbclient.exceptions import DeadKernelError

    try:
        return papermill.execute_notebook(
            job.notebook,
            work,
            job.parameters,
            engine_name=job.engine,
            request_save_on_cell_execute=again or job.engine == "fork",
            kernel_name=KERNEL,
            progress_bar=False,
            cwd=job.folder,
            execution_timeout=job.cell_timeout,
            shutdown_kernel="immediate",
        )
    except (RuntimeError, TimeoutError) as error:  # a kernel that died, hangs or did not start (papermill#511)
        if again or (job.engine == "fork" and not isinstance(error, DeadKernelError)):
            raise
        return _papermill(job, work, again=True)


def _refuse_exit(notebook, work: Path) -> None:
    """A notebook that ends itself is not whole; papermill takes ``sys.exit()`` for a good end."""
    from papermill.iorw import write_ipynb

    for index, cell in enumerate(notebook.cells):
        failed = any(output.output_type == "error" for output in cell.get("outputs", []))
        if failed and "raises-exception" not in _tags(cell):
            write_ipynb(notebook, str(work))  # to show what was done, as papermill does with an error
            error = AzwboekError("de notebook sluit zichzelf af")
            error.cell_index, error.ename = index, "SystemExit"
            raise error


def _settle(notebook, job: Job) -> None:
    """Replace what differs from run to run (times, temporary names, a random id) by the page's own stamp."""
    notebook.metadata["papermill"] = {"parameters": notebook.metadata.papermill.parameters}
    notebook.metadata["azwboek"] = job.stamp
    for number, cell in enumerate(notebook.cells):
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = f"parameters-{number}"


def _reason(error: Exception, work: Path) -> str:
    """The number of the cell as the source notebook counts, and the first line of the exception."""
    cells = _cells(work)
    started = [i for i, cell in enumerate(cells) if cell["metadata"].get("papermill", {}).get("start_time")]
    index = getattr(error, "cell_index", started[-1] if started else None)
    name = getattr(error, "ename", None) or type(error).__name__
    reason = ": ".join(filter(None, [name, first_line(getattr(error, "evalue", None) or str(error))]))
    if index is None:
        return reason
    added = sum("injected-parameters" in _tags(cell) for cell in cells[: index + 1])
    return f"cel {index + 1 - added}: {reason}"


def _cells(work: Path) -> list[dict]:
    """The cells that papermill wrote, without the ones that it adds to point at an error."""
    try:
        cells = json.loads(work.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return []
    return [cell for cell in cells if "papermill-error-cell-tag" not in _tags(cell)]


def _tags(cell: dict) -> list[str]:
    return cell["metadata"].get("tags", [])


def first_line(text: str) -> str:
    """The first line that says something, without colours, not too long."""
    lines = [line.strip() for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines() if line.strip(" -")]
    return lines[0][:200] if lines else ""


@contextlib.contextmanager
def _variables(given: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
