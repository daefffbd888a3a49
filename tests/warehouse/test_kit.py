"""The kit of a region works by itself, has only its own slice, and marks what is made with it."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from azwboek import plan as plans
from azwboek.chapters import kit as kits
from azwboek.errors import AzwboekError, UsageError
from azwboek.paths import Paths
from azwboek.site.take_along import kit
from azwboek.warehouse import ask

EDITION = {"id": "2026-11-28-proef"}


@pytest.fixture(scope="module")
def folder(built, tmp_path_factory) -> Path:
    """The kit of Twente, unpacked."""
    target = tmp_path_factory.mktemp("kit") / "azwboek-kit-twente.zip"
    count = kit.make(built.paths, plans.load(built.paths).region("Twente"), EDITION, target)
    with zipfile.ZipFile(target) as packed:
        assert len(packed.namelist()) == count
        packed.extractall(target.parent)
    return target.parent / "azwboek-kit-twente"


def run(folder: Path, code: str, cwd: Path) -> subprocess.CompletedProcess:
    """Run Python with the kit's own code, from another folder and without a network."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(folder / "src"), "https_proxy": "http://127.0.0.1:9"}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_a_chapter_runs_in_it_and_every_figure_says_who_made_it(folder, tmp_path):
    code = """
import json, nbformat
from azwboek.paths import project
root = project().root
names = {"regio": "RA0205"}
for cell in nbformat.read(root / "book/chapters/behoud.ipynb", as_version=4).cells:
    if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", []):
        exec(cell.source, names)
print(json.dumps({"root": str(root), "bron": [figure.bron for figure in names["boek"].figuren.values()]}))
"""
    done = run(folder, code, tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["root"] == str(folder)
    assert len(found["bron"]) > 5
    assert all(bron.startswith("Eigen berekening met de kit van editie 2026-11-28-proef. ") for bron in found["bron"])


def test_it_has_the_figures_of_its_region_the_country_and_similar_regions_only(folder, built):
    known = json.loads((folder / "kit.json").read_text())
    assert {"NL", "RA0205"} < set(known["gebieden"]) and len(known["gebieden"]) == 7
    own = Paths(folder, folder / "_build")
    count = "select count(*), count(distinct regio) from uit_reeks where regio in (select unnest(?))"
    with ask.connect(own.warehouse) as mine, ask.connect(built.file) as book:
        assert (
            mine.execute(count, [known["gebieden"]]).fetchone() == book.execute(count, [known["gebieden"]]).fetchone()
        )
        assert mine.execute("select count(distinct regio) from uit_reeks").fetchone() == (7,)
        assert not mine.execute("select 1 from duckdb_tables() where table_name like 'bron_cbs__%'").fetchall()
    assert folder.with_suffix(".zip").stat().st_size < 8e6


def test_another_region_and_a_warehouse_of_another_edition_are_refused(folder, tmp_path):
    own = Paths(folder, folder / "_build")
    assert kits.remark(own, "RA0205").startswith("Eigen berekening")
    other = next(code for code in ("RA0102", "RA0616", "RA0410") if code not in (folder / "kit.json").read_text())
    with pytest.raises(UsageError, match=f"deze kit heeft geen cijfers van {other}, wel van NL, RA"):
        kits.remark(own, other)
    other = dataclasses.replace(own, build=tmp_path)
    (tmp_path / "warehouse").mkdir()
    for name in ("azw.duckdb", "azw.json"):
        (tmp_path / "warehouse" / name).write_bytes((folder / "_build" / "warehouse" / name).read_bytes())
    text = json.loads((tmp_path / "warehouse" / "azw.json").read_text())
    (tmp_path / "warehouse" / "azw.json").write_text(json.dumps(text | {"inhoud_sha256": "0" * 64}))
    with pytest.raises(AzwboekError, match=r"andere editie dan de kit .*azwboek kit RA0205"):
        kits.remark(other, "RA0205")


def test_a_checkout_is_no_kit(built):
    assert kits.remark(built.paths, "RA0205") == ""
