"""What the built site offers as downloads, in Dutch throughout, and how large it is."""

from __future__ import annotations

import csv
import json
import re
import zipfile

import lxml.html
import pytest

from azwboek.gate import site as gate
from azwboek.site.html import parse
from azwboek.site.theme import contents

# English that the theme, Sphinx or a tool adds. Words that Dutch has too (download, link, home) are not in it.
ENGLISH = re.compile(
    r"\b(?:search|searching|previous|next page|next|toggle|skip to|color mode|colou?r|light|dark|system settings?|site navigation|"
    r"link to this|heading|show code|hide code|show|hide|contents|table of contents|breadcrumb|copyright|expand|collapse|"
    r"built with|on this page|close|error|warning|copy to clipboard|copy|back to top|edit on|fullscreen|print|loading|"
    r"sidebar|section navigation|page|figure|chart|source|region|value|please|click)\b",
    re.IGNORECASE,
)
SPOKEN = ("aria-label", "title", "placeholder", "alt", "aria-roledescription", "data-label", "label")
# Names that are English: of CBS surveys, standards, programmes and publications in the registers, and code.
OWN_NAMES = re.compile(r"CSV on the Web|Data Package|Open Data|GitHub", re.IGNORECASE)


def english(tree) -> list[str]:
    """English interface words: in labels anywhere, and in the text around the page's content."""
    found = []
    for element in tree.iter():
        if isinstance(element.tag, str):
            found += [
                f"{name}={element.get(name)}"
                for name in SPOKEN
                if ENGLISH.search(OWN_NAMES.sub("", element.get(name, "")))
            ]
    around = tree.xpath(
        "//body//text()[not(ancestor::article) and not(ancestor::script) and not(ancestor::style) and not(ancestor::noscript) and not(parent::*[@data-adres])]"
        "|//article//*[self::summary or self::button or self::label or self::th or self::figcaption or self::option]//text()"
    )
    return found + [text.strip() for text in around if ENGLISH.search(OWN_NAMES.sub("", text))]


def test_no_page_is_in_english(site):
    wrong = {}
    for path in sorted(site.rglob("*.html")):
        if found := english(parse(path)):
            wrong[path.relative_to(site).as_posix()] = found[:3]
    assert wrong == {}


@pytest.mark.parametrize(
    "spoilt",
    ['<button title="Search"></button>', "<nav>previous page</nav>", '<input placeholder="Search this book...">',
     "<article><details><summary>Show code cell source</summary></details></article>", '<svg aria-label="chart"></svg>'],
)  # fmt: skip
def test_an_english_word_is_seen(spoilt):
    assert english(lxml.html.fromstring(f"<html><body>{spoilt}</body></html>"))


def test_every_column_of_every_csv_holds_what_its_description_says(site):
    kinds = {"string": str, "integer": int, "number": float}
    checked = 0
    for path in sorted(site.glob("csv/**/datapackage.json")):
        for resource in json.loads(path.read_text(encoding="utf-8"))["resources"]:
            fields = resource["schema"]["fields"]
            with (path.parent / resource["path"]).open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                assert reader.fieldnames == [field["name"] for field in fields]
                for row in reader:
                    for field in fields:
                        if row[field["name"]] != "":
                            kinds[field["type"]](row[field["name"]])
                            checked += 1
    assert checked > 10_000


def test_every_csv_is_described(site):
    for path in site.glob("csv/**/*.csv"):
        package = json.loads((path.parent / "datapackage.json").read_text(encoding="utf-8"))
        assert path.name in {resource["path"] for resource in package["resources"]}


def test_the_book_as_one_zip_is_the_site(site):
    [path] = site.glob("downloads/azw-boek-heel*.zip")
    with zipfile.ZipFile(path) as file:
        names = {name.removeprefix("azw-boek/") for name in file.namelist()}
        assert file.testzip() is None
    own = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file() and p != path}
    assert names == {name for name in own if not name.endswith(".pdf")}


def test_no_page_names_all_regions_but_those_about_all(site, plan):
    """So the site grows with the regions, not with their square."""
    about_all = {"index.html", "regio/index.html", "downloads.html", "search.html", "verkenner.html"}
    about_all |= {f"{page.docname}.html" for page in plan.indicators}
    regions = {f"{region.path}/" for region in plan.regions if region.code != "NL"}
    many = {}
    for name in contents.expected_pages(plan):
        if f"{name}.html" in about_all:
            continue
        links = parse(site / f"{name}.html").xpath("//a/@href")
        resolved = {
            gate.resolve(gate.SitePage(name, ""), link)
            for link in links
            if "://" not in link and not link.startswith("#")
        }
        named = {region for region in regions if any(link.startswith(region) for link in resolved)}
        if len(named) > 3:
            many[name] = len(named)
    assert many == {}


def test_the_report_of_the_build_says_how_large_the_site_is(site):
    built = json.loads((site.parent / "build.json").read_text(encoding="utf-8"))
    assert built["omvang"]["bytes"] > built["omvang"]["paginas"] > 1_000_000
    assert built["omvang"]["bytes"] < 100_000_000


def test_a_region_is_described_for_machines(site):
    [text] = parse(site / "regio/twente/index.html").xpath("//script[@type='application/ld+json']/text()")
    found = json.loads(text)
    assert found["@type"] == "Dataset" and found["spatialCoverage"] == "Twente (RA0205)"
    for way in found["distribution"]:
        assert (site / "regio/twente" / way["contentUrl"]).resolve().is_file()
    catalogue = json.loads((site / "dcat.jsonld").read_text(encoding="utf-8"))
    assert len(catalogue["dcat:dataset"]) == 29
    for part in catalogue["dcat:dataset"]:
        assert (site / part["@id"]).is_file()


def test_every_page_can_be_cited(site):
    for name in ("index", "regio/twente/behoud", "werkagenda"):
        tree = parse(site / f"{name}.html")
        words = tree.xpath("string(//details[contains(@class,'azw-citeer')])")
        edition = json.loads((site.parent / "build.json").read_text(encoding="utf-8"))["editie"]
        assert edition["id"] in words and f"{name}.html" in words
        assert ("verzonnen" in words) == bool(tree.xpath("//*[@data-cijfer='demonstratie']"))


def test_the_counts_on_the_page_of_coverage_are_those_of_the_pages(site):
    tree = parse(site / "dekking.html")
    said = {row[0].text_content(): [cell.text_content() for cell in row[1:]] for row in tree.xpath("//tr[th and td]")}

    def count(name: str) -> str:
        kinds = parse(site / f"{name}.html").xpath("//@data-cijfer")
        invented = kinds.count("demonstratie")
        return f"{len(kinds) - invented} echt" + (f", {invented} verzonnen" if invented else "")

    own = [count(f"regio/twente/{path.stem}") for path in (site / "regio" / "twente").glob("*.html")]
    assert said["Twente"][0] == count("regio/twente/index")
    assert sorted(said["Twente"]) == sorted(own)
    assert said["Beginpagina"] == [count("index")] and said["Dekking"] == [count("dekking")]


def test_only_what_rests_on_invented_values_says_so(site):
    """The budget, published figures and documents are real; what is invented is said in page, title and description."""
    for name in ("financien", "dekking", "cijfers", "werkagenda", "downloads", "verantwoording"):
        page = f"regio/twente/{name}" if name == "financien" else name
        tree = parse(site / f"{page}.html")
        assert not tree.xpath("//*[@class='azw-demo']|//meta[@name='robots']"), page
        assert "verzonnen" not in tree.xpath("string(//head/title)")
    for page in ("index", "verkenner", "regio/twente/index", "regio/twente/behoud", "nederland/leren-en-ontwikkelen"):
        tree = parse(site / f"{page}.html")
        assert tree.xpath("//*[@class='azw-demo']") and "(deels verzonnen)" in tree.xpath("string(//head/title)"), page


def test_each_term_that_is_marked_is_explained(site):
    terms = set(parse(site / "begrippen.html").xpath("//dl[@class='azw-begrippen']/dt/@id"))
    used = set()
    for name in (
        "nederland/behoud",
        "regio/twente/index",
        "regio/twente/kernindicatoren",
        "verantwoording",
        "zelf-draaien",
    ):
        links = parse(site / f"{name}.html").xpath("//a[@class='azw-begrip']")
        codes = [link.get("href").split("#")[1] for link in links]
        assert len(codes) == len(set(codes)), f"{name} marks a term twice"
        used |= set(codes)
    assert used <= terms and len(used) > 8
