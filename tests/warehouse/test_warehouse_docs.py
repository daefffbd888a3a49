"""docs/warehouse.md and the warehouse name the same tables and columns, both ways."""

from __future__ import annotations

import re

import pytest

from samples import ROOT

TEXT = (ROOT / "docs" / "warehouse.md").read_text(encoding="utf-8")
OWN = {"bron_cbs__positie", "bron_cbs__periode"}
EXPECTED = {"kern_jaar": ["jaar", "naam"], "uit_jaar": ["jaar"]}
GOOD = "### kern_jaar\n\n| `jaar` | a |\n| `naam` | b |\n\n### uit_jaar\n| `jaar` | a |\n"


def documented(text: str) -> dict[str, list[str]]:
    """The tables of a text with their columns, in order."""
    sections = re.split(r"^### (\w+)\b.*$", text, flags=re.MULTILINE)[1:]
    tables = dict(zip(sections[::2], sections[1::2], strict=True))
    return {
        name: re.findall(r"^\| `(\w+)` \| \S", part, re.MULTILINE) for name, part in tables.items() if name[-1] != "_"
    }


def differences(text: str, real: dict[str, list[str]]) -> list[str]:
    """What the text has and the warehouse has not, both ways; columns in the order of the warehouse."""
    told = documented(text)
    faults = [f"{name} is not documented" for name in sorted(real.keys() - told.keys())]
    faults += [f"{name} is documented and does not exist" for name in sorted(told.keys() - real.keys())]
    for name in sorted(real.keys() & told.keys()):
        faults += [f"{name}.{column} is not documented" for column in real[name] if column not in told[name]]
        faults += [f"{name}.{column} does not exist" for column in told[name] if column not in real[name]]
        if sorted(real[name]) == sorted(told[name]) and real[name] != told[name]:
            faults.append(f"{name} has another order")
    return faults


def test_every_table_and_column_is_documented_and_exists(reading):
    found = reading.execute(
        "select table_name, list(column_name order by column_index) from duckdb_columns() where not internal group by 1"
    ).fetchall()
    real = {name: columns for name, columns in found if not name.startswith("bron_cbs__") or name in OWN}
    assert differences(TEXT, real) == []


def test_raw_tables_are_as_the_family_is_described(reading, built):
    from azwboek.sources import snapshots

    raw = {f"bron_cbs__{kept.table.lower()}": kept for kept in snapshots.latest(built.paths.demonstration)}
    for name, kept in raw.items():
        columns = [row[0] for row in reading.execute(f"describe {name}").fetchall()]
        assert columns == ["ID", *kept.dimensions, *kept.topics]
        for key in kept.dimensions:
            padded = reading.execute(f'select count(*) from {name} where "{key}" <> trim("{key}")').fetchone()[0]
            assert padded == 0


def test_a_column_that_may_be_empty_says_so(reading):
    """Empty cells are there only where the text speaks of it."""
    silent = []
    for name, part in zip(*[iter(re.split(r"^### (\w+)\b.*$", TEXT, flags=re.MULTILINE)[1:])] * 2, strict=True):
        if not name.startswith("kern_"):
            continue
        for column, meaning in re.findall(r"^\| `(\w+)` \| (.*?) \|$", part, re.MULTILINE):
            empty = reading.execute(f"select count(*) from {name} where {column} is null").fetchone()[0]
            if empty and not re.search(r"empty|filled|only when|when it is", meaning) and column != "bronregel":
                silent.append(f"{name}.{column}")
    assert silent == []


def test_the_good_text_has_no_differences():
    assert differences(GOOD, EXPECTED) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("### kern_jaar", "### kern_maand", "kern_jaar is not documented"),
        ("### uit_jaar", "### uit_maand", "uit_maand is documented and does not exist"),
        ("| `naam` | b |\n", "", "kern_jaar.naam is not documented"),
        ("| `naam` | b |", "| `naam` | b |\n| `name` | c |", "kern_jaar.name does not exist"),
        ("| `naam` | b |", "| `naam` |  |", "kern_jaar.naam is not documented"),
        ("| `jaar` | a |\n| `naam` | b |", "| `naam` | b |\n| `jaar` | a |", "kern_jaar has another order"),
    ],
)
def test_a_difference_is_found(old, new, fault):
    assert fault in differences(GOOD.replace(old, new, 1), EXPECTED)
