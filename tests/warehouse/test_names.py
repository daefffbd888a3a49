"""Column names are made of the words in docs/names.md; money ends in ``_eur``, percentages in ``_pct``."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from azwboek.sources import registers
from samples import ROOT

DOCS = ROOT / "docs"
NUMERIC = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "DOUBLE", "FLOAT", "DECIMAL")
MONEY = {"bedrag", "totaal", "verschil", "basis", "budget", "kosten", "prijs", "rato"}
SHARE = {"aandeel", "percentage", "procent"}
# The same name with two types, for a reason that docs/names.md gives.
TWO_TYPES = {"nummer"}


def words(text: str) -> dict[str, set[str]]:
    """The words of the list, each with the words that it is written in place of."""
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|(?: *([^|\n]*?) *\|)?$", text, re.MULTILINE)
    return {
        word: set(re.findall(r"\w+", re.sub(r"\(.*?\)", "", instead)))
        for word, instead in rows
        if not word.endswith("_")
    }


def parts(name: str) -> list[str]:
    """The words of a name; the year in ``bedrag_2023_eur`` is none."""
    return [part for part in name.split("_") if not re.fullmatch(r"20\d\d", part)]


def unlisted(names: Iterable[str], known: dict[str, set[str]]) -> list[str]:
    """The names with a word that is not in the list, with the word to write in its place if there is one."""
    instead = {wrong: word for word, wrongs in known.items() for wrong in wrongs}
    faults = []
    for name in sorted(set(names)):
        for part in parts(name):
            if part not in known:
                faults.append(f"{name}: {part}" + (f", write {instead[part]}" if part in instead else ""))
    return faults


def without_unit(found: Iterable[tuple[str, str, str]]) -> list[str]:
    """Numeric columns that hold money or a share without saying so, and ends of names that are not true."""
    faults = []
    for place, name, kind in found:
        numeric = kind.startswith(NUMERIC)
        if numeric and MONEY & set(parts(name)) and not name.endswith(("_eur", "_pct")):
            faults.append(f"{place}: {name} holds money, so it ends in _eur")
        if numeric and SHARE & set(parts(name)) and not name.endswith("_pct"):
            faults.append(f"{place}: {name} holds a percentage, so it ends in _pct")
        if not numeric and name.endswith(("_eur", "_pct")):
            faults.append(f"{place}: {name} is {kind} and no number")
    return faults


def two_types(found: Iterable[tuple[str, str, str]]) -> list[str]:
    """The names that are of one type here and of another there."""
    kinds: dict[str, dict[str, str]] = {}
    for place, name, kind in found:
        kinds.setdefault(name, {}).setdefault(kind, place)
    return [f"{name}: {places}" for name, places in kinds.items() if len(places) > 1 and name not in TWO_TYPES]


@pytest.fixture(scope="module")
def known() -> dict[str, set[str]]:
    return words((DOCS / "names.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def names(columns) -> set[str]:
    return {name for _, name, _ in columns} | {name for key in registers.MODELS for name in registers.columns(key)}


def test_every_word_is_listed(names, known):
    assert unlisted(names, known) == []


def test_every_listed_word_is_used(names, known):
    assert set(known) - {part for name in names for part in parts(name)} == set()


def test_no_listed_word_is_one_that_is_not_written(known):
    assert {word for instead in known.values() for word in instead} & set(known) == set()


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("region", "region: region, write regio"),
        ("waarde_year", "waarde_year: year, write jaar"),
        ("amount_eur", "amount_eur: amount, write bedrag"),
        ("quux", "quux: quux"),
    ],
)
def test_another_word_is_found(known, name, fault):
    assert unlisted(["regio", name], known) == [fault]


def test_money_and_percentages_say_so(columns):
    assert without_unit(columns) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("bedrag", "BIGINT"),
        ("totaal_vermeld", "DOUBLE"),
        ("aandeel", "DOUBLE"),
        ("aandeel_eur", "DOUBLE"),
        ("basis_eur", "VARCHAR"),
    ],
)
def test_a_column_without_its_unit_is_found(name, kind):
    assert without_unit([("x", name, kind)])


def test_large_amounts_in_what_is_made_of_the_budget_are_euros(reading, ask):
    """By the numbers themselves: nothing else in these results is that large."""
    people = {"sleutel_regio", "sleutel_nl"}
    asked = [
        "begroting_tabel",
        "begroting_aansluiting",
        "begroting_aandelen",
        "begroting_verandering",
        "begroting_naar_rato",
        "lijn_budget",
    ]
    for name in asked:
        frame = ask(name, "RA0205").df().select_dtypes("number")
        assert len(frame)
        large = {column for column in frame if frame[column].abs().max() > 100_000}
        assert all(column.endswith("_eur") for column in large - people), (name, large)


def test_the_same_name_has_the_same_type(columns):
    assert two_types(columns) == []


def test_two_types_are_found():
    assert two_types([("a", "jaar", "INTEGER"), ("b", "jaar", "VARCHAR")])
    assert two_types([("a", "nummer", "INTEGER"), ("b", "nummer", "VARCHAR")]) == []
