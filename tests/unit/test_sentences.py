"""What a sentence says follows from its row, and from the figures as they are shown."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azwboek import dutch
from azwboek.chapters import kernindicatoren, sentences, view
from azwboek.sources import registers
from samples import ROOT

ROW = {
    "indicator": "werkdruk",
    "naam": "Ervaren werkdruk",
    "zinsdeel": "vond {w} van de werknemers in zorg en welzijn {p} de werkdruk (veel) te hoog",
    "eenheid": "%",
    "regio": "RA0205",
    "regio_naam": "Twente",
    "in_zin": "in Twente",
    "regionaal": "ja",
    "verwachte_bron": "AZW Werknemersenquête",
    "periode_label": "3e kwartaal 2025",
    "waarde": 40.2,
    "waarde_jaar_eerder": 39.9,
    "periode_is_breuk": False,
    "waarde_nl": 41.0,
    "waarde_land_laatste": 41.0,
    "status": "definitief",
}
CLAUSES = {r.code: r.zinsdeel for r in registers.read_one(ROOT / "data" / "registers", "indicatoren") if r.zinsdeel}
CAUSAL = re.compile(r"\b(door|doordat|omdat|dankzij|vanwege|daardoor|beste|slechtste|beter|slechter)\b")


def row(**changes) -> pd.Series:
    return pd.Series(ROW | changes, dtype=object)


def test_value_place_period_change_and_country():
    assert sentences.indicator(row()) == (
        "In het 3e kwartaal van 2025 vond 40,2% van de werknemers in zorg en welzijn in Twente "
        "de werkdruk (veel) te hoog: "
        "0,3 procentpunt hoger dan een jaar eerder en 0,8 procentpunt lager dan in Nederland (41,0%)."
    )


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (39.9, "0,3 procentpunt hoger dan een jaar eerder"),
        (40.5, "0,3 procentpunt lager dan een jaar eerder"),
        (40.2, "even hoog als een jaar eerder"),
        (40.24, "even hoog als een jaar eerder"),  # shown as 40,2 as well
        (40.16, "even hoog als een jaar eerder"),
        (40.149, "0,1 procentpunt hoger dan een jaar eerder"),  # shown as 40,1
        (None, ""),
        (float("nan"), ""),
    ],
)
def test_a_change_is_the_difference_of_what_is_shown(then, words):
    assert sentences.year_earlier(row(waarde_jaar_eerder=then)) == words


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_reader_who_subtracts_finds_the_same(now, then):
    words = sentences.year_earlier(row(waarde=now, waarde_jaar_eerder=then))
    gap = round(float(dutch.rounded(now, 1)) - float(dutch.rounded(then, 1)), 1)
    if gap == 0:
        assert words.startswith("even hoog als")
    else:
        shown = float(words.split(" ")[0].replace(".", "").replace(",", "."))
        assert shown == abs(gap)
        assert ("hoger" in words) == (gap > 0)


def test_counts_are_more_or_less_and_not_held_against_the_country():
    text = sentences.indicator(
        row(indicator="instroom_opleidingen", eenheid="deelnemers", waarde=1250, waarde_jaar_eerder=1300)
    )
    assert "1.250 deelnemers" in text
    assert "50 minder dan een jaar eerder" in text
    assert "Nederland" not in text
    assert "evenveel als" in sentences.year_earlier(row(eenheid="deelnemers", waarde=1250.2, waarde_jaar_eerder=1249.8))


def test_the_country_is_not_compared_with_itself():
    text = sentences.indicator(row(regio="NL", regio_naam="Nederland", in_zin="in Nederland"))
    assert text.count("Nederland") == 1


def test_a_provisional_figure_says_so():
    assert sentences.indicator(row()).endswith("(41,0%).")
    assert "voorlopig" not in sentences.indicator(row())
    for status in ("voorlopig", "nader voorlopig"):
        assert sentences.indicator(row(status=status)).endswith("Dit cijfer is nog voorlopig.")


def test_a_break_is_named_and_nothing_is_compared_across_it():
    text = sentences.indicator(row(waarde_jaar_eerder=None, periode_is_breuk=True))
    assert "een vergelijking met een jaar eerder kan niet" in text
    assert "dan een jaar eerder" not in text


def test_nothing_to_compare_with_is_not_a_break():
    text = sentences.indicator(row(waarde_jaar_eerder=None, waarde_nl=None))
    assert text.endswith("de werkdruk (veel) te hoog.")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"waarde_land_laatste": 41.0}, "nog geen cijfer per regio, wel voor heel Nederland"),
        ({"waarde_land_laatste": None, "regionaal": "nee"}, "waarschijnlijk alleen voor heel Nederland"),
        (
            {"waarde_land_laatste": None, "regionaal": "ja"},
            "nog geen cijfer. Verwachte bron: AZW Werknemersenquête",
        ),
        ({"waarde_land_laatste": None, "regionaal": "onbekend"}, "nog geen cijfer"),
        ({"waarde_land_laatste": None, "regio": "NL"}, "nog geen cijfer"),
    ],
)
def test_no_figure_says_why_and_shows_no_number(changes, words):
    text = sentences.indicator(row(waarde=None, **changes))
    assert words in text
    assert not re.search(r"\d", text)


def test_a_region_has_its_own_place_in_a_sentence():
    text = sentences.indicator(row(regio_naam="Achterhoek", in_zin="in de Achterhoek"))
    assert "in zorg en welzijn in de Achterhoek de werkdruk" in text


@pytest.mark.parametrize("code", CLAUSES)
def test_a_sentence_names_no_cause_and_no_judgement(code):
    for changes in ({}, {"waarde_jaar_eerder": 50.0}, {"status": "voorlopig"}):
        text = sentences.indicator(row(indicator=code, zinsdeel=CLAUSES[code], **changes))
        assert not CAUSAL.search(text.lower()), text
        assert "{" not in text
        assert text[0].isupper()
        assert text.endswith(".")


@pytest.mark.parametrize("word", ["dankzij", "de beste regio", "omdat"])
def test_the_search_for_causes_finds_them(word):
    assert CAUSAL.search(f"de uitstroom daalde {word} de maatregel")


# --- sentences of chapters ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "country", "own", "national"),
    [(18.676, 14.554, "5,4", "6,9"), (16.0, 15.5, "6,3", "6,5"), (100 / 5.35, 100 / 6.85, "5,4", "6,9")],
)
def test_one_in_so_many_follows_from_the_share_before_it_was_rounded(share, country, own, national):
    """18,676% is 1 in 5,354 and so 1 in 5,4; from the 18,7% that is shown it would be 1 in 5,3."""
    standing = row(waarde=share, waarde_nl=country, soort="cbs")
    text, _ = kernindicatoren.answer(SimpleNamespace(in_zin="in Zeeland", national=False), standing)
    assert f"1 op de {own}, tegen 1 op de {national} in heel Nederland" in text


@pytest.mark.parametrize(
    ("came", "went", "said"),
    [
        (5500.0, 4700.0, "begonnen 5.500 werknemers die in Twente wonen in zorg en welzijn en vertrokken er 4.700. Er begonnen er 800 meer dan er vertrokken."),
        (4700.0, 4700.0, "Er begonnen er evenveel als er vertrokken."),
        (5500.0, None, "begonnen 5.500 werknemers die in Twente wonen in zorg en welzijn. Hoeveel er vertrokken, is nog niet echt bekend."),
        (None, 4700.0, "vertrokken 4.700 werknemers die in Twente wonen uit zorg en welzijn. Hoeveel er begonnen, is nog niet echt bekend."),
    ],
)  # fmt: skip
def test_a_flow_is_said_with_or_without_the_other_one(came, went, said):
    flows = {"instroom_werknemers": came, "uitstroom_werknemers": went}
    rows = [
        {"indicator": code, "waarde": value, "periode_label": "1e kwartaal 2025"}
        for code, value in flows.items()
        if value
    ]
    text = view.text("behoud.stromen", "in Twente", rows)
    assert text.startswith("In het jaar tot en met het 1e kwartaal van 2025 ") and text.endswith(said)
