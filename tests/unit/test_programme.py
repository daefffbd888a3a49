"""Lists of the programme: words for dates and periods, and data that stays text."""

import pandas as pd
import pytest

from azwboek.chapters import programme, view


@pytest.mark.parametrize(
    ("code", "words", "expected"),
    [
        ("2020KW01", None, "1e kwartaal 2020"),
        ("2017MM01", None, "januari 2017"),
        ("2021SJ00", None, "2021/22"),
        ("2022JJ00", None, "2022"),
        (None, "2017MM01 (publicatie; peil niet vermeld)", "januari 2017 (publicatie; peil niet vermeld)"),
        (None, "2019 najaar", "2019 najaar"),
        (None, None, "periode niet vermeld"),
    ],
)
def test_a_period_in_words(code, words, expected):
    assert programme.period_words(code, words) == expected


@pytest.mark.parametrize(
    ("kind", "term", "expected"),
    [
        ("uiterlijk", "2023-Q2", "uiterlijk in het 2e kwartaal van 2023"),
        ("in", "2023-Q2", "in het 2e kwartaal van 2023"),
        ("uiterlijk", "2024-01-01", "uiterlijk op 1 januari 2024"),
        ("per", "2024-01-01", "per 1 januari 2024"),
        ("vanaf", "2023-09", "vanaf september 2023"),
        ("vanaf", "2022-zomer", "vanaf de zomer van 2022"),
        ("tot", "2024-najaar", "tot het najaar van 2024"),
        ("tot", "2023-eind", "tot eind 2023"),
        ("in", "2023-medio", "medio 2023"),
        ("uiterlijk", "2023-eind", "uiterlijk eind 2023"),
        ("periode", "2022..2025", "van 2022 tot en met 2025"),
        ("periode", "2023-Q1..2023-Q4", "van het 1e kwartaal van 2023 tot en met het 4e kwartaal van 2023"),
        ("relatief", None, "‘komend schooljaar’ (het document noemt geen datum)"),
    ],
)
def test_a_term_in_words(kind, term, expected):
    assert programme.term_words(kind, term, "komend schooljaar") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("voor 2021-04-01", "voor 1 april 2021"),
        ("2020-03..2020-04", "maart 2020 tot en met april 2020"),
        ("2018..2021-Q2", "2018 tot en met het 2e kwartaal van 2021"),
        ("nu (september 2022)", "nu (september 2022)"),
        ("2018-2019", "2018-2019"),
    ],
)
def test_a_moment_of_a_document_in_words(text, expected):
    assert programme.moment_words(text) == expected


def published(**changes) -> pd.DataFrame:
    row = {
        "onderwerp": "Werknemers", "waarde": 22750.0, "eenheid": "personen", "eenheid_toelichting": "circa", "gebied": "regio Zeeland",
        "branche": "zorg", "periode": "2017MM01", "periode_tekst": None, "titel": "Een pagina", "url": "https://voorbeeld.nl/a?b=1&c=2",
        "datum": "2017", "bronsoort": "secundair", "opmerking": "let op", "bron": None, "bronregel": None,
    }  # fmt: skip
    return pd.DataFrame([row | changes])


def shown(frame: pd.DataFrame) -> str:
    return view.part("cijfers.gepubliceerd", view.rows(frame))


def test_a_published_figure_has_its_area_period_source_and_kind():
    text = str(shown(published()))
    for part in (
        "Werknemers: circa 22.750 personen",
        "regio Zeeland; zorg; januari 2017.",
        "Een pagina",
        "(2017)",
        "tweede hand",
        "let op",
    ):
        assert part in text
    assert 'href="https://voorbeeld.nl/a?b=1&amp;c=2"' in text


@pytest.mark.parametrize(
    ("value", "unit", "note", "expected"),
    [
        (900.0, "personen", "medewerkers; ruim; prognose", "ruim 900 medewerkers (prognose)"),
        (3.8, "x 1 000", "voorlopig", ": 3.800 (voorlopig)"),
        (6.7, "%", None, ": 6,7%"),
        (12.0, "fte", None, ": 12 fte"),
        (2000.0, "personen", "zorgmedewerkers; zo'n; prognose", "zo&#39;n 2.000 zorgmedewerkers (prognose)"),
    ],
)
def test_a_published_figure_is_said_as_in_a_sentence(value, unit, note, expected):
    assert expected in str(shown(published(waarde=value, eenheid=unit, eenheid_toelichting=note)))


def test_a_first_source_has_no_mark():
    assert "azw-merk" not in shown(published(bronsoort="bron"))


@pytest.mark.parametrize(
    "column", ["onderwerp", "gebied", "branche", "titel", "opmerking", "eenheid_toelichting", "datum"]
)
def test_markup_in_a_register_is_shown_as_text(column):
    text = str(shown(published(**{column: '<script>alert("x")</script>'})))
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_a_script_address_is_no_link():
    assert "href" not in shown(published(url="javascript:alert(1)"))


def test_an_agreement_with_several_terms_stands_once_with_both_counts():
    """One agreement of a hundred words has four terms: it is one agreement, its text is there once, and so is each term."""
    own = {
        "item_soort": "afspraak",
        "item": "1",
        "soort": "uiterlijk",
        "samenvatting": "Partijen maken plannen.",
        "wie": None,
    }
    rest = {"betrokken": None, "bron": "taz", "bronregel": 174}
    terms = [own | rest | {"termijn": day, "letterlijk": day} for day in ("2023-Q1", "2023-Q2", "2024")]
    terms.append(own | rest | {"item": "2", "samenvatting": "Iets anders.", "termijn": "2025", "letterlijk": "2025"})
    text = str(view.part("programma.termijnen", terms))
    assert "2 afspraken en acties met een termijn" in text
    assert "Samen hebben ze 4 termijnen" in text
    assert text.count("Partijen maken plannen.") == 1
    for words in ("het 1e kwartaal van 2023", "het 2e kwartaal van 2023", "2024", "2025"):
        assert words in text
