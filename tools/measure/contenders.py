"""What measurements share: a build folder of their own, commands with their time, the loop that a user would write."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat

from azwboek.paths import Paths
from azwboek.plan import Page, load
from azwboek.warehouse import build as warehouse

from .equal import normalised

LOOP = """
import json, sys, time
import papermill
start = time.perf_counter()
for source, target, parameters in json.load(sys.stdin):
    papermill.execute_notebook(source, target, parameters, progress_bar=False)
print(time.perf_counter() - start)
"""
POOL = """
import json, sys, time
from concurrent.futures import ProcessPoolExecutor
import papermill
def one(job):
    papermill.execute_notebook(*job, progress_bar=False)
if __name__ == "__main__":
    start = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(one, json.load(sys.stdin)))
    print(time.perf_counter() - start)
"""


@contextlib.contextmanager
def own_build(paths: Paths) -> Iterator[Paths]:
    """A build folder for measuring, with a warehouse in it; the maintainer's own is left alone."""
    with tempfile.TemporaryDirectory(prefix="azwboek-bench-") as folder:
        own = Paths(paths.root, Path(folder))
        if paths.warehouse.is_file():
            shutil.copytree(paths.warehouse.parent, own.warehouse.parent)
        else:
            warehouse.build(own)
        yield own


def environment(paths: Paths) -> dict[str, str]:
    """The variables under which all contenders run. What Python compiled is kept, as it is by default."""
    own = {"AZWBOEK_ROOT": str(paths.root), "AZWBOEK_BUILD": str(paths.build), "AZWBOEK_BUILDING": "1"}
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return usual | own | {"PYTHONHASHSEED": "0"}


def azwboek(paths: Paths, *arguments: str) -> float:
    """Run a command as a user does and return its seconds, start included."""
    return run([str(Path(sys.executable).with_name("azwboek")), *arguments], paths)


def run(command: list[str], paths: Paths, *, given: str | None = None, **variables: str) -> float:
    """Run a command, with these variables too; its seconds.

    Raises:
        AssertionError: it failed.
    """
    start = time.perf_counter()
    done = subprocess.run(
        command,
        env=environment(paths) | variables,
        input=given,
        capture_output=True,
        text=True,
        cwd=paths.root,
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"{command[:3]}: {done.stdout[-800:]} {done.stderr[-800:]}")
    return time.perf_counter() - start


def script(paths: Paths, text: str, jobs: list) -> float:
    """Run a script in a process of its own; the time with its start."""
    file = paths.build / "script.py"
    file.write_text(text, encoding="utf-8")
    return run([sys.executable, str(file)], paths, given=json.dumps(jobs))


def jobs(paths: Paths, pages: list[Page], folder: Path) -> list[tuple[str, str, dict]]:
    """Pages as (source, target, parameters) for papermill."""
    made = []
    for page in pages:
        target = folder / page.region.code / f"{page.chapter.naam}.ipynb"
        target.parent.mkdir(parents=True, exist_ok=True)
        made.append(
            (str(page.chapter.notebook(paths)), str(target), {"regio": page.region.code} | page.chapter.parameters)
        )
    return made


def sample(paths: Paths, number: int) -> list[Page]:
    """Whole regions from the plan, spread over it, so that every chapter counts as often as in the whole."""
    plan = load(paths)
    step = max(1, len(plan.regions) // number)
    chosen = plan.regions[::step][:number]
    return [page for page in plan.pages if page.region in chosen]


def assert_equal(pages: list[Page], ours: Paths, folder: Path) -> None:
    """See that the pages came out as from the other contender.

    Raises:
        AssertionError: a page did not.
    """
    for page in pages:
        mine = normalised(nbformat.read(page.notebook_out(ours), as_version=4))
        theirs = normalised(nbformat.read(folder / page.region.code / f"{page.chapter.naam}.ipynb", as_version=4))
        for made in (mine, theirs):
            made["metadata"].pop("azwboek", None)
        if mine != theirs:
            raise AssertionError(f"{page.key} came out differently")
