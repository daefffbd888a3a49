"""A warehouse built afresh, from embedded data only, and a copy of it that a test may spoil."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import nbformat
import pytest

from azwboek import plan as plans
from azwboek.chapters import notebook as notebooks
from azwboek.chapters.notebook import Boek
from azwboek.paths import Paths
from azwboek.sources import snapshots
from azwboek.sources.snapshots import RawTable
from azwboek.warehouse import build as warehouses
from azwboek.warehouse.ask import connect, query
from samples import ROOT


@dataclasses.dataclass(frozen=True)
class Built:
    """A checkout with a warehouse that was just built for the tests, and what the build returned."""

    paths: Paths
    summary: dict

    @property
    def file(self) -> Path:
        return self.paths.warehouse


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The warehouse as the present sources make it, whatever stands in ``_build``."""
    folder = tmp_path_factory.mktemp("warehouse")
    paths = Paths(root=ROOT, build=folder / "_build")
    summary = warehouses.build(paths, snapshot_folder=folder / "no-snapshots")
    assert json.loads(paths.warehouse.with_suffix(".json").read_text()) == summary
    return Built(paths, summary)


@pytest.fixture
def project(tmp_path: Path) -> Paths:
    """A copy of what the warehouse is built from."""
    root = tmp_path / "boek"
    for name in ("book", "data/registers", "parameters", "sql"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("catalogus.yml", "controles.yml", "demonstratie.yml"):
        shutil.copy(ROOT / "data" / name, root / "data")
    return Paths(root=root, build=tmp_path / "bouw")


@pytest.fixture
def table(built: Built) -> Callable[[str], RawTable]:
    """An invented table as if CBS delivered it, with values that can be changed: ``table("DEMO03")`` is ``24003NED``."""

    def made(identifier: str) -> RawTable:
        kept = snapshots.in_force(built.paths.demonstration, identifier)
        info = kept.metadata["TableInfos"]
        info["Title"] = info["Title"].removesuffix(" (demonstratie)")
        return RawTable(identifier.replace("DEMO", "240") + "NED", kept.frame(), kept.metadata)

    return made


@pytest.fixture
def accept() -> Callable[..., str]:
    """Keep and accept a version of a table: ``accept(project, table, "2026-11-01")``; gives the name of its folder."""

    def accepted(paths: Paths, table: RawTable, date: str, host: str = snapshots.HOST) -> str:
        return snapshots.write(paths.snapshots, table, kind="cbs", host=host, date=date).name

    return accepted


@pytest.fixture(scope="session")
def reading(built: Built) -> Iterator[duckdb.DuckDBPyConnection]:
    """The fresh warehouse, to be read."""
    with connect(built.file) as connection:
        yield connection


@pytest.fixture(scope="session")
def spoilable(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy that can be written to; see ``spoilt``."""
    copy = shutil.copy(built.file, tmp_path_factory.mktemp("copy") / "azw.duckdb")
    with duckdb.connect(str(copy), config=warehouses.CONFIG) as connection:
        warehouses.run_files(connection, [ROOT / "sql" / "bron" / "stage_cel.sql"])
        yield connection


@pytest.fixture
def spoilt(spoilable: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The copy within a transaction: what a test changes is undone after it."""
    spoilable.execute("begin")
    for file in warehouses.sql_files(ROOT / "sql" / "uit"):  # what is kept as a table goes with the change of a test
        text = file.read_text(encoding="utf-8")
        if made := re.search(r"create table (uit_\w+)", text):
            spoilable.execute(f"drop table {made[1]}")
            spoilable.execute(text.replace("create table", "create view"))
    yield spoilable
    spoilable.execute("rollback")


@pytest.fixture(scope="session")
def open_chapter(built: Built, reading: duckdb.DuckDBPyConnection):
    """Open a chapter on the fresh warehouse: ``open_chapter("financien", "RA0205")``."""
    plan = plans.load(built.paths)

    def opened(name: str, code: str = "NL") -> Boek:
        region = plan.region(code)
        return Boek(name, region.code, region.naam, region.in_zin, reading, built.paths, region.samen)

    return opened


@pytest.fixture(scope="session")
def cells_of(open_chapter):
    """Run the cells of a chapter's notebook: ``cells_of("financien", "RA0205")`` gives the names that they leave, ``boek`` among them."""

    def run(name: str, code: str = "NL") -> dict:
        notebook = nbformat.read(ROOT / "book" / "chapters" / f"{name}.ipynb", as_version=4)
        names: dict = {}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(notebooks, "open", open_chapter)
            for cell in notebook.cells:
                if cell.cell_type == "code":
                    exec(compile(cell.source, f"{name}/{cell.id}", "exec"), names)
                if "parameters" in cell.metadata.get("tags", []):
                    names["regio"] = code
        return names

    return run


# What queries ask for besides the region; a query gets those that it names.
PARAMETERS = {
    "indicator": "uitstroom", "lijn": "1", "basis": "alles", "indicatoren": ["uitstroom"], "vintages": ["DEMO01"],
    "figuur": "verzuim-cbs",
}  # fmt: skip


@pytest.fixture(scope="session")
def ask(built: Built, reading: duckdb.DuckDBPyConnection):
    """Run a query of ``sql/vragen`` as a relation with types: ``ask("standen", "RA0205")``."""

    def run(name: str, code: str = "NL") -> duckdb.DuckDBPyConnection:
        text = (built.paths.sql / "vragen" / f"{name}.sql").read_text(encoding="utf-8")
        used = {key: value for key, value in ({"regio": code} | PARAMETERS).items() if re.search(rf"\${key}\b", text)}
        return reading.execute(text, used)

    return run


@pytest.fixture(scope="session")
def frame(built: Built, reading: duckdb.DuckDBPyConnection):
    """The same as a chapter gets it: ``frame("standen", "RA0205")``."""
    return lambda name, code="NL": query(reading, built.paths, name, **{"regio": code} | PARAMETERS)


@pytest.fixture(scope="session")
def columns(reading: duckdb.DuckDBPyConnection, ask) -> list[tuple[str, str, str]]:
    """Every column as (where, name, type): of the warehouse, without the raw tables, and of the queries."""
    found = reading.execute(
        "select table_name, column_name, data_type from duckdb_columns() where not internal order by all"
    ).fetchall()
    own = {"bron_cbs__positie", "bron_cbs__periode"}
    found = [row for row in found if not row[0].startswith("bron_cbs__") or row[0] in own]
    for file in warehouses.sql_files(ROOT / "sql" / "vragen"):
        found += [(file.name, column[0], str(column[1])) for column in ask(file.stem).description]
    return found
