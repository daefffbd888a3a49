"""``azwboek kit``: a zip for an analyst of one region, that works by itself: notebooks, code, a slice of the warehouse, how to start."""

from __future__ import annotations

import io
import shutil
import string
import tempfile
import zipfile
from pathlib import Path

import duckdb

from ...chapters import alike
from ...chapters.chapter import Chapter
from ...chapters.kit import NAME
from ...files import write_bytes, write_json, write_text
from ...paths import Paths
from ...plan import NATIONAL, Region
from ...warehouse import ask
from ...warehouse import build as warehouse
from . import downloads

#: What a kit takes from the checkout, besides the slice of the warehouse.
TAKEN = (
    "book/chapters", "book/onderdelen", "data/registers", "lab", "parameters", "sql", "src/azwboek", "README.md", "_toc.yml",
    "pyproject.toml", "requirements.txt", "requirements-lab.txt",
)  # fmt: skip
#: The text of the file that says how to begin.
GUIDE = "lab/LEESMIJ.md"
#: The moment that every file in the zip has: the same kit is then the same file.
MOMENT = (1980, 1, 1, 0, 0, 0)


def make(paths: Paths, region: Region, edition: dict, target: Path) -> int:
    """Make the kit of a region.

    Args:
        paths: the checkout, with a warehouse.
        region: the region.
        edition: its edition, with ``id``.
        target: where the zip comes.

    Returns:
        How many files are in it.

    Raises:
        AzwboekError: there is no warehouse.
    """
    areas = sorted({NATIONAL, region.code, *_beside(paths, region)})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in TAKEN:
            _copy(paths.root / part, folder / part)
        own = Paths(folder, folder / "_build", paths.areas)
        own.warehouse.parent.mkdir(parents=True)
        _slice(paths, own, areas)
        shutil.copy(paths.warehouse.with_suffix(".json"), own.warehouse.with_suffix(".json"))
        known = {
            "regio": region.code,
            "gebieden": areas,
            "editie": edition["id"],
            "inhoud_sha256": ask.summary(paths)["inhoud_sha256"],
        }
        write_json(folder / NAME, known)
        guide = string.Template((paths.root / GUIDE).read_text(encoding="utf-8"))
        write_text(folder / "LEESMIJ.md", guide.substitute(regio=region.naam, code=region.code, editie=edition["id"]))
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as kit:
            for path in files:
                place = zipfile.ZipInfo(f"{target.stem}/{path.relative_to(folder)}", MOMENT)
                kit.writestr(place, path.read_bytes(), zipfile.ZIP_DEFLATED)
    write_bytes(target, made.getvalue())
    return len(files)


def _beside(paths: Paths, region: Region) -> list[str]:
    """The regions that are alike, to compare with."""
    with ask.connect(paths.warehouse) as con:
        boek = Chapter("kit", region.code, region.naam, region.in_zin, con, paths, region.samen)
        found = alike.found(boek, boek.vraag("gelijkende_regio_kenmerken"))
    return [] if found.empty else list(found["code"])


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def _slice(paths: Paths, own: Paths, areas: list[str]) -> None:
    """The tables of the warehouse, of regions only the rows of these areas, with its functions and views and without raw tables."""
    folder = own.build / "tabellen"
    folder.mkdir()
    with ask.connect(paths.warehouse) as book:
        for table in warehouse.tables(book):
            rows = book.table(table)
            if "regio" in rows.columns and table.startswith(("uit_", "kern_waarneming")):
                rows = rows.filter(duckdb.ColumnExpression("regio").isin(*map(duckdb.ConstantExpression, areas)))
            if not table.startswith("bron_cbs__"):
                rows.write_parquet(str(folder / f"{table}.parquet"))
    downloads.database(paths, folder, own.warehouse)
    shutil.rmtree(folder)
