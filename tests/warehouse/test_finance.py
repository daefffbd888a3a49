"""The finance chapter: sums to the euro, shares on each base, PM as PM, a what-if that says what it is."""

from __future__ import annotations

import lxml.html
import pytest
from markupsafe import Markup

from azwboek.chapters import financien, view
from azwboek.chapters.figures import Figure, to_csv
from azwboek.chapters.programme import words

YEARS = (2023, 2024, 2025)


@pytest.fixture(scope="module")
def national(cells_of) -> dict:
    """What the cells of the notebook leave for the country."""
    return cells_of("financien")


@pytest.fixture(scope="module")
def regional(cells_of) -> dict:
    """The same for Twente."""
    return cells_of("financien", "RA0205")


def figure(names: dict, of: str) -> Figure:
    return names["boek"].figuren[of]


def tables(names: dict) -> Markup:
    """Both budget tables as the notebook shows them."""
    return view.part(
        "begroting.tabellen",
        financien.YEARS,
        names["kanten"],
        financien.remarks(names["tegenspraken"]),
        view.rows(names["noten"]),
    )


@pytest.fixture(scope="module")
def table(national):
    """The rows of the large table: first cell -> the other cells, per side of the budget."""
    tree = lxml.html.fragment_fromstring(str(tables(national)), create_parent="div")
    sides: dict[str, dict[str, list[str]]] = {}
    for row in tree.xpath("//tbody/tr"):
        cells = [cell.text_content().strip() for cell in row]
        if "azw-tussenkop" in (row.get("class") or ""):
            side = sides.setdefault(cells[0], {})
        else:
            side[row.xpath("string(th/text())").strip()] = cells[1:]
    return sides


def rows(figure) -> list[dict]:
    return [dict(zip([column.naam for column in figure.kolommen], row, strict=True)) for row in figure.rijen]


def test_the_origin_falls_short_and_the_destination_closes(national):
    found = {(row["tabel"], row["jaar"]): row for row in rows(figure(national, "aansluiting"))}
    assert [found["herkomst", year]["totaal_vermeld_eur"] for year in YEARS] == [
        498_900_000,
        528_900_000,
        528_900_000,
    ]
    assert [found["herkomst", year]["totaal_berekend_eur"] for year in YEARS] == [
        494_000_000,
        524_000_000,
        524_000_000,
    ]
    assert [found["herkomst", year]["verschil_eur"] for year in YEARS] == [4_900_000] * 3
    assert [found["invulling", year]["verschil_eur"] for year in YEARS] == [0] * 3
    sentence = figure(national, "aansluiting").zin
    assert sentence.count("4.900.000 in 20") == 3
    assert "In de tabel ‘invulling’ klopt het totaal precies." in sentence


def test_both_tables_show_stated_and_recomputed_totals(table):
    origin, destination = (table[title] for title in words("begroting_tabel").values())
    assert origin["Vermeld totaal"] == ["498.900.000", "528.900.000", "528.900.000"]
    assert origin["Onze optelling van de posten"] == ["494.000.000", "524.000.000", "524.000.000"]
    assert origin["Verschil: vermeld min opgeteld"] == ["4.900.000"] * 3
    assert destination["Verschil: vermeld min opgeteld"] == ["0"] * 3


def test_the_table_holds_every_cell_of_the_register(table, reading):
    cells = reading.execute("select tabel, post, jaar, bedrag_eur, waarde_soort from kern_begroting").fetchall()
    assert len(cells) == 42
    for side, post, year, amount, kind in cells:
        name = "Vermeld totaal" if kind == "totaal" else post
        shown = table[words("begroting_tabel")[side]][name][year - YEARS[0]]
        expected = {"pm": "PM", "nvt": "n.v.t."}.get(kind) or f"{amount:,}".replace(",", ".")
        assert shown == expected, (post, year)


def test_pm_is_shown_as_pm_and_never_as_zero(table, national):
    cells = [cell for side in table.values() for name, row in side.items() for cell in row if "erschil" not in name]
    assert "PM" in cells
    assert "n.v.t." in cells
    assert "0" not in cells
    assert "onbekend" not in cells
    assert "dus geen nul" in tables(national)


def test_every_footnote_stands_below_the_table(national, reading):
    tree = lxml.html.fragment_fromstring(str(tables(national)), create_parent="div")
    (notes,) = tree.find_class("azw-noten")
    texts = [row[0] for row in reading.execute("select tekst from kern_begroting_voetnoot").fetchall()]
    assert len(texts) == 4
    assert all(text in notes.text_content() for text in texts)
    assert all(mark in notes.text_content() for mark in ("*", "**", "***", "****"))


def share(names: dict, basis: str) -> list[float]:
    """The share of innovation per year, as it is shown."""
    found = rows(figure(names, f"aandeel-{basis.replace('_', '-')}"))
    return [
        round(row["aandeel_pct"], 1) for row in found if words("begroting_post").get(row["post"]) == "Innovatief werken"
    ]


def test_the_share_of_innovation_on_everything(national):
    assert share(national, "alles") == [7.7, 50.1, 53.1]


def test_the_share_of_innovation_without_the_stage_fund(national):
    assert share(national, "zonder_stagefonds")[-1] == 68.1


@pytest.mark.parametrize("basis", financien.bases())
def test_a_share_is_the_amount_over_its_base(national, basis):
    found = rows(figure(national, f"aandeel-{basis.replace('_', '-')}"))
    assert len(found) == 9
    for row in found:
        assert row["aandeel_pct"] == pytest.approx(100 * row["bedrag_eur"] / row["basis_eur"])
        assert row["basis"] == basis
    if basis == "alleen_lijnen":
        for year in YEARS:
            assert sum(row["aandeel_pct"] for row in found if row["jaar"] == year) == pytest.approx(100)


@pytest.mark.parametrize(("basis", "words"), [("alles", "minder dan"), ("zonder_stagefonds", "meer dan")])
def test_the_target_is_two_thirds(national, basis, words):
    found = figure(national, f"aandeel-{basis.replace('_', '-')}")
    assert f"Dat is in 2025 {words} de twee derde (66,7%)" in found.zin
    assert "het document zegt niet over welke basis" in found.bron


def test_the_bases_leave_out_what_they_say(reading):
    left_out = {
        "alles": set(),
        "zonder_stagefonds": {"Stagefonds"},
        "zonder_uitvoering": {"Uitvoerend en ondersteunend"},
        "alleen_lijnen": {"Stagefonds", "Uitvoerend en ondersteunend"},
    }
    posts = {
        row[0] for row in reading.execute("select post from uit_begroting_aandeel where basis = 'alles'").fetchall()
    }
    for basis, names in left_out.items():
        own = reading.execute("select distinct post from uit_begroting_aandeel where basis = ?", [basis]).fetchall()
        assert {row[0] for row in own} == posts - names


def answer(names: dict) -> str:
    return financien.answer(names["boek"], names["aansluiting"], names["aandelen"])


def test_the_answer_names_the_total_and_the_share_on_every_base(national, regional):
    text = answer(national)
    assert "528,9 miljoen euro" in text
    assert "53,1% naar innovatief werken" in text
    for share in ("Zonder Stagefonds is dat 68,1%", "zonder uitvoering 55,6%", "drie programmalijnen 72,1%"):
        assert share in text
    assert answer(regional) == f"{text} Een verdeling over regio’s is niet gepubliceerd."


def test_the_country_has_no_example_of_itself(national):
    (part,) = financien.what_if(national["boek"], national["naar_rato"])
    assert "op de pagina van elke regio" in part


def test_changes_are_the_difference_with_the_year_before(national):
    found = rows(figure(national, "verandering"))
    by_post = {(row["post"], row["jaar"]): row for row in found}
    for (post, year), row in by_post.items():
        before = by_post.get((post, year - 1))
        if before is None:
            assert row["verandering_eur"] is None
        else:
            assert row["verandering_eur"] == row["bedrag_eur"] - before["bedrag_eur"]


def test_the_what_if_is_proportional_and_no_allocation(regional, reading):
    warning, example = financien.what_if(regional["boek"], regional["naar_rato"])
    assert "geen toedeling" in warning
    assert figure(regional, "naar-rato") == example
    found = rows(example)
    own, all_ = found[0]["sleutel_regio"], found[0]["sleutel_nl"]
    assert 0 < own < all_
    for row in found:
        assert row["naar_rato_eur"] == pytest.approx(row["bedrag_eur"] * own / all_)
        assert row["regio"] == "RA0205"
    assert (example.soort, found[0]["sleutel"]) == ("cbs", "inwoners van Nederland")
    assert "in Twente".casefold() in example.zin.casefold()


def test_the_parts_of_all_regions_are_the_whole(built, open_chapter, reading):
    codes = [row[0] for row in reading.execute("select code from kern_regio where soort = 'regio'").fetchall()]
    parts = 0.0
    for code in codes:
        chapter = open_chapter("financien", code)
        _, example = financien.what_if(chapter, chapter.vraag("begroting_naar_rato"))
        parts += next(r["naar_rato_eur"] for r in rows(example) if r["post"] == "Totaal" and r["jaar"] == 2025)
    assert parts == pytest.approx(528_900_000, rel=1e-3)


def test_no_share_of_the_country_is_given_for_a_region_without_figures(open_chapter):
    chapter = open_chapter("financien")
    strange = type(chapter)("financien", "RA9999", "Nergens", "in Nergens", chapter.connection, chapter.paths, "")
    assert "niet te maken" in financien.what_if(strange, strange.vraag("begroting_naar_rato"))[1]


def test_every_contradiction_about_money_keeps_its_number(national, reading):
    tree = lxml.html.fragment_fromstring(
        str(view.part("begroting.tegenspraken", view.rows(national["tegenspraken"]))), create_parent="div"
    )
    numbers = [int(item.get("value")) for item in tree.xpath("//ol/li")]
    assert len(numbers) == len(set(numbers)) >= 10
    known = national["tegenspraken"].set_index("nummer")["soort"]
    assert numbers == list(known.index)
    # A full-time bonus is about money and names no amount; 1.4 million people is an amount and not about money.
    assert {1, 38, 61} <= set(numbers)
    assert 42 not in numbers
    real = int((known == "tegenspraak").sum())
    assert f"op {real} punten tegen. Op {len(numbers) - real} punten ontbreekt" in tree.text_content()


@pytest.mark.parametrize("name", ["aansluiting", "verandering"])
def test_every_row_carries_the_region(regional, name):
    found = figure(regional, name)
    assert {row["regio"] for row in rows(found)} == {"RA0205"}
    assert to_csv(found).splitlines()[1].startswith("RA0205,")
