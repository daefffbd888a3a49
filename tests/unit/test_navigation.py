"""The contents beside a page: all parts, and only the region that the page is about."""

from __future__ import annotations

import dataclasses

import lxml.html

from azwboek.site.theme import contents, navigation


def links(plan, page: str):
    made = navigation.sidebar(contents.toc(plan), page, lambda name: f"<{name}>")
    return lxml.html.fragment_fromstring(str(made), create_parent="nav").xpath("//a")


def test_only_the_own_region_is_there(plan):
    found = [link.get("href") for link in links(plan, "regio/twente/behoud")]
    assert "../index.html" in found and "index.html" in found and "#" in found and "../../index.html" in found
    assert not [address for address in found if "groningen" in address]


def test_the_own_page_is_marked(plan):
    marked = [link for link in links(plan, "regio/twente/behoud") if link.get("aria-current")]
    assert [link.text for link in marked] == ["Behoud van medewerkers"]


def test_titles_from_elsewhere_are_text(plan):
    assert any(link.text == "<werkagenda>" for link in links(plan, "index"))


def test_the_size_does_not_depend_on_the_number_of_regions(plan):
    few = dataclasses.replace(plan, regions=(plan.regions[0], plan.region("Twente")))
    page = "regio/twente/behoud"
    assert len(links(few, page)) == len(links(plan, page))
    assert len(links(plan, "search")) == len(links(plan, "index"))
