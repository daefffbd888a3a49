"""Whether the sentence of a figure and its data say the same: every figure in the sentence follows from the data.

A number is given by the data when a cell, rounded as the sentence rounds, is that number (money may be named in millions), or
when it is the difference between two such numbers of which one is named. Years, codes, small whole numbers without a unit and
the number within a unit (per 1.000 banen) are words, not claims.
"""

from __future__ import annotations

import re

from .. import dutch

_NUMBER = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+|\d+(?=%| procentpunt| miljoen| per ~))(?![\w]*\d)(%?)"
)
_FRACTIONS = {"twee derde": 200 / 3, "de helft": 50.0, "een derde": 100 / 3}


def unsupported(sentence: str, columns: list[dict], rows: list[list]) -> list[str]:
    """The numbers of a sentence that the data do not give.

    Args:
        sentence: the sentence, with Dutch numbers.
        columns: each with ``eenheid``; a column without one holds text.
        rows: the cells.
    """
    for unit in {column.get("eenheid") or "" for column in columns} | {"per 1.000 banen"}:
        if re.search(r"\d", unit):
            sentence = sentence.replace(unit, re.sub(r"\d[\d.]*", "~", unit))
    places = [place for place, column in enumerate(columns) if column.get("eenheid")]
    cells = [row[p] for row in rows for p in places if p < len(row) and isinstance(row[p], int | float)]
    cells += [value for words, value in _FRACTIONS.items() if words in sentence]
    claims = [(match[1], *_parsed(match[1])) for match in _NUMBER.finditer(sentence)]
    given = {text for text, value, decimals in claims if _naming(cells, value, decimals)}
    named = [cell for text, value, decimals in claims if text in given for cell in _naming(cells, value, decimals)]
    for text, value, decimals in claims:
        if text not in given and value in _differences(named, cells, decimals):
            given.add(text)
    return [text for text, _, _ in claims if text not in given]


def _parsed(text: str) -> tuple[float, int]:
    return float(text.replace(".", "").replace(",", ".")), len(text.partition(",")[2])


def _naming(cells: list[float], value: float, decimals: int) -> list[float]:
    """The cells, as they are or in millions and without their sign, that a number names."""
    scaled = (abs(cell) / scale for cell in cells for scale in (1, 1_000_000))
    near = 10.0**-decimals  # exact rounding is slow, so only of what can be the number
    return [cell for cell in scaled if abs(cell - value) <= near and _rounded(cell, decimals) == value]


def _differences(named: list[float], cells: list[float], decimals: int) -> set[float]:
    """The differences between a named number and any cell, both rounded first, as a reader who subtracts finds them."""
    others = {_rounded(abs(cell) / scale, decimals) for cell in cells for scale in (1, 1_000_000)}
    return {_rounded(abs(_rounded(one, decimals) - other), decimals) for one in set(named) for other in others}


def _rounded(value: float, decimals: int) -> float:
    return float(dutch.rounded(value, decimals))
