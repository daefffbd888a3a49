"""Jupyter Book's Sphinx as a process beside ours, and what decides that all pages are built again."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from ...edition import files, fingerprint
from ...errors import AzwboekError
from ...paths import Paths
from ...run import stale
from ..theme import addresses
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
        self.look = _look(self.paths, self.source)
        if not stale.stage_is_fresh(self.out / "state.json", self.look, lambda: ""):
            shutil.rmtree(self.out, ignore_errors=True)
        # After a failure all pages are built again, for they may be what was wrong.
        (self.out / "state.json").unlink(missing_ok=True)
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
        stale.keep_stage(self.out / "state.json", self.look, "")
        return self.out / "html"


def _look(paths: Paths, source: Tree) -> str:
    """Checksum over what decides how every page looks: theme, settings, contents, versions, and the title of each page."""
    shared = [*files(addresses.THEME), source.root / "azwboek.json"]
    shared += [paths.root / name for name in ("_config.yml", "_toc.yml", "requirements.txt")]
    titles = [f"{path} {_title(path)}" for path in sorted(source.placed) if path.suffix in (".md", ".ipynb")]
    return stale.checksum(
        "\n".join([fingerprint(shared), stale.code_of("site.theme.extension", "site.sphinx.run"), *titles])
    )


def _title(path: Path) -> str:
    """The first heading of a page's source."""
    text = path.read_text(encoding="utf-8")
    found = re.search(r"(?:^|\")# ([^\n\"]+?)(?:\\n|\"|\n|$)", text)
    return found[1] if found else ""
