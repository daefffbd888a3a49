"""Comments, docstrings and names are in plain words: those that docs/names.md replaces stand in none of them."""

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


def replaced(text: str, of: str) -> list[str]:
    """The words at the left of a table: what stands between brackets explains."""
    section = text.split(f"## Words in {of}", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| ([a-z][^|]*?) \|", section, re.MULTILINE)[1:]
    return [word.strip() for row in rows for word in re.sub(r"\(.*?\)", "", row).split(",")]


IN_REMARKS = replaced(NAMES, "comments and docstrings")
IN_NAMES = replaced(NAMES, "names of Python")
WORD = re.compile(rf"\b(?:{'|'.join(IN_REMARKS)})\b", re.IGNORECASE)
ANY = re.compile(rf"(?<![a-z])(?:{'|'.join(IN_REMARKS + IN_NAMES)})(?![a-z])", re.IGNORECASE)


def remarks(path: Path, text: str) -> Iterator[tuple[int, str]]:
    """Line and text of each comment and docstring of a file."""
    if path.suffix == ".sql":
        yield from ((number, line.partition("--")[2]) for number, line in enumerate(text.splitlines(), start=1))
        return
    yield from ((token.start[0], token.string) for token in tokens(text) if token.type == tokenize.COMMENT)
    for node in house.nodes(text):
        if isinstance(node, DOCUMENTED) and (words := ast.get_docstring(node)):
            yield node.body[0].lineno, words


def tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    return tokenize.generate_tokens(io.StringIO(text).readline)


def idioms(path: Path) -> list[str]:
    """The places where a word of the lists stands in a remark or in a name; a file without any is not read closer."""
    text = path.read_text(encoding="utf-8")
    said = remarks(path, text) if WORD.search(text) else ()
    found = [f"{path}:{number}: {word[0]}" for number, words in said for word in WORD.finditer(words)]
    if path.suffix == ".py" and ANY.search(text):
        names = (token for token in tokens(text) if token.type == tokenize.NAME)
        found += [f"{path}:{name.start[0]}: {name.string}" for name in names if wrong(name.string)]
    return found


def wrong(name: str) -> bool:
    """Whether a name of Python has one of the words as a part."""
    words = IN_REMARKS if name.startswith("test_") else IN_REMARKS + IN_NAMES
    return not set(name.lower().split("_")).isdisjoint(words)


def test_the_lists_are_read():
    assert {"far", "told", "nobody", "listens to"} <= set(IN_REMARKS) and "not" not in IN_REMARKS
    assert set(IN_NAMES) == {"soon", "whole"}


@pytest.mark.parametrize("folder", ["src", "tests", "sql", "tools"])
def test_comments_and_names_are_in_plain_words(folder):
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
        ("a.py", "far = 1\n", 1),
        ("a.py", "def f(x, TOLD_APART=1):\n    return x.whole\n", 2),
        ("a.py", "def test_the_whole_site():\n    pass\n", 0),
        ("a.py", "def test_it_is_told():\n    pass\n", 1),
        ("a.py", 'x = "told"  # a whole number\n', 0),
    ],
)
def test_a_word_of_the_list_is_found(tmp_path, name, text, number):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert len(idioms(tmp_path / name)) == number
