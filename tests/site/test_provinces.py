"""A small book of provinces, made as a user makes it: two provinces with two chapters, beside the country."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest

from samples import ROOT


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The built site. Only the file of the set differs from the checkout."""
    root = tmp_path_factory.mktemp("provincies") / "boek"
    leave = shutil.ignore_patterns("_build", ".venv", ".git", "node_modules", "snapshots", "__pycache__", "site", "src")
    shutil.copytree(ROOT, root, ignore=leave)
    (root / "node_modules").symlink_to((ROOT / "node_modules").resolve())
    with (root / "parameters" / "gebieden" / "provincies.yml").open("a", encoding="utf-8") as file:
        file.write("alleen: [PV20, PV23]\nhoofdstukken: [behoud, financien]\n")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AZWBOEK_")}
    command = [str(Path(sys.executable).with_name("azwboek")), "build", "--gebieden", "provincies"]
    done = subprocess.run(
        command, env=environment | {"AZWBOEK_ROOT": str(root)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "_build" / "gebieden" / "provincies" / "html"


def page(site: Path, name: str) -> lxml.html.HtmlElement:
    return lxml.html.parse(site / f"{name}.html").getroot()


def text(site: Path, name: str) -> str:
    return " ".join(page(site, name).text_content().split())


def test_there_are_pages_of_provinces_with_their_chapters_and_no_others(site):
    found = {str(path.relative_to(site)) for path in site.rglob("*.html") if path.parent.parent.name == "provincie"}
    pages = ("index", "behoud", "financien")
    assert found == {f"provincie/{name}/{one}.html" for name in ("groningen", "overijssel") for one in pages}
    assert (site / "provincie" / "index.html").is_file() and not (site / "regio").exists()
    assert len(list((site / "nederland").glob("*.html"))) == 5


def test_the_words_are_those_of_the_set(site):
    assert "Kies je provincie" in text(site, "index")
    assert "Dit boek volgt de 2 provincies" in text(site, "provincie/index")
    assert "Provincie PV23." in text(site, "provincie/overijssel/index")
    assert "De regio’s zijn de 2 provincies" in text(site, "provincie/overijssel/behoud")
    assert "in de provincie Groningen" in text(site, "provincie/groningen/behoud")
    assert "azwboek run --gebieden provincies --only PV23/" in text(site, "provincie/overijssel/index")
    names = [str(path.relative_to(site))[:-5] for path in (site / "provincie").rglob("*.html")]
    for name in (*names, "index", "verkenner", "verantwoording", "search", "404", "nederland/behoud"):
        assert not re.search(r"\b28 (regio|RegioPlus)|\bRA\d{4}", text(site, name)), name


def test_links_lead_to_chapters_that_the_province_has(site):
    for name in (
        "index",
        "provincie/index",
        "provincie/overijssel/index",
        "provincie/overijssel/behoud",
        "nederland/behoud",
    ):
        here = site / f"{name}.html"
        targets = [
            link.split("#")[0] for link in page(site, name).xpath("//a/@href") if not re.match(r"[a-z]+:|#", link)
        ]
        assert targets
        assert [t for t in targets if t and not (here.parent / t.split("?")[0]).exists()] == []
    cards = page(site, "provincie/overijssel/index").xpath("//ul[contains(@class, 'azw-kaarten')]/li")
    assert [Path(card.xpath(".//a/@href")[0]).name for card in cards] == ["behoud.html", "financien.html"]


def test_scripts_know_which_chapters_a_province_has(site):
    listed = (site / "scripts" / "paginas.js").read_text(encoding="utf-8")
    assert '["kernindicatoren","innovatieve-werkvormen","leren-en-ontwikkelen"]' in listed
    assert '["provincie/index.html","Alle provincies"]' in listed


def test_the_explorer_compares_provinces(site):
    index = (site / "verkenner" / "index.json").read_text(encoding="utf-8")
    assert '"de 2 provincies"' in index and '"PV20"' in index and '"RA0' not in index
