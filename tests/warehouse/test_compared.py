"""Pages of indicators: the same values and outcomes as on the pages of the regions, of each indicator and region; every number follows from the rows."""

from __future__ import annotations

import dataclasses
import re

import pandas as pd
import pytest
from markupsafe import Markup

from azwboek import dutch, templates
from azwboek import plan as plans
from azwboek.chapters import alike, view
from azwboek.chapters.figures import Figure
from azwboek.gate import notebooks
from azwboek.site import render
from azwboek.site.escape import door
from azwboek.site.pages import Context
from azwboek.site.stamps import marked

EDITION = {"soort": "demonstratie", "datum": "2026-11-22", "id": "2026-11-22-1a2b3c4d"}


@pytest.fixture(scope="module")
def shown(built, reading):
    """The figures of a page: ``shown("indicator/uitstroom", ask)`` calls ``ask`` with the book on that page."""
    plan = plans.load(built.paths)

    def of(docname: str, asks, region: str = "NL") -> dict[str, Figure]:
        placed: dict[str, Figure] = {}

        def place(_: str, figure: Figure) -> Markup:
            placed[figure.id] = figure
            return Markup("<p>FIGUUR</p>")

        context = Context(built.paths, plan, marked(EDITION), reading, place)
        asks(context.at(docname, plan.region(region)))
        return placed

    return of


@pytest.fixture(scope="module")
def plan(built):
    return plans.load(built.paths)


@pytest.fixture(scope="module")
def figures(shown, plan) -> dict[str, dict[str, Figure]]:
    """The figures of every indicator page, by the code of its page."""

    def asks(page):
        return lambda book: book.vergeleken(book.stand_van(page)["getoond"])

    return {page.code: shown(page.docname, asks(page)) for page in plan.indicators}


def frame(figure: Figure) -> pd.DataFrame:
    return pd.DataFrame(figure.rijen, columns=[column.naam for column in figure.kolommen])


def differing(one: dict, other: dict) -> list:
    """The keys that are not in both, or have another value: a number and a period."""
    return sorted(
        key
        for key in one.keys() | other.keys()
        if key not in one or key not in other or one[key] != pytest.approx(other[key], nan_ok=True)
    )


@pytest.fixture(scope="module")
def on_indicator_pages(figures) -> dict[tuple[str, str], float]:
    """What the pages of indicators show: indicator and region, and the value."""
    rows = {code: frame(own[code]) for code, own in figures.items() if code in own}
    return {
        (code, r.code): r.waarde for code, own in rows.items() for r in own.itertuples() if not dutch.missing(r.waarde)
    }


def test_a_region_has_the_same_value_on_both_kinds_of_page(shown, plan, on_indicator_pages):
    of_programme = {page.code for page in plan.indicators if page.groep}
    here = {key: value for key, value in on_indicator_pages.items() if key[0] in of_programme}
    there = {}
    for region in plan.regions[1:]:
        rows = frame(shown(f"{region.path}/index", lambda book: book.stand(), region.code)["stand"])
        there |= {(r.indicator, region.code): r.waarde for r in rows.itertuples() if not dutch.missing(r.waarde)}
    assert len(here) > 28
    assert differing(here, there) == []
    key = next(iter(there))
    assert differing(here, there | {key: there[key] + 0.001}) == [key]


def test_a_region_has_the_same_real_figures_on_both_kinds_of_page(shown, plan, on_indicator_pages):
    here = {
        key: value for key, value in on_indicator_pages.items() if key[0] in ("mensen", "vergrijzing", "banen-zorg")
    }
    there = {}
    for region in plan.regions[1:]:
        own = {
            name: frame(figure)
            for name, figure in shown(f"{region.path}/index", lambda book: book.kort(), region.code).items()
        }
        people = own["mensen"].query("leeftijd == 'Alle leeftijden'").iloc[0]
        ageing = own["vergrijzing"].query("gebied == @region.naam").iloc[0]
        jobs = own["banen-zorg"].iloc[0]
        there |= {("mensen", region.code): people["groei_pct"], ("vergrijzing", region.code): ageing["waarde"]}
        if jobs["gebied"] == region.naam:
            there["banen-zorg", region.code] = jobs["aandeel_pct"]
    assert 2 * 28 < len(here) < 3 * 28
    assert differing(here, there) == []


def test_an_outcome_is_that_of_what_stands_out_in_the_region(shown, plan, figures):
    there, here = {}, {}
    for region in plan.regions[1:]:
        rows = frame(shown(f"{region.path}/index", lambda book: book.getoetst(), region.code)["getoetst"])
        there |= {
            (r.indicator, region.code): (r.naast_land, r.onder_land, r.boven_land)
            for r in rows.itertuples()
            if not dutch.missing(r.waarde)
        }
    for page in plan.indicators:
        if page.groep and page.code in figures[page.code]:
            for row in frame(figures[page.code][page.code]).itertuples():
                if not dutch.missing(row.waarde):
                    said = getattr(row, "naast_land", there[page.code, row.code][0])  # a count has no such column
                    here[page.code, row.code] = (said, row.onder_land, row.boven_land)
    assert here.keys() == there.keys()
    for key, (said, low, high) in here.items():
        assert said == there[key][0], key
        assert pd.Series([low, high], dtype=float).tolist() == pytest.approx(
            pd.Series(there[key][1:], dtype=float).tolist(), nan_ok=True
        ), key
    assert {said.split(" ")[0] for said, *_ in here.values()} >= {"hoger", "lager", "vergelijkbaar", "niet"}


def test_every_region_has_one_row_and_a_reason_where_it_is_not_tested(figures, plan):
    names = [region.naam for region in plan.regions[1:]]
    for rows in (frame(own[code]) for code, own in figures.items() if code in own):
        assert rows["gebied"].tolist() == names
        untested = rows["uitkomst_land"] == "niet_getoetst"
        assert rows["reden_land"].notna()[untested].all()
        assert (rows["onder_land"].isna() == untested).all()


def test_every_sentence_follows_from_its_rows(figures):
    assert sum(map(len, figures.values())) > 20
    for own in figures.values():
        for figure in own.values():
            assert notebooks.check_figure("NL", figure.to_json()) == []
            broken = re.sub(r"(\d),(\d)", r"\g<1>9,\2", figure.zin, count=1)
            assert broken == figure.zin or notebooks.check_figure("NL", figure.to_json() | {"zin": broken})


def test_where_a_real_figure_stands_for_an_indicator_no_invented_value_is_shown(figures, plan, shown):
    assert set(figures["aandeel_werknemers"]) == set(figures["banen-zorg"])
    for code in ("werkdruk", "ziekteverzuim", "vacaturegraad"):
        assert figures[code].keys() and {figure.soort for figure in figures[code].values()} == {"cbs"}
        (page,) = [page for page in plan.indicators if page.code == code]
        (real,) = shown(page.docname, lambda book, page=page: book.stand_van(page)).values()
        assert real.soort == "cbs"


def test_the_country_is_a_line_and_not_beside_counts(figures):
    assert figures["uitstroom"]["uitstroom"].spec["layer"][0]["mark"]["type"] == "rule"
    counts = figures["instroom_opleidingen"]["instroom_opleidingen"]
    assert "Nederland" not in counts.onderschrift
    assert "naast_land" not in [column.naam for column in counts.kolommen if column.toon]


def test_a_funnel_stands_only_where_the_figure_is_a_count_with_a_denominator(figures, reading):
    counted = {code for code, own in figures.items() if f"{code}-trechter" in own}
    rules = reading.execute("select indicator from kern_toetsregel where meting = 'telling'").fetchall()
    assert counted == {"uitstroom"} < {code for (code,) in rules}
    rows = frame(figures["uitstroom"]["uitstroom-trechter"])
    assert (100 * rows["teller_aantal"] / rows["noemer_aantal"]).tolist() == pytest.approx(rows["waarde"].tolist())
    low = rows["naast_land"].str.startswith(("hoger", "lager")) | rows["naast_land"].str.contains("klein verschil")
    said = int(figures["uitstroom"]["uitstroom-trechter"].zin.split(" er ")[1].split()[0])
    assert said == low.sum() > 0


def test_areas_that_are_alike_are_those_of_the_regions_own_page(figures, open_chapter):
    rows = frame(figures["uitstroom"]["uitstroom-gelijkend"]).set_index("code")
    assert len(rows) == 28
    peers = frame(alike.shown(open_chapter("kernindicatoren", "RA0205"))[0])["gebied"].tolist()[1:]
    values = frame(figures["uitstroom"]["uitstroom"]).set_index("gebied")["waarde"]
    assert rows.loc["RA0205", "gelijkend"] == "; ".join(f"{name} {dutch.number(values[name], 1)}%" for name in peers)


def test_lines_hold_one_period_a_year(figures):
    rows = frame(figures["uitstroom"]["uitstroom-verloop"])
    assert rows["periode"].str[4:].nunique() == 1
    assert not rows.duplicated(["code", "periode"]).any()
    assert rows.groupby("code", sort=False)["periode"].apply(lambda own: own.is_monotonic_decreasing).all()


def test_every_page_is_rendered_with_what_is_known_of_its_indicator(built, reading, plan):
    """Also of one without any figure: then its page says why."""
    environment = templates.for_pages(view.environment(built.paths.book), door)
    context = Context(built.paths, plan, marked(EDITION), reading, lambda *_: Markup("<!--FIGUUR-->"))
    for page in plan.indicators:
        text = templates.page(environment, render.INDICATOR, boek=context.at(page.docname), pagina=page)
        assert text.lstrip().startswith(f"# {door(page.naam)}\n")
        assert ("<!--FIGUUR-->" in text) != ("azw-geen-cijfer" in text) or "dat erop lijkt" in text
        assert "azw-definitie" in text


def test_what_stands_out_leads_to_the_programme_of_its_line(shown, plan, reading):
    seen = set()
    for region in plan.regions[1:]:
        found = []
        shown(f"{region.path}/index", lambda book, found=found: found.extend(book.bij_opvallend()), region.code)
        for about in found:
            counts = reading.execute(
                "select count(*) from kern_actie as a inner join kern_opgave as o on a.opgave = o.nummer where o.programmalijn = ? and a.bovenliggend is null",
                [about["lijn"]],
            ).fetchone()
            assert len(about["acties"]) == counts[0] > 0
            assert about["afspraken"] and about["interventies"] and about["budget"][-1]["bedrag_eur"] > 0
            assert about["hoofdstuk"].groep == about["lijn"]
            seen.add(about["uitkomst"])
    assert seen == {"hoger (ongunstig)", "lager (gunstig)"}


def test_a_second_set_of_areas_has_figures_of_its_own(shown, plan, built):
    """Two sets in one book: each has its own chart, under its own name."""
    (page,) = [page for page in plan.indicators if page.code == "uitstroom"]
    first = plan.sets[0]
    other = dataclasses.replace(first, naam="anders")
    few = plan.regions[1:4]
    moved = tuple(dataclasses.replace(region, indeling="anders") for region in few)
    both = dataclasses.replace(plan, sets=(first, other), regions=(*plan.regions[:1], *moved, *plan.regions[4:]))
    found = {}

    def asks(book):
        changed = dataclasses.replace(book, plan=both)
        found["delen"] = changed.vergeleken(page.code)

    figures = shown(page.docname, asks)
    assert {"uitstroom", "uitstroom-anders"} <= set(figures)
    assert len(figures["uitstroom"].rijen) == 25 and len(figures["uitstroom-anders"].rijen) == 3
    assert len(found["delen"]) == 2
