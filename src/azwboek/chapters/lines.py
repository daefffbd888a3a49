"""What the chapters of the three programme lines have in common: the figure that answers a line."""

from __future__ import annotations

import pandas as pd

from . import real, view
from .chapter import Chapter


def answer(chapter: Chapter, line: str, candidates: pd.DataFrame) -> tuple[str, str]:
    """A programme line in one sentence with the kind of its figure: the first candidate with a real one, or that there is none.

    Args:
        chapter: the region.
        line: code of the programme line.
        candidates: rows of the query ``lijn_antwoord``, the first choice first.
    """
    for _, row in candidates.iterrows():
        if found := real.instead(chapter, row):
            return found
    agreements, actions = chapter.vraag("lijn_afspraken", lijn=line), chapter.vraag("lijn_acties", lijn=line)
    return view.text("programma.zonder_cijfer", chapter.in_zin, len(agreements), len(actions)), ""
