"""A chapter whose notebook gives no answer is named where a card wants to show it."""

from __future__ import annotations

import dataclasses
import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from azwboek import templates
from azwboek.chapters import view
from azwboek.errors import AzwboekError
from azwboek.paths import Paths
from azwboek.plan import load
from azwboek.run import pool as run
from azwboek.site import render
from azwboek.site.chapters import Chapters
from azwboek.site.drawing import Drawings
from azwboek.site.pages import Context
from azwboek.site.shown import Figures
from azwboek.warehouse import ask
from samples import ROOT

EDITION = {"soort": "demonstratie", "id": "2026-11-05-1a2b3c4d", "datum": "2026-11-05"}
ENTRY = "- naam: proef\n  titel: Hoe staat het met de proef?\n  kort: Proef\n"


@pytest.fixture
def project(warehouse, tmp_path, monkeypatch):
    """A copy of the checkout with one more chapter."""
    root = tmp_path / "boek"
    for name in ("book", "sql", "parameters", "data/registers"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "requirements.txt", root)
    paths = Paths(root, tmp_path / "bouw")
    shutil.copytree(warehouse.parent, paths.warehouse.parent)
    monkeypatch.setenv("AZWBOEK_ROOT", str(root))
    monkeypatch.setenv("AZWBOEK_BUILD", str(paths.build))
    with (paths.parameters / "hoofdstukken.yml").open("a", encoding="utf-8") as file:
        file.write(ENTRY)
    return paths


def write(paths: Paths, *code: str) -> None:
    """The notebook of the new chapter, with these lines in its first cell."""
    parameters = new_code_cell('regio = "NL"', metadata={"tags": ["parameters"]})
    opened = ["from azwboek.chapters import notebook", 'boek = notebook.open("proef", regio)', *code]
    cells = [new_markdown_cell("# Hoe staat het met de proef?"), parameters, new_code_cell("\n".join(opened))]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), paths.book / "chapters" / "proef.ipynb")


def region_page(paths: Paths) -> str:
    """The page of Twente after its chapters were executed."""
    plan = load(paths)
    report = run.execute(paths, plan.select(["RA0205"]))
    assert not report.failed, report.failed
    few = dataclasses.replace(plan, regions=(plan.region("Twente"),))
    chapters = Chapters(paths, few, Figures(paths.book, Drawings(paths), frozenset()))
    with ask.connect(paths.warehouse) as connection:
        book = Context(paths, plan, EDITION, ask.Remembering(connection), lambda *_: "", answers=chapters.answers)
        own = book.at("regio/twente/index", plan.region("Twente"))
        return templates.page(view.environment(paths.book), render.REGION, boek=own, regio=own.regio)


def test_a_chapter_without_an_answer_is_named(project):
    write(project, 'boek.stand("zzp")')
    with pytest.raises(AzwboekError, match=r"regio/regio.md: geen antwoord in proef: zet in de notebook een cel"):
        region_page(project)
