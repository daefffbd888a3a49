"""The words of the programme and its documents: places, terms, periods, kinds of sources, levels, lines."""

from __future__ import annotations

import datetime
import functools
import re
from pathlib import Path

from .. import dutch
from ..paths import project
from ..sources import registers

_POINT = re.compile(r"(?<![\dA-Za-z])\d{4}(?:-Q[1-4]|-\d{2}(?:-\d{2})?)(?!\d)")
_PERIOD = re.compile(r"\d{4}(?:JJ00|SJ00|KW0[1-4]|MM(?:0[1-9]|1[0-2]))")


def words(kind: str) -> dict[str, str]:
    """What readers see for the codes of a kind, such as ``niveau``: code -> words, in the order of ``woorden.csv``."""
    return {code: word for (own, code), word in _words(project().registers).items() if own == kind}


@functools.cache
def _words(folder: Path) -> dict[tuple[str, str], str]:
    return {(row.soort, row.code): row.woord for row in registers.read_one(folder, "woorden")}


def population(code: str) -> str:
    """A population in short: ``zorg en welzijn (smal)``."""
    return words("populatie")[code].partition(":")[0]


def place(bron: str, line: int | None) -> str:
    """Where a fact stands: ``programma TAZ, regel 174``."""
    name = words("document").get(bron, bron)
    return name if dutch.missing(line) else f"{name}, regel {int(line)}"


def spot(place_code: str) -> str:
    """``taz:304`` in words."""
    bron, line = place_code.split(":")
    return place(bron, int(line))


def term_words(kind: str, term: str | None, words: str) -> str:
    """A term of the programme as in a sentence.

    Args:
        kind: ``soort`` in the register of terms.
        term: ``termijn`` in it, None for a relative term.
        words: the document's own words.

    Returns:
        ``uiterlijk in het 2e kwartaal van 2023``, ``vanaf de zomer van 2022``, ``van 2022 tot en met 2025``; for a
        relative term the document's words with their kind.
    """
    if term is None:
        return f"‘{words}’ (het document noemt geen datum)"
    points = [_point_words(point) for point in term.split("..")]
    if len(points) > 1:
        return f"van {points[0]} tot en met {points[1]}"
    about = points[0].startswith(("medio", "eind"))
    if kind == "uiterlijk" and not about:
        kind += " op" if len(term) == 10 else " in"
    return points[0] if kind == "in" and about else f"{kind} {points[0]}"


def _point_words(point: str) -> str:
    year, _, part = point.partition("-")
    if part in ("zomer", "najaar"):
        return f"{'de' if part == 'zomer' else 'het'} {part} van {year}"
    if part in ("medio", "eind"):
        return f"{part} {year}"
    if part.startswith("Q"):
        return f"het {part[1:]}e kwartaal van {year}"
    if len(point) == 10:
        return dutch.date(datetime.date.fromisoformat(point))
    if len(point) == 7:
        return dutch.date(datetime.date.fromisoformat(f"{point}-01")).split(" ", 1)[1]
    return point


def moment_words(text: str) -> str:
    """A moment of a document in words: ``voor 2021-04-01`` as ``voor 1 april 2021``, ``2018..2020-Q1`` as two moments."""
    return _POINT.sub(lambda found: _point_words(found[0]), text).replace("..", " tot en met ")


def period_words(code: str | None, words: str | None) -> str:
    """A period code in words: ``2020KW01`` as ``1e kwartaal 2020``; otherwise the source's own words."""
    if code is None:
        return _PERIOD.sub(lambda found: period_words(found[0], None), words or "periode niet vermeld")
    year, kind, part = code[:4], code[4:6], int(code[6:])
    if kind == "KW":
        return f"{part}e kwartaal {year}"
    if kind == "MM":
        return _point_words(f"{year}-{part:02d}")
    return year if kind == "JJ" else f"{year}/{(int(year) + 1) % 100:02d}"
