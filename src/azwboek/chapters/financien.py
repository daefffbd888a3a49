"""The words and computations of the finance chapter: both budget tables, shares, changes and a what-if."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from .. import dutch
from . import programme, units, view
from .chapter import Chapter
from .figures import Figure, column_list

YEARS = (2023, 2024, 2025)
SOURCE = "Bron: programma TAZ, regels 294 tot en met 313 (september 2022); status: beoogd budget."


def bases() -> dict[str, str]:
    """The bases that the share of innovation is reckoned on: code -> the words of its button."""
    return programme.words("begroting_basis")


def answer(chapter: Chapter, sums: pd.DataFrame, shares: Mapping[str, pd.DataFrame]) -> str:
    """The chapter in short: the total, and the share of innovation on every base, for the target names none.

    Args:
        chapter: the region.
        sums: rows of the query ``begroting_aansluiting``.
        shares: rows of the query ``begroting_aandelen`` by base.
    """
    last = int(sums["jaar"].max())
    origin = sums[(sums["tabel"] == "herkomst") & (sums["jaar"] == last)].iloc[0]
    innovation = {
        basis: rows[(rows["jaar"] == last) & rows["is_innovatie"]].iloc[0]["aandeel_pct"]
        for basis, rows in shares.items()
    }
    return view.text("begroting.antwoord", last, origin["totaal_vermeld_eur"], innovation, chapter.national)


def sides(posts: pd.DataFrame, sums: pd.DataFrame) -> list[dict]:
    """Both sides of the budget for the template: the posts, stated and recomputed totals, the difference.

    Args:
        posts: rows of the query ``begroting_tabel``.
        sums: rows of ``begroting_aansluiting``.
    """
    totals = sums.set_index(["tabel", "jaar"])
    return [
        {
            "titel": title,
            "posten": view.rows(posts[posts["tabel"] == side]),
            "opgeteld": [totals.loc[(side, year), "totaal_berekend_eur"] for year in YEARS],
            "verschil": [totals.loc[(side, year), "verschil_eur"] for year in YEARS],
        }
        for side, title in programme.words("begroting_tabel").items()
    ]


def remarks(contradictions: pd.DataFrame) -> dict[int, list[int]]:
    """The numbers of the contradictions that point at a line of the budget tables, by line."""
    found: dict[int, list[int]] = {}
    for row in contradictions.sort_values("nummer").itertuples():
        for place in dict.fromkeys((row.plaats_a, row.plaats_b)):
            bron, line = place.split(":")
            if bron == "taz":
                found.setdefault(int(line), []).append(row.nummer)
    return found


def gap_sentence(sums: pd.DataFrame, gaps: pd.DataFrame) -> str:
    """Which stated totals are higher than the sum of the posts, and which table adds up.

    Args:
        sums: rows of the query ``begroting_aansluiting``.
        gaps: those with a difference.
    """
    closing = sorted(set(sums["tabel"]) - set(gaps["tabel"]))
    return view.text(
        "begroting.zin_aansluiting", [(name, view.rows(rows)) for name, rows in gaps.groupby("tabel")], closing
    )


def share_bars(shares: pd.DataFrame) -> pd.DataFrame:
    """Bars of the share of each line per year: rows of the query ``begroting_aandelen``."""
    return shares.assign(
        groep=shares["jaar"].astype(str),
        naam=shares["post"].map(programme.words("begroting_post")),
        waarde=shares["aandeel_pct"],
        label=[units.quantity(value, "%") for value in shares["aandeel_pct"]],
    )


def share_sentence(shares: pd.DataFrame, goal: float) -> str:
    """The share of innovation per year, and whether the last is more than the goal in percent."""
    return view.text(
        "begroting.zin_aandeel", shares.iloc[0]["basis_naam"], view.rows(shares[shares["is_innovatie"]]), goal
    )


def share_words(basis: str, sentence: str, target: pd.Series) -> dict:
    """Title, description and source line of the shares on one base.

    Args:
        basis: code of the base.
        sentence: the finding.
        target: the row of the query ``begroting_streven``.
    """
    return {
        "titel": view.text("begroting.titel_aandeel", programme.words("begroting_titel")[basis]),
        "onderschrift": view.text("begroting.onderschrift_aandeel"),
        "alt": view.text("begroting.alt_aandeel", sentence),
        "bron": view.text("begroting.bron_aandeel", SOURCE, target),
    }


def changes(largest: pd.DataFrame) -> str:
    """Posts with their change from year to year, as a list in a sentence: rows of the query ``begroting_verandering``."""
    short = programme.words("begroting_post")
    named = [row | {"naam": short.get(row["post"], row["post"]).lower()} for row in view.rows(largest)]
    return dutch.listing([view.text("begroting.verandering", row) for row in named])


def what_if(chapter: Chapter, data: pd.DataFrame) -> list:
    """What a region would get by its share of employees or inhabitants: a thought experiment, not an allocation.

    Args:
        chapter: the region.
        data: rows of the query ``begroting_naar_rato``.
    """
    warning = view.part("begroting.rekenvoorbeeld")
    if data.empty:
        return [warning, view.part("begroting.zonder_sleutel")]
    if chapter.national:
        return [view.part("begroting.bij_de_regio")]
    first, total = data.iloc[0], data[data["post"] == "Totaal"].iloc[-1]
    own = "" if dutch.missing(first["vintage"]) else chapter.bronregel(data).removeprefix("Bron: ")
    columns = {
        "post": "Post", "jaar": "Jaar", "bedrag_eur": ("Heel Nederland in euro", "euro"),
        "naar_rato_eur": ("Voor deze regio in euro", "euro"), "aandeel_pct": ("", "%"),
        **dict.fromkeys(("sleutel", "sleutel_regio", "sleutel_nl", "soort", "vintage", "tabel"), ""),
    }  # fmt: skip
    figure = Figure.of(
        chapter.regio,
        "naar-rato",
        data,
        column_list(columns),
        titel=view.text("begroting.titel_naar_rato", chapter.regio_naam),
        onderschrift=view.text("begroting.onderschrift_naar_rato", first),
        zin=view.text("begroting.zin_naar_rato", chapter.in_zin, first, total),
        alt=view.text("begroting.alt_naar_rato"),
        bron=view.text("begroting.bron_naar_rato", SOURCE, first, own),
    )
    return [warning, figure]
