"""The numbers of a sentence follow from the data of its figure, or are named."""

from __future__ import annotations

import pytest

from azwboek.gate import claims

COLUMNS = [
    {"naam": "periode", "eenheid": ""},
    {"naam": "waarde", "eenheid": "%"},
    {"naam": "waarde_nl", "eenheid": "%"},
]
ROWS = [["2025", 8.13, 7.94], ["2024", 8.42, None], ["2023", 12.0, 1234.5], ["2022", 12.125, None]]
MONEY = [{"naam": "jaar", "eenheid": ""}, {"naam": "bedrag_eur", "eenheid": "euro"}]
BUDGET = [[2023, 38_500_000], [2024, 84_500_000], [2025, 281_000_000]]


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2025 was het 8,1%.",
        "In 2025 was het 8,1%: 0,3 procentpunt lager dan een jaar eerder en 0,2 procentpunt hoger dan in Nederland (7,9%).",
        "Het waren er 1.234,5 in 3 regio's en op 28 plekken.",
        "Het was 12% in 2023.",
        "Het nadert twee derde (66,7%).",
        "Het was 12,13% in 2022.",
        "Zonder getallen.",
    ],
)
def test_what_the_data_give_may_be_said(sentence):
    assert claims.unsupported(sentence, COLUMNS, ROWS) == []


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("In 2025 was het 8,2%.", ["8,2"]),
        ("In 2025 was het 8,1%: 0,7 procentpunt lager dan een jaar eerder.", ["0,7"]),
        ("In 2025 was het 9%.", ["9"]),
        ("Het waren er 1.235,5.", ["1.235,5"]),
        ("Het is 66,7%.", ["66,7"]),
        ("Het verschil is 0,3 procentpunt.", ["0,3"]),
    ],
)
def test_what_they_do_not_give_is_named(sentence, numbers):
    assert claims.unsupported(sentence, COLUMNS, ROWS) == numbers


def test_money_may_be_said_in_millions_and_compared_with_another_precision():
    assert claims.unsupported("Het is 281 miljoen euro: 242,5 miljoen euro meer dan in 2023.", MONEY, BUDGET) == []
    assert claims.unsupported("Het is 281 miljoen euro: 243,5 miljoen euro meer dan in 2023.", MONEY, BUDGET) == [
        "243,5"
    ]
    assert claims.unsupported("Het is 282 miljoen euro.", MONEY, BUDGET) == ["282"]


def test_columns_of_text_and_years_give_nothing():
    assert claims.unsupported("Het was 2.025.", MONEY, [[2025, 1]]) == ["2.025"]


def test_the_number_within_a_unit_is_no_claim_and_the_one_before_it_is():
    columns = [{"naam": "waarde", "eenheid": "per 1.000 banen"}]
    assert claims.unsupported("Er stonden 34 per 1.000 banen open.", columns, [[34.2]]) == []
    assert claims.unsupported("Er stonden 35 per 1.000 banen open.", columns, [[34.2]]) == ["35"]
