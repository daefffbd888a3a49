"""Dutch numbers, dates and lists, by Babel; the only place where a figure becomes words."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

LOCALE = "nl_NL"
MISSING = "onbekend"


def missing(value: float | None) -> bool:
    """Whether there is no value: None, not-a-number or pandas' own mark."""
    return bool(pd.isna(value))


def rounded(value: float, decimals: int) -> Decimal:
    """The one way a figure is rounded: half away from zero, of the decimal number that is written, so 0,725 becomes 0,73."""
    step = Decimal(1).scaleb(-decimals)
    return Decimal(repr(float(value))).quantize(step, ROUND_HALF_UP) + 0  # + 0: no minus before a zero


def number(value: float | None, decimals: int | None = None) -> str:
    """``1234.5`` as ``1.234,5``; a missing value as ``onbekend``; at most three decimals when none are asked for."""
    if missing(value):
        return MISSING
    pattern = "#,##0.###" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    exact = rounded(value, 3 if decimals is None else decimals)
    return format_decimal(exact, format=pattern, locale=LOCALE).replace("-", "\N{MINUS SIGN}")


def euros(value: float | None) -> str:
    """Whole euros as ``€ 4.900.000``, kept on one line."""
    return MISSING if missing(value) else f"€\N{NO-BREAK SPACE}{number(value, 0)}"


def millions(value: float | None) -> str:
    """Euros in words, at most two decimals: ``4,9 miljoen euro``."""
    return MISSING if missing(value) else f"{number(float(rounded(value / 1e6, 2)))} miljoen euro"


def bytes_(value: int) -> str:
    """The size of a file: ``312 kB``, ``9,7 MB``."""
    return f"{number(value / 1e6, 1)} MB" if value >= 1e6 else f"{number(max(1, value / 1e3), 0)} kB"


def date(value: datetime.date) -> str:
    """A day in words: ``1 november 2026``."""
    return format_date(value, format="d MMMM y", locale=LOCALE)


def listing(items: Sequence[str]) -> str:
    """Items joined as in a sentence: ``a, b en c``."""
    return format_list(list(items), locale=LOCALE)


def in_period(label: str) -> str:
    """``in het 3e kwartaal van 2025``, ``in het studiejaar 2025/26``, ``in 2025``."""
    if "kwartaal" in label:
        quarter, year = label.rsplit(" ", 1)
        return f"in het {quarter} van {year}"
    return f"in het {label}" if label.startswith("studiejaar") else f"in {label}"


def sentence_case(text: str) -> str:
    """The text with a capital first letter; the rest stays as it is."""
    return text[:1].upper() + text[1:]
