"""Hostile text in every field of every outside source: a small book of it is built, and read in a browser.

The registers (by their models), tables as CBS delivers them, what the last refresh said, the catalogue, the chapters' titles and
outputs of an analyst's notebook all hold text that would be markup somewhere. In the pages it is text, nothing of it runs, nothing is
asked elsewhere, and no file of this machine is copied.
"""

from __future__ import annotations

import csv
import dataclasses
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import typing
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import nbformat
import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from azwboek import plan as plans
from azwboek.chapters.figures import FORMULA
from azwboek.paths import Paths
from azwboek.site.theme import contents
from azwboek.sources import registers, rows, snapshots
from browsing import served
from hostile import PAYLOADS, plain
from samples import ROOT, invented_tables

CHAPTERS = ("behoud", "financien")
REGIONS = ("NL", "RA0101")
#: Columns of text that are no free text: a name, unit or word that other files or tables must have as well.
BOUND = {
    "bronnen": {"bestand"},
    "branches": {"naam", "andere_namen", "onderdeel_van"},
    "indicatoren": {"eenheid"},
    "hulpreeksen": {"eenheid"},
    "begroting": {"post", "voetnoot"},
    "termijnen": {"item"},
    "acties": {"bovenliggend"},
    "gepubliceerde_cijfers": {"betreft_regios", "indicator", "eenheid", "onderwerp", "bron", "branche"},
    "vergelijkingen": {"onderwerp", "eenheid", "reeks"},
    "cijfers": {"eenheid"},
    "regiotegels": {"tekst"},
    "regios": {"werkgeversgebied"},
    "statussen": {"titel"},
}
#: Columns whose text has a fixed beginning: a tile holds that of a name, a reason says whose choice it is, a definition what is computed.
BEGINS = {
    ("regios", "naam"),
    ("toetsregels", "reden_richting"),
    ("toetsregels", "reden_drempel"),
    ("indicatoren", "definitie"),
    ("definities", "noemer"),
}
BUILD = """
import dataclasses, sys
from azwboek import plan as plans
from azwboek.paths import project
from azwboek.site import build

paths = project()
plan = plans.load(paths)
few = dataclasses.replace(plan, regions=tuple(region for region in plan.regions if region.code in sys.argv[1:]))
build.build(paths, few)
"""


@dataclasses.dataclass
class Planted:
    """What was put where: by token, the place and the text before the token."""

    texts: dict[str, tuple[str, str]] = dataclasses.field(default_factory=dict)
    number: Iterator[int] = dataclasses.field(default_factory=itertools.count)

    def text(self, place: str, payload: str) -> str:
        token = f"kz{next(self.number)}kz"
        self.texts[token] = place, payload
        return f"{payload.strip()} {token}"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> tuple[Path, Planted]:
    """The built book, and what was planted in its sources."""
    folder = tmp_path_factory.mktemp("vijandig")
    paths, planted = Paths(folder / "boek", folder / "bouw"), Planted()
    leave = shutil.ignore_patterns("_build", ".venv", ".git", "node_modules", "snapshots", "__pycache__", "site")
    shutil.copytree(ROOT, paths.root, ignore=leave)
    (paths.root / "node_modules").symlink_to((ROOT / "node_modules").resolve())
    for name, model in registers.MODELS.items():
        plant_register(paths.registers / f"{name}.csv", name, model, planted)
    plant_tables(paths, planted)
    plant_settings(paths, planted)
    plant_notebook(paths.book / "chapters" / "behoud.ipynb", planted)
    environment = os.environ | {"AZWBOEK_ROOT": str(paths.root), "AZWBOEK_BUILD": str(paths.build)}
    pages = itertools.product(REGIONS, CHAPTERS)
    only = [part for region, chapter in pages for part in ("--only", f"{region}/{chapter}")]
    run([*AZWBOEK, "warehouse"], environment)
    trim_tiles(paths.registers / "regiotegels.csv")
    run([*AZWBOEK, "run", *only], environment)
    plan = plans.load(paths)
    few = dataclasses.replace(plan, regions=tuple(region for region in plan.regions if region.code in REGIONS))
    (paths.root / "_toc.yml").write_text(contents.toc_text(few), encoding="utf-8")
    run([sys.executable, "-c", BUILD, *REGIONS], environment)
    return paths.build / "html.new", planted


AZWBOEK = [str(Path(sys.executable).with_name("azwboek"))]


def run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]


def free_text(name: str, model: type[rows.Row]) -> list[str]:
    """The columns of a register that hold text of a person, by the model."""
    kinds = (rows.Text, rows.OptionalText, rows.OptionalMoment, rows.OptionalClause)
    hints = typing.get_type_hints(model, include_extras=True)
    bound = BOUND.get(name, set()) | set(model.KEY) | set(model.REFERENCES) | {"bron"}
    return [column for column in registers.columns(name) if hints[column] in kinds and column not in bound]


def plant_register(path: Path, name: str, model: type[rows.Row], planted: Planted) -> None:
    """Put texts in every column of free text, as the model allows: where it refuses line ends, without them."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns, payloads = registers.columns(name), itertools.cycle(PAYLOADS.values())
    free = free_text(name, model)
    for row in rows:
        for column in free:
            payload = next(payloads)
            for allowed in (payload, re.sub("[\r\n]+", "\u2028", payload), " ".join(payload.split())):
                text = planted.text(f"{name}.{column}", allowed)
                if (name, column) in BEGINS:
                    text = f"{row[column]} {text}"
                if (name, column) == ("indicatoren", "zinsdeel"):  # says a value and a place
                    text = f"{{w}} {{p}} {text}"
                try:  # a file has one kind of line end
                    model.model_validate(row | {column: text.replace("\r", "\n")})
                except ValidationError:
                    del planted.texts[text.split()[-1]]
                    continue
                row[column] = text
                break
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)


def plant_tables(paths: Paths, planted: Planted) -> None:
    """Tables as CBS delivers them, with texts behind their titles and in all that the book need not find by name."""
    payloads = itertools.cycle(PAYLOADS.values())
    for table in invented_tables().values():
        info = table.metadata["TableInfos"]
        title = info["Title"].removesuffix(" (demonstratie)")
        for key, value in info.items():
            if isinstance(value, str) and key not in ("Identifier", "Modified", "Catalog", "Title"):
                info[key] = planted.text(f"TableInfos.{key}", next(payloads))
        info["Title"] = f"{title} {planted.text('TableInfos.Title', next(payloads))}"
        for described in (value for value in table.metadata.values() if isinstance(value, list)):
            for row in described:
                row["Description"] = planted.text("Description", next(payloads))
        identifier = table.identifier.replace("DEMO", "240") + "NED"
        made = dataclasses.replace(table, identifier=identifier)
        snapshots.write(paths.snapshots, made, kind="cbs", host="kwaad.example", date="2026-11-20")


def plant_settings(paths: Paths, planted: Planted) -> None:
    """The catalogue's remarks, the chapters' titles, and what the last refresh said."""
    payloads = itertools.cycle(PAYLOADS.values())
    catalogue = yaml.safe_load(paths.catalogue.read_text(encoding="utf-8"))
    for entry in catalogue["reeksen"]:
        entry["opmerking"] = planted.text("catalogus.opmerking", next(payloads))
    paths.catalogue.write_text(yaml.safe_dump(catalogue, allow_unicode=True), encoding="utf-8")
    chapters = [
        {"naam": name, "titel": planted.text("hoofdstukken.titel", first), "kort": planted.text("hoofdstukken.kort", second)}
        for name, first, second in zip(CHAPTERS, (PAYLOADS["directive"], PAYLOADS["handler"]), (PAYLOADS["script"], PAYLOADS["include"]), strict=True)
    ]  # fmt: skip
    (paths.parameters / "hoofdstukken.yml").write_text(yaml.safe_dump(chapters), encoding="utf-8")
    rows = [
        {
            "tabel": f"240{number:02d}NED",
            "uitkomst": "afgekeurd",
            "titel": planted.text("verversing.titel", payload),
            "reden": planted.text("verversing.reden", payload),
            "versie": "",
            "opgehaald": "",
        }
        for number, payload in enumerate(PAYLOADS.values(), start=1)
    ]
    said = {"datum": "2026-11-20", "host": planted.text("verversing.host", PAYLOADS["script"]), "testbron": True}
    paths.refreshed.parent.mkdir(parents=True)
    paths.refreshed.write_text(json.dumps(said | {"tabellen": rows}), encoding="utf-8")


def plant_notebook(path: Path, planted: Planted) -> None:
    """Outputs of an analyst: printed, as Markdown, as a frame of pandas."""
    notebook = nbformat.read(path, as_version=4)
    texts = [
        [planted.text(f"notebook.{kind}", text) for text in PAYLOADS.values()]
        for kind in ("print", "markdown", "frame")
    ]
    sources = [
        f"for tekst in {texts[0]!r}:\n    print(tekst)",
        f"from IPython.display import Markdown\nfor tekst in {texts[1]!r}:\n    display(Markdown(tekst))",
        f"import pandas\npandas.set_option('display.max_colwidth', None)\npandas.DataFrame({{'tekst': {texts[2]!r}}})",
    ]
    notebook.cells += [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(notebook, path)


def trim_tiles(path: Path) -> None:
    """Only the tiles of the regions of the small book."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(line for line in lines if line.replace('"', "").startswith(("regio,", *REGIONS))), encoding="utf-8"
    )


@pytest.mark.parametrize("kind", [rows.Text, rows.OptionalText])
def test_a_register_takes_no_line_end(kind):
    """What a page would need to begin a fence; other ends of lines pass here, and the door."""
    assert TypeAdapter(kind).validate_python("a ```{raw} html") == "a ```{raw} html"
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python("a\n```{raw} html")


def test_every_column_of_free_text_holds_hostile_text(hostile):
    _, planted = hostile
    models = {name: model for name, model in registers.MODELS.items() if name != "correcties"}  # has no rows
    places = {place for place, _ in planted.texts.values()}
    wanted = {f"{name}.{column}" for name, model in models.items() for column in free_text(name, model)}
    assert len(wanted) > 50 and wanted <= places


def test_nothing_runs_nothing_is_asked_elsewhere_and_nothing_new_stands_in_a_page(hostile, browser):
    site, _ = hostile
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 20
    with served(site) as address:
        context = browser.new_context(bypass_csp=True)  # what the policy would stop must not be there at all
        page, wrong = context.new_page(), []
        page.add_init_script("window.kwaad = () => { window.gekraakt = true }")
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on(
            "request", lambda r: None if r.url.startswith((address, "data:")) else wrong.append(f"outside: {r.url}")
        )
        page.on("pageerror", lambda error: wrong.append(str(error)))
        for path in pages:
            if path.parent.name == "_static":
                continue
            page.goto(f"{address}/{path.relative_to(site).as_posix()}", wait_until="load")
            found = page.evaluate(
                """() => [
                    window.gekraakt,
                    [...document.querySelectorAll('*')].some(e => [...e.attributes].some(a => /^on/i.test(a.name) || /^\\s*javascript:/i.test(a.value) && /^(href|src|action)$/.test(a.name))),
                    document.querySelectorAll('iframe, object, embed, base, body img').length,
                    [...document.scripts].filter(s => /kwaad/.test(s.textContent) && !/json/.test(s.type)).length,
                ]"""
            )
            assert found == [None, False, 0, 0], path
        assert wrong == []
        context.close()


def test_no_file_of_this_machine_comes_along(hostile):
    site, _ = hostile
    for path in site.rglob("*"):
        if path.is_file() and path.suffix in (".html", ".js", ".json", ".csv", ".svg", ".txt", ""):
            assert b"root:x:0:0" not in path.read_bytes(), path
    assert not (site / "_downloads").exists() and not (site / "_images").exists()


def test_every_text_that_a_page_shows_is_shown_to_the_letter(hostile):
    """Before each token stands the whole text, at least where a page shows it and does not shorten it."""
    site, planted = hostile
    shown: dict[str, list[str]] = {}
    for path in site.rglob("*.html"):
        text = plain(lxml.html.parse(str(path)).getroot().text_content())
        for found in re.finditer(r"kz\d+kz", text):
            shown.setdefault(found[0], []).append(text[max(0, found.start() - 400) : found.start()])
    spoilt = []
    for token, places in shown.items():
        place, payload = planted.texts[token]
        by_pandas = payload.strip().replace("\r", "\\r").replace("\n", "\\n")
        wanted = (plain(payload), plain(by_pandas))
        if not any(before.strip().endswith(wanted) for before in places):
            spoilt.append((place, payload, places[0][-120:]))
    assert not spoilt, "\n".join(map(str, spoilt))
    reached = {planted.texts[token][0] for token in shown}
    assert len(reached) > 50 and {"TableInfos.Title", "verversing.reden", "hoofdstukken.kort", "regios.naam"} <= reached


def test_no_csv_has_a_formula(hostile):
    site, _ = hostile
    for path in site.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                assert not [cell for cell in row if FORMULA.match(cell) and not re.fullmatch(r"-?[\d.e-]+", cell)], path


def test_data_for_machines_stay_whole(hostile):
    site, _ = hostile
    for path in [*site.rglob("*.json"), *site.rglob("*.jsonld")]:
        json.loads(path.read_text(encoding="utf-8"))
    for path in site.rglob("*.html"):
        for script in lxml.html.parse(str(path)).getroot().iter("script"):
            if script.get("type") == "application/ld+json":
                json.loads(script.text)
