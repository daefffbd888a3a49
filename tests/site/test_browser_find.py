"""Finding one's way in a real browser: regions, words, terms, lost addresses; also from a folder, and on paper."""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pypdf
import pytest

from azwboek.site import search
from browsing import visit

POLICY = "default-src 'self'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'"


# ---- regions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [("twnete", "Twente"), ("Enschde", "Twente"), ("maastrigt", "Zuid-Limburg"), ("rijnstrek", "Rijn Gouwe"), ("flevolant", "Flevoland")],
)  # fmt: skip
def test_a_typing_error_still_finds_the_region(browser, address, typed, found):
    page, wrong = visit(browser, address, "index", 390)
    page.get_by_label("Zoek je regio of plaats").fill(typed)
    assert page.locator("#regiolijst li:visible").all_inner_texts() == [found]
    assert "Bedoel je" in page.locator(".azw-filter-telling").first.inner_text()
    assert page.locator("#regiokaart li:not(.azw-weg)").count() == 1
    assert wrong == []
    page.close()


def test_nonsense_finds_no_region(browser, address):
    page, _ = visit(browser, address, "index")
    page.get_by_label("Zoek je regio of plaats").fill("qqqqwwww")
    assert page.locator("#regiolijst li:visible").count() == 0
    page.close()


def test_enter_in_the_box_goes_to_the_first_region(browser, address):
    page, _ = visit(browser, address, "regio/index")
    page.get_by_label("Zoek je regio of plaats").focus()
    page.keyboard.type("apeldorn")
    page.keyboard.press("Enter")
    page.wait_for_url("**/regio/stedendriehoek-en-noord-veluwe/index.html")
    page.close()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_map_has_28_tiles_of_one_size_with_readable_names(browser, address, width):
    page, _ = visit(browser, address, "index", width)
    tiles = page.locator("#regiokaart a")
    assert tiles.count() == 28
    sizes = tiles.evaluate_all(
        "links => links.map(a => [a.offsetWidth, a.offsetHeight, a.scrollWidth, a.scrollHeight])"
    )
    assert len({round(size[0]) for size in sizes}) <= 2
    assert all(size[0] >= 24 and size[1] >= 24 for size in sizes), "a target is at least 24 px"
    if width >= 390:
        assert all(size[2] <= size[0] + 2 and size[3] <= size[1] + 2 for size in sizes), "a name does not fit its tile"
    assert tiles.evaluate_all("links => links.every(a => parseFloat(getComputedStyle(a).fontSize) >= 10)")
    names = {" ".join(text.replace("\u00ad", "").split()) for text in tiles.all_text_contents()}
    assert "Amstelland, Kennemerland en Meerlanden" in names
    page.close()


def test_the_map_is_used_by_keyboard(browser, address):
    page, _ = visit(browser, address, "index")
    page.get_by_label("Zoek je regio of plaats").focus()
    page.keyboard.press("Tab")  # Friesland, the first tile
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "regio/groningen/index.html"
    page.keyboard.press("Enter")
    page.wait_for_url("**/regio/groningen/index.html")
    page.close()


def test_the_same_chapter_for_another_region(browser, address):
    page, wrong = visit(browser, address, "regio/twente/behoud", 390)
    page.get_by_label("Andere regio").select_option(label="Zeeland")
    page.get_by_role("button", name="Ga", exact=True).click()
    page.wait_for_url("**/regio/zeeland/behoud.html")
    assert wrong == []
    page.close()


def test_without_scripts_the_way_to_another_region_is_a_list(browser, address):
    page, _ = visit(browser, address, "regio/twente/behoud", java_script_enabled=False)
    page.get_by_role("link", name="Dit hoofdstuk voor een andere regio").click()
    page.locator("#behoud").get_by_role("link", name="Zeeland").click()
    page.wait_for_url("**/regio/zeeland/behoud.html")
    page.close()


def test_a_region_opens_with_a_real_figure_on_a_phone(browser, address):
    page, _ = visit(browser, address, "regio/twente/index", 390)
    assert page.locator(".azw-zes-regels li").count() == 6
    first = page.locator(".azw-zin").first
    assert first.bounding_box()["y"] + first.bounding_box()["height"] < 900, "the first sentence needs no scrolling"
    assert page.locator("article [data-cijfer]").first.get_attribute("data-cijfer") == "cbs"
    page.close()


# ---- words ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def asking(browser, address):
    page, wrong = visit(browser, address, "search")
    yield page, wrong
    page.close()


@pytest.mark.parametrize(
    ("typed", "in_text"),
    [
        ("vacature", "vacatures"), ("vacatures", "vacature"), ("ziekenhuis", "ziekenhuizen"), ("regio's", "regio"), ("regio’s", "regio"),
        ("banen", "banen"), ("baan", "banen"), ("verpleegkundige", "verpleegkundigen"), ("kwartalen", "kwartaal"), ("werkgevers", "werkgever"),
        ("financien", "financiën"), ("opleiding", "opleidingen"), ("begrotingen", "begroting"), ("gewerkt", "werken"),
    ],
)  # fmt: skip
def test_search_is_in_dutch(asking, typed, in_text):
    page, wrong = asking
    page.get_by_label("Zoek in dit boek").last.fill(typed)
    page.get_by_role("button", name="Zoek", exact=True).click()
    marked = {word.lower() for word in page.locator("#azw-uitslag mark").all_inner_texts()}
    assert any(in_text in word for word in marked), marked
    assert "gevonden voor" in page.locator("#azw-uitslag-telling").inner_text()
    assert wrong == []


def test_both_sides_know_the_same_words(asking, site):
    """The browser's words and stems are those of the Python stemmer, for every word of the book and forms it lacks."""
    page, _ = asking
    text = (site / "scripts" / "zoekindex.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("window.azwZoekindex = ").removesuffix(";\n"))
    texts = [part[3] for part in index["delen"]]
    assert page.evaluate("texts => texts.map(azwZoek.woorden)", texts) == [search.words(text) for text in texts]
    words = sorted({word for text in texts for word in search.words(text)} - search.STOP)
    words = [word for word in words if not word.isdigit()]
    assert len(words) > 3000
    assert page.evaluate("words => words.map(azwZoek.stam)", words) == [search.stem(word) for word in words]
    # The check can fail: an English stemmer would give something else.
    assert [word[:-1] for word in words] != [search.stem(word) for word in words]


def test_a_region_in_the_question_gives_the_way_to_its_chapter(asking):
    page, _ = asking
    page.get_by_label("Zoek in dit boek").last.fill("ziekteverzuim Enschede")
    page.keyboard.press("Enter")
    assert page.locator("#azw-uitslag li").first.inner_text().startswith("Twente")
    ways = page.locator("#azw-uitslag a", has_text="Twente").evaluate_all(
        "links => links.map(a => a.getAttribute('href'))"
    )
    assert any(way.startswith("regio/twente/behoud.html#") for way in ways)
    status = page.evaluate("async way => (await fetch(way)).status", next(w for w in ways if "behoud" in w))
    assert status == 200


def test_a_typing_error_in_a_word_is_reported(asking):
    page, _ = asking
    page.get_by_label("Zoek in dit boek").last.fill("vacatureegraad")
    page.keyboard.press("Enter")
    assert "dit staat onder ‘vacaturegraad’" in page.locator("#azw-uitslag-telling").inner_text()
    assert page.locator("#azw-uitslag li").count() > 0


def test_what_a_reader_types_is_text(browser, address):
    page, wrong = visit(browser, address, "index")
    page.goto(f"{address}/search.html?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", wait_until="networkidle")
    assert page.locator("#azw-uitslag img, #azw-uitslag-telling img").count() == 0
    assert "<img src=x" in page.locator("#azw-uitslag-telling").inner_text()
    assert wrong == []
    page.close()


def test_the_search_box_of_every_page_leads_to_the_results(browser, address):
    page, _ = visit(browser, address, "regio/twente/behoud")
    page.keyboard.press("Control+k")
    page.keyboard.type("vacature")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=vacature")
    page.wait_for_selector("#azw-uitslag li")
    page.close()


def test_our_own_scripts_work_under_a_strict_policy(browser, site, tmp_path):
    """No eval and no inline script of ours: with the policy as a header only the theme's own inline scripts are refused."""

    class Strict(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

        def end_headers(self):
            self.send_header("Content-Security-Policy", POLICY.format(hashes=""))
            super().end_headers()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Strict, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"http://127.0.0.1:{server.server_port}/search.html?q=ziekenhuis", wait_until="networkidle")
    assert page.locator("#azw-uitslag li").count() > 0
    page.goto(f"http://127.0.0.1:{server.server_port}/index.html", wait_until="networkidle")
    page.get_by_label("Zoek je regio of plaats").fill("twnete")
    assert page.locator("#regiolijst li:visible").count() == 1
    page.close()
    server.shutdown()
    assert errors == []


# ---- terms ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1280, 390])
def test_a_term_is_explained_on_focus_and_put_away_with_escape(browser, address, width):
    page, _ = visit(browser, address, "regio/twente/behoud", width)
    term = page.locator(".bd-article .azw-begrip").first
    shown = "el => getComputedStyle(el, '::after').content"
    assert term.evaluate(shown) in ("none", "normal")
    term.focus()
    assert term.get_attribute("data-uitleg") in term.evaluate(shown)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.keyboard.press("Escape")
    assert term.evaluate(shown) in ("none", "normal")
    page.close()


def test_every_term_stays_on_the_screen_of_a_phone(browser, address):
    page, _ = visit(browser, address, "verantwoording", 320)
    terms = page.locator(".bd-article .azw-begrip:visible")
    assert terms.count() > 3
    for number in range(terms.count()):
        terms.nth(number).focus()
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.close()


# ---- lost addresses ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def host(site):
    """A host as a maintainer would set it up: below a folder, and with the page for what is not there."""

    class Host(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

        def translate_path(self, path):
            return super().translate_path(path.removeprefix("/boek"))

        def send_error(self, code, *args):
            content = (site / "404.html").read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Host, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/boek"
    server.shutdown()


@pytest.mark.parametrize(
    ("lost", "suggested"),
    [
        ("regio/twnte/behoudt.html", "regio/twente/behoud.html"),
        ("regio/rijnstreek/index.html", "regio/rijn-gouwe/index.html"),
        ("regio/enschede/financien.html", "regio/twente/financien.html"),
        ("werkagend.html", "werkagenda.html"),
        ("nederland/finance.html", "nederland/financien.html"),
        ("iets/heel/anders/qqq.html", "index.html"),
    ],
)
def test_a_lost_address_suggests_the_nearest_pages(browser, host, lost, suggested):
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{host}/{lost}", wait_until="networkidle")
    assert page.locator("h1").inner_text() == "Deze pagina is er niet"
    ways = page.locator("#azw-voorstel a").evaluate_all("links => links.map(a => a.href)")
    assert f"{host}/{suggested}" in ways
    assert page.request.get(f"{host}/{suggested}").status == 200
    assert page.evaluate("getComputedStyle(document.querySelector('.azw-antwoord')).fontSize") != "16px", "no style"
    page.close()


def test_markup_in_a_lost_address_is_text(browser, host):
    page = browser.new_page()
    alerts = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    page.goto(
        f"{host}/regio/%3Cimg%20src=x%20onerror=alert(1)%3E.html#<script>alert(2)</script>", wait_until="networkidle"
    )
    assert page.locator("#azw-voorstel img").count() == 0
    assert alerts == []
    page.close()


# ---- from a folder, and on paper --------------------------------------------------------------------------------


def test_the_zip_opens_from_a_folder(browser, site, tmp_path):
    [path] = site.glob("downloads/azw-boek-heel*.zip")
    with zipfile.ZipFile(path) as file:
        file.extractall(tmp_path)
    page = browser.new_page(locale="nl-NL")
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((tmp_path / "azw-boek" / "index.html").as_uri())
    page.get_by_label("Zoek je regio of plaats").fill("enschede")
    page.keyboard.press("Enter")
    page.wait_for_url("**/regio/twente/index.html")
    assert page.locator(".azw-zes-regels li").count() == 6
    page.goto((tmp_path / "azw-boek" / "regio" / "twente" / "behoud.html").as_uri())
    assert page.locator("figure.azw-figuur .azw-grafiek svg").first.is_visible()
    assert page.locator("figure.azw-figuur table").count() > 3
    page.goto((tmp_path / "azw-boek" / "search.html").as_uri() + "?q=ziekenhuis")
    page.wait_for_selector("#azw-uitslag li")
    page.close()
    assert errors == []


def test_a_report_is_tagged_short_and_has_contents_and_page_numbers(site, tmp_path, monkeypatch):
    """On a copy, so that the site stays as the build left it."""
    copy = tmp_path / "build"
    shutil.copytree(site, copy / "html", ignore=shutil.ignore_patterns("*.zip", "*.duckdb", "*.parquet"))
    shutil.copy(site.parent / "build.json", copy)
    monkeypatch.setenv("AZWBOEK_BUILD", str(copy))
    command = [str(Path(sys.executable).with_name("azwboek")), "rapport", "Twente"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [path] = copy.glob("html/downloads/*.pdf")
    reader = pypdf.PdfReader(path)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and root["/Lang"].startswith("nl")
    assert 4 <= len(reader.pages) <= 16
    titles = [entry.title for entry in _flat(reader.outline)]
    assert {"Inhoud", "Hoe de regio ervoor staat", "Houden we onze mensen?", "Waar gaat het geld heen?"} <= set(titles)
    texts = [page.extract_text() for page in reader.pages]
    assert "Twente" in texts[0] and "verzonnen" in texts[0]
    assert f"3 van {len(texts)}" in texts[2]
    assert "Zuid-Limburg" not in "".join(texts), "no region but this one and those that are like it"
    assert path.name in (copy / "html" / "regio" / "twente" / "index.html").read_text(encoding="utf-8")
    assert "data-rapport" not in (copy / "html" / "regio" / "groningen" / "index.html").read_text(encoding="utf-8")


def _flat(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry
