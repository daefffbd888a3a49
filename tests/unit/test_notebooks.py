"""The chapters' notebooks show their work: every figure is drawn of rows that the notebook asked for in sight."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest

from samples import ROOT

CHAPTERS = sorted((ROOT / "book" / "chapters").glob("*.ipynb"))


def sources(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def unseen(cells: list[str]) -> list[str]:
    """Figures whose rows do not come from a question that the notebook asks, and cells that are one call of a maker of figures."""
    asked, faults = set(), []
    for cell in cells:
        tree = ast.parse(cell)
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                used = {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)}
                calls = {getattr(n.func, "attr", "") for n in ast.walk(node.value) if isinstance(n, ast.Call)}
                if "vraag" in calls or used & asked:
                    asked |= {n.id for target in node.targets for n in ast.walk(target) if isinstance(n, ast.Name)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("figuur", "deel", "toon"):
                rows = [
                    n.id
                    for part in [*node.args, *(k.value for k in node.keywords)]
                    for n in ast.walk(part)
                    if isinstance(n, ast.Name)
                ]
                shown = isinstance(node.args[0], ast.Constant) and node.args[0].value == "hoofdstuk.optie"
                if not shown and not set(rows) & asked:
                    faults.append(ast.unparse(node)[:80])
    return faults


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_shows_its_work(path):
    cells = sources(path)
    assert unseen(cells) == []


def test_what_hides_its_work_is_found():
    assert unseen(["boek.toon(behoud.figure(boek))"]) == ["boek.toon(behoud.figure(boek))"]
    assert unseen(['a = boek.vraag("standen")\nb = a[a["waarde"] > 1]', 'boek.figuur("x", b, zin="")']) == []
    assert unseen(['b = pd.read_csv("x.csv")', 'boek.figuur("x", b, zin="")']) == ["boek.figuur('x', b, zin='')"]
