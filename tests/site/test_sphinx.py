"""Sphinx on a small book: parallel work gives the same bytes, only what changed is made, and what is left out is really left out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml

ROOT = Path(__file__).parents[2]
REGIONS = ("Twente", "Utrecht", "Zeeland")
LONG_AGO = 1_000_000_000
CHAPTERS = ("Behoud", "Instroom", "Verzuim")
DATA = {
    "azwboek_editie": {"soort": "demonstratie", "id": "E1", "datum": "2026-01-02"},
    "azwboek_regios": {"regio/twente/": "RA0205"},
    "azwboek_begrippen": [["smal", "smal", "Zonder kinderopvang."]],
}
FIGURE = (
    '<p class="azw-zin">{name}: zorg smal, {number} procent.</p><figure class="azw-figuur"><figcaption>smal</figcaption>'
    '<div class="azw-grafiek"><svg><text>smal</text></svg></div><table><tr><td>{number}</td></tr></table></figure>'
)
#: What the libraries do for nothing: run once as they are, once after ``leave_out``.
LEFT_OUT = """
import json, sys
from types import SimpleNamespace
import nbformat, nbformat.validator, sphinx_book_theme
from docutils import frontend, nodes
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils import base
from myst_parser.parsers.mdit import create_md_parser
from sphinx import events
from azwboek.site.sphinx.run import leave_out

seen = set()

class Told:
    def __repr__(self):
        seen.add("events")
        return ""

class Section(nodes.section):
    def astext(self):
        seen.add("description")
        return ""

def watched(name, function):
    def call(*arguments, **options):
        seen.add(name)
        return function(*arguments, **options)
    return call

def work():
    seen.clear()
    import myst_nb.sphinx_ext
    if "sqlalchemy" in sys.modules:
        seen.add("store")
    events.EventManager(None).emit("config-inited", Told())
    nbformat.reads('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}', as_version=4)
    parser = create_md_parser(MdParserConfig(), base.DocutilsRenderer)
    parser.options["document"] = new_document("page", settings)
    parser.render("# Kop\\n\\nTekst.")
    assert "Tekst." in parser.options["document"].astext()
    page = new_document("page", settings)
    page += Section()
    config = SimpleNamespace(author="unknown", html_theme_options={})
    app = SimpleNamespace(env=SimpleNamespace(titles={"x": nodes.title()}), config=config)
    sphinx_book_theme.add_metadata_to_page(app, "x", "", {"root_doc": "x"}, page)
    return sorted(seen)

settings = frontend.get_default_settings(Parser)
nbformat.validator._validate = watched("notebooks", nbformat.validator._validate)
frontend.get_default_settings = watched("documents", frontend.get_default_settings)
before = work()
for name in [name for name in sys.modules if name.startswith(("myst_nb", "jupyter_cache", "sqlalchemy"))]:
    del sys.modules[name]
leave_out()
print(json.dumps([before, work()]))
"""


def sphinx(book: Path, out: Path, jobs: int) -> str:
    """Build the book as :mod:`azwboek.site.build` does; returns what was said."""
    command = [sys.executable, "-m", "azwboek.site.sphinx.run", str(book), str(out), str(ROOT / "_config.yml")]
    environment = os.environ | {"AZWBOEK_SITE_DATA": str(book / "azwboek.json")}
    done = subprocess.run(
        [*command, str(book.parent / "_toc.yml"), str(jobs)],
        env=environment,
        input="klaar\n",
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def pages(out: Path) -> dict[str, bytes]:
    """All that was made, by address."""
    html = out / "html"
    return {str(path.relative_to(html)): path.read_bytes() for path in html.rglob("*") if path.is_file()}


def write_chapter(path: Path, title: str, number: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cell = nbformat.v4.new_code_cell("1", metadata={"tags": ["remove-input"]}, id="b")
    html = FIGURE.format(name=title, number=number)
    cell.outputs = [nbformat.v4.new_output("display_data", data={"text/html": html})]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"# {title}\n\n## Deel", id="a"), cell])
    notebook.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    path.write_text(nbformat.writes(notebook), encoding="utf-8")


@pytest.fixture
def book(tmp_path) -> Path:
    """A country, three regions and three chapters of each: enough pages for Sphinx to share them out."""
    source = tmp_path / "boek"
    source.mkdir()
    (source / "index.md").write_text("# Boek\n\nZorg smal is overal.\n\n<div>\n<p>Vast</p>\n</div>\n", encoding="utf-8")
    (source / "_static").mkdir()
    (source / "_static" / "azw-icoon.svg").write_text("<svg/>", encoding="utf-8")
    chapters = []
    for region in REGIONS:
        folder = f"regio/{region.lower()}"
        for number, chapter in enumerate(CHAPTERS):
            write_chapter(source / folder / f"{chapter.lower()}.ipynb", f"{region}: {chapter}", number)
        (source / folder / "index.md").write_text(f"# {region}\n\nTekst.\n", encoding="utf-8")
        sections = [{"file": f"{folder}/{chapter.lower()}"} for chapter in CHAPTERS]
        chapters.append({"file": f"{folder}/index", "sections": sections})
    toc = {"root": "index", "parts": [{"caption": "Regio's", "chapters": chapters}]}
    (tmp_path / "_toc.yml").write_text(yaml.safe_dump({"format": "jb-book", **toc}), encoding="utf-8")
    (source / "azwboek.json").write_text(json.dumps(DATA | {"azwboek_inhoud": toc}), encoding="utf-8")
    return source


def test_shared_out_or_not_the_bytes_are_the_same(book, tmp_path):
    sphinx(book, tmp_path / "een", 1)
    sphinx(book, tmp_path / "drie", 3)
    one, three = pages(tmp_path / "een"), pages(tmp_path / "drie")
    assert len([name for name in one if name.endswith(".html")]) == 1 + len(REGIONS) * (1 + len(CHAPTERS)) + 1
    assert [name for name in one if one[name] != three.get(name)] == [] and one.keys() == three.keys()
    page = one["regio/twente/behoud.html"].decode()
    assert '<meta name="description" content="Demonstratie met verzonnen cijfers. Twente: Behoud: zorg smal, 0' in page
    copies = list((tmp_path / "drie" / "jupyter_execute").rglob("*.ipynb"))
    assert len(copies) == len(REGIONS) * len(CHAPTERS) and not any(path.stat().st_size for path in copies)
    assert page.count('class="azw-begrip"') == 1 and "<svg><text>smal</text></svg>" in page


def test_only_a_changed_page_is_made_again_whatever_the_dates_of_templates(book, tmp_path):
    out = tmp_path / "uit"
    sphinx(book, out, 3)
    for day, folder in enumerate((book, out / "html")):  # long before any template was written
        for path in folder.rglob("*"):
            os.utime(path, (LONG_AGO + day, LONG_AGO + day))
    write_chapter(book / "regio/twente/behoud.ipynb", "Twente: Behoud", 7)
    sphinx(book, out, 3)
    html = out / "html"
    made = {str(path.relative_to(html)) for path in html.rglob("*.html") if path.stat().st_mtime > LONG_AGO + 1}
    above = {"regio/twente/index.html", "index.html"}  # Sphinx writes what lists a changed page once more
    assert made == {"regio/twente/behoud.html", "search.html"} | above
    assert "<td>7</td>" in (html / "regio/twente/behoud.html").read_text(encoding="utf-8")


def test_each_thing_that_is_left_out_is_still_done_without_us():
    done = subprocess.run([sys.executable, "-c", LEFT_OUT], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [["description", "documents", "events", "notebooks", "store"], []]
