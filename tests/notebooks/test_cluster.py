"""A real Dask scheduler and workers as processes of their own, on loopback."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from azwboek.errors import AzwboekError
from azwboek.plan import load
from azwboek.run import cluster
from azwboek.run import pool as run
from samples import chapter_notebook

SLOW = "import time, os\ntime.sleep(0.4)\nprint(regio)"
DASK = str(Path(sys.executable).with_name("dask"))


class Cluster:
    """A scheduler and two workers."""

    def __init__(self, folder: Path, variables: dict[str, str]):
        self.folder, self.environment = folder, os.environ | variables
        self.environment |= {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "10s"}
        self.processes: list[subprocess.Popen] = []
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.address = self._address()
        self.workers = [self._worker() for _ in range(2)]

    def _start(self, *arguments: str) -> subprocess.Popen:
        with open(self.folder / f"{len(self.processes)}.log", "wb") as log:
            process = subprocess.Popen(
                [DASK, *arguments],
                stdout=log,
                stderr=log,
                env=self.environment,
                cwd=self.folder,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def _worker(self) -> subprocess.Popen:
        local = self.folder / f"werker-{len(self.processes)}"
        return self._start(
            "worker",
            self.address,
            "--nthreads",
            "1",
            "--no-dashboard",
            "--local-directory",
            str(local),
            "--host",
            "127.0.0.1",
        )

    def _address(self) -> str:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            found = re.search(r"Scheduler at:\s+(tcp://\S+)", (self.folder / "0.log").read_text())
            if found:
                return found[1]
            time.sleep(0.1)
        raise AssertionError((self.folder / "0.log").read_text())

    def stop(self) -> None:
        for process in self.processes:
            kill(process)


def kill(process: subprocess.Popen) -> None:
    """End a process with its nanny's children, without any chance to tidy up."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def project(small):
    small.put_warehouse()
    small.put_chapter("behoud", chapter_notebook(SLOW))
    small.plan = load(small.paths)
    return small


@pytest.fixture
def dask(project, tmp_path):
    folder = tmp_path / "dask"
    folder.mkdir()
    started = Cluster(folder, {})
    yield started
    started.stop()


def complete(project, pages) -> bool:
    for page in pages:
        cells = nbformat.read(page.notebook_out(project.paths), as_version=4).cells
        assert [output.text for output in cells[4].outputs] == [f"{page.region.code}\n"]
    return True


def test_runs_on_workers_and_survives_that_one_is_killed(project, dask, monkeypatch):
    pages = project.plan.select(["/behoud"])
    killed = []
    put = run.put_in_place

    def put_and_kill(paths, page, *rest):
        result = put(paths, page, *rest)
        if len(list(project.paths.notebooks.glob("*/*.ipynb"))) == 6:
            kill(dask.workers[0])
            killed.append(page.key)
        return result

    monkeypatch.setattr(run, "put_in_place", put_and_kill)
    report = run.execute(project.paths, pages, cluster=dask.address)
    assert killed and report.count(run.DONE) == len(pages) == 29
    assert complete(project, pages)
    assert not list(project.paths.notebooks.glob("*/*.mislukt.ipynb"))
    assert run.execute(project.paths, pages, cluster=dask.address).count(run.FRESH) == 29


def test_a_scheduler_that_falls_away_is_named_and_nothing_is_lost(project, dask, monkeypatch):
    pages = project.plan.select(["/behoud"])
    put = run.put_in_place

    def put_and_kill(paths, page, *rest):
        result = put(paths, page, *rest)
        if len(list(project.paths.notebooks.glob("*/*.ipynb"))) == 4:
            kill(dask.scheduler)
        return result

    monkeypatch.setattr(run, "put_in_place", put_and_kill)
    with pytest.raises(AzwboekError, match="de scheduler is weggevallen; .* blijft staan; draai opnieuw"):
        run.execute(project.paths, pages, cluster=dask.address)
    done = [page for page in pages if page.notebook_out(project.paths).is_file()]
    assert len(done) >= 4 and complete(project, done)
    report = run.execute(project.paths, pages)
    assert (report.count(run.FRESH), report.count(run.DONE)) == (len(done), 29 - len(done))


def test_no_scheduler_is_named(project, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT", 1)
    pages = project.plan.select(["NL/behoud"])
    with pytest.raises(AzwboekError, match="tcp://127.0.0.1:1: geen Dask-scheduler bereikbaar"):
        run.execute(project.paths, pages, cluster="tcp://127.0.0.1:1")


def test_a_worker_takes_the_copy_once_and_checks_it(project, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster.tempfile, "gettempdir", lambda: str(tmp_path / "elders"))
    summed, content = cluster.file_checksum(project.paths.warehouse), project.paths.warehouse.read_bytes()
    away = Path("/bestaat/niet/warehouse/azw.duckdb")
    copy = cluster.warehouse_here(away, summed, content)
    assert copy.read_bytes() == content
    before = copy.stat().st_mtime_ns
    assert cluster.warehouse_here(away, summed, content) == copy and copy.stat().st_mtime_ns == before
    copy.write_bytes(b"kapot")
    assert cluster.warehouse_here(away, summed, content).read_bytes() == content
    copy.unlink()
    with pytest.raises(AzwboekError, match="dit is niet het datawarehouse"):
        cluster.warehouse_here(away, summed, b"iets anders")
    assert cluster.warehouse_here(project.paths.warehouse, summed, content) == project.paths.warehouse


def test_a_worker_with_another_version_is_refused(project, dask):
    query = project.paths.sql / "vragen" / "nieuw.sql"
    query.parent.mkdir(parents=True)
    query.write_text("select 1")
    real = cluster.checkout
    try:
        cluster.checkout = lambda root: real(root) + "anders"
        with pytest.raises(AzwboekError, match="deze werker heeft een andere versie van het boek"):
            run.execute(project.paths, project.plan.select(["NL/behoud"]), cluster=dask.address)
    finally:
        cluster.checkout = real
