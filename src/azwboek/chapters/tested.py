"""What stands out in a region: each indicator tested against the country, a year earlier and over the years, or why it is not."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..statistics import findings
from ..statistics.intervals import LISTED
from . import view
from .chapter import Chapter
from .figures import Column, Figure

#: Each comparison with the column that has its outcome in words.
COMPARISONS = {findings.COUNTRY: "naast_land", findings.EARLIER: "naast_jaar_eerder", findings.TREND: "over_de_jaren"}


def figure(chapter: Chapter) -> Figure:
    """One table with the outcome of every comparison at 99.8%; its sentence names what stands out and what chance alone gives."""
    series, rules = chapter.vraag("toets_reeksen"), chapter.vraag("toetsregels")
    words = _known(chapter.vraag("toetswoorden"))
    found = findings.of_area(series, findings.rules(rules), chapter.regio)
    said = _said(chapter, found, rules, words)
    data = rules.join(_last(series), on="indicator").assign(regio=chapter.regio, toeval=said["toeval"])
    for what, column in COMPARISONS.items():
        own = found[(found["vergelijking"] == what) & (found["niveau"] == LISTED)].set_index("indicator")
        data = data.join(own.drop(columns=["vergelijking", "niveau"]).add_suffix(f"_{what}"), on="indicator")
        data[column] = [outcome(row, words) for row in own.loc[data["indicator"]].itertuples()]
    return Figure.of(
        chapter.regio,
        "getoetst",
        data,
        [
            Column("regio"), Column("naam", "Indicator"), Column("richting_tekst", "Wat is gunstig"), Column("naast_land", "Naast Nederland"),
            Column("naast_jaar_eerder", "Naast een jaar eerder"), Column("over_de_jaren", "Over de jaren"), Column("indicator"),
            *(Column(f"{name}_{what}") for what in COMPARISONS for name in ("uitkomst", "oordeel", "reden")),
            *(Column(f"{name}_{what}") for what in (findings.COUNTRY, findings.EARLIER) for name in ("verschil", "onder", "boven")),
            *map(Column, ("periode", "waarde", "waarde_nl", "eenheid", "soort", "vintage")),
            Column("toeval", "", "onbekend"),
        ],
        titel=f"Wat is getoetst, {chapter.regio_naam}",
        onderschrift=view.text("vergelijken.getoetst_onderschrift"),
        zin=view.text("vergelijken.getoetst_zin", **said),
        alt="Tabel met per indicator de uitkomst van drie vergelijkingen.",
        bron=view.text("vergelijken.getoetst_bron"),
        vraag=series.attrs["vraag"],
    )  # fmt: skip


def compared(rows: pd.DataFrame, words: pd.DataFrame, regio: str) -> pd.DataFrame:
    """Every comparison of one indicator of one region at 99.8%; no rows when it has no rule.

    Args:
        rows: rows of the query ``indicator_toets``.
        words: rows of ``toetswoorden``.
        regio: code of the region.

    Returns:
        A row per comparison (land, jaar_eerder, trend) as :func:`..statistics.findings.of_area` gives it, with the outcome in words
        (``tekst``), the reason in words (``waarom``) and which direction is good (``richting``).
    """
    known = _known(words)
    found = findings.of_area(rows[rows["periode"].notna()], findings.rules(rows.head(1)), regio)
    found = found[found["niveau"] == LISTED]
    return found.assign(
        tekst=[outcome(row, known) for row in found.itertuples()],
        waarom=[known.get(("reden", row.reden)) for row in found.itertuples()],
        richting=rows["richting_tekst"].iloc[0] if len(rows) else None,
    )


def _known(words: pd.DataFrame) -> dict[tuple[str, str], str]:
    return {(row.soort, row.code): row.tekst for row in words.itertuples()}


def _last(series: pd.DataFrame) -> pd.DataFrame:
    """The last figure of each indicator: what is compared."""
    known = series[series["waarde"].notna()].sort_values("periode", kind="stable").groupby("indicator").tail(1)
    return known.set_index("indicator")[["periode", "waarde", "waarde_nl", "soort", "vintage"]]


def outcome(row, words: Mapping[tuple[str, str], str]) -> str:
    """An outcome as a reader sees it, with its judgement or the reason: ``hoger (ongunstig)``."""
    judged = words.get(("oordeel", row.oordeel)) if row.oordeel != "geen_oordeel" else None
    behind = judged or words.get(("reden", row.reden))
    return words["uitkomst", row.uitkomst] + (f" ({behind})" if behind else "")


def _said(chapter: Chapter, found: pd.DataFrame, rules: pd.DataFrame, words: dict[tuple[str, str], str]) -> dict:
    """What the sentence is made of."""
    names = rules.set_index("indicator")["naam"]
    counted = findings.tally(found)
    striking = findings.standing_out(found).assign(
        naam=lambda rows: rows["indicator"].map(names),
        woord=lambda rows: [words["uitkomst", code] for code in rows["uitkomst"]],
    )
    reasons = {words["reden", code]: number for code, number in counted.redenen.items()}
    return {
        "regio": chapter.regio_naam,
        "aantal": counted.totaal,
        "getoetst": counted.getoetst,
        "opvallend": view.rows(striking),
        "slechter": [names[code] for code in findings.worse_and_worsening(found)],
        "toeval": counted.toeval.verwacht,
        "redenen": reasons,
    }
