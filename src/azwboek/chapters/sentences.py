"""Dutch sentences computed from the data: what is, for whom, when. No cause, no judgement, no ranking.

A difference is taken between the figures as they are shown, so that a reader who checks it finds the same.
"""

from __future__ import annotations

import pandas as pd

from .. import dutch
from . import units


def indicator(row: pd.Series, *, brief: bool = False) -> str:
    """The sentence for one indicator in one region.

    Args:
        row: one row of ``uit_stand``; its ``zinsdeel`` has ``{w}`` for the value with its unit and ``{p}`` for the place.
        brief: whether to leave out what stands beside it anyway: that a figure is provisional or that the series broke.

    Returns:
        The value with place and period, the change since a year earlier and the country in the same period; or, when
        there is no figure, why not.
    """
    if dutch.missing(row["waarde"]):
        return no_figure(row)
    text = f"{dutch.in_period(row['periode_label'])} {row['zinsdeel']}".format(
        w=units.quantity(row["waarde"], row["eenheid"]), p=row["in_zin"]
    )
    parts = [part for part in (year_earlier(row), _country(row)) if part]
    text = dutch.sentence_case(text) + (f": {' en '.join(parts)}" if parts else "") + "."
    if brief:
        return text
    if row["status"] != "definitief":
        text += " Dit cijfer is nog voorlopig."
    if dutch.missing(row["waarde_jaar_eerder"]) and row["periode_is_breuk"]:
        text += " De meting is sinds een jaar eerder vernieuwd, dus een vergelijking met een jaar eerder kan niet."
    return text


def no_figure(row: pd.Series) -> str:
    """Why there is no figure for an indicator in a region."""
    country = row["regio"] == "NL"
    if not dutch.missing(title := row.get("vervangen_titel")):
        return f"{row['naam']}: nog geen echt cijfer. Er is wel een echt cijfer dat erop lijkt: ‘{title}’."
    if not dutch.missing(row.get("waarde_land_laatste")) and not country:
        return f"{row['naam']}: nog geen cijfer per regio, wel voor heel Nederland."
    if country:
        return f"{row['naam']}: nog geen cijfer, want er is nog geen tabel voor geladen. Verwachte bron: {row['verwachte_bron']}."
    if row["regionaal"] == "nee":
        return (
            f"{row['naam']}: nog geen cijfer. Het CBS publiceert dit waarschijnlijk alleen voor heel Nederland en per branche, "
            f"niet per regio. Verwachte bron: {row['verwachte_bron']}."
        )
    return f"{row['naam']}: nog geen cijfer. Verwachte bron: {row['verwachte_bron']}."


def year_earlier(row: pd.Series) -> str:
    """``0,2 procentpunt hoger dan een jaar eerder``; empty when there is nothing to compare with."""
    now, then = units.shown(row["waarde"], row["eenheid"]), units.shown(row["waarde_jaar_eerder"], row["eenheid"])
    if then is None:
        return ""
    return f"{_compare(now, then, row['eenheid'])} een jaar eerder"


def bare(value: float | None, unit: str) -> str:
    """A value without its unit but for the percent sign; a dash when there is none."""
    return "\N{EN DASH}" if dutch.missing(value) else units.quantity(value, unit).split(" ")[0]


def _country(row: pd.Series) -> str:
    if row["regio"] == "NL" or units.counts(row["eenheid"]) or dutch.missing(row["waarde_nl"]):
        return ""
    now, national = units.shown(row["waarde"], row["eenheid"]), units.shown(row["waarde_nl"], row["eenheid"])
    return f"{_compare(now, national, row['eenheid'])} in Nederland ({units.quantity(national, row['eenheid'])})"


def _compare(now: float, other: float, unit: str) -> str:
    gap = now - other
    counts = units.counts(unit)
    if abs(gap) < 1e-9:
        return "evenveel als" if counts else "even hoog als"
    word = ("meer" if gap > 0 else "minder") if counts else ("hoger" if gap > 0 else "lager")
    return f"{units.difference(gap, unit)} {word} dan"
