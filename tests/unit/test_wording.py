"""What the registers say in Dutch: a rule per kind of mistake that was found once, with a sentence that had it."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from samples import ROOT

#: Columns that hold the words of others, codes or numbers: not prose of this book.
NOT_PROSE = re.compile(
    r"citaat_.|letterlijk|titel|links?|url|bestand|id|code|bron\w*|plaats_.|vermeldingen|tekst|waarde|bedrag_eur|periode\w*"
)
#: Rule: what it forbids, a text that it must find, and one that it must let pass.
RULES: dict[str, tuple[str, str, str]] = {
    "a number without dots": (
        r"(?<![\w.,:/-])(?!(?:19|20)\d\d\b)\d{4,}(?![\d,A-Z]|\.\d)",
        "De gemelde groei is 33000.",
        "In 2023 is de groei 33.000.",
    ),
    "a document called a stuk": (r"\b[Hh]et stuk\b|\bde stukken\b", "Dat zegt het stuk niet.", "Een stuk later."),
}


def prose(register: Path) -> list[tuple[int, str, str]]:
    """The prose of a register: line in the file (of the row's first cell), column, text."""
    with register.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (number, column, text)
        for number, row in enumerate(rows, start=2)
        for column, text in row.items()
        if not NOT_PROSE.fullmatch(column) and " " in text
    ]


REGISTERS = sorted((ROOT / "data" / "registers").glob("*.csv"))


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_its_mistake(rule):
    pattern, bad, good = RULES[rule]
    assert re.search(pattern, bad)
    assert not re.search(pattern, good)


@pytest.mark.parametrize("register", REGISTERS, ids=lambda path: path.stem)
def test_no_register_makes_a_mistake_again(register):
    found = [
        (rule, number, column, text[:100])
        for number, column, text in prose(register)
        for rule, (pattern, _, _) in RULES.items()
        if re.search(pattern, text)
    ]
    assert found == []
