"""The coverage page: what there is and what there is not, before and after a refresh, with its age and its refusals."""

from __future__ import annotations

import datetime
import json

import duckdb
import lxml.html
import pandas as pd
import pytest
from markupsafe import Markup

from azwboek import dutch, plan
from azwboek.chapters import coverage, figures, view
from azwboek.chapters import notebook as notebooks
from azwboek.chapters.programme import words
from azwboek.errors import AzwboekError
from azwboek.site.pages import Context
from azwboek.sources import snapshots
from azwboek.sources.refreshed import last_refresh
from azwboek.warehouse import ask
from azwboek.warehouse import build as warehouse
from samples import INDICATORS, ROOT

DAY = "2026-11-25"
TODAY = datetime.date.fromisoformat(DAY)
EDITION = {"soort": "demonstratie", "datum": DAY, "id": f"{DAY}-12345678"}


@pytest.fixture
def opened(project):
    """The book's pages on a warehouse that is built first: ``opened()``."""
    connections = []

    def make(**edition) -> Context:
        warehouse.build(project)
        connections.append(ask.connect(project.warehouse))
        book = Context(
            project, plan.load(project), EDITION | edition, connections[-1], lambda docname, figure: figure, day=TODAY
        )
        return book.at("dekking")

    yield make
    for connection in connections:
        connection.close()


def text(markup) -> str:
    return " ".join(lxml.html.fragment_fromstring(str(markup), create_parent="div").text_content().split())


def row(markup, heading: str) -> dict[str, str]:
    """The cells of one row of a table, by their label."""
    tree = lxml.html.fragment_fromstring(str(markup), create_parent="div")
    (found,) = [tr for tr in tree.xpath(".//tbody/tr") if " ".join(tr.xpath("string(th)").split()).startswith(heading)]
    return {td.get("data-label"): " ".join(" ".join(td.itertext()).split()) for td in found.xpath("td")}


def revised(frame: pd.DataFrame, newest: int = 2) -> str:
    """The section of revisions as text."""
    found = coverage.revisions(frame, pd.DataFrame({"volgnummer": [1, newest]}))
    shown = found | {"figuur": found["figuur"] and Markup(figures.html(found["figuur"], ""))}
    return text(view.part("dekking.herzieningen", shown))


def indicators(page: Context):
    return view.part("dekking.indicatoren", page.dekking())


def last(page: Context):
    return view.part("dekking.verversing", page.verversing())


def agreement(page: Context):
    return view.part("dekking.vergelijking", page.vergelijking())


def tables_behind(chapter, code: str):
    """What a chapter says of its tables when it asked where this indicator stands."""
    chapter.stand(code)
    return view.part("hoofdstuk.verantwoording", chapter.tables(), chapter.areas)


def refreshed(project, *tables: dict, host: str = snapshots.HOST) -> None:
    project.refreshed.parent.mkdir(parents=True, exist_ok=True)
    content = {"datum": DAY, "host": host, "testbron": host != snapshots.HOST, "tabellen": list(tables)}
    project.refreshed.write_text(json.dumps(content))


def test_before_any_table_was_fetched(opened):
    page = opened()
    shown = indicators(page)
    assert len(lxml.html.fragment_fromstring(str(shown), create_parent="div").xpath(".//tbody/tr")) == len(INDICATORS)
    known = sum(row.regionaal == "ja" for row in INDICATORS)
    answer = (
        f"nog geen van het CBS geladen. Voor {known} zijn er verzonnen cijfers (voor 3 daarvan staat op de pagina’s een echt "
        f"cijfer dat erop lijkt), en voor {len(INDICATORS) - known} is"
    )
    assert answer in text(page.dekking_antwoord())
    assert "verzonnen" in page.editieregel
    satisfied = row(shown, "Werktevredenheid")
    assert satisfied["In AZW StatLine"].startswith("verwacht, nog niet gezien")
    assert satisfied["Laatste cijfer"].endswith("demonstratie")
    assert satisfied["Per regio"] == "28 regio’s"
    outflow = row(shown, "Uitstroom uit zorg")
    assert "DEMO01" in outflow["Tabel en versie"] and "DEMO02" in outflow["Tabel en versie"]
    assert (
        row(shown, "Vacaturegraad")["Laatste cijfer"] == "nog geen cijfer: er is nog geen tabel van het CBS opgehaald"
    )
    assert row(shown, "Zeggenschap")["In AZW StatLine"] == "niet gevonden"
    assert "nog geen cijfers van het CBS opgehaald" in text(last(page))
    regions = view.part("dekking.gemeenten", page.vraag("gemeenten_vergeleken"), page.vraag("gemeenten_verschillen"))
    assert text(regions).startswith("Nog niet vergeleken: ")
    assert "is er nog geen te vergelijken" in text(agreement(page))


def test_the_counts_name_each_page_by_its_heading(opened):
    named = {address: title for address, title, _ in opened().geteld_per_pagina()}
    assert named["zelf-draaien.html"] == "Zelf rekenen (voor analisten)"
    assert named["index.html"] == "Beginpagina" and named["regio/index.html"].startswith("Alle ")


def test_after_a_table_was_loaded(project, table, accept, opened):
    accept(project, table("DEMO03"), "2026-11-20")
    refreshed(project, {"tabel": "24003NED", "titel": "Werknemers; kerncijfers, regio", "uitkomst": "nieuw"})
    page = opened()
    assert "zijn er 3 van het CBS geladen, waarvan 3 per regio" in text(page.dekking_antwoord())
    satisfied = row(indicators(page), "Werktevredenheid")
    assert satisfied["In AZW StatLine"].startswith("ja, geladen")
    assert "demonstratie" not in satisfied["Laatste cijfer"]
    assert satisfied["Tabel en versie"].endswith("CBS, opgehaald 20 november 2026, 5 dagen oud")
    assert "Afgekeurd of mislukt: 0 van 1." in text(last(page))
    assert "Van 4 van de 17 indicatoren van het programma zijn de cijfers verzonnen" in page.editieregel


def test_a_refused_table_shows_which_version_counts_and_how_old_it_is(project, table, accept, opened):
    accept(project, table("DEMO03"), "2026-11-20")
    refused = {"tabel": "24003NED", "uitkomst": "afgekeurd", "reden": "kolom Werkdruk_1: <b>eenheid</b> is aantal"}
    refreshed(
        project, refused | {"titel": "Werknemers; kerncijfers, regio"}, {"tabel": "24099NED", "uitkomst": "mislukt"}
    )
    page = opened()
    shown = row(last(page), "Werknemers; kerncijfers")
    assert shown["Laatste poging"].startswith("afgekeurd kolom Werkdruk_1: <b>eenheid</b> is aantal")
    assert "<b>eenheid" not in str(last(page))
    assert shown["Versie die geldt"] == "versie van 20 november 2026, 5 dagen oud; CBS"
    assert row(last(page), "(24099NED)")["Versie die geldt"] == "geen"
    assert "Afgekeurd of mislukt: 2 van 2." in text(last(page))
    satisfied = row(indicators(page), "Werktevredenheid")["Tabel en versie"]
    assert satisfied.endswith("5 dagen oud verversing van 25 november 2026 afgekeurd; deze versie geldt nog")
    own = notebooks.Boek("kernindicatoren", "RA0205", "Twente", "in Twente", page.connection, project, "")
    shown = row(tables_behind(own, "werktevredenheid"), "Werknemers; kerncijfers")
    assert "De verversing van 25 november 2026 is afgekeurd" in shown["Opgehaald"]
    assert "van 20 november 2026: toen 5 dagen oud" in shown["Opgehaald"]


def test_a_test_source_is_named_wherever_a_source_is(project, table, accept, opened):
    accept(project, table("DEMO03"), "2026-11-20", host="127.0.0.1:8080")
    refreshed(project, {"tabel": "24003NED", "uitkomst": "nieuw"}, host="127.0.0.1:8080")
    page = opened()
    words = "testbron 127.0.0.1:8080, niet het CBS"
    assert words in row(indicators(page), "Werktevredenheid")["Tabel en versie"]
    assert words in text(last(page))
    assert "testbron (127.0.0.1:8080), niet van het CBS" in page.editieregel
    own = notebooks.Boek("kernindicatoren", "RA0205", "Twente", "in Twente", page.connection, project, "")
    data = own.gemeten(own.vraag("indicator_reeks", indicator="werktevredenheid"))
    assert own.bijschrift(own.stand("werktevredenheid"), data)["bron"].startswith(f"Bron: {words}, tabel")
    assert row(tables_behind(own, "werktevredenheid"), "Werknemers; kerncijfers")["Soort"] == words


def test_a_derived_indicator_names_the_tables_of_all_its_parts(open_chapter):
    shown = text(tables_behind(open_chapter("behoud", "RA0205"), "uitstroom"))
    assert "DEMO01" in shown and "DEMO02" in shown


def test_a_state_that_is_not_whole_is_named(project):
    project.refreshed.parent.mkdir(parents=True)
    for broken in ("{", "[]", json.dumps({"datum": "gisteren", "host": "", "testbron": False, "tabellen": []})):
        project.refreshed.write_text(broken)
        with pytest.raises(AzwboekError, match="refresh.json: niet te lezen"):
            last_refresh(project)


@pytest.mark.parametrize(("days", "words"), [(0, "0 dagen oud"), (1, "1 dag oud"), (40, "40 dagen oud")])
def test_age(days, words):
    day = datetime.date(2026, 11, 25)
    assert coverage.age(day - datetime.timedelta(days=days), day) == words


# --- published figures ------------------------------------------------------------------------------------------


def real_value(value: float) -> str:
    """A statement that makes the employees of 2020KW01 real and of this size."""
    return (
        "insert into kern_vintage by name select * replace ('X' as id, 'X' as tabel, 'cbs' as soort, 'azw_statline' as bron) "
        "from kern_vintage limit 1; "
        "insert into kern_waarneming by name select * replace ('X' as vintage, 'cbs' as soort, 'azw_statline' as bron, "
        f"{value} as waarde) from kern_waarneming where indicator = 'werknemers' and regio = 'NL' and branche = 'sociaal_werk' "
        "and periode = '2020KW01'; delete from kern_waarneming where indicator = 'werknemers' and soort = 'demonstratie'"
    )


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(54_300, "gelijk"), (54_799, "gelijk"), (53_801, "gelijk"), (54_801, "verschilt"), (5_430, "verschilt")],
)
def test_equal_is_within_the_rounding_of_what_was_published(spoilt, value, verdict):
    """G152: 54.300 employees in sociaal werk, first quarter of 2020; published in thousands."""
    spoilt.execute(real_value(value))
    found = spoilt.execute(
        "select oordeel, waarde_boek, afwijking from uit_vergelijking_gepubliceerd where id = 'G152'"
    ).fetchone()
    assert found == (verdict, value, value - 54_300)
    frame = spoilt.execute("select * from uit_vergelijking_gepubliceerd where regio = 'NL' order by id").df()
    frame = frame.astype(object).where(frame.notna(), None)
    shown = text(view.part("dekking.vergelijking", coverage.published(frame)))
    assert "is er 1 te vergelijken" in shown
    assert ("Cijfers die verschillen" in shown) == (verdict == "verschilt")


def test_every_kind_of_outcome_is_explained(reading):
    kinds = reading.execute("select distinct coalesce(reden, oordeel) from uit_vergelijking_gepubliceerd").fetchall()
    assert {kind for (kind,) in kinds} <= set(words("oordeel"))


def test_an_invented_value_agrees_with_nothing(reading):
    found: pd.DataFrame = reading.execute("select oordeel, reden, waarde_boek from uit_vergelijking_gepubliceerd").df()
    assert set(found["oordeel"]) == {"niet te vergelijken"}
    assert (found["reden"] == "nog geen echt cijfer").sum() == 7
    assert found["waarde_boek"].isna().all()
    assert isinstance(reading, duckdb.DuckDBPyConnection)


# --- revisions ----------------------------------------------------------------------------------------------

REVISIONS = (ROOT / "sql" / "vragen" / "herzieningen.sql").read_text(encoding="utf-8")


def test_two_versions_of_a_table_show_what_changed_with_the_largest_change(spoilt):
    spoilt.execute(
        "insert into kern_vintage by name select * replace (id || '-2' as id, 2 as volgnummer, false as is_actueel, "
        "'cbs' as soort, 'azw_statline' as bron, date '2026-11-20' as opgehaald) from kern_vintage where tabel = 'DEMO03'; "
        "insert into kern_waarneming by name select * replace (vintage || '-2' as vintage, case "
        "when periode = '2023KW02' and regio = 'RA0205' then 12.5 when periode = '2023KW02' and regio = 'NL' then waarde + 0.1 "
        "else waarde end as waarde, if(periode = '2024KW02' and regio = 'NL', 'onbekend', status) as status) "
        "from kern_waarneming where indicator = 'werkdruk' and branche = 'zw_smal' "
        "and not (periode = '2022KW02' and regio = 'NL'); "
        "delete from kern_waarneming where indicator = 'werkdruk' and vintage not like '%-2' and branche <> 'zw_smal'"
    )
    frame = spoilt.execute(REVISIONS, {"regio": "NL"}).df().query("reeks == 'Ervaren werkdruk'")
    (found,) = view.rows(frame)
    assert (found["aantal"], found["aantal_status"], found["aantal_vervallen"]) == (2, 1, 1)
    assert found["waarde_nieuw"] == 12.5
    then = dutch.number(found["waarde_oud"], 1)
    shown = revised(frame)
    assert "zijn 2 waarden veranderd. Bij 1 cijfer veranderde alleen de status, en 1 cijfer is vervallen." in shown
    assert f"van {then}% naar 12,5% (Twente, Zorg en welzijn (smal), 2e kwartaal 2023)" in shown
    assert "20 november 2026" in shown
    (line,) = figures.to_csv(coverage.revisions(frame, frame.assign(volgnummer=2))["figuur"]).splitlines()[1:]
    assert "2026-11-20" in line and ",12.5," in line


def test_without_a_second_version_or_without_a_change_the_page_says_so(reading):
    frame = reading.execute(REVISIONS, {"regio": "NL"}).df()
    assert frame.empty
    assert "Van geen enkele tabel is al een tweede versie opgehaald" in revised(frame, newest=1)
    assert "Van 1 tabel is een nieuwe versie opgehaald. Daarin is geen enkel cijfer veranderd" in revised(frame)
