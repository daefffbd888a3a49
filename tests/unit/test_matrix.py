"""Regions and chapters, how they are chosen, and what is said about a name that is not one of them."""

import dataclasses

import pytest
import yaml

from azwboek import plan as plans
from azwboek.errors import AzwboekError, UsageError
from azwboek.site.theme import contents
from samples import INDICATORS, ROOT


def test_there_are_29_regions_and_5_chapters(plan):
    assert [plan.regions[0].code, plan.regions[-1].code] == ["NL", "RA1428"]
    assert (len(plan.regions), len(plan.chapters), len(plan.pages)) == (29, 5, 145)
    assert [chapter.naam for chapter in plan.chapters] == [
        "kernindicatoren",
        "innovatieve-werkvormen",
        "behoud",
        "leren-en-ontwikkelen",
        "financien",
    ]


def test_a_page_knows_its_names(plan, paths):
    [page] = plan.select(["RA0205/behoud"])
    assert (page.key, page.docname) == ("RA0205/behoud", "regio/twente/behoud")
    assert page.notebook_out(paths) == paths.build / "notebooks" / "RA0205" / "behoud.ipynb"
    assert plan.select(["NL/behoud"])[0].docname == "nederland/behoud"


@pytest.mark.parametrize(
    ("only", "number", "first"),
    [
        ([], 145, "NL/kernindicatoren"),
        (["RA0205"], 5, "RA0205/kernindicatoren"),
        (["/behoud"], 29, "NL/behoud"),
        (["RA0205/behoud", "RA0101/financien", "RA0205/behoud"], 2, "RA0101/financien"),
        (["Twente"], 5, "RA0205/kernindicatoren"),  # in both divisions: ours
        (["regio-zwolle/behoud"], 1, "RA0204/behoud"),
        (["stedendriehoek & noord-veluwe"], 5, "RA0206/kernindicatoren"),
        (["ra0205/Behoud van medewerkers"], 1, "RA0205/behoud"),
        (["nederland"], 5, "NL/kernindicatoren"),
    ],
)
def test_select(plan, only, number, first):
    pages = plan.select(only)
    assert (len(pages), pages[0].key) == (number, first)


def test_select_keeps_the_limit(plan):
    assert [page.key for page in plan.select(["/behoud"], 2)] == ["NL/behoud", "RA0101/behoud"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("twnte", "onbekende regio 'twnte': bedoel je Twente (RA0205)?"),
        ("Enschede", "Enschede hoort bij Twente (RA0205)"),
        ("fryslan", "hoort bij Friesland (RA0103)"),
        ("Rijnstreek", "is de vorige naam van Rijn Gouwe (RA0818)"),
        ("xyzzy", "onbekende regio 'xyzzy': zie 'azwboek list'"),
        ("RA9999", "zie 'azwboek list'"),
        ("../../etc/behoud", "onbekende regio '../../etc'"),
        ("", "onbekende regio"),
        ("a\nb\x1b[31m", r"onbekende regio 'a\nb\x1b[31m'"),
    ],
)
def test_an_unknown_region_gets_one_clear_line(plan, typed, said):
    with pytest.raises(UsageError) as error:
        plan.select([typed])
    assert said in str(error.value)
    assert str(error.value).isprintable()


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("AM05", "bedoel je Twente (RA0205)?"),
        ("am05/behoud", "bedoel je Twente (RA0205)?"),
        ("Rijk van Nijmegen", "bedoel je Zuid-West Gelderland (RA0308)?"),
        ("Zaanstreek/Waterland", "bedoel je Zaanstreek en Waterland (RA0615)?"),
        ("Drechtsteden", "bedoel je Zuid-Holland Zuid (RA1121)?"),
        ("FoodValley", "zie 'azwboek list'"),  # no region of ours by that name, and no guess
        ("Zuid-Holland Centraal", "zie 'azwboek list'"),
        ("AM99", "zie 'azwboek list'"),
    ],
)
def test_a_uwv_region_is_explained(plan, typed, suggestion):
    with pytest.raises(UsageError) as error:
        plan.select([typed])
    for words in ("35 arbeidsmarktregio's", "UWV", "de 28 RegioPlus-arbeidsmarktregio’s", suggestion):
        assert words in str(error.value)


def test_every_uwv_name_is_ours_or_explained(plan):
    for region in plan.uwv:
        try:
            assert plan.region(region.naam) in plan.regions
        except UsageError as error:
            assert "UWV" in str(error), region


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/behoudt", "onbekend hoofdstuk 'behoudt': bedoel je behoud?"),
        ("RA0205/financiën en meer", "bedoel je financien?"),
        (
            "/geld",
            "kies uit kernindicatoren, innovatieve-werkvormen, behoud, leren-en-ontwikkelen of financien",
        ),
    ],
)
def test_an_unknown_chapter_gets_suggestions(plan, typed, said):
    with pytest.raises(UsageError) as error:
        plan.select([typed])
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {naam: a, titel: b, kort: c, kleur: rood}", "hoofdstuk 1 kleur: onbekend veld"),
        ("- {naam: a, titel: b}", "hoofdstuk 1 kort: ontbreekt"),
        ("- {naam: ../a, titel: b, kort: c}", "hoofdstuk 1 naam:"),
        (
            "- {naam: index, titel: b, kort: c}",
            "hoofdstuk 1 naam: index is de naam van het begin van een map",
        ),
        ("- {naam: a, titel: b, kort: c, parameters: {peil: 2026-01-01}}", "datum tussen aanhalingstekens"),
        ("- {naam: a, titel: b, kort: c, parameters: {regio: NL}}", "regio wordt al gezet"),
        ("[{naam: a, titel: b, kort: c}, {naam: a, titel: b, kort: c}]", "a staat er dubbel in"),
        ("- {naam: a, titel: b, kort: c, groep: 1}", "hoofdstuk 1 groep: moet kern, 1, 2 of 3 zijn, als tekst"),
        (
            '[{naam: a, titel: b, kort: c, groep: "1"}, {naam: d, titel: e, kort: f, groep: "1"}]',
            "groep 1 hoort bij meer dan",
        ),
        ("naam: a", "moet een lijst zijn"),
        ("- {naam: a", "geen geldige YAML"),
    ],
)
def test_a_wrong_chapter_file_is_refused(small, text, said):
    (small.paths.parameters / "hoofdstukken.yml").write_text(text, encoding="utf-8")
    with pytest.raises(AzwboekError, match="hoofdstukken.yml") as error:
        plans.load(small.paths)
    assert said in str(error.value)


def test_every_group_of_indicators_stands_in_a_chapter(plan):
    assert {group: chapter.naam for group, chapter in plan.by_group.items()} == {
        "kern": "kernindicatoren",
        "1": "innovatieve-werkvormen",
        "2": "behoud",
        "3": "leren-en-ontwikkelen",
    }
    assert dataclasses.replace(plan, chapters=plan.chapters[1:]).by_group["kern"] is None


def test_a_missing_chapter_file_is_named(small):
    (small.paths.parameters / "hoofdstukken.yml").unlink()
    with pytest.raises(AzwboekError, match=r"hoofdstukken.yml: het bestand ontbreekt"):
        plans.load(small.paths)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {kop: A, paginas: [over, cijfers, over]}", "regel 1: over staat ook op regel 1"),
        ("- {kop: A, paginas: [over]}\n- kop: B\n  paginas:\n  - over", "regel 4: over staat ook op regel 1"),
        ("- {kop: A, paginas: [verkenner]}", "regel 1: verkenner is de naam van een pagina die er altijd is"),
        ("- {kop: A, paginas: [search]}", "regel 1: search is de naam van een pagina die er altijd is"),
        ("- kop: A\n  paginas:\n  - over\n  - ../over", "regel 4: 0.paginas.1: mag alleen kleine letters"),
        ("- {kop: A, paginas: [index]}", "0.paginas.0: index is de naam van het begin van een map"),
        ("- {kop: A, paginas: []}", "regel 1: 0.paginas: mag niet leeg zijn"),
        ("- {kop: A, paginas: over}", "0.paginas: moet een lijst zijn"),
        ("- {kop: A, paginas: [over], kleur: rood}", "0.kleur: onbekend veld"),
        ("- {paginas: [over]}", "0.kop: ontbreekt"),
        ("- over", "regel 1: 0: moet velden hebben"),
        ("", "regel 1: bestand: moet een lijst zijn"),
    ],
)
def test_a_wrong_list_of_pages_is_refused(small, text, said):
    (small.paths.parameters / "paginas.yml").write_text(text, encoding="utf-8")
    with pytest.raises(AzwboekError, match=r"paginas\.yml, regel") as error:
        plans.load(small.paths)
    assert said in str(error.value)


def test_a_page_without_a_file_and_a_file_without_a_page_are_refused(small):
    plan = plans.load(small.paths)
    plans.check_pages(small.paths, plan)
    (small.paths.book / "over.md").rename(small.paths.book / "ons.md")
    with pytest.raises(AzwboekError) as error:
        plans.check_pages(small.paths, plan)
    gone, new = str(error.value).splitlines()
    assert gone.endswith("paginas.yml: over: book/over.md ontbreekt")
    assert new.startswith("book/ons.md: staat niet in ") and new.endswith("voeg de naam toe")


def test_the_committed_toc_is_the_generated_one(plan):
    assert (ROOT / "_toc.yml").read_text(encoding="utf-8") == contents.toc_text(plan)


def test_the_toc_holds_every_page_once(plan):
    pages = contents.expected_pages(plan)
    assert len(pages) == 1 + 5 + 2 + 28 * 6 + 3 + 9 + 1 + len(plan.indicators)
    assert set(pages) >= {page.docname for page in plan.pages}
    assert yaml.safe_load(contents.toc_text(plan)) == contents.toc(plan)


def test_every_indicator_has_a_page_and_real_figures_come_first(plan):
    codes = [page.code for page in plan.indicators]
    assert set(codes) >= {indicator.code for indicator in INDICATORS}
    real = [page.code for page in plan.indicators if not page.groep]
    assert codes[: len(real)] == real == ["mensen", "vergrijzing", "banen-zorg"]
    pages = contents.expected_pages(plan)
    assert {pages[page.docname] for page in plan.indicators} == {"NL"}


def test_every_page_has_its_own_region(plan):
    pages = contents.expected_pages(plan)
    assert pages["regio/twente/index"] == pages["regio/twente/behoud"] == "RA0205"
    assert {pages[name] for name in ("index", "regio/index", "werkagenda", "nederland/behoud")} == {"NL"}
