"""Comments and docstrings are in plain words: those that docs/names.md replaces stand in none of them."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

import house
from samples import ROOT

NAMES = (ROOT / "docs" / "names.md").read_text(encoding="utf-8")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def replaced(text: str) -> list[str]:
    """The words at the left of the table: what stands between brackets explains."""
    section = text.split("## Words in comments and docstrings", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| ([a-z][^|]*?) \|", section, re.MULTILINE)[1:]
    return [word.strip() for row in rows for word in re.sub(r"\(.*?\)", "", row).split(",")]


WORD = re.compile(rf"\b(?:{'|'.join(replaced(NAMES))})\b", re.IGNORECASE)


def remarks(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of each comment and docstring of a file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sql":
        yield from ((number, line.partition("--")[2]) for number, line in enumerate(text.splitlines(), start=1))
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in house.nodes(text):
        if isinstance(node, DOCUMENTED) and (words := ast.get_docstring(node)):
            yield node.body[0].lineno, words


def idioms(path: Path) -> list[str]:
    """The places where a word of the list stands in a remark; a file without any is not read closer."""
    if not WORD.search(path.read_text(encoding="utf-8")):
        return []
    return [f"{path}:{number}: {found[0]}" for number, text in remarks(path) for found in WORD.finditer(text)]


def test_the_list_is_read():
    assert {"far", "told", "nobody", "listens to"} <= set(replaced(NAMES)) and "not" not in replaced(NAMES)


@pytest.mark.parametrize("folder", ["src", "tests", "sql", "tools"])
def test_comments_are_in_plain_words(folder):
    paths = [path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in (".py", ".sql")]
    assert paths
    assert [fault for path in paths for fault in idioms(path)] == []


@pytest.mark.parametrize(
    ("name", "text", "number"),
    [
        ("a.py", "x = 1  # how far it is\n", 1),
        ("a.py", '"""Whoever asks.\n\nSo far.\n"""\n', 2),
        ("a.py", 'def f():\n    """Nobody listens to it."""\n', 2),
        ("a.sql", "-- How far it is.\nselect far from t\n", 1),
        ("a.py", 'far = "told"  # progress\n', 0),
    ],
)
def test_a_word_of_the_list_is_found(tmp_path, name, text, number):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert len(idioms(tmp_path / name)) == number
