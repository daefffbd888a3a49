"""Execute the chapters: decide what is stale, run papermill per page in a few processes, collect how it went.

A page's notebook is written under a temporary name and moved into place when it is whole. A page that fails
leaves ``<chapter>.mislukt.ipynb`` with the traceback and no ``<chapter>.ipynb``, so that nothing old is taken
for good.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import multiprocessing.forkserver
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field
from pathlib import Path

from . import edition
from .errors import AzwboekError, UsageError
from .matrix import REGION_PARAMETER, Chapter, Page
from .paths import Paths
from .progress import Progress

ENGINES = ("fork", "nbclient")
KERNEL = "python3"
# Modules that no notebook imports: a change in them makes no page stale.
OUTSIDE_NOTEBOOKS = (
    "addresses", "bundle", "cbs", "cli", "csp", "doctor", "downloads", "edition", "engine", "explorer", "gate", "glossary", "kernel",
    "lock", "navigation", "pages", "refresh", "reports", "run", "search", "site", "sphinx_ext", "template", "verify", "widget",
)  # fmt: skip
CELL_TIMEOUT = 120  # seconds; a cell that takes longer hangs
OUTPUT_MB = 20  # what one executed notebook may be
DONE, FRESH, FAILED = "uitgevoerd", "al goed", "mislukt"


@dataclass(frozen=True)
class Result:
    """How one page went."""

    pagina: str
    status: str
    seconden: float = 0.0
    reden: str = ""


@dataclass
class Report:
    """How a run went: its pages in the order asked, and the time it took."""

    paginas: list[Result] = field(default_factory=list)
    seconden: float = 0.0

    @property
    def failed(self) -> list[Result]:
        """The pages that failed."""
        return [result for result in self.paginas if result.status == FAILED]

    def count(self, status: str) -> int:
        """Return how many pages ended this way."""
        return sum(result.status == status for result in self.paginas)

    def slowest(self, number: int = 5) -> list[Result]:
        """Return the executed pages that took longest."""
        ran = [result for result in self.paginas if result.status != FRESH]
        return sorted(ran, key=lambda result: -result.seconden)[:number]

    def counts(self) -> str:
        """Return how many pages ended how, in words."""
        ended = ", ".join(f"{self.count(status)} {status}" for status in (DONE, FRESH, FAILED))
        return f"{len(self.paginas)} pagina's: {ended}"

    def summary(self) -> str:
        """Return the run in one line."""
        return f"{self.counts()} in {self.seconden:.0f} s"

    def to_json(self) -> dict:
        """Return the run as plain data."""
        counts = {status.replace(" ", "_"): self.count(status) for status in (DONE, FRESH, FAILED)}
        return {"seconden": self.seconden, **counts, "paginas": [asdict(result) for result in self.paginas]}


@dataclass(frozen=True)
class Job:
    """One page to execute, as it goes to a process."""

    page: str
    notebook: Path
    output: Path
    folder: Path
    engine: str
    parameters: dict
    stamp: dict

    @property
    def work(self) -> Path:
        """Where papermill writes while it is busy."""
        return self.output.with_name(f".{self.output.stem}.bezig.ipynb")

    @property
    def failed(self) -> Path:
        """Where a failed notebook is left to be looked at."""
        return self.output.with_name(f"{self.output.stem}.mislukt.ipynb")


def execute(
    paths: Paths,
    pages: Sequence[Page],
    *,
    engine: str = ENGINES[0],
    workers: int | None = None,
    force: bool = False,
) -> Report:
    """Execute the pages that are stale, in a pool of processes; a page that fails does not stop the others.

    Args:
        paths: the checkout.
        pages: what to execute.
        engine: papermill engine.
        workers: number of processes; by default one per core, and at least two.
        force: execute what is fresh as well.

    Raises:
        UsageError: a notebook is missing or does not take the parameters that it would get; nothing has run.
        AzwboekError: there is no warehouse.
    """
    start = time.perf_counter()
    if engine not in ENGINES:
        raise UsageError(f"onbekende engine {engine!r}: kies uit {', '.join(ENGINES)}")
    for chapter in {page.chapter.naam: page.chapter for page in pages}.values():
        check_chapter(paths, chapter)
    content = edition.warehouse_content(paths)
    jobs = plan(paths, pages, engine=engine, content=content["inhoud_sha256"])
    for leftover in paths.notebooks.glob("*/.*.bezig.ipynb"):
        leftover.unlink()
    stale = [job for job in jobs if force or not is_fresh(job)]
    results = {job.page: Result(job.page, FRESH) for job in jobs}
    with Progress(len(stale), "pagina's") as progress:

        def collect(result: Result) -> None:
            results[result.pagina] = result
            progress.advance()

        _run_all(paths, stale, workers or max(2, len(os.sched_getaffinity(0))), collect)
    return Report([results[job.page] for job in jobs], round(time.perf_counter() - start, 2))


def check_chapter(paths: Paths, chapter: Chapter) -> None:
    """See that a chapter's notebook exists and takes the parameters that it will get.

    Raises:
        UsageError: it does not; the message names the notebook and the parameter.
    """
    import nbformat
    import papermill

    path = chapter.notebook(paths)
    name = path.relative_to(paths.root)
    if not path.is_file():
        raise UsageError(f"{name}: de notebook van hoofdstuk {chapter.naam} ontbreekt")
    try:
        notebook = nbformat.read(path, as_version=4)
        tagged = sum("parameters" in cell.metadata.get("tags", []) for cell in notebook.cells)
        if tagged != 1:
            raise UsageError(f"{name}: {tagged} cellen met de tag 'parameters'; er hoort er één te zijn")
        known = papermill.inspect_notebook(path)
    except (ValueError, AttributeError, nbformat.ValidationError) as error:
        raise UsageError(f"{name}: geen bruikbare notebook ({_first_line(str(error))})") from error
    for parameter in (REGION_PARAMETER, *chapter.parameters):
        if parameter not in known:
            there = ", ".join(known) or "geen"
            raise UsageError(
                f"{name}: onbekende parameter {parameter!r}; in de cel met de tag 'parameters' staan: {there}"
            )


def plan(paths: Paths, pages: Sequence[Page], *, engine: str, content: str) -> list[Job]:
    """Return what would be executed for each page, stamped with a key over all that decides its result.

    Args:
        paths: the checkout.
        pages: the pages.
        engine: papermill engine; not part of the key, for all engines give the same.
        content: checksum of the warehouse.
    """
    queries = edition.files(paths.sql / "queries", "*.sql")
    package = [path for path in edition.files(edition.PACKAGE, "*.py") if path.stem not in OUTSIDE_NOTEBOOKS]
    common = edition.fingerprint([*queries, *package, paths.root / "requirements.txt"])
    notebooks = {p.chapter.naam: edition.fingerprint([p.chapter.notebook(paths)]) for p in pages}
    jobs = []
    for page in pages:
        parameters = {REGION_PARAMETER: page.region.code, **page.chapter.parameters}
        parts = [common, content, notebooks[page.chapter.naam], json.dumps(parameters, sort_keys=True)]
        stamp = {
            "sleutel": hashlib.sha256("\n".join(parts).encode()).hexdigest(),
            "regio": page.region.code,
            "hoofdstuk": page.chapter.naam,
        }
        notebook, output = page.chapter.notebook(paths), page.notebook_out(paths)
        jobs.append(Job(page.key, notebook, output, paths.root, engine, parameters, stamp))
    return jobs


def is_fresh(job: Job) -> bool:
    """Whether the page's notebook was executed from exactly what it would be executed from now."""
    try:
        content = json.loads(job.output.read_text(encoding="utf-8"))
        return content["metadata"]["azwboek"] == job.stamp
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _run_all(paths: Paths, jobs: list[Job], workers: int, collect: Callable[[Result], None]) -> None:
    if not jobs:
        return
    paths.build.mkdir(parents=True, exist_ok=True)
    _log(paths).write_bytes(b"")
    before = set(multiprocessing.active_children())
    prepared = (_environment(paths), _log(paths))
    pool = ProcessPoolExecutor(min(workers, len(jobs)), _server(), _start_process, prepared)
    try:
        futures = {pool.submit(_execute_in_pool, job): job for job in jobs}
        for future in as_completed(futures):
            try:
                collect(future.result())
            except BrokenProcessPool:
                reason = f"een werkproces viel weg; zie {_log(paths)}"
                collect(Result(futures[future].page, FAILED, reden=reason))
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        _end(set(multiprocessing.active_children()) - before)
        raise
    finally:
        pool.shutdown()


def _server() -> multiprocessing.context.BaseContext:
    """The fork server from which the pool's processes and the notebooks' children come, with a fixed hash seed."""
    from . import engine

    context, before = engine.server(), os.environ.get("PYTHONHASHSEED")
    os.environ["PYTHONHASHSEED"] = "0"
    try:
        multiprocessing.forkserver.ensure_running()
    finally:
        os.environ.pop("PYTHONHASHSEED")
        if before is not None:
            os.environ["PYTHONHASHSEED"] = before
    return context


def _end(processes: set) -> None:
    """End our own processes; each takes its kernel along."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + 10
    for process in processes:
        process.join(max(0.1, deadline - time.monotonic()))
        if process.is_alive():
            process.kill()


def _environment(paths: Paths) -> dict[str, str]:
    return {
        "AZWBOEK_BOUW": "1",
        "AZWBOEK_ROOT": str(paths.root),
        "AZWBOEK_BUILD": str(paths.build),
        "PYTHONHASHSEED": "0",
    }


def _log(paths: Paths) -> Path:
    return paths.build / "run.log"


def _start_process(environment: dict[str, str], log: Path) -> None:
    """Prepare a process of the pool: the kernels' environment, their messages, and how it ends."""
    os.environ.update(environment)
    with log.open("ab") as file:  # kernels write warnings to stderr that say nothing about a page
        os.dup2(file.fileno(), sys.stderr.fileno())
    # On Ctrl-C the parent decides; a function, for an ignored signal would stay ignored in the kernels.
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    """End with the parent, so that a killed run leaves nothing running."""
    multiprocessing.parent_process().join()
    os.kill(os.getpid(), signal.SIGTERM)


def _execute_in_pool(job: Job) -> Result:
    try:
        return execute_page(job)
    except SystemExit:  # by SIGTERM; the pool would catch it and wait for the next page
        os._exit(1)


def execute_page(job: Job) -> Result:
    """Execute one page and move its notebook into place; whatever goes wrong is in the result."""
    start = time.perf_counter()
    try:
        status, reason = _execute_page(job)
    except OSError as error:  # a folder that is full or cannot be written in
        status, reason = FAILED, f"{error.filename or job.output}: {error.strerror or error}"
    return Result(job.page, status, round(time.perf_counter() - start, 2), reason)


def _execute_page(job: Job) -> tuple[str, str]:
    import nbformat

    job.output.parent.mkdir(parents=True, exist_ok=True)
    job.failed.unlink(missing_ok=True)
    try:
        notebook = _papermill(job)
        _refuse_exit(notebook)
        _settle(notebook, job)
        text = nbformat.writes(notebook) + "\n"
        if len(text) > OUTPUT_MB * 1_000_000:
            raise AzwboekError(f"meer dan {OUTPUT_MB} MB uitvoer; dat past niet op een pagina")
        job.work.write_text(text, encoding="utf-8")
        job.work.replace(job.output)
    except Exception as error:  # a page may fail in any way; the others go on
        reason = _reason(error, job.work)
        job.output.unlink(missing_ok=True)
        if job.work.is_file():
            job.work.replace(job.failed)
        return FAILED, reason
    finally:
        job.work.unlink(missing_ok=True)
    return DONE, ""


def _papermill(job: Job, *, again: bool = False):
    """Execute by papermill; a kernel that died gets a second chance.

    The stock engine saves after each cell the second time, to show how far it came; ``fork`` always saves at the end.
    """
    import papermill
    from nbclient.exceptions import DeadKernelError

    try:
        return papermill.execute_notebook(
            job.notebook,
            job.work,
            parameters=job.parameters,
            engine_name=job.engine,
            kernel_name=KERNEL,
            cwd=job.folder,
            progress_bar=False,
            log_output=False,
            execution_timeout=CELL_TIMEOUT,
            request_save_on_cell_execute=again or job.engine == "fork",
            shutdown_kernel="immediate",
        )
    except (RuntimeError, TimeoutError) as error:  # a kernel that died, hangs or did not start (papermill#511)
        if again or (job.engine == "fork" and not isinstance(error, DeadKernelError)):
            raise
        return _papermill(job, again=True)


def _refuse_exit(notebook) -> None:
    """A notebook that ends itself is not whole; papermill takes ``sys.exit()`` for a good end."""
    for index, cell in enumerate(notebook.cells):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            if "raises-exception" in _tags(cell):
                continue
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
    reason = ": ".join(filter(None, [name, _first_line(getattr(error, "evalue", None) or str(error))]))
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


def _first_line(text: str) -> str:
    lines = [line.strip() for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines() if line.strip(" -")]
    return lines[0][:200] if lines else ""
