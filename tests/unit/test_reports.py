"""Reports: made of the pages of the site, and the way to them stands only where there is one."""

from __future__ import annotations

import json
import re

import lxml.html
import pytest

from azwboek.errors import AzwboekError
from azwboek.site.take_along import reports

EDITION = {"soort": "demonstratie", "datum": "2026-11-22", "id": "2026-11-22-1a2b3c4d"}
CHAPTER = """<main><article><section id="top"><h1>Twente: houden we onze mensen?<a class="headerlink">#</a></h1>
<nav><a href="x">Andere regio</a></nav><p class="azw-antwoord" data-cijfer="cbs">Antwoord met <a class="azw-begrip" href="b">begrip</a>.</p>
<section id="uitstroom"><h2>Uitstroom</h2><figure class="azw-figuur" id="fig-u" data-cijfer="demonstratie"><div class="azw-grafiek" role="img" aria-label="Lijn."><svg></svg></div>
<details class="azw-tabel"><table><tr><td>1</td></tr></table></details></figure></section>
<section id="wat-is-afgesproken"><h2>Wat is afgesproken</h2><p>Lang.</p></section></section></article></main>"""
INDEX = """<main><article><section id="twente"><h1>Twente</h1><section id="deze-regio-in-het-kort"><h2>Deze regio in het kort</h2><p>Er wonen mensen.</p></section>
<section id="waarin-deze-regio-verschilt"><h2>Waarin deze regio verschilt</h2><ol><li>Een.</li></ol></section>
<section id="alle-indicatoren"><h2>Alle indicatoren</h2><table><tr><td>1</td></tr></table></section>
<section id="meenemen"><h2>Meenemen</h2><ul><!--azw-rapport RA0205--><!--/azw-rapport--></ul></section></section></article></main>"""


@pytest.fixture
def built(small, plan):
    folder = small.paths.html / "regio" / "twente"
    folder.mkdir(parents=True)
    (small.paths.html / "_static").mkdir()
    (small.paths.html / "_static" / "azw.css").write_text(".a { color: red }")
    (small.paths.html / "index.html").write_text("<p>x</p>")
    (small.paths.html / "downloads.html").write_text(
        "<ul><!--azw-rapport RA0101--><!--/azw-rapport--><!--azw-rapport RA0205--><!--/azw-rapport--></ul>"
    )
    (folder / "index.html").write_text(INDEX)
    for chapter in plan.chapters:
        (folder / f"{chapter.naam}.html").write_text(CHAPTER)
    return small.paths, plan, plan.region("Twente")


def test_a_report_has_cover_contents_chapters_and_says_it_is_invented(built):
    paths, plan, region = built
    tree = lxml.html.fromstring(reports.document(paths, plan, region, EDITION))
    assert tree.xpath("string(//section[@class='voorblad']/h1)") == "Twente"
    count = len(plan.chapters)
    assert f"zijn {count} cijfers echt en {count} verzonnen" in tree.xpath("string(//section[@class='voorblad'])")
    assert tree.xpath("string(//title)") == "AZW-boek: Twente (deels verzonnen)"
    wanted = [link.get("href")[1:] for link in tree.xpath("//section[@class='inhoud']//a")]
    assert wanted == ["begin", *(chapter.naam for chapter in plan.chapters), "lezen"]
    assert set(wanted) <= set(tree.xpath("//@id"))
    assert tree.xpath("//section[@id='behoud']//div[@role='img']/@aria-label") == ["Lijn."]
    assert "Houden we onze mensen?" in tree.xpath("//section[@id='behoud']/h2/text()")


def test_a_report_without_invented_figures_does_not_speak_of_them(built):
    paths, plan, region = built
    for page in (paths.html / "regio" / "twente").glob("*.html"):
        page.write_text(page.read_text().replace('"demonstratie"', '"document"'))
    assert "erzonnen" not in reports.document(paths, plan, region, EDITION)


def test_a_part_of_another_name_is_refused_instead_of_left_out(built):
    paths, plan, region = built
    page = paths.html / "regio" / "twente" / "index.html"
    page.write_text(INDEX.replace('id="waarin-deze-regio-verschilt"', 'id="wat-anders-is"'))
    with pytest.raises(AzwboekError, match="geen deel 'waarin-deze-regio-verschilt'"):
        reports.document(paths, plan, region, EDITION)


def test_a_report_leaves_out_what_works_only_on_a_screen(built):
    tree = lxml.html.fromstring(reports.document(*built, EDITION))
    parts = tree.xpath("//section[contains(@class,'deel')]")
    assert not [found for part in parts for found in part.xpath(".//a|.//nav|.//details|.//form|.//script")]
    assert "Lang." not in tree.text_content()
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_way_to_a_report_stands_on_its_own_pages_once(built):
    paths, _, region = built
    (paths.html / "downloads").mkdir()
    (paths.html / "downloads" / "r.pdf").write_bytes(b"%PDF" + b"x" * 2000)
    for _ in range(2):
        reports.link(paths, region, "downloads/r.pdf")
    assert (paths.html / "downloads.html").read_text().count("<li") == 1
    assert (
        'RA0205--><li data-rapport><a href="downloads/r.pdf" download>Twente</a>'
        in (paths.html / "downloads.html").read_text()
    )
    assert 'href="../../downloads/r.pdf"' in (paths.html / "regio/twente/index.html").read_text()
    assert not list(paths.html.rglob("*.bezig"))


def test_without_a_site_or_a_browser_one_line_says_so(small, built, monkeypatch, plan):
    monkeypatch.setattr(reports, "BROWSERS", ("geen-browser-hier",))
    with pytest.raises(AzwboekError, match="geen browser"):
        list(reports.make(*built[:2], [built[2]], EDITION))
    (built[0].html / "index.html").unlink()
    with pytest.raises(AzwboekError, match="nog geen site"):
        list(reports.make(*built[:2], [built[2]], EDITION))


def test_a_browser_that_makes_nothing_is_an_error_and_no_link_appears(built, monkeypatch):
    monkeypatch.setattr(reports, "BROWSERS", ("true",))
    with pytest.raises(AzwboekError, match="maakte geen rapport"):
        list(reports.make(*built[:2], [built[2]], EDITION))
    assert "<li" not in (built[0].html / "downloads.html").read_text()


def test_every_heading_that_a_report_leaves_out_stands_in_a_chapter(paths):
    headings = {
        re.sub(r"\W+", "-", line.lower()).strip("-")
        for notebook in sorted((paths.root / "book" / "chapters").glob("*.ipynb"))
        for cell in json.loads(notebook.read_text())["cells"]
        for line in "".join(cell["source"]).splitlines()
        if line.startswith("##")
    }
    assert headings >= reports.SKIPPED
