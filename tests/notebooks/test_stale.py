"""What is stale, on the real chapters and the real warehouse, in a build folder of their own."""

from __future__ import annotations

import shutil

import duckdb
import pytest

from azwboek.paths import Paths
from azwboek.plan import load
from azwboek.run import pool as run
from azwboek.warehouse import ask
from azwboek.warehouse import build as warehouses
from measure.building import change_one_cell
from samples import ROOT

CHOSEN = [f"{code}/{chapter}" for code in ("RA0101", "RA0205") for chapter in ("behoud", "financien")]


@pytest.fixture
def built(warehouse, tmp_path, monkeypatch):
    """A checkout with two regions and two chapters executed."""
    root = tmp_path / "boek"
    for name in ("book/chapters", "book/onderdelen", "sql", "parameters", "data/registers"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "requirements.txt", root)
    paths = Paths(root, tmp_path / "bouw")
    shutil.copytree(warehouse.parent, paths.warehouse.parent)
    monkeypatch.setenv("AZWBOEK_ROOT", str(root))
    pages = load(paths).select(CHOSEN)
    report = run.execute(paths, pages)
    assert not report.failed, report.failed
    return paths, pages


def stale(built) -> dict[str, str]:
    paths, pages = built
    return {page.key: reason for page, reason in run.find_stale(paths, pages).items() if reason}


def test_each_change_makes_exactly_its_pages_stale(built):
    paths, pages = built
    assert stale(built) == {}

    query = paths.sql / "vragen" / "begroting_aandelen.sql"
    before = query.read_text()
    query.write_text(before + "-- aangeraakt\n")
    assert stale(built) == dict.fromkeys(
        ("RA0101/financien", "RA0205/financien"), "vraag gewijzigd: begroting_aandelen.sql"
    )
    query.write_text(before)
    (paths.sql / "afgeleid" / "zzp.sql").touch()
    assert stale(built) == {}

    # Only the chapter about the budget is rendered through its part; a comment in it is no part of a page.
    part = paths.book / "onderdelen" / "begroting.html"
    before = part.read_text()
    part.write_text("{# aangeraakt #}\n" + before)
    assert stale(built) == {}
    part.write_text(before.replace("pro memorie", "nog te bepalen"))
    assert stale(built) == dict.fromkeys(
        ("RA0101/financien", "RA0205/financien"), "sjabloon gewijzigd: onderdelen/begroting.html"
    )
    part.write_text(before)

    # A value of Twente between the lowest and the highest region: no other page shows it.
    change_one_cell(paths, by=0.0001)
    assert set(stale(built)) == {"RA0205/behoud"}
    output = {page.key: page.notebook_out(paths).read_bytes() for page in pages}
    report = run.execute(paths, pages)
    assert [result.pagina for result in report.paginas if result.status == run.DONE] == ["RA0205/behoud"]
    assert stale(built) == {}

    # The highest of all regions is on every page that shows the indicator.
    with duckdb.connect(str(paths.warehouse), config=warehouses.CONFIG) as con:
        con.execute("update uit_reeks set hoogste = hoogste + 1 where indicator = 'uitstroom'")
    assert set(stale(built)) == {"RA0101/behoud", "RA0205/behoud"}

    gone, edited = (page.notebook_out(paths) for page in pages[1::2])
    gone.unlink()
    edited.write_bytes(output["RA0101/behoud"])
    shown = stale(built)
    assert (shown["RA0101/financien"], shown["RA0205/financien"]) == (
        "de uitvoer is weg",
        "de uitvoer is met de hand gewijzigd",
    )


def test_a_page_reads_the_warehouse_only_by_queries_that_are_written_down(built):
    paths, pages = built
    for page in pages:
        asked = run.stale.asked(run.stale.record(paths, page))
        assert asked
        assert ask.PAST not in asked


def test_questions_that_are_asked_again_have_the_same_answers(built):
    paths, pages = built
    asked = [one for page in pages for one in run.stale.asked(run.stale.record(paths, page))]
    shown = {(one.vraag, one.parameters): one.uitkomst for one in asked}
    unknown = [ask.Asked(name, "", "{}", "") for name in ("bestaat_niet", "standen")]
    found = run.stale.ask_again(paths, [*asked, *unknown, ask.PAST])
    assert found == shown | {("bestaat_niet", "{}"): "", ("standen", "{}"): ""}
