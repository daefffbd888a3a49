"""Execute pages on the workers of a Dask cluster that is there already; the same job as in our own pool.

A worker needs this package and a checkout of the same version. The warehouse it finds by path, or it gets a copy, once per
machine, whose checksum is compared.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import dataclasses
import functools
import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .. import keep
from ..errors import AzwboekError
from ..paths import Paths, project
from . import page
from .page import Job, PageOutcome

CONNECT = 15  # seconds in which the scheduler must answer
PATIENCE = 60  # seconds without any worker before giving up
POLL = 2


def run_all(paths: Paths, jobs: list[Job], address: str, collect: Callable[[PageOutcome], None]) -> None:
    """Execute on the cluster and hand over each outcome as it comes; a page whose worker fell away goes to another.

    Raises:
        AzwboekError: the scheduler does not answer or falls away, there are no workers, or a worker has another version of the
            book. What was handed over stays.
    """
    from distributed import Client

    try:
        client = Client(address, timeout=CONNECT, name="azwboek")
    except (OSError, ValueError, TimeoutError) as error:
        raise AzwboekError(f"{address}: geen Dask-scheduler bereikbaar; klopt het adres en draait hij?") from error
    try:
        with contextlib.suppress(TimeoutError, asyncio.TimeoutError):
            client.wait_for_workers(1, timeout=PATIENCE)
        place = _prepare(client, paths, address)
        futures = {
            client.submit(execute, job, *place, key=f"{job.page}-{os.getpid()}", pure=False): job for job in jobs
        }
        _collect(client, futures, address, collect)
    finally:
        client.close(timeout=POLL)


def _prepare(client, paths: Paths, address: str) -> tuple:
    """See that every worker has this version of the book, and the warehouse: by path, or else as a copy that it is sent."""
    wanted, summed = checkout(paths.root), file_checksum(paths.warehouse)
    there = client.run(look, str(paths.root), str(paths.warehouse))
    if not there:
        raise AzwboekError(f"{address}: dit cluster heeft geen werkers")
    for worker, (version, _) in there.items():
        if version != wanted:
            raise AzwboekError(f"{worker}: deze werker heeft een andere versie van het boek; zet er dezelfde neer")
    if all(found == summed for _, found in there.values()):
        return str(paths.warehouse), summed, None
    copy = client.scatter(paths.warehouse.read_bytes(), broadcast=True)
    return str(paths.warehouse), summed, copy


def _collect(client, futures: dict, address: str, collect: Callable[[PageOutcome], None]) -> None:
    from distributed import wait

    pending, heard = set(futures), time.monotonic()
    while pending:
        try:
            done, pending = wait(pending, timeout=POLL, return_when="FIRST_COMPLETED")
        except TimeoutError:
            if client.status != "running":
                raise _gone(address, len(pending)) from None
            if time.monotonic() - heard > PATIENCE:
                if not client.nthreads():
                    raise AzwboekError(f"{address}: er zijn geen werkers meer; {_left(len(pending))}") from None
                heard = time.monotonic()
            continue
        except (OSError, asyncio.CancelledError, concurrent.futures.CancelledError):
            raise _gone(address, len(pending)) from None
        heard = time.monotonic()
        for future in done:
            if future.status == "cancelled":
                raise _gone(address, len(pending) + 1)
            if future.status == "error":
                error = future.exception()
                collect(
                    PageOutcome(futures[future].page, reason=f"{type(error).__name__}: {page.first_line(str(error))}")
                )
            else:
                collect(future.result())


def _gone(address: str, number: int) -> AzwboekError:
    return AzwboekError(f"{address}: de scheduler is weggevallen; {_left(number)}")


def _left(number: int) -> str:
    return f"{number} pagina's zijn niet uitgevoerd, wat klaar was blijft staan; draai opnieuw en de rest volgt"


# ---- on the worker -----------------------------------------------------------------------------------------------


def execute(job: Job, warehouse: str, summed: str, content: bytes | None) -> PageOutcome:
    """Execute a page on a worker."""
    root = _root(job.environment["AZWBOEK_ROOT"])
    file = warehouse_here(Path(warehouse), summed, content)
    own = {"AZWBOEK_ROOT": str(root), "AZWBOEK_BUILD": str(file.parents[1])}
    here = dataclasses.replace(
        job, folder=root, notebook=root / job.notebook.relative_to(job.folder), environment=job.environment | own
    )
    return page.execute_page(here)


def look(root: str, warehouse: str) -> tuple[str, str]:
    """What a worker has: a checksum of its checkout, and of the warehouse at this path."""
    return checkout(_root(root)), file_checksum(Path(warehouse))


def checkout(root: Path) -> str:
    """Checksum over what a page is made from, apart from the warehouse."""
    sources = [*keep.files(root / "book" / "chapters"), *keep.files(root / "sql" / "vragen")]
    sources += keep.files(root / "book" / "onderdelen")
    return keep.checksum(f"{keep.fingerprint(sources)} {keep.versions(Paths(root, root))} {keep.all_code()}")


def file_checksum(path: Path) -> str:
    """Checksum of a file, remembered while it is the same; empty when it is not there."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return _summed(path, status.st_mtime_ns, status.st_size)


@functools.cache
def _summed(path: Path, _mtime: int, _size: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _root(asked: str) -> Path:
    """The checkout: at the same path as where the run was started, or else the one that this package stands in."""
    return Path(asked) if (Path(asked) / "sql" / "vragen").is_dir() else project().root


def warehouse_here(path: Path, summed: str, content: bytes | None) -> Path:
    """The warehouse by its path, or the copy that this machine keeps."""
    if content is None or file_checksum(path) == summed:
        found = path
    else:
        found = Path(tempfile.gettempdir()) / f"azwboek-{summed[:16]}" / "warehouse" / path.name
        if file_checksum(found) != summed:
            found.parent.mkdir(parents=True, exist_ok=True)
            work = found.with_name(f".{found.name}.{os.getpid()}")
            work.write_bytes(content)
            work.replace(found)
    if file_checksum(found) != summed:
        raise AzwboekError(f"{found}: dit is niet het datawarehouse waarmee de opdracht begon")
    return found
