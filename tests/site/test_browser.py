"""The built site in a real browser, at a desk and on a phone; pictures are kept in ``_build/schermen``."""

import csv
import io

import pytest

from azwboek import dutch
from browsing import visit

WIDTHS = (1280, 390)
PAGES = (
    "index", "regio/index", "regio/twente/index", "regio/twente/kernindicatoren", "regio/twente/innovatieve-werkvormen",
    "regio/twente/behoud", "regio/twente/leren-en-ontwikkelen", "regio/twente/financien", "nederland/behoud",
    "regio/amstelland-kennemerland-en-meerlanden/kernindicatoren", "verkenner", "werkagenda", "interventies", "cijfers", "bronnen",
    "verantwoording", "zelf-draaien", "over", "begrippen", "downloads", "toegankelijkheid", "indicatoren", "indicator/uitstroom",
    "indicator/banen-zorg", "indicator/zeggenschap",
)  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_page_is_complete_dutch_and_asks_no_other_host(browser, address, site, name, width):
    page, wrong = visit(browser, address, name, width)
    folder = site.parent / "schermen"
    folder.mkdir(exist_ok=True)
    page.screenshot(
        path=folder / f"{name.replace('/', '_')}-{width}.png", full_page=width < 500 and "cijfers" not in name
    )
    assert wrong == []
    assert page.get_attribute("html", "lang") == "nl"
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    invented = int(page.get_attribute("meta[name='azwboek:verzonnen']", "content"))
    assert page.locator(".azw-demo:visible").count() == (1 if invented else 0)
    assert page.locator(".azw-demo-merk:visible").count() >= (1 if invented else 0)
    assert page.locator("h1").count() == 1
    page.close()


def test_a_foreign_request_would_be_seen(browser, address):
    page, wrong = visit(browser, address, "index", bypass_csp=True)
    page.evaluate("fetch('http://127.0.0.2:1/x').catch(() => {})")
    page.wait_for_timeout(300)
    page.close()
    assert any(line.startswith("outside:") for line in wrong)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("twente", ["Twente"]),
        ("Enschede", ["Twente"]),
        ("rijnstreek", ["Rijn Gouwe"]),
        ("fryslan", ["Friesland"]),
        ("Urk", ["Flevoland"]),
        ("ede", ["Midden-Gelderland"]),
        ("Hoofddorp", ["Amstelland, Kennemerland en Meerlanden"]),
        ("venray", ["Noord- en Midden-Limburg"]),
        ("Naaldwijk", ["Haaglanden en Nieuwe Waterweg Noord"]),
        ("Bergen", ["Noord-Holland Noord", "Noord- en Midden-Limburg"]),
        ("xyz", []),
    ],
)
def test_a_reader_finds_a_region_by_name_place_or_old_name(browser, address, words, found):
    page, _ = visit(browser, address, "index", 390)
    page.get_by_label("Zoek je regio of plaats").fill(words)
    shown = page.locator("#regiolijst li:visible").all_inner_texts()
    status = page.locator(".azw-filter-telling").first.inner_text()
    page.close()
    assert shown == found
    assert status.startswith(f"{len(found)} van 28")
    assert ("hoort bij" in status) == (words not in ("twente", "xyz"))


def test_from_home_to_a_chapter_by_keyboard_only(browser, address):
    page, _ = visit(browser, address, "index")
    page.get_by_label("Zoek je regio of plaats").focus()
    page.keyboard.type("Deventer")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/regio/stedendriehoek-en-noord-veluwe/index.html")
    assert page.locator("h1").inner_text().startswith("Stedendriehoek & Noord-Veluwe")
    page.close()


def test_the_work_agenda_can_be_filtered(browser, address):
    page, _ = visit(browser, address, "werkagenda")
    page.get_by_label("Programmalijn").select_option("3")
    page.get_by_label("Niveau").select_option("systeem_overheid")
    shown = page.locator("#werkagenda-lijst > li:visible")
    assert shown.count() == 11
    assert page.locator(".azw-filter-telling").inner_text() == "11 van 89 acties"
    page.get_by_label("Zoek", exact=True).fill("stagefonds")
    assert 0 < shown.count() < 11
    page.close()


def test_without_scripts_everything_is_there(browser, address):
    page, _ = visit(browser, address, "regio/twente/financien", java_script_enabled=False)
    charts = page.locator("figure.azw-figuur .azw-grafiek svg")
    assert charts.count() == 4
    assert all(charts.nth(n).is_visible() for n in range(4))
    assert page.locator("form.azw-filter:visible").count() == 0
    page.goto(f"{address}/werkagenda.html")
    assert page.locator("#werkagenda-lijst > li:visible").count() == 89
    page.close()


def test_with_scripts_one_base_at_a_time(browser, address):
    page, _ = visit(browser, address, "regio/twente/financien")
    shown = page.locator(".azw-keuze section:visible")
    assert shown.count() == 1
    page.get_by_role("radio", name="Alleen de drie programmalijnen").check()
    assert shown.count() == 1
    assert "72,1%" in shown.inner_text()
    page.close()


def test_the_csv_of_a_chart_has_the_figures_of_its_table(browser, address):
    page, _ = visit(browser, address, "regio/twente/behoud")
    figure = page.locator("#fig-uitstroom")
    figure.locator(".azw-tabel > summary").click()
    text = page.request.get(figure.locator("a.azw-csv").evaluate("link => link.href")).text()
    place, value = next((n, row) for n, row in enumerate(csv.DictReader(io.StringIO(text))) if row["waarde"])
    first = figure.locator("tbody tr").nth(place).locator("th, td").all_inner_texts()
    page.close()
    assert value["regio"] == "RA0205"
    assert [value["periode_label"], dutch.number(float(value["waarde"]), 1)] == first[:2]
