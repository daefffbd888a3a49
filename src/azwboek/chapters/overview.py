"""What a region's own page shows: six lines, and one table with all indicators."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from .. import dutch
from ..kinds import INVENTED
from ..plan import ChapterEntry
from . import sentences, units
from .chapter import Chapter
from .figures import Column, Figure


def six_lines(chapter: Chapter) -> list[tuple[str, str]]:
    """How the region stands in at most six sentences: the five that differ most from the country, and what has no figure.

    Each has the kind of its figure, and the last, which has none, an empty one. Real figures come first. Differing is measured against the distance from the lowest to the highest region, so that units don't count. What is
    shown as the same figure does not differ.
    """
    frame = chapter.vraag("standen")
    known = frame[frame["waarde"].notna() & (frame["hoogste"] > frame["laagste"])]
    same = [units.shown(r.waarde, r.eenheid) == units.shown(r.waarde_nl, r.eenheid) for r in known.itertuples()]
    known = known[[not equal for equal in same]]
    distance = ((known["waarde"] - known["waarde_nl"]) / (known["hoogste"] - known["laagste"])).abs()
    counts = known["eenheid"].map(units.counts)
    order = distance.where(~counts, -1).sort_values(ascending=False, kind="stable").index
    chosen = known.loc[order].head(5).sort_values("soort", key=lambda kinds: kinds.eq(INVENTED), kind="stable")
    without = int(frame["waarde"].isna().sum())
    provisional = int((chosen["status"] != "definitief").sum())
    return [
        *((sentences.indicator(row, brief=True), row["soort"]) for _, row in chosen.iterrows()),
        (
            f"Voor {without} van de {len(frame)} indicatoren is er nog geen cijfer over deze regio. {_provisional(provisional, len(chosen))}",
            "",
        ),
    ]


def _provisional(count: int, total: int) -> str:
    if count in (0, total):
        return f"{'Alle' if count else 'Geen van de'} cijfers hierboven {'zijn' if count else 'is'} nog voorlopig."
    return f"Van de {total} cijfers hierboven {'is' if count == 1 else 'zijn'} er {count} nog voorlopig."


def groups(chapters: Mapping[str, ChapterEntry | None]) -> dict[str, str]:
    """The name of each group of indicators: that of its chapter in the menu."""
    return {group: chapter.kort if chapter else "Zonder hoofdstuk" for group, chapter in chapters.items()}


def standing_figure(
    chapter: Chapter, chapters: Mapping[str, ChapterEntry | None], own: Collection[ChapterEntry]
) -> Figure:
    """One table with all indicators: region, country, difference, a year earlier, period and status.

    Args:
        chapter: the region.
        chapters: the chapter in which each group of indicators stands, if any.
        own: the chapters that the region has; there is no link to another.
    """
    frame = chapter.vraag("standen")
    rows = frame.assign(
        regio=chapter.regio,
        lijn=frame["groep"].map(groups(chapters)),
        adres=[
            f"{entry.naam}.html#fig-{r.indicator if dutch.missing(r.vervangen_door) else r.vervangen_door}"
            if (entry := chapters[r.groep]) in own
            else ""
            for r in frame.itertuples()
        ],
        eigen=[sentences.bare(r.waarde, r.eenheid) for r in frame.itertuples()],
        land=[sentences.bare(r.waarde_nl, r.eenheid) for r in frame.itertuples()],
        verschil=[gap(r) for r in frame.itertuples()],
        eerder=[sentences.bare(r.waarde_jaar_eerder, r.eenheid) for r in frame.itertuples()],
        wanneer=[_when(r) for r in frame.itertuples()],
    )
    name = chapter.regio_naam
    invented = int((frame["soort"] == INVENTED).sum())
    known = int(frame["waarde"].notna().sum()) - invented
    have = {0: "heeft er geen", 1: "heeft er 1"}.get(known, f"hebben er {known}")
    sentence = f"Van de {len(frame)} indicatoren van het programma {have} een echt cijfer over {name}"
    columns = [
        Column("regio"), Column("naam", "Indicator", link="adres"), Column("eigen", name, "tekst"),
        Column("land", "Nederland", "tekst"), Column("verschil", "Verschil", "tekst"), Column("eerder", "Jaar eerder", "tekst"),
        Column("wanneer", "Periode en status"), Column("lijn"), Column("adres"),
        *map(Column, ("indicator", "waarde", "waarde_nl", "waarde_jaar_eerder", "eenheid", "populatie", "periode", "status", "soort", "vintage")),
    ]  # fmt: skip
    return Figure.of(
        chapter.regio,
        "stand",
        rows,
        columns,
        titel=f"Alle indicatoren, {name}",
        onderschrift="Laatste cijfer; Nederland in dezelfde periode; verschil van percentages in procentpunten, tussen de cijfers zoals ze hier staan",
        zin=sentence + (f", en {invented} een verzonnen." if invented else "."),
        alt="Tabel met alle indicatoren.",
        bron="Bron: per indicator in het hoofdstuk; periode en status staan in de tabel.",
        groep="lijn",
    )


def _when(row) -> str:
    """Period and status; of an indicator without a value the figure that shows the same, if any."""
    if not dutch.missing(row.waarde):
        return f"{row.periode_label}, {row.status}"
    return "nog geen cijfer" if dutch.missing(row.vervangen_titel) else f"zie ‘{row.vervangen_titel}’ (echt)"


def gap(row: pd.Series) -> str:
    """The difference of a region with the country, between the figures as they are shown: ``+0,4``; a dash where there is none."""
    if dutch.missing(row.waarde) or dutch.missing(row.waarde_nl) or units.counts(row.eenheid):
        return "\N{EN DASH}"
    found = units.shown(row.waarde, row.eenheid) - units.shown(row.waarde_nl, row.eenheid)
    sign = "" if abs(found) < 1e-9 else ("+" if found > 0 else "\N{MINUS SIGN}")
    return sign + units.difference(found, row.eenheid).removesuffix(" procentpunt")
