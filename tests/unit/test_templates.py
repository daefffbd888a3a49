"""HTML stands in templates only; what a template lacks stops with one line; a part is compact and every value is text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml.html import defs

import house
from azwboek import templates
from azwboek.chapters import view
from azwboek.errors import AzwboekError, UsageError
from azwboek.site.theme import parts
from samples import ROOT

PACKAGE = ROOT / "src" / "azwboek"
#: The beginning of a tag of HTML; ``<datum>`` in a message is none.
TAG = re.compile(rf"</?(?:{'|'.join(sorted(defs.tags | {'svg', 'path', 'g', 'text'}))})\b")
#: Modules that read tags, of pages that are made, and write none of what a page shows.
READERS = {"site/escape.py", "site/theme/csp.py", "sources/plain.py"}


# --- no tag in Python -----------------------------------------------------------------------------------------


def tags(code: str) -> Iterator[str]:
    """The strings of a module in which a tag begins; what a docstring says does not count."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    said = {id(node.body[0].value) for node in house.nodes(code) if isinstance(node, documented) and _says(node)}
    for node in house.nodes(code):
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if TAG.search(text) and id(node) not in said:
            yield f"{node.lineno}: {text[:60]}"


def _says(node: ast.AST) -> bool:
    return bool(node.body) and isinstance(node.body[0], ast.Expr)


def test_a_tag_in_a_string_is_seen():
    seeded = (
        '"""A <b>word</b>."""\nx = Markup("<li>{}</li>")\ny = f"{x}</p>"\nz = r"(?P<name>a)"\nw = "a < b <datum>"\n'
    )
    assert [found.partition(":")[0] for found in tags(seeded)] == ["2", "3"]


def test_no_tag_stands_in_a_string_of_python():
    modules = sorted(path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).as_posix() not in READERS)
    texts = {path: path.read_text(encoding="utf-8") for path in modules}
    found = {str(path): list(tags(text)) for path, text in texts.items() if TAG.search(text)}
    assert {path: strings for path, strings in found.items() if strings} == {}


# --- what a template lacks -------------------------------------------------------------------------------------


class Book:
    def vraag(self, name: str) -> list:
        raise UsageError(f"onbekende vraag {name!r}")


@pytest.fixture
def book(tmp_path):
    (tmp_path / "onderdelen").mkdir()
    (tmp_path / "onderdelen" / "lijst.html").write_text(
        "{% macro lijst(rijen) %}\n<ul>\n{% for r in rijen %}\n  <li>{{ r.naam }}</li>\n{% endfor %}\n</ul>\n{% endmacro %}\n"
        "{% macro fout() %}\n<p>\n{{ onbekend_woord }}</p>{% endmacro %}\n"
    )
    return tmp_path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# A\n\n{{ wat }}\n", "bladzij.md: onbekende macro of variabele 'wat' (bladzij.md, regel 3)"),
        ("# A\n\n{{ boek.wat }}\n", "bladzij.md: onbekend veld 'wat' (bladzij.md, regel 3)"),
        (
            '{% from "onderdelen/lijst.html" import tabel %}\n{{ tabel([]) }}\n',
            "bladzij.md: onbekende macro 'tabel' (bladzij.md, regel 2)",
        ),
        (
            '{% from "onderdelen/lijst.html" import fout %}\n{{ fout() }}\n',
            "bladzij.md: onbekende macro of variabele 'onbekend_woord' (onderdelen/lijst.html, regel 10)",
        ),
        (
            '{% from "onderdelen/lijst.html" import lijst %}\n{{ lijst([{"titel": 1}]) }}\n',
            "bladzij.md: onbekend veld 'naam' (onderdelen/lijst.html, regel 4)",
        ),
        ('{% from "onderdelen/weg.html" import a %}\n', "bladzij.md: er is geen sjabloon onderdelen/weg.html (bladzij.md, regel 1)"),
        ("# A\n{% if %}\n", "bladzij.md: geen geldig sjabloon (Expected an expression, got 'end of statement block') (bladzij.md, regel 2)"),
        ("{{ boek.vraag('weg') }}\n", "bladzij.md: onbekende vraag 'weg'"),
        ("{{ 'x'|datum }}\n", "bladzij.md: Invalid isoformat string: 'x' (bladzij.md, regel 1)"),
    ],
    ids=["variable", "field", "macro", "in a part", "field in a part", "file", "syntax", "query", "value"],
)  # fmt: skip
def test_what_is_not_there_is_one_line_with_the_name_of_the_page(book, text, said):
    (book / "bladzij.md").write_text(text)
    with pytest.raises(AzwboekError) as error:
        templates.page(view.environment(book), "bladzij.md", boek=Book())
    assert str(error.value) == said


def test_an_unknown_part_is_named(book):
    for name in ("lijst.tabel", "weg.lijst"):
        with pytest.raises(AzwboekError, match=f"onderdelen/{name.split('.')[0]}.html: "):
            view.part(name, book=book)


# --- how a part is written --------------------------------------------------------------------------------------


def test_a_part_is_compact_and_its_values_are_text(book):
    made = view.part("lijst.lijst", [{"naam": "<b>&"}, {"naam": "een\n\ntwee"}], book=book)
    assert made == "<ul><li>&lt;b&gt;&amp;</li><li>een\n\ntwee</li></ul>"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>een\n   twee</p>", "<p>een twee</p>"),
        ("<p>een {{ 2 }}\n{{ 3 }}</p>\n\n<p></p>", "<p>een 2 3</p><p></p>"),
        ("{% if true %}\n  x\n{% endif %}\n<br>", "x<br>"),
        ('{{ ["a",\n  "b"]|join }}', "ab"),
    ],
)
def test_a_line_break_is_left_out_beside_a_tag_and_else_a_space(book, source, expected):
    (book / "onderdelen" / "a.html").write_text("{% macro a() %}\n" + source + "\n{% endmacro %}\n")
    assert view.part("a.a", book=book) == expected


@pytest.mark.parametrize("folder", [ROOT / "book", parts.THEME], ids=lambda folder: folder.name)
def test_every_part_can_be_read(folder):
    environment = view.environment(folder)
    names = [path.relative_to(folder).as_posix() for path in sorted((folder / templates.PARTS).glob("*.html"))]
    assert names
    for name in names:
        assert environment.get_template(name).module


@pytest.mark.parametrize(
    "path",
    sorted([*(ROOT / "book").rglob("*.md"), *(ROOT / "book" / "onderdelen").glob("*.html")]),
    ids=lambda path: path.stem,
)
def test_pages_and_parts_print_no_data_as_markup(path: Path):
    assert "|safe" not in path.read_text(encoding="utf-8").replace(" ", "")


def test_missing_values_come_to_a_template_as_none():
    import pandas as pd

    frame = pd.DataFrame({"a": [1.5, None], "b": [None, "x"], "c": pd.array([1, None], "Int64"), "d": [["p", "q"], []]})
    assert view.rows(frame) == [
        {"a": 1.5, "b": None, "c": 1, "d": ["p", "q"]},
        {"a": None, "b": "x", "c": None, "d": []},
    ]
