"""Markup and script text inside a title of CBS, a register or a name is shown as text and never becomes part of a page."""

from __future__ import annotations

import dataclasses

import duckdb
import lxml.html
import pytest

from azwboek import plan as plans
from azwboek import templates
from azwboek.chapters import figures, view
from azwboek.chapters import notebook as notebooks
from azwboek.site import render
from azwboek.site.pages import Context
from azwboek.site.take_along import downloads
from azwboek.site.theme import glossary
from azwboek.warehouse import build as warehouses
from samples import ROOT

SEED = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"
#: Where text of others comes in: tables of the warehouse with the columns that a page shows.
PLACES = [
    ("kern_vintage", "titel"), ("kern_indicator", "naam"), ("kern_indicator", "definitie"), ("kern_indicator", "verwachte_bron"),
    ("kern_definitie", "let_op"), ("kern_regio", "naam"), ("kern_regio", "in_zin"), ("kern_indicator", "zinsdeel"), ("kern_bron", "titel"), ("kern_actie", "samenvatting"),
    ("kern_actie", "actoren"), ("kern_interventie", "naam"), ("kern_instrument", "omschrijving"), ("kern_cijfer", "onderwerp"),
    ("kern_tegenspraak", "citaat_a"), ("kern_gepubliceerd_cijfer", "onderwerp"), ("kern_gepubliceerd_cijfer", "titel"),
    ("kern_maatregel", "naam"), ("kern_termijn", "letterlijk"),
]  # fmt: skip
#: Pages that show nothing that comes from outside.
OWN_WORDS = {"over", "toegankelijkheid", "zelf-draaien"}


@pytest.fixture(scope="module")
def copy(built, reading, tmp_path_factory):
    """The warehouse without constraints, with the seed behind every text that others wrote."""
    folder = tmp_path_factory.mktemp("seeded")
    for (name,) in reading.execute("select table_name from duckdb_tables() where not temporary").fetchall():
        reading.table(name).write_parquet(str(folder / f"{name}.parquet"))
    downloads.database(built.paths, folder, folder / "azw.duckdb")
    with duckdb.connect(str(folder / "azw.duckdb"), config=warehouses.CONFIG) as connection:
        for table, column in PLACES:
            connection.execute(
                f"update {table} set {column} = {column} || $seed where {column} is not null", {"seed": SEED}
            )
        for file in warehouses.sql_files(built.paths.sql / "uit"):
            text = file.read_text(encoding="utf-8")
            if "create table uit_" in text:  # what was computed before the seed came
                connection.execute(text.replace("create table", "create or replace table"))
        yield connection


@pytest.fixture
def seeded(copy, built):
    """The book over that warehouse, for a region whose name is the seed, in a set whose words are."""
    plan = plans.load(built.paths)
    region = dataclasses.replace(
        plan.region("Twente"), naam=f"Twente{SEED}", zoektermen=(SEED,), vorige_naam=SEED, samen=SEED
    )
    words = dict.fromkeys(("enkelvoud", "meervoud", "noemer", "kop"), SEED)
    sets = [dataclasses.replace(one, settings=dataclasses.replace(one.settings, **words)) for one in plan.sets]
    regions = tuple(region if r.code == region.code else r for r in plan.regions)
    figures_shown = []

    def place(docname, figure):
        figures_shown.append(figures.html(figure, "<svg></svg>", "x.csv"))
        return ""

    changed = dataclasses.replace(plan, regions=regions, sets=tuple(sets))
    day = {"soort": "demonstratie", "datum": "2026-11-22", "id": f"2026-{SEED}"}
    answers = {f"{r.path}/{c.naam}": {"antwoord": SEED, "soort": "cbs"} for r in regions for c in plan.chapters}
    files = downloads.planned(changed, day, copy)
    return Context(built.paths, changed, day, copy, place, files, answers).at(
        "regio/twente/index", region
    ), figures_shown


def elements(markup: str) -> list[str]:
    """What the seed would make if it became part of a page."""
    tree = lxml.html.fragment_fromstring(str(markup), create_parent="div")
    scripts = [s for s in tree.iter("script") if s.get("type") != "application/ld+json"]
    return [*scripts, *tree.iter("img"), *tree.xpath("//*[@onerror]")]


def test_the_check_sees_what_becomes_part_of_a_page():
    assert len(elements(f"<p>{SEED}</p>")) == 3
    assert elements("<p>&lt;script&gt;</p>") == []


@pytest.mark.parametrize("name", sorted({path.stem for path in (ROOT / "book").glob("*.md")} - OWN_WORDS))
def test_what_a_page_shows_is_text(seeded, name):
    environment = view.environment(seeded[0].paths.book)
    shown = templates.page(environment, f"{name}.md", boek=seeded[0].at(name))
    assert elements(shown) == []
    assert "alert(1)" in shown, "the seed must have come this far"


def test_the_page_of_a_region_is_text(seeded):
    context, shown = seeded
    page = templates.page(view.environment(context.paths.book), render.REGION, boek=context, regio=context.regio)
    for part in (page, shown[0]):
        assert "alert(1)" in part
        assert elements(part) == []


@pytest.mark.parametrize("code", ["uitstroom", "werkdruk", "zeggenschap"])
def test_the_page_of_an_indicator_is_text(seeded, code):
    context, shown = seeded
    (entry,) = [entry for entry in context.plan.indicators if entry.code == code]
    entry = dataclasses.replace(entry, naam=f"{entry.naam}{SEED}")
    own = dataclasses.replace(context, plan=dataclasses.replace(context.plan, indicators=(entry,)))
    book = own.at(entry.docname)
    page = templates.page(view.environment(own.paths.book), render.INDICATOR, boek=book, pagina=entry)
    assert "alert(1)" in page
    assert [elements(part) for part in (page, *shown)] == [[]] * (1 + len(shown))


def test_the_page_of_all_areas_of_a_set_is_text(seeded):
    context = seeded[0].at("regio/index", areas=seeded[0].plan.sets[0])
    page = templates.page(view.environment(context.paths.book), render.AREAS, boek=context)
    assert f"# Alle {SEED[:8]}" not in page and page.count("alert(1)") > 3
    assert elements(page) == []


def test_a_figure_and_its_definition_are_text(seeded, built):
    context, _ = seeded
    chapter = notebooks.Boek(
        "behoud", "RA0205", f"Twente{SEED}", f"in Twente{SEED}", context.connection, built.paths, SEED
    )
    stand, data = chapter.stand("uitstroom"), chapter.gemeten(chapter.vraag("indicator_reeks", indicator="uitstroom"))
    words = {"zin": chapter.zin(stand), "toets": chapter.toets("uitstroom"), **chapter.bijschrift(stand, data)}
    chapter.figuur("uitstroom", data, chapter.verloop(data), **words)
    html = figures.html(chapter.figuren["uitstroom"], "<svg></svg>", "x.csv")
    assert html.count("alert(1)") >= 3
    assert elements(html) == []
    assert elements(view.part("hoofdstuk.verantwoording", chapter.tables(), chapter.areas)) == []
    assert elements(view.part("indicator.definitie", chapter.stand("uitstroom"))) == []


def test_a_term_and_its_explanation_are_text():
    assert elements(glossary.mark("<p>smal</p>", [["smal", "smal", SEED]], "b.html")) == []
