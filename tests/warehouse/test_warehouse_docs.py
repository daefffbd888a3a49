"""Every table of the warehouse stands in docs/warehouse.md, and every column has its meaning in the file that makes it."""

from __future__ import annotations

import re

import pytest

from azwboek.sources import snapshots
from azwboek.warehouse.build import sql_files
from samples import ROOT

TEXT = (ROOT / "docs" / "warehouse.md").read_text(encoding="utf-8")
OWN = {"bron_cbs__positie", "bron_cbs__periode"}
MADE = re.compile(r"^create (?:table|view) (\w+) ?(as|\()$", re.MULTILINE)
NO_COLUMN = ("check", "primary", "unique", "foreign", "references")
TABLE = """create table kern_jaar (
    jaar integer primary key, -- a
    -- long
    -- story
    naam varchar check (
        naam <> ''
    ),
    unique (naam)
);
"""
VIEW = """create view uit_jaar as
with
een as (
    select jaar from kern_jaar
)

select
    e.jaar, -- a
    -- b
    case
        when e.jaar > 1 then 2
    end as twee,
    (
        select 1
    ) as drie -- c
from een as e;
"""


def meanings(text: str) -> dict[str, dict[str, str]]:
    """The tables and views that a file makes: each column in order with its meaning.

    That is the comment behind the column, or above it where the line is full; empty when there is none.
    """
    found = {}
    for made in MADE.finditer(text):
        is_table, rest = made[2] == "(", text[made.end() :]
        block = (
            rest.split("\n);")[0]
            if is_table
            else re.split(r"^select$", rest, flags=re.MULTILINE)[-1].split("\nfrom ")[0]
        )
        columns, above = {}, []
        *lines, last = block.strip("\n").split("\n")
        for line in [*lines, last if is_table else re.sub(r"(?= -- |$)", ",", last, count=1)]:
            code, _, behind = line.partition(" -- ")
            if line.startswith("    -- "):
                above.append(behind)
            elif name := re.fullmatch(r"    (\w+) .*" if is_table else r"    (?:\S.*[ .])?(\w+),", code):
                if name[1] not in NO_COLUMN:
                    columns[name[1]] = " ".join(filter(None, [*above, behind]))
                above = []
        found[made[1]] = columns
    return found


@pytest.fixture(scope="module")
def documented() -> dict[str, dict[str, str]]:
    """Every table that the SQL makes, with the meanings of its columns."""
    files = [file for layer in ("bron", "kern", "uit") for file in sql_files(ROOT / "sql" / layer)]
    return {name: columns for file in files for name, columns in meanings(file.read_text(encoding="utf-8")).items()}


def differences(documented: dict[str, dict[str, str]], real: dict[str, list[str]]) -> list[str]:
    """Columns of the warehouse that have no meaning in the SQL, and the other way round."""
    faults = [f"{name} is in one of the two only" for name in sorted(documented.keys() ^ real.keys())]
    for name in sorted(documented.keys() & real.keys()):
        if list(documented[name]) != real[name]:
            faults.append(f"{name} has the columns {real[name]}, the text {list(documented[name])}")
        faults += [f"{name}.{column} has no meaning" for column, meaning in documented[name].items() if not meaning]
    return faults


def test_every_column_has_its_meaning(reading, documented):
    found = reading.execute(
        "select table_name, list(column_name order by column_index) from duckdb_columns() where not internal group by 1"
    ).fetchall()
    real = {name: columns for name, columns in found if not name.startswith("bron_cbs__") or name in OWN}
    assert differences(documented, real) == []


def test_every_table_stands_in_the_text(documented):
    assert set(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)) == documented.keys()


def test_a_column_that_may_be_empty_says_so(reading, documented):
    """Empty cells are allowed only where the meaning says so."""
    allowed = reading.execute(
        "select table_name, column_name from duckdb_columns() where is_nullable and starts_with(table_name, 'kern_')"
    ).fetchall()
    silent = [
        f"{name}.{column}"
        for name, column in allowed
        if column != "bronregel" and not re.search(r"empty|filled|only when|when it is", documented[name][column])
    ]
    assert allowed
    assert silent == []


def test_raw_tables_are_as_the_family_is_described(reading, built):
    raw = {f"bron_cbs__{kept.table.lower()}": kept for kept in snapshots.latest(built.paths.demonstration)}
    for name, kept in raw.items():
        columns = [row[0] for row in reading.execute(f"describe {name}").fetchall()]
        assert columns == ["ID", *kept.dimensions, *kept.topics, "soort"]  # these were made up, and say so
        for key in kept.dimensions:
            padded = reading.execute(f'select count(*) from {name} where "{key}" <> trim("{key}")').fetchone()[0]
            assert padded == 0


def test_meanings_are_read():
    assert meanings(TABLE) == {"kern_jaar": {"jaar": "a", "naam": "long story"}}
    assert meanings(VIEW) == {"uit_jaar": {"jaar": "a", "twee": "b", "drie": "c"}}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("kern_jaar", "kern_maand", "kern_maand is in one of the two only"),
        (" -- a", "", "kern_jaar.jaar has no meaning"),
        ("    -- long\n    -- story\n", "", "kern_jaar.naam has no meaning"),
        ("    jaar integer", "    year integer", "kern_jaar has the columns"),
        ("    unique", "    nog varchar, -- d\n    unique", "kern_jaar has the columns"),
    ],
)
def test_a_difference_is_found(old, new, fault):
    real = {"kern_jaar": ["jaar", "naam"]}
    assert differences(meanings(TABLE), real) == []
    assert any(found.startswith(fault) for found in differences(meanings(TABLE.replace(old, new, 1)), real))
