"""`azwboek nieuw` makes a start that loads, passes the warehouse and is executed; a name that cannot be leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from azwboek import keep
from azwboek import plan as plans
from azwboek.paths import Paths
from samples import ROOT


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """A copy of the project in which one of each kind was started, with its warehouse."""
    root = tmp_path_factory.mktemp("nieuw") / "boek"
    for folder in ("book", "data", "parameters", "sql"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("snapshots"))
    for file in ("_config.yml", "_toc.yml", "requirements.txt"):
        shutil.copy(ROOT / file, root)
    for kind in (
        ["hoofdstuk", "wijkverpleging"],
        ["indicator", "wachttijd", "--hoofdstuk", "behoud"],
        ["pagina", "innovatie"],
    ):
        done = azwboek(root, "nieuw", *kind)
        assert done.returncode == 0, done.stderr
        assert "geschreven: " in done.stdout and "Volgende stap:" in done.stdout
    done = azwboek(root, "warehouse")
    assert done.returncode == 0, done.stderr
    return root


def azwboek(root: Path, *args: str) -> subprocess.CompletedProcess:
    own = {"AZWBOEK_ROOT": str(root), "AZWBOEK_BUILD": str(root / "_build")}
    command = [str(Path(sys.executable).with_name("azwboek")), *args]
    return subprocess.run(command, env=os.environ | own, cwd=root, capture_output=True, text=True, check=False)


def test_the_plan_has_what_was_started_and_the_contents_too(root):
    plan = plans.load(Paths(root, root / "_build"))
    assert plan.chapters[-1].naam == "wijkverpleging" and plan.chapters[-1].kort == "Wijkverpleging"
    assert plan.menu[0].paginas[-1] == "innovatie"
    assert azwboek(root, "toc", "--check").returncode == 0


def test_a_new_chapter_and_a_chapter_with_a_new_indicator_are_executed(root):
    done = azwboek(root, "run", "--only", "NL/wijkverpleging", "--only", "RA0205/wijkverpleging", "--only", "NL/behoud")
    assert done.returncode == 0, done.stderr
    executed = nbformat.read(root / "_build" / "notebooks" / "NL" / "behoud.ipynb", as_version=4)
    place = next(n for n, cell in enumerate(executed.cells) if cell.source == "## Wachttijd")
    assert "Wachttijd" in str(executed.cells[place + 2].outputs)
    assert executed.cells[place + 3].source == "## Verantwoording"


def test_what_is_executed_passes_the_gate(root):
    from azwboek.gate import notebooks

    azwboek(root, "run", "--only", "NL/wijkverpleging")
    paths = Paths(root, root / "_build")
    (page,) = plans.load(paths).select(["NL/wijkverpleging"])
    source, executed = (
        nbformat.read(path, as_version=4) for path in (page.chapter.notebook(paths), page.notebook_out(paths))
    )
    assert notebooks.check_notebook(page, source, executed) == []


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["hoofdstuk", "behoud"], "behoud is er al; kies een andere naam"),
        (["hoofdstuk", "Wijk Verpleging"], "'Wijk Verpleging' kan geen naam zijn; gebruik kleine letters"),
        (["hoofdstuk", "../kwaad"], "kan geen naam zijn"),
        (["hoofdstuk", "index"], "kan geen naam zijn"),
        (["pagina", "bronnen"], "bronnen is er al"),
        (["pagina", "nederland"], "nederland is er al"),
        (["pagina", "search"], "search is er al"),
        (["indicator", "zzp", "--hoofdstuk", "behoud"], "zzp is er al"),
        (["indicator", "nog-een"], "in welk hoofdstuk staat nog-een? Geef dat mee"),
        (["indicator", "nog-een", "--hoofdstuk", "financien"], "hoofdstuk financien heeft geen groep van indicatoren"),
        (["indicator", "nog-een", "--hoofdstuk", "behoudt"], "onbekend hoofdstuk 'behoudt': bedoel je behoud?"),
        (["pagina", "nog-een", "--hoofdstuk", "behoud"], "--hoofdstuk hoort bij een indicator"),
        (["tabel", "nog-een"], "'tabel'"),
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_is_refused_and_nothing_is_written(root, args, said):
    own = [path for path in keep.files(root) if "_build" not in path.parts]
    before = {path: path.read_bytes() for path in own}
    done = azwboek(root, "nieuw", *args)
    assert done.returncode == 2 and said in done.stderr.splitlines()[0]
    assert {path: path.read_bytes() for path in keep.files(root) if "_build" not in path.parts} == before
