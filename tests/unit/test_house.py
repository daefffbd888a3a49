"""The house: which room may use which, that its picture is the present one, and that tests use only its public names."""

import ast
import re
from collections.abc import Iterator

import pytest

import house

#: Names that begin with an underscore and are documented: what IPython asks of an object, ``os._exit``, named tuples.
PUBLIC = re.compile(r"_repr_\w+_|_ipython_\w+_|_exit|_replace|_asdict|_fields")
PRIVATE = re.compile(r"_[A-Za-z]\w*")
#: Functions that take a name as text.
BY_NAME = {"setattr", "getattr", "hasattr", "delattr", "setitem", "patch", "object"}


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


# ---- what is private ----


def reached(text: str) -> Iterator[tuple[int, str]]:
    """Line and code of each place where Python reaches something private of a module, a class or a library.

    What ``self`` and ``cls`` have is a test's own. A text that is Python itself, to be run in another process, is read too.
    """
    for node in house.nodes(text):
        names: list[str] = []
        if isinstance(node, ast.Attribute):
            own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
            names = [] if own else [node.attr]
        elif isinstance(node, ast.Import | ast.ImportFrom):
            imported = [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
            names = [part for name in imported for part in name.split(".")]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in BY_NAME:
            texts = [given.value for given in node.args if isinstance(given, ast.Constant)]
            names = [part for text in texts if isinstance(text, str) for part in text.split(".")]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"\._|import _", node.value):
            try:
                yield from ((node.lineno + line - 1, code) for line, code in reached(node.value))
            except SyntaxError:
                continue  # words, not code
        if any(PRIVATE.fullmatch(name) and not PUBLIC.fullmatch(name) for name in names):
            yield node.lineno, ast.unparse(node)


def test_tests_use_only_public_names():
    tests = sorted((house.ROOT / "tests").rglob("*.py"))
    texts = {path: path.read_text(encoding="utf-8") for path in tests if path.name != "test_house.py"}
    # Reading a text as Python takes long: only one with a private name in it can have a fault.
    found = {path: list(reached(text)) for path, text in texts.items() if re.search(rf"(?<!\w){PRIVATE.pattern}", text)}
    assert {path: places for path, places in found.items() if places} == {}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("refresh._alone(root)", [1]),
        ("x = 1\nmonkeypatch.setattr(downloads, '_workbook', None)", [2]),
        ("monkeypatch.setattr('azwboek.sources.refresh._alone', None)", [1]),
        ("from azwboek.sources.refresh import _alone", [1]),
        ("import azwboek._inside", [1]),
        ("PROGRAM = '''\nfrom azwboek.run import pool\npool._work()\n'''", [3]),
        ("class A:\n    def f(self):\n        self._own = figure._repr_html_() + cls._own", []),
        ("os._exit(1)\n'Zie pool._work hier'", []),
    ],
)
def test_a_private_name_is_seen(text, lines):
    assert sorted({line for line, _ in reached(text)}) == lines
