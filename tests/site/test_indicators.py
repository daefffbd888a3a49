"""Pages of indicators as they were built: the same figures as a reader finds on the pages of the regions, and the ways between them."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import lxml.html
import pytest

from azwboek.gate.site import SitePage, resolve
from browsing import visit
from samples import CAUSAL


def page(site: Path, name: str) -> lxml.html.HtmlElement:
    return lxml.html.parse(site / f"{name}.html").getroot()


def rows(site: Path, folder: str, name: str) -> list[dict]:
    """The rows of the CSV of a figure that a reader gets, invented or not; none when there is no such figure."""
    found = [site / "csv" / folder / f"{name}{mark}.csv" for mark in ("", "-demonstratie")]
    return [row for path in found if path.is_file() for row in csv.DictReader(path.open(encoding="utf-8"))]


def test_each_value_is_the_latest_one_of_the_regions_chapter(site, plan):
    """From the CSV of both pages, of every indicator and region."""
    compared, missing = 0, []
    for indicator in plan.indicators:
        chapter = indicator.groep and plan.by_group[indicator.groep]
        if not chapter:
            continue
        here = {row["code"]: row for row in rows(site, indicator.docname, indicator.code)}
        for region in plan.regions[1:]:
            there = [row for row in rows(site, f"{region.path}/{chapter.naam}", indicator.code) if row["waarde"]]
            own = here.get(region.code, {"waarde": ""})
            if bool(there) != bool(own["waarde"]):
                missing.append((indicator.code, region.code))
            elif there:
                latest = max(there, key=lambda row: row["periode"])
                assert (own["waarde"], own["periode"]) == (latest["waarde"], latest["periode"]), (
                    indicator.code,
                    region.code,
                )
                compared += 1
    assert missing == []
    assert compared > 5 * 28


def links(site: Path, name: str, path: str) -> list[tuple[str, str]]:
    """File in the site and anchor of the links that an XPath finds."""
    found = page(site, name).xpath(f"{path}/@href")
    return [(resolve(SitePage(name, ""), link.split("#")[0]), link.partition("#")[2]) for link in found]


@pytest.mark.parametrize("name", ["indicator/uitstroom", "indicator/vergrijzing", "indicator/werktevredenheid"])
def test_every_region_leads_to_its_own_section(site, plan, name):
    code = name.rpartition("/")[2]
    found = links(site, name, f"//figure[@id='fig-{code}']//tbody//th/a")
    assert len(found) == len(plan.regions) - 1
    for file, anchor in found:
        assert page(site, file.removesuffix(".html")).xpath("//*[@id=$anchor]", anchor=anchor), (file, anchor)


def test_the_figures_of_a_region_lead_to_all_regions(site):
    for name, figure in (
        ("regio/twente/behoud", "uitstroom"),
        ("regio/twente/index", "vergrijzing"),
        ("nederland/behoud", "zzp"),
    ):
        ((file, _),) = links(site, name, f"//figure[@id='fig-{figure}']//a[starts-with(@aria-label, 'Alle regio')]")
        assert file == f"indicator/{figure}.html"
    assert links(site, "indicator/uitstroom", "//a[starts-with(@aria-label, 'Alle regio')]") == []


def test_what_stands_out_leads_to_places_that_are_there(site, plan):
    seen = 0
    for region in plan.regions[1:]:
        for file, anchor in links(site, f"{region.path}/index", "//ul[contains(@class, 'azw-opvallend')]//a"):
            assert page(site, file.removesuffix(".html")).xpath("//*[@id=$anchor]", anchor=anchor), (file, anchor)
            seen += 1
    assert seen >= 4


def said(part) -> str:
    return " ".join(part.text_content().split())


def test_no_cause_is_named_beside_an_outcome(site, plan):
    """On the pages of indicators, and where an outcome and the programme stand beside each other."""
    parts = {page.docname: said(_main(site, page.docname)) for page in plan.indicators}
    for region in plan.regions[1:]:
        (section,) = page(site, f"{region.path}/index").xpath("//section[@id='wat-valt-op']")
        parts[region.path] = said(section)
    assert {name: CAUSAL.findall(text) for name, text in parts.items() if CAUSAL.search(text)} == {}
    assert CAUSAL.search(parts["indicator/uitstroom"] + " Dat komt door het programma.")


def _main(site: Path, name: str):
    """A page without the definitions, which may quote what others say."""
    main = page(site, name).xpath("//article")[0]
    for fold in main.xpath(".//details[contains(@class, 'azw-definitie')]"):
        fold.drop_tree()
    return main


def test_an_indicator_without_a_figure_says_why(site):
    text = said(page(site, "indicator/zeggenschap").xpath("//article")[0])
    assert "nog geen cijfer" in text and "Wat meet dit?" in text
    assert not page(site, "indicator/zeggenschap").xpath("//figure")


def test_the_overview_names_every_indicator_once(site, plan):
    lists = page(site, "indicatoren").xpath("//article//ul[@class='azw-lijst']")
    found = [address for one in lists for address in one.xpath(".//p[@class='azw-kop']/a/@href")]
    assert sorted(found) == sorted(f"{one.docname}.html" for one in plan.indicators)
    kinds = [one.xpath(".//@data-cijfer") for one in lists]
    real = [any(kind != "demonstratie" for kind in own) for own in kinds]
    assert real == sorted(real, reverse=True) and real[0]  # groups with a real figure first
    assert all(own == sorted(own, key="demonstratie".__eq__) for own in kinds)  # and in a group real figures first


def test_no_page_has_a_rank(site, plan):
    for one in plan.indicators:
        assert not re.search(
            r"\b(ranglijst|top[ -]?\d|\d+e plaats|koploper|hekkensluiter)\b", said(_main(site, one.docname)).lower()
        )


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_all_names_are_seen_and_nothing_scrolls_sideways(browser, address, width):
    shown, wrong = visit(browser, address, "indicator/uitstroom", width)
    texts = shown.locator("#fig-uitstroom .azw-grafiek text").evaluate_all(
        "all => all.map((one) => [one.textContent, one.getBoundingClientRect().left, one.getBoundingClientRect().right])"
    )
    names = [text for text, *_ in texts if not re.match(r"[\d,.]+%?$|demonstratie", text)]
    assert len(names) == 28 and not [name for name in names if "…" in name]
    assert min(left for _, left, _ in texts) >= 0 and max(right for *_, right in texts) <= width
    assert shown.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    shown.close()
    assert wrong == []


def test_the_region_under_the_pointer_is_named(browser, address):
    shown, _ = visit(browser, address, "indicator/uitstroom")
    shown.locator("#fig-uitstroom").scroll_into_view_if_needed()
    shown.wait_for_selector("#fig-uitstroom[data-levend]")
    box = shown.locator("#fig-uitstroom .azw-grafiek svg").bounding_box()
    shown.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.5)
    pointer = shown.locator("#fig-uitstroom .azw-aanwijzer")
    pointer.wait_for(state="visible")
    name, values = pointer.locator("strong").inner_text(), pointer.locator("b").all_inner_texts()
    row = shown.locator("#fig-uitstroom tbody tr", has=shown.locator("th", has_text=re.compile(f"^{re.escape(name)}$")))
    assert values[0].removesuffix("%") == row.locator("td.getal").first.text_content()
    shown.close()
