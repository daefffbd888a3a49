"""What tests share: the checkout with what was built from it, and small projects made on the spot.

Tests in ``unit`` use neither data nor browser. The session fixtures build what is missing, once, into
``_build``; they fail when they cannot, so that no test is skipped for want of a build.
"""

from __future__ import annotations

import dataclasses
import fcntl
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from hypothesis import settings

from azwboek.paths import Paths, project
from azwboek.plan import Page, Plan, load
from samples import ROOT

# A property is true or not; how long one example takes on a busy machine is no part of it.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def paths() -> Paths:
    """The checkout under test."""
    return project()


@pytest.fixture(scope="session")
def plan(paths: Paths) -> Plan:
    """Its regions and chapters."""
    return load(paths)


@pytest.fixture(scope="session")
def book(paths: Paths) -> Paths:
    """The built book; built as a maintainer would when it is not there or not made from the present sources."""
    paths.build.mkdir(parents=True, exist_ok=True)
    with (paths.build / ".tests").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # another process of these tests may be building it
        if not _current(paths):
            command = [str(Path(sys.executable).with_name("azwboek")), "build"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
    return paths


@pytest.fixture(scope="session")
def warehouse(book: Paths) -> Path:
    """The warehouse of the book."""
    return book.warehouse


@pytest.fixture(scope="session")
def executed(book: Paths, plan: Plan) -> list[Page]:
    """All pages, executed."""
    return plan.pages


@pytest.fixture(scope="session")
def site(book: Paths) -> Path:
    """The site of the book."""
    return book.html


def _current(paths: Paths) -> bool:
    """Whether the book was made from exactly the sources that are here now (the day does not count)."""
    from azwboek.edition import built, edition
    from azwboek.errors import AzwboekError
    from azwboek.warehouse.stage import stage

    if not stage(paths).fresh():
        return False
    try:
        ids = [found["id"].rsplit("-", 1)[1] for found in (built(paths), edition(paths))]
    except AzwboekError:
        return False
    return ids[0] == ids[1] and (paths.html / "index.html").is_file()


@dataclasses.dataclass
class SmallProject:
    """A project with our regions and chapters, notebooks of its own and no real warehouse."""

    paths: Paths

    def put_chapter(self, name: str, notebook) -> Path:
        """Write a chapter's notebook."""
        path = self.paths.book / "chapters" / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)
        return path

    def put_warehouse(self, content: str = "a" * 64) -> None:
        """Write a file in the place of the warehouse, with what it says it holds."""
        self.paths.warehouse.parent.mkdir(parents=True, exist_ok=True)
        self.paths.warehouse.write_bytes(b"geen echt datawarehouse")
        summary = {"soort": "demonstratie", "inhoud_sha256": content, "tabellen": {"kern_waarneming": 1}}
        self.paths.warehouse.with_suffix(".json").write_text(json.dumps(summary), encoding="utf-8")


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallProject:
    """A project with nothing in it that the package takes for its checkout."""
    root = tmp_path / "boek"
    root.mkdir()
    monkeypatch.setenv("AZWBOEK_ROOT", str(root))
    monkeypatch.setenv("AZWBOEK_BUILD", str(tmp_path / "bouw"))
    monkeypatch.delenv("AZWBOEK_DEBUG", raising=False)
    return SmallProject(project())


@pytest.fixture
def small(empty: SmallProject) -> SmallProject:
    """A project with our regions and chapters, which the package takes for its checkout."""
    for name in ("book/onderdelen", "data/registers", "parameters"):
        shutil.copytree(ROOT / name, empty.paths.root / name)
    for path in (ROOT / "book").glob("*.md"):
        shutil.copy(path, empty.paths.book)
    return empty


@dataclasses.dataclass
class Outcome:
    """How a command ended."""

    status: int
    out: str
    err: str


@pytest.fixture
def azwboek(capfd: pytest.CaptureFixture) -> Callable[..., Outcome]:
    """Run a command in this process: ``azwboek("list", "--json")``."""
    from azwboek.cli import main

    def run(*args: str) -> Outcome:
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(args))
        return Outcome(ended.value.code, *capfd.readouterr())

    return run
