"""Facts stand in registers and parameters: no text and no code holds a count that a register has."""

from __future__ import annotations

import re

import pytest

from samples import ROOT

FOLDERS = ("book", "docs", "parameters", "sql", "src")
READ = {".css", ".html", ".ipynb", ".js", ".md", ".po", ".py", ".sql", ".yml"}
COUNT = re.compile(
    r"\b(\d+|zeventien|seventeen)\s+(\w+ )?(kern)?(indicatoren|indicators)\b|\b(vier|four)\s+(core )?(kern)?(indicatoren|indicators)\b",
    re.IGNORECASE,
)


def counts(text: str) -> list[str]:
    """Where a text says how many indicators there are, in figures or in words."""
    return [" ".join(found[0].split()) for found in COUNT.finditer(text)]


def test_no_text_counts_the_indicators_by_itself():
    files = [path for name in FOLDERS for path in (ROOT / name).rglob("*") if path.suffix in READ]
    files += [ROOT / "README.md", ROOT / "CHANGELOG.md"]
    found = {str(path.relative_to(ROOT)): counts(path.read_text(encoding="utf-8")) for path in files}
    assert len(files) > 200
    assert not {name: said for name, said in found.items() if said}


@pytest.mark.parametrize(
    "text",
    [
        "## De 17 indicatoren",
        "for all 17 indicators",
        "de koppeling van de zeventien indicatoren",
        "Nederland in vier kernindicatoren",
        "17\n   indicatoren",
        "the 17 core indicators",
    ],
)
def test_a_count_that_was_typed_is_found(text):
    assert counts(text)


def test_a_count_that_a_template_asks_for_is_none():
    assert not counts("## De {{ rijen|length }} indicatoren, elk van de indicatoren van 2022: indicatoren")
