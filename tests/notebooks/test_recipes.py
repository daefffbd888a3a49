"""What the recipes of ``docs/how-to.md`` add is in the built pages, with no other file touched than those that they name."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import lxml.html
import pytest

import recipes
from azwboek.sources import registers
from azwboek.warehouse import build as warehouse
from samples import INDICATORS, ROOT

HOW_TO = (ROOT / "docs" / "how-to.md").read_text(encoding="utf-8")
FOLLOWED = recipes.examples(HOW_TO)
#: How many files each recipe touches at most. What `azwboek toc` writes again does not count.
FILES = {
    "Change a fact: a register row": 1,
    "Build a book about other areas": 4,
    "Add an indicator": 4,
    "Add a chapter": 2,
    "Add a query or a figure": 2,
    "Add a data test": 2,
    "Add a page": 2,
}


def azwboek(root: Path, *args: str) -> None:
    """Run a command of the copy, with the code of the copy."""
    own = {"AZWBOEK_ROOT": str(root), "AZWBOEK_BUILD": str(root / "_build"), "PYTHONPATH": str(root / "src")}
    command = [sys.executable, "-c", "from azwboek.cli import main; main()", *args]
    done = subprocess.run(command, env=os.environ | own, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """A copy of the project in which every recipe was followed, and its book built."""
    root = tmp_path_factory.mktemp("recepten")
    for folder in ("book", "data", "parameters", "sql", "src"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("snapshots", "__pycache__"))
    for file in ("_config.yml", "_toc.yml", "package.json", "package-lock.json", "requirements.txt"):
        shutil.copy(ROOT / file, root)
    (root / "tests" / "warehouse").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "warehouse" / "test_data_tests.py", root / "tests" / "warehouse")
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    for own in FOLLOWED.values():
        for example in own:
            example.follow(root)
    azwboek(root, "toc")
    azwboek(root, "build", "--gebieden", "landsdelen,rivieren")
    return root


@pytest.fixture(scope="module")
def page(root):
    """A page of the built book as a tree: ``page("innovatie")``."""
    return lambda name: lxml.html.parse(root / "_build" / "html" / f"{name}.html").getroot()


def text(element) -> str:
    return " ".join(element.text_content().split())


def the(page, path: str):
    """The one element that an XPath finds."""
    (found,) = page.xpath(path)
    return found


def test_every_recipe_with_an_example_is_followed_and_counted():
    assert {heading: len({example.file for example in own}) for heading, own in FOLLOWED.items()} == FILES


def test_a_row_of_a_register_is_on_its_page(page):
    assert text(the(page("begrippen"), "//dt[@id='voorbeeldwoord']")) == "Voorbeeldwoord"


def test_an_indicator_is_in_its_chapter_in_the_tables_and_in_the_explorer(page):
    shown = the(page("nederland/behoud"), "//*[@id='fig-zmp']")
    assert "Zelfstandigen met personeel, Nederland" in text(shown)
    assert "met een eigen zaak en personeel in zorg en welzijn" in text(page("nederland/behoud"))
    region = page("landsdeel/noord-nederland/index")
    assert (
        the(region, "//*[@id='fig-stand']//a[contains(@href, 'behoud.html#fig-zmp')]").text
        == "Zelfstandigen met personeel"
    )
    assert f"De {len(INDICATORS) + 1} indicatoren" in text(page("dekking"))
    assert "Zelfstandigen met personeel" in text(page("verkenner"))


def test_a_set_of_areas_has_its_pages_beside_those_of_another_set(page):
    own = page("rivierdeel/onder/behoud")
    assert text(the(own, "//h1")).startswith("Onder de rivieren: houden we onze mensen?")
    assert "Onder de rivieren" in text(the(own, "//*[@id='fig-uitstroom']"))
    assert page("index").xpath("//nav//a[@href='rivierdeel/index.html']")
    assert page("index").xpath("//nav//a[@href='landsdeel/index.html']")
    cards = page("rivierdeel/onder/index").xpath("//ul[contains(@class, 'azw-kaarten')]//a/@href")
    assert [Path(card).name for card in cards] == ["behoud.html"]


def test_a_chapter_has_pages_a_card_with_its_answer_and_a_place_in_the_menu(page):
    title = text(the(page("landsdeel/noord-nederland/zelfstandigen"), "//h1"))
    assert title.startswith("Noord-Nederland: wie werkt er voor zichzelf?")
    answer = "Dit hoofdstuk telt wie er in Noord-Nederland als zelfstandige in zorg & welzijn werkt."
    assert answer in text(page("landsdeel/noord-nederland/index"))
    assert page("index").xpath("//nav//a[@href='nederland/zelfstandigen.html']")


def test_an_answer_of_a_query_is_a_figure(page):
    rows = the(page("nederland/leren-en-ontwikkelen"), "//*[@id='fig-opgaven']").xpath(".//tbody/tr")
    tasks = [row for row in registers.read_one(ROOT / "data" / "registers", "opgaven") if row.programmalijn == "3"]
    assert len(rows) == len(tasks) > 0


def test_a_page_is_there_and_in_the_menu(page):
    assert text(the(page("innovatie"), "//h1")).startswith("Innovatie in de regio")
    assert len(page("innovatie").xpath("//ul[@class='azw-lijst']/li")) > 1
    assert page("index").xpath("//nav//a[@href='innovatie.html']")


def test_a_data_test_was_run_and_finds_its_fault(root, tmp_path):
    spec = importlib.util.spec_from_file_location("followed", root / "tests" / "warehouse" / "test_data_tests.py")
    followed = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(followed)
    copy = shutil.copy(root / "_build" / "warehouse" / "azw.duckdb", tmp_path)
    with duckdb.connect(str(copy), config=warehouse.CONFIG) as connection:
        warehouse.run_files(connection, [root / "sql" / "bron" / "stage_cel.sql"])
        assert warehouse.data_tests(connection, root / "sql" / "proeven") == {}
        (statement,) = followed.FAULTS["actie_zegt_niets"]
        connection.execute(statement)
        assert list(warehouse.data_tests(connection, root / "sql" / "proeven")) == ["actie_zegt_niets"]


# --- how an example is read ---------------------------------------------------------------------------------


def test_a_change_of_what_is_not_there_is_refused():
    assert recipes.changed("a\nb\nc\n", " b\n+x\n") == "a\nb\nx\nc\n"
    assert recipes.changed("a\nb\nc\n", "-b\n+x\n") == "a\nx\nc\n"
    for wrong in (" d\n+x\n", "-d\n", " a\n c\n+x\n"):
        with pytest.raises(AssertionError, match="stands 0 times"):
            recipes.changed("a\nb\nc\n", wrong)
    with pytest.raises(AssertionError, match="stands 2 times"):
        recipes.changed("a\na\n", "-a\n")


def test_an_example_is_read_with_its_file_and_without_its_indent():
    found = recipes.examples(
        "# x\n## A\n\n1. Do.\n\n   ```csv a.csv\n   1,2\n   ```\n\n```bash\nmake x\n```\n## B\nno example\n"
    )
    assert found == {"A": [recipes.Example("csv", "a.csv", "1,2\n")]}


def test_cells_keep_their_kind_and_their_tag():
    title, parameters, code = recipes.cells(
        "# %% [markdown]\n# # Titel\n# %% parameters\nregio = 1\n# %%\n# uitleg\nx\n"
    )
    assert (title.cell_type, title.source) == ("markdown", "# Titel")
    assert (parameters.source, parameters.metadata) == ("regio = 1", {"tags": ["parameters"]})
    assert (code.source, code.metadata) == ("# uitleg\nx", {})
