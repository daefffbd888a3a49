"""`azwboek kijk`: a saved notebook, query or template is in the page that the browser gets; what fails leaves the last good page."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from azwboek import keep
from azwboek.paths import Paths
from samples import ROOT

LINKED = ("html", "warehouse")
COPIED = ("source", "sphinx")


class Running:
    """A running ``azwboek kijk`` for Twente/behoud, in a copy of the checkout beside the built book."""

    def __init__(self, root: Path, build: Path, book: Paths):
        self.build, self.notebook, self.root = build, root / "book" / "chapters" / "behoud.ipynb", root
        own = {"AZWBOEK_ROOT": str(root), "AZWBOEK_BUILD": str(build)}
        command = [str(Path(sys.executable).with_name("azwboek")), "kijk", "Twente/behoud"]
        self.process = subprocess.Popen(
            command, env=os.environ | own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.address = re.search(r"http://127\.0\.0\.1:\d+/\S+\.html", self.until("stoppen: Ctrl-C"))[0]
        self.first = self.until("eerste keer in")

    def until(self, words: str) -> str:
        """The first line with these words."""
        said = []
        for line in self.process.stdout:
            said.append(line)
            if words in line:
                return line
        pytest.fail("".join(said))

    def get(self, address: str = "") -> str:
        with urllib.request.urlopen(address or self.address) as answer:
            return answer.read().decode()

    def state(self) -> dict:
        return json.loads(self.get(self.address.split("/regio/")[0] + "/__kijk.json"))

    def add(self, code: str) -> str:
        """Put a cell before the last section and give the line about it."""
        notebook = nbformat.read(self.notebook, as_version=4)
        place = next(n for n, cell in enumerate(notebook.cells) if cell.source == "## Verantwoording")
        notebook.cells.insert(place, new_code_cell(code))
        nbformat.write(notebook, self.notebook)
        return self.until("bijgewerkt in")


@pytest.fixture(scope="module")
def running(book, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kijk")
    root, build = folder / "boek", folder / "bouw"
    for name in ("book", "data/registers", "parameters", "sql"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("_config.yml", "_toc.yml", "requirements.txt"):
        shutil.copy(ROOT / name, root)
    build.mkdir()
    for name in LINKED:
        (build / name).symlink_to(book.build / name)
    for name in COPIED:
        shutil.copytree(book.build / name, build / name)
    shutil.copy(book.build / "build.json", build)
    made = {path: path.stat().st_mtime_ns for name in COPIED for path in keep.files(build / name)}
    shown = Running(root, build, book)
    try:
        yield shown
    finally:
        shown.process.send_signal(signal.SIGINT)
        assert shown.process.wait(20) == 0
        shown.process.stdout.close()
    assert {path: path.stat().st_mtime_ns for name in COPIED for path in keep.files(build / name)} == made


def test_the_page_is_the_one_of_the_book_with_one_script_more(running, site):
    page = (site / "regio" / "twente" / "behoud.html").read_text(encoding="utf-8")
    script = '<script src="/__kijk.js" defer></script>'
    shown = running.get()
    assert script in shown and script not in page
    plain = [re.sub(r"\?v=[0-9a-f]+", "", text) for text in (shown.replace(script, ""), page)]
    assert plain[0] == plain[1]
    assert "location.reload" in running.get(running.address.split("/regio/")[0] + "/__kijk.js")


def test_a_saved_notebook_and_template_are_in_the_page(running):
    version = running.state()["versie"]
    running.add("print('een nieuwe zin')")
    assert "een nieuwe zin" in running.get()
    assert running.state() == {"versie": version + 1, "fout": ""}
    template = running.root / "book" / "onderdelen" / "hoofdstuk.html"
    template.write_text(template.read_text(encoding="utf-8").replace("Een klein verschil", "Een gering verschil"))
    running.until("bijgewerkt in")
    assert "Een gering verschil" in running.get()


def test_a_changed_text_is_in_the_page_without_execution(running):
    executed = running.build / "notebooks" / "RA0205" / "behoud.ipynb"
    running.add("3 + 4")
    before = executed.stat().st_mtime_ns
    notebook = nbformat.read(running.notebook, as_version=4)
    notebook.cells[0].source += "\n\nEen zin zonder uitvoering."
    nbformat.write(notebook, running.notebook)
    running.until("bijgewerkt in")
    assert "Een zin zonder uitvoering." in running.get()
    assert executed.stat().st_mtime_ns == before


def test_what_fails_is_said_and_the_last_good_page_stays(running):
    good, version = running.get(), running.state()["versie"]
    running.add("1 / 0")
    state = running.state()
    assert state["versie"] == version and re.search(r"RA0205/behoud: cel \d+: ZeroDivisionError", state["fout"])
    assert running.get() == good
