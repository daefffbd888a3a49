"""Sphinx on a small book: parallel work gives the same bytes, and only what changed is made."""

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
    '<p class="azw-zin"><span class="azw-merk azw-demo-merk">demonstratie</span> {name}: zorg smal, {number} procent.</p>'
    '<figure class="azw-figuur" data-cijfer="demonstratie"><figcaption>smal</figcaption>'
    '<div class="azw-grafiek"><svg><text>smal</text></svg></div><table><tr><td>{number}</td></tr></table></figure>'
)


def sphinx(book: Path, out: Path, jobs: int) -> str:
    """Build the book as :mod:`azwboek.site.build` does; returns what was said."""
    command = [sys.executable, "-m", "azwboek.site.sphinx.run", str(book), str(out), str(ROOT / "_config.yml")]
    environment = os.environ | {"AZWBOEK_SITE_DATA": str(book / "azwboek.json")}
    done = subprocess.run(
        [*command, str(book.parent / "_toc.yml"), str(jobs)],
        env=environment,
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
    assert '<meta name="description" content="demonstratie Twente: Behoud: zorg smal, 0' in page
    assert "<title>Twente: Behoud (deels verzonnen)" in page
    assert "staan geen echte cijfers en 1 verzonnen cijfer." in page
    real = one["regio/twente/index.html"].decode()
    assert "deels verzonnen" not in real and "azw-demo" not in real and "noindex" not in real
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
