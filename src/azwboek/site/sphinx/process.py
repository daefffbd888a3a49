"""Jupyter Book's Sphinx as a process of its own, and what decides that all pages are built again."""

from __future__ import annotations

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


def pages(paths: Paths, source: Tree) -> Path:
    """Bring the pages up to date with their sources, and return the folder where they are kept.

    Raises:
        AzwboekError: there was an error or a warning.
    """
    now, out, log = make_room(paths, source), paths.build / "sphinx", paths.build / "jupyter-book.log"
    command = [sys.executable, "-m", "azwboek.site.sphinx.run", source.root, out]
    command += [paths.root / "_config.yml", source.root / "_toc.yml", str(JOBS)]
    environment = os.environ | {"AZWBOEK_SITE_DATA": str(source.root / "azwboek.json")}
    with log.open("wb") as said:
        done = subprocess.run(command, env=environment, stdout=said, stderr=subprocess.STDOUT, check=False)
    if done.returncode or not (out / "html" / "index.html").is_file():
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        wrong = [line for line in lines if "WARNING" in line or "ERROR" in line or "rror:" in line]
        shown = "\n".join(wrong[:10] or lines[-10:])
        raise AzwboekError(f"jupyter-book is gestopt (zie {log})\n{shown}")
    now.done()
    return out / "html"


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
    shared += [paths.root / "_config.yml", source.root / "_toc.yml"]
    every = "azwboek.json", "_static"
    placed = [(path.relative_to(source.root), path) for path in sorted(source.placed)]
    own = [f"{name} {keep.checksum(path.read_bytes())}" for name, path in placed if name.parts[0] in every]
    own += [f"{name} {_title(path)}" for name, path in placed if path.suffix in (".md", ".ipynb")]
    code = json.dumps(keep.code("site.theme.extension", "site.sphinx.run", "site.sphinx.templates"))
    key = keep.checksum("\n".join([keep.fingerprint(shared), keep.versions(paths), code, *own]))
    return keep.Stage(paths, "sphinx", key, lambda: [*keep.files(paths.build / "sphinx"), *keep.files(source.root)])


def _title(path: Path) -> str:
    """The first heading of a page's source."""
    text = path.read_text(encoding="utf-8")
    found = re.search(r"(?:^|\")# ([^\n\"]+?)(?:\\n|\"|\n|$)", text)
    return found[1] if found else ""
