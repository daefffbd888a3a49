"""Jupyter Book's Sphinx as a process beside ours, and what decides that all pages are built again."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from ... import keep
from ...errors import AzwboekError
from ...paths import Paths
from ..theme import parts
from ..tree import Tree

JOBS = 1 + max(2, len(os.sched_getaffinity(0)))  # one of Sphinx's processes only hands out work


class Sphinx:
    """Sphinx in a process of its own: it starts and imports at once, and begins when the sources are there."""

    def __init__(self, paths: Paths, source: Tree):
        self.paths, self.source = paths, source
        self.out, self.log = paths.build / "sphinx", paths.build / "jupyter-book.log"

    def __enter__(self) -> Sphinx:
        command = [
            sys.executable,
            "-m",
            "azwboek.site.sphinx.run",
            self.source.root,
            self.out,
            self.paths.root / "_config.yml",
        ]
        command += [self.paths.root / "_toc.yml", str(JOBS)]
        environment = os.environ | {"AZWBOEK_SITE_DATA": str(self.source.root / "azwboek.json")}
        with self.log.open("wb") as said:
            self.process = subprocess.Popen(
                command, env=environment, stdin=subprocess.PIPE, stdout=said, stderr=subprocess.STDOUT
            )
        return self

    def __exit__(self, *_) -> None:
        if self.process.poll() is None:  # something else went wrong
            self.process.terminate()
        self.process.communicate()

    def begin(self) -> None:
        """The sources are there: bring the pages up to date."""
        self.stage = make_room(self.paths, self.source)
        with contextlib.suppress(BrokenPipeError):  # it fell away; its log says why
            self.process.stdin.write(b"klaar\n")
            self.process.stdin.flush()

    def pages(self) -> Path:
        """Wait, and return the folder where the pages are kept.

        Raises:
            AzwboekError: there was an error or a warning.
        """
        if self.process.wait() or not (self.out / "html" / "index.html").is_file():
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
            wrong = [line for line in lines if "WARNING" in line or "ERROR" in line or "rror:" in line]
            shown = "\n".join(wrong[:10] or lines[-10:])
            raise AzwboekError(f"jupyter-book is gestopt (zie {self.log})\n{shown}")
        self.stage.done()
        return self.out / "html"


def make_room(paths: Paths, source: Tree) -> keep.Stage:
    """Delete what Sphinx would keep and must make again; after a failure that is everything, for it may be what was wrong.

    Returns:
        The stage, for its record when Sphinx is done.
    """
    out, now = paths.build / "sphinx", stage(paths, source)
    changed = now.changed()
    if changed is None or any(source.root not in path.parents for path in changed):
        shutil.rmtree(out, ignore_errors=True)
    else:
        for path in changed:  # without its doctree Sphinx reads a page again, whatever its date is
            place = out / "doctrees" / path.relative_to(source.root)
            place.with_suffix(".doctree").unlink(missing_ok=True)
    now.forget()
    return now


def stage(paths: Paths, source: Tree) -> keep.Stage:
    """Sphinx's pages and what it remembers of them, with the sources that they were made of.

    A source is one of the files: one that changed makes its page again. The key is what decides how every page looks: theme, style
    and scripts, settings, contents, versions, and the title of each page.
    """
    shared = [path for path in keep.files(parts.THEME) if path.suffix != ".py"]
    shared += [paths.root / "_config.yml", paths.root / "_toc.yml"]
    every = "azwboek.json", "_static"
    placed = [(path.relative_to(source.root), path) for path in sorted(source.placed)]
    own = [f"{name} {keep.checksum(path.read_bytes())}" for name, path in placed if name.parts[0] in every]
    own += [f"{name} {_title(path)}" for name, path in placed if path.suffix in (".md", ".ipynb")]
    code = json.dumps(keep.code("site.theme.extension", "site.sphinx.run"))
    key = keep.checksum("\n".join([keep.fingerprint(shared), keep.versions(paths), code, *own]))
    return keep.Stage(paths, "sphinx", key, lambda: [*keep.files(paths.build / "sphinx"), *keep.files(source.root)])


def _title(path: Path) -> str:
    """The first heading of a page's source."""
    text = path.read_text(encoding="utf-8")
    found = re.search(r"(?:^|\")# ([^\n\"]+?)(?:\\n|\"|\n|$)", text)
    return found[1] if found else ""
