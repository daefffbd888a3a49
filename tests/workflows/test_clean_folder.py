"""The steps of the workflows, tried in a clean folder: only what git would give, and nothing that was built.

``make`` says for every step what it would do on a machine without a virtual environment. With the present one
lent to the folder, so that nothing is downloaded, the stages that the steps come down to are really done
there, for one page: the whole plan is left to ``make test`` itself, which builds the book once.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from samples import ROOT
from workflow_steps import WORKFLOWS, load, run_lines

LINES = sorted({line for path in WORKFLOWS for line in run_lines(load(path.name))})
VENV = Path(sys.prefix)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that are or would be under version control."""
    folder = tmp_path_factory.mktemp("clean") / "azw-boek"
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def furnished(clean: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean folder with the present virtual environment."""
    folder = shutil.copytree(clean, tmp_path_factory.mktemp("furnished") / "azw-boek")
    (folder / ".venv").symlink_to(VENV, target_is_directory=True)
    return folder


def do(folder: Path, *command: str, status: int = 0) -> str:
    """Type a command in the folder and return what it said; the package of the folder is used."""
    own = {"PATH", "HOME", "LANG", "TMPDIR"}
    environment = {key: value for key, value in os.environ.items() if key in own} | {"PYTHONPATH": str(folder / "src")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def planned(folder: Path, line: str) -> str:
    return do(folder, "make", "-n", *line.split()[1:])


def test_nothing_that_was_built_is_there(clean):
    assert (clean / "Makefile").is_file()
    assert (clean / "data" / "registers" / "regios.csv").is_file()
    assert not (clean / "_build").exists()


@pytest.mark.parametrize("line", LINES)
def test_a_step_begins_with_installing_what_is_locked(clean, line):
    text = planned(clean, line)
    place = [text.find(words) for words in ("-m venv", "--require-hashes -r requirements.txt", "--no-deps")]
    assert -1 < place[0] < place[1] < place[2]
    last = text.strip().splitlines()[-1]
    pytest = ".venv/bin/python -m pytest"
    engines = f"AZWBOEK_ALLES=1 {pytest} tests/notebooks/test_engine.py -k papermills_own"
    assert last in (".venv/bin/azwboek build", f"{pytest} --numprocesses 2 --dist loadfile tests", engines)


@pytest.mark.parametrize("line", LINES)
def test_a_step_installs_again_only_what_was_not_finished_or_has_changed(clean, tmp_path, line):
    folder = shutil.copytree(clean, tmp_path / "boek")
    made = re.findall(r"touch (\.venv/\S+)", planned(folder, line))
    (folder / ".venv").mkdir()
    for name in (".venv/.created", *made):
        (folder / name).touch()
    assert made
    assert "pip install" not in planned(folder, line)
    (folder / made[-1]).unlink()
    assert "pip install" in planned(folder, line)
    (folder / made[-1]).touch()
    with (folder / "pyproject.toml").open("a") as file:
        file.write("# changed\n")
    assert "--require-hashes -r requirements.txt" in planned(folder, line)


def test_an_unknown_step_fails(furnished):
    assert "boek" in do(furnished, "make", "-n", "boek", status=2)


def test_help_lists_the_steps(furnished):
    text = do(furnished, "make", "help")
    assert all(re.search(rf"^  make {line.split()[1]} ", text, re.MULTILINE) for line in LINES)


def test_the_package_of_the_folder_is_used(furnished):
    text = do(furnished, ".venv/bin/python", "-c", "import azwboek; print(azwboek.__file__)")
    assert text.strip() == str(furnished / "src" / "azwboek" / "__init__.py")


def test_stages_of_a_build_are_done_there(furnished):
    """What ``azwboek build`` does, stage by stage, for one page."""
    assert "29 gebieden" in do(furnished, ".venv/bin/azwboek", "list")
    do(furnished, ".venv/bin/azwboek", "toc", "--check")
    assert "waarnemingen" in do(furnished, ".venv/bin/azwboek", "warehouse")
    said = do(furnished, ".venv/bin/azwboek", "run", "--only", "NL/financien")
    assert "1 uitgevoerd" in said
    notebook = nbformat.read(furnished / "_build" / "notebooks" / "NL" / "financien.ipynb", as_version=4)
    assert notebook.metadata.azwboek.regio == "NL"
    missing = do(furnished, ".venv/bin/azwboek", "check", status=1)
    assert "NL/behoud" in missing
    assert "NL/financien" not in missing
    again = do(furnished, ".venv/bin/azwboek", "run", "--only", "NL/financien")
    assert "1 al goed" in again


def test_cleaning_leaves_the_sources(furnished):
    do(furnished, "make", "clean")
    assert not (furnished / "_build").exists()
    assert (furnished / "book" / "index.md").is_file()
