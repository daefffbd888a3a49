"""The house: which room may use which, and that the picture in the documentation is the one that the code draws."""

import ast

import pytest

import house


def test_the_rooms_stand_in_the_order_of_the_work():
    assert house.faults(house.modules(), house.packages()) == []


def test_every_package_says_what_comes_in_and_what_goes_out():
    for path in house.PACKAGE.rglob("__init__.py"):
        if path.parent != house.PACKAGE:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            words = ast.get_docstring(tree)
            assert "In: " in words and "Out: " in words, path
            assert len(tree.body) == 1, f"{path}: a page that uses one module of a package rests on this file too"


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("sources.a", "from ..warehouse import build", "upward"),
        ("sources.a", "def f():\n    from .. import cli", "upward"),
        ("sources.a", "from azwboek.gate.site import x", "upward"),
        ("sources.a", "from . import b", "circle"),
        ("gate.a", "from ..run.fork import server", "only run enters run.fork"),
        ("cli", "from .site.sphinx.run import main", "only site enters site.sphinx"),
        ("tower.a", "", "has no place"),
    ],
)
def test_a_wrong_step_is_seen(name, text, fault):
    names = ("", "warehouse.build", "cli", "gate.site", "run.fork.server", "site.sphinx.run")
    texts = dict.fromkeys(names, "") | {"sources.b": "from . import a", name: text}
    folders = {"", "sources", "warehouse", "gate", "run", "run.fork", "site", "site.sphinx", "tower"}
    assert any(fault in found for found in house.faults(texts, folders))


def test_the_picture_is_the_one_that_the_code_draws():
    drawn = house.picture(house.modules(), house.packages())
    assert house.PICTURE.read_text(encoding="utf-8") == drawn, "draw it again: .venv/bin/python tests/house.py"


def test_another_house_gives_another_picture():
    texts = house.modules()
    assert house.picture(texts | {"gate.extra": ""}, house.packages()) != house.picture(texts, house.packages())
