"""Parts of the book as HTML: the macros of ``book/onderdelen`` with Dutch numbers, dates and the field's words.

Which template a notebook used is written down with its questions, so that a changed template makes its pages stale.
"""

from __future__ import annotations

import datetime
import functools
from pathlib import Path

import jinja2
import pandas as pd
from markupsafe import Markup

from .. import dutch, templates
from ..paths import project
from ..warehouse import ask
from . import programme, sentences, units


@functools.cache
def environment(book: Path) -> jinja2.Environment:
    """The templates of a book."""
    made = templates.environment(book)
    made.filters |= {
        "getal": dutch.number,
        "hoeveelheid": units.quantity,
        "verschil": units.difference,
        "euro": dutch.euros,
        "miljoen": dutch.millions,
        "omvang": dutch.bytes_,
        "datum": _date,
        "opsomming": dutch.listing,
        "hoofdletter": dutch.sentence_case,
        "vindplaats": programme.place,
        "plek": programme.spot,
        "periode": programme.period_words,
        "termijn": programme.term_words,
        "moment": programme.moment_words,
        "jaar_eerder": sentences.year_earlier,
        "kaal": sentences.bare,
        "in_periode": dutch.in_period,
    }
    made.tests["webadres"] = _is_web_address
    made.globals |= {
        "zip": zip,
        "LIJNEN": programme.words("programmalijn"),
        "NIVEAUS": programme.words("niveau"),
        "BRONSOORTEN": programme.words("bronsoort"),
        "DOCUMENTEN": programme.words("document"),
        "POPULATIES": programme.words("populatie"),
    }
    return made


def part(name: str, *values, book: Path | None = None, **named) -> Markup:
    """A part of a page, such as ``figuur.figuur``; see :func:`azwboek.templates.part`.

    Args:
        name: file and macro.
        *values: what the macro gets.
        **named: what the macro gets by name.
        book: the folder of the book; this checkout's when not given.
    """
    folder = book or project().book
    made = templates.part(environment(folder), name, *values, **named)
    place = templates.file_of(name)
    ask.note_template(place, lambda: templates.text(folder, place))
    return made


def text(name: str, *values, **named) -> str:
    """A part that is plain text, such as a sentence; see :func:`part`."""
    return " ".join(part(name, *values, **named).unescape().split())


def rows(frame: pd.DataFrame) -> list[dict]:
    """The rows of an answer for a template: values by column, a missing one is None."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def _date(value: datetime.date | str) -> str:
    return dutch.date(datetime.datetime.fromisoformat(value) if isinstance(value, str) else value)


def _is_web_address(value: str | None) -> bool:
    return bool(value) and value.startswith(("http://", "https://"))
