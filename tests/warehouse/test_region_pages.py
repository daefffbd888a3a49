"""Pages of regions: rendered once for the same answers, and again when a question that they asked has another one."""

from __future__ import annotations

import dataclasses
import shutil

import pytest

from azwboek import plan
from azwboek.chapters.real import IN_SHORT
from azwboek.keep import Kept
from azwboek.paths import Paths
from azwboek.site import render
from azwboek.site.pages import Context
from azwboek.site.stamps import marked
from azwboek.warehouse import ask
from samples import ROOT, SPOILT

EDITION = {"soort": "demonstratie", "datum": "2026-11-22", "id": "2026-11-22-1a2b3c4d"}
ZHZ, ACHTERHOEK = "regio/zuid-holland-zuid/index", "regio/achterhoek/index"


@pytest.fixture
def pages(built, tmp_path, monkeypatch):
    """Render the pages of two regions: texts, the figures on them, and which pages were rendered and not taken from what is kept."""
    paths = dataclasses.replace(built.paths, build=tmp_path)
    everything = plan.load(paths)
    regions = tuple(map(everything.region, ("NL", "Zuid-Holland Zuid", "Achterhoek")))
    few = dataclasses.replace(everything, regions=regions, indicators=())
    monkeypatch.setattr(plan.Plan, "single", ())
    lines, rendered = Context.zes_regels, []
    monkeypatch.setattr(Context, "zes_regels", lambda own: rendered.append(own.docname) or lines(own))

    def pages(connection, edition=EDITION, answer="Zo is het."):
        answers = {
            f"{region.path}/{chapter.naam}": {"antwoord": answer, "soort": "cbs"}
            for region in few.regions
            for chapter in few.chapters
        }
        rendered.clear()
        placed = []
        context = Context(
            paths,
            few,
            marked(edition),
            ask.Remembering(connection),
            lambda *own: placed.append(own) or "FIGUUR",
            (),
            answers,
        )
        texts = render.render_pages(context, Kept(paths, "region-pages", render.__name__))
        del texts["regio/index"]  # the page of all regions is made each time
        return texts, placed, sorted(rendered)

    return pages


def test_the_same_answers_give_the_same_page_without_rendering_it(pages, reading):
    texts, placed, rendered = pages(reading)
    assert sorted(texts) == rendered == [ACHTERHOEK, ZHZ]
    assert [(name, f.id) for name, f in placed] == [
        (n, f) for n in (ZHZ, ACHTERHOEK) for f in (*IN_SHORT, "getoetst", "stand")
    ]
    assert pages(reading) == (texts, placed, [])


def test_another_edition_of_the_same_figures_is_the_same_page(pages, reading):
    first = pages(reading)
    again = pages(reading, EDITION | {"datum": "2026-12-01", "id": "2026-12-01-99999999"})
    assert again == (*first[:2], [])
    assert not any("2026-1" in text or "november 2026" in text for text in first[0].values())


def test_a_changed_answer_renders_the_pages_that_asked_it_and_no_other(pages, spoilt):
    texts, *_ = pages(spoilt)
    spoilt.execute("update kern_gepubliceerd_cijfer set titel = titel || ' (herzien)' where regio = 'RA1121'")
    changed, _, rendered = pages(spoilt)
    assert rendered == [ZHZ]
    assert "(herzien)" in changed[ZHZ]
    assert changed[ACHTERHOEK] == texts[ACHTERHOEK]


def test_another_answer_of_a_chapter_renders_its_cards_again(pages, reading):
    pages(reading)
    texts, _, rendered = pages(reading, answer="Het is <anders>.")
    assert rendered == [ACHTERHOEK, ZHZ]
    assert all(
        text.count('<p><span data-cijfer="cbs">Het is &lt;anders&gt;.</span></p>') == 5 for text in texts.values()
    )


def test_demonstration_and_real_figures_do_not_share_a_page(pages, reading):
    pages(reading)
    assert pages(reading, EDITION | {"soort": "cbs"})[2] == [ACHTERHOEK, ZHZ]


def test_a_changed_register_renders_every_page_again(pages, reading, monkeypatch, tmp_path):
    pages(reading)
    shutil.copytree(ROOT / "data" / "registers", tmp_path / "registers")
    with (tmp_path / "registers" / "begrippen.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    monkeypatch.setattr(Paths, "registers", tmp_path / "registers")
    assert pages(reading)[2] == [ACHTERHOEK, ZHZ]


def test_a_changed_question_renders_the_pages_that_asked_it(pages, reading, monkeypatch, tmp_path):
    pages(reading)
    shutil.copytree(ROOT / "sql", tmp_path / "sql")
    monkeypatch.setattr(Paths, "sql", tmp_path / "sql")
    assert pages(reading)[2] == []
    [asked, *_] = tmp_path.rglob("definities.sql")
    asked.write_text(asked.read_text(encoding="utf-8") + "-- anders\n", encoding="utf-8")
    assert pages(reading)[2] == []  # no page of a region asks this one
    [asked, *_] = tmp_path.rglob("standen.sql")
    asked.write_text(asked.read_text(encoding="utf-8") + "-- anders\n", encoding="utf-8")
    assert pages(reading)[2] == [ACHTERHOEK, ZHZ]


@pytest.mark.parametrize(("text", "rendered"), [("{# een woord\nen nog een #}", []), ("Een zin.", [ACHTERHOEK, ZHZ])])
def test_a_changed_template_renders_every_page_again_and_its_comment_none(
    pages, reading, monkeypatch, tmp_path, text, rendered
):
    shutil.copytree(ROOT / "book", tmp_path / "book")
    monkeypatch.setattr(Paths, "book", tmp_path / "book")
    pages(reading)
    template = tmp_path / "book" / "regio" / "regio.md"
    template.write_text(template.read_text(encoding="utf-8") + text, encoding="utf-8")
    assert pages(reading)[2] == rendered


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_damaged_page_is_rendered_again(pages, reading, tmp_path, spoil):
    texts, *_ = pages(reading)
    for part in (tmp_path / "kept" / "region-pages").iterdir():
        spoil(part)
    again, _, rendered = pages(reading)
    assert again == texts
    assert rendered == [ACHTERHOEK, ZHZ]


def test_a_page_that_reads_past_the_queries_is_never_kept(pages, reading, monkeypatch):
    past = Context.stand
    monkeypatch.setattr(Context, "stand", lambda own: own.connection.table("kern_bron") and past(own))
    for _ in range(2):
        assert pages(reading)[2] == [ACHTERHOEK, ZHZ]
