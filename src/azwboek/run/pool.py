"""Execute the chapters: decide what is stale, hand the pages to a pool or a cluster, put what comes back in place.

A page's notebook is written under a temporary name and moved into place when it is whole. A page that fails
leaves ``<chapter>.mislukt.ipynb`` with the traceback and no ``<chapter>.ipynb``, so that nothing old is taken
for good.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .. import files
from ..errors import UsageError
from ..paths import AREAS, Paths
from ..plan import REGION_PARAMETER, ChapterEntry, Page
from ..progress import Progress
from ..warehouse import ask
from . import page as page_
from . import stale
from .fork import server as children
from .page import Job, PageOutcome
from .stale import Basis

ENGINES = ("fork", "nbclient")
DONE, FRESH, FAILED = "uitgevoerd", "al goed", "mislukt"
CELL_TIMEOUT = page_.CELL_TIMEOUT
FORCED = "gevraagd met --force"
TRIES = 2  # for a page whose process fell away


@dataclass(frozen=True)
class Result:
    """How one page went."""

    pagina: str
    status: str
    seconden: float = 0.0
    reden: str = ""


@dataclass
class RunReport:
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


def execute(
    paths: Paths,
    pages: Sequence[Page],
    *,
    engine: str = ENGINES[0],
    workers: int | None = None,
    cluster: str | None = None,
    force: bool = False,
) -> RunReport:
    """Execute the pages that are stale, in a pool of processes; a page that fails does not stop the others.

    Args:
        paths: the checkout.
        pages: what to execute.
        engine: papermill engine.
        workers: number of processes; by default one per core, and at least two.
        cluster: address of a Dask scheduler whose workers execute the pages, in the place of processes of our own.
        force: execute what is fresh as well.

    Raises:
        UsageError: a notebook is missing or does not take the parameters that it would get; nothing has run.
        AzwboekError: there is no warehouse, or the cluster cannot be reached or fell away.
    """
    start = time.perf_counter()
    if engine not in ENGINES:
        raise UsageError(f"onbekende engine {engine!r}: kies uit {', '.join(ENGINES)}")
    number = workers or max(2, len(os.sched_getaffinity(0)))
    why = find_stale(paths, pages, force=force)
    todo = {page.key: page for page in pages if why[page]}
    content = ask.content(paths)
    bases = {page.key: made_from for page, made_from in stale.bases(paths, todo.values()).items()}
    results = {page.key: Result(page.key, FRESH) for page in pages}
    _sweep(paths)
    for page in todo.values():
        stale.record(paths, page).unlink(missing_ok=True)
    with Progress(len(todo), "pagina's", at_once=number, good=len(pages) - len(todo)) as progress:

        def collect(outcome: PageOutcome) -> None:
            key = outcome.page
            results[key] = put_in_place(paths, todo[key], bases[key], content, outcome)
            progress.advance(failed=results[key].status == FAILED)

        jobs = [_job(paths, page, bases[key], engine) for key, page in todo.items()]
        if jobs and cluster:
            from . import cluster as clusters

            clusters.run_all(paths, jobs, cluster, collect)
        elif jobs:
            _run_all(paths, jobs, number, collect)
    return RunReport(list(results.values()), round(time.perf_counter() - start, 2))


def execute_here(paths: Paths, page: Page) -> Result:
    """Execute one page in this process, whether it is stale or not, and put it in place.

    Raises:
        UsageError: its notebook is missing or does not take the parameters.
        AzwboekError: there is no warehouse.
    """
    check_chapter(paths, page.chapter)
    (made_from,) = stale.bases(paths, [page]).values()
    content = ask.content(paths)
    return put_in_place(paths, page, made_from, content, page_.execute_page(_job(paths, page, made_from, ENGINES[0])))


def find_stale(paths: Paths, pages: Sequence[Page], *, force: bool = False) -> dict[Page, str]:
    """Say of each page why it would be executed; an empty text for one that is good.

    Args:
        paths: the checkout.
        pages: which pages.
        force: take every page for stale.

    Raises:
        UsageError: a notebook is missing or does not take its parameters.
        AzwboekError: there is no warehouse.
    """
    chapters = dict.fromkeys(page.chapter for page in pages)
    for chapter in chapters:
        if not chapter.notebook(paths).is_file():
            check_chapter(paths, chapter)
    content = ask.content(paths)
    why = dict.fromkeys(pages, FORCED) if force else stale.reasons(paths, pages, content)
    for chapter in chapters:
        if any(reason for page, reason in why.items() if page.chapter == chapter):
            check_chapter(paths, chapter)
    return why


def check_chapter(paths: Paths, chapter: ChapterEntry) -> None:
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
        raise UsageError(f"{name}: geen bruikbare notebook ({page_.first_line(str(error))})") from error
    for parameter in (REGION_PARAMETER, *chapter.parameters):
        if parameter not in known:
            there = ", ".join(known) or "geen"
            raise UsageError(
                f"{name}: onbekende parameter {parameter!r}; in de cel met de tag 'parameters' staan: {there}"
            )


def put_in_place(paths: Paths, page: Page, made_from: Basis, content: str, outcome: PageOutcome) -> Result:
    """Move an executed notebook into place, or leave the failed one to be looked at."""
    output = page.notebook_out(paths)
    failed = output.with_name(f"{output.stem}.mislukt.ipynb")
    reason = outcome.reason
    try:
        failed.unlink(missing_ok=True)
        if not reason:
            files.write_text(output, outcome.notebook)
            stale.write_down(stale.record(paths, page), made_from, outcome, content)
        else:
            output.unlink(missing_ok=True)
            if outcome.partial:
                files.write_text(failed, outcome.partial)
    except OSError as error:  # a folder that is full or cannot be written in: the other pages may still have luck
        reason = reason or f"{error.filename or output}: {error.strerror or error}"
    return Result(page.key, FAILED if reason else DONE, outcome.seconds, reason)


def _job(paths: Paths, page: Page, made_from: Basis, engine: str) -> Job:
    stamp = {"sleutel": made_from.key, "regio": page.region.code, "hoofdstuk": page.chapter.naam}
    notebook = page.chapter.notebook(paths)
    return Job(page.key, notebook, paths.root, engine, made_from.parameters, stamp, environment(paths), CELL_TIMEOUT)


def environment(paths: Paths) -> dict[str, str]:
    """The variables that every notebook gets."""
    return {
        "AZWBOEK_BUILDING": "1",
        "AZWBOEK_ROOT": str(paths.root),
        "AZWBOEK_BUILD": str(paths.build),
        AREAS: ",".join(paths.areas),
        "PYTHONHASHSEED": "0",
    }


def _sweep(paths: Paths) -> None:
    """Delete what a killed run left half-written."""
    for leftover in paths.notebooks.glob("*/.*"):
        leftover.unlink()


def _run_all(paths: Paths, jobs: list[Job], workers: int, collect: Callable[[PageOutcome], None]) -> None:
    """Execute in a pool of our own; pages lost with a process that ended get one more pool."""
    paths.build.mkdir(parents=True, exist_ok=True)
    _log(paths).write_bytes(b"")
    for _ in range(TRIES):
        jobs = _run_pool(paths, jobs, workers, collect)
        if not jobs:
            return
    for job in jobs:
        collect(PageOutcome(job.page, reason=f"een werkproces viel weg; zie {_log(paths)}"))


def _run_pool(paths: Paths, jobs: list[Job], workers: int, collect: Callable[[PageOutcome], None]) -> list[Job]:
    before = set(multiprocessing.active_children())
    lost = []
    pool = ProcessPoolExecutor(
        min(workers, len(jobs)), children.server(), _start_process, (_log(paths), children.address())
    )
    try:
        futures = {pool.submit(_execute_in_pool, job): job for job in jobs}
        for future in as_completed(futures):
            try:
                collect(future.result())
            except BrokenProcessPool:
                lost.append(futures[future])
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        _end(set(multiprocessing.active_children()) - before)
        raise
    finally:
        pool.shutdown()
    return lost


def _end(processes: set) -> None:
    """End our own processes; each ends its kernel."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + 10
    for process in processes:
        process.join(max(0.1, deadline - time.monotonic()))
        if process.is_alive():
            process.kill()


def _log(paths: Paths) -> Path:
    return paths.build / "run.log"


def _start_process(log: Path, server: str) -> None:
    """Prepare a process of the pool: where its kernels' messages go, and how it ends."""
    with log.open("ab") as file:  # stock kernels write warnings to stderr that say nothing about a page
        os.dup2(file.fileno(), sys.stderr.fileno())
    children.share(server)
    # On Ctrl-C the parent decides; a function, for an ignored signal would stay ignored in the kernels.
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    """End with the parent, so that a killed run leaves nothing running."""
    multiprocessing.parent_process().join()
    os.kill(os.getpid(), signal.SIGTERM)


def _execute_in_pool(job: Job) -> PageOutcome:
    try:
        return page_.execute_page(job)
    except SystemExit:  # by SIGTERM; the pool would catch it and wait for the next page
        os._exit(1)
