"""The words of the chapter of the core indicators: 1 in 6, and what it is a share of."""

from __future__ import annotations

import pandas as pd

from .. import dutch
from ..kinds import INVENTED
from . import real, sentences, units, view
from .chapter import Chapter


def answer(chapter: Chapter, standing: pd.Series) -> tuple[str, str]:
    """How many in every so many employees work in care and welfare, with the kind of that figure; only a real one answers.

    Args:
        chapter: the region.
        standing: where the share of employees stands: a row of ``uit_stand``.
    """
    if dutch.missing(standing["waarde"]) or standing["soort"] == INVENTED:
        return real.instead(chapter, standing) or (sentences.no_figure(standing), "")
    return view.text("kernindicatoren.antwoord", chapter.in_zin, chapter.national, standing), standing["soort"]


def sentence(chapter: Chapter, standing: pd.Series, points: pd.DataFrame, measured: pd.DataFrame) -> str:
    """What the programme names and wants, and where it stands now.

    Args:
        chapter: the region.
        standing: where the share of employees stands.
        points: the rows of the query ``een_op_zes`` that the documents name, the first moment first.
        measured: its rows that were measured.
    """
    named = [
        f"{row.reeks.split(' (')[0]} ({units.quantity(row.waarde, '%')}) in {row.periode_label}"
        for row in points[1:].itertuples()
    ]
    first = points.iloc[0]
    aim = f"{first['reeks'].split(' (')[0]} ({units.quantity(first['waarde'], '%')})"
    now = sentences.no_figure(standing) if measured.empty else ""
    return view.text("kernindicatoren.zin", dutch.listing(named), aim, now, standing, chapter.in_zin)


def words(chapter: Chapter, measured: pd.DataFrame) -> dict:
    """Title, description and source line of the figure; without a measured series it is a table."""
    drawn = len(measured) > 0
    source = chapter.bronregel(measured.rename(columns={"herkomst": "vintage"})) if drawn else ""
    return {
        "titel": view.text("kernindicatoren.titel", chapter.regio_naam),
        "onderschrift": view.text("kernindicatoren.onderschrift", drawn),
        "alt": view.text("kernindicatoren.alt", drawn),
        "bron": view.text("kernindicatoren.bron", source),
    }
