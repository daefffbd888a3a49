"""Figures stand beside each other; no template says that one comes from the other."""

from __future__ import annotations

import re

import pytest

from samples import CAUSAL, ROOT

TEMPLATES = [
    *(ROOT / "book").rglob("*.md"),
    *(ROOT / "book" / "onderdelen").glob("*.html"),
    *(ROOT / "book" / "chapters").glob("*.ipynb"),
]


def causes(text: str) -> list[str]:
    """The words about causes in a text."""
    return [found[0] for found in CAUSAL.finditer(text)]


def test_no_template_names_a_cause():
    assert len(TEMPLATES) > 30
    assert {
        path.name: causes(path.read_text(encoding="utf-8"))
        for path in TEMPLATES
        if causes(path.read_text(encoding="utf-8"))
    } == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "De uitstroom is lager doordat er geld is.", "Dat leidt tot minder verzuim.", "Dankzij de afspraken daalt het.",
        "Het budget zorgt voor behoud.", "Dit is het effect van de acties.", "Waardoor het cijfer stijgt.", "Als gevolg van het programma.",
        "Dat heeft geleid tot groei.", "De daling komt door de regeling.", "Hoge werkdruk veroorzaakt verzuim.",
    ],
)  # fmt: skip
def test_a_cause_is_found(sentence):
    assert causes(sentence)


@pytest.mark.parametrize(
    "sentence", ["Het verschil kan toeval zijn.", "Vervolgens staat het ernaast.", "De zorg voor ouderen."]
)
def test_words_that_name_no_cause_pass(sentence):
    assert re.search(r"\w", sentence) and not causes(sentence)
