"""Real figures of the ordinary StatLine: the region in short, and the series of the whole country.

Each figure has its sentence and its definition in ``book/onderdelen/reeksen.html``, and the words of its definition in the register.
A figure of a larger area is shown under that area's name, with a sentence that says so. A notebook asks for the rows and takes the
chart and the words from here; a page takes the whole figure (:func:`figure`).
"""

from __future__ import annotations

import altair as alt
import pandas as pd
from markupsafe import Markup

from .. import dutch
from ..kinds import INVENTED
from . import charts, sentences, units, view
from .chapter import Chapter
from .figures import Figure, column_list

#: What a region opens with, in order, each with the query that it is made of.
IN_SHORT = {
    "mensen": "bevolking",
    "vergrijzing": "vergrijzing",
    "banen-zorg": "banen_aandeel",
    "vacatures-zorg": "gebiedreeks",
}
#: Which of them are bars; all other figures are lines.
BARS = ("mensen", "vergrijzing")
#: Columns that every such figure has for who reads its CSV.
_KEPT = dict.fromkeys(("periode", "eenheid", "populatie", "regiosoort", "volgens", "soort", "tabel"), "")
_COLUMNS = {
    "mensen": {
        "leeftijd": "Leeftijd", "periode_label": "Wanneer", "waarde": ("Inwoners", "inwoners"),
        "aandeel_pct": ("Deel van alle inwoners in %", "%"), "groei_pct": ("Groei sinds het eerste jaar in %", "%"),
        "dichtheid": ("", "inwoners"), "status": "Status",
    },
    "vergrijzing": {
        "gebied": "Gebied", "periode_label": "Wanneer", "waarde": ("65 jaar of ouder per 100 van 20 tot 65 jaar", "per 100"),
        "ouderen": ("Inwoners van 65 jaar of ouder", "inwoners"), "volwassenen": ("Inwoners van 20 tot 65 jaar", "inwoners"),
        "status": "Status",
    },
    "banen-zorg": {
        "gebied": "Gebied", "periode_label": "Wanneer", "waarde": ("Banen in zorg en welzijn", "banen"),
        "waarde_alle": ("Alle banen", "banen"), "aandeel_pct": ("Deel van alle banen in %", "%"),
        "waarde_jaar_eerder": ("", "banen"), "status": "Status",
    },
    "vacatures-zorg": {
        "gebied": "Gebied", "periode_label": "Kwartaal", "waarde": ("Openstaande vacatures", "vacatures"),
        "waarde_jaar_eerder": ("", "vacatures"), "status": "Status",
    },
}  # fmt: skip


def in_short(chapter: Chapter) -> list[tuple[Figure, Markup]]:
    """The figures that a region opens with, each with its definition; those for which the area has figures."""
    return [shown for name in IN_SHORT if (shown := figure(chapter, name))]


def figure(chapter: Chapter, name: str) -> tuple[Figure, Markup] | None:
    """A figure that a region opens with, with its definition; None when the chapter's area has no such figures.

    Args:
        chapter: the region.
        name: one of :data:`IN_SHORT`.
    """
    data = rows(chapter, name)
    if data.empty:
        return None
    around = words(chapter, name, data)
    layers = drawn(name, data)
    return Figure.of(
        chapter.regio,
        name,
        data if name in BARS else data[::-1],
        column_list(around.pop("kolommen")),
        spec=charts.specification(layers, data) if layers else None,
        zin=sentence(chapter, name, data),
        **around,
    ), definition(chapter, name, data)


def rows(chapter: Chapter, name: str) -> pd.DataFrame:
    """The rows that a figure is made of, in time order."""
    return chapter.vraag(IN_SHORT.get(name, "gebiedreeks"), figuur=name)


def drawn(name: str, data: pd.DataFrame) -> list[alt.Chart] | dict | None:
    """The chart of a figure that a region opens with: bars of people and ageing, else a line; None when there is nothing to draw."""
    if name in BARS:
        bars = ages(data) if name == "mensen" else areas(data)
        return charts.bars(bars, decimals=0) if len(bars) else None
    return charts.lines(line(data), decimals=0)


def ages(data: pd.DataFrame) -> pd.DataFrame:
    """Bars of the share of each age in the inhabitants: rows of the query ``bevolking`` without the totals."""
    found = data[~data["is_totaal"]]
    return found.assign(
        groep=found["periode_label"],
        naam=found["leeftijd"],
        waarde=found["aandeel_pct"],
        label=[units.quantity(share, "%") for share in found["aandeel_pct"]],
    )


def areas(data: pd.DataFrame) -> pd.DataFrame:
    """Bars of the region beside the country, per moment: rows of the query ``vergrijzing``."""
    return data.assign(
        groep=data["periode_label"], naam=data["gebied"], label=[dutch.number(value, 1) for value in data["waarde"]]
    )


def line(data: pd.DataFrame) -> pd.DataFrame:
    """One line for the area that a region is shown with; the name of a larger one is too long for a line's end, the title has it."""
    last = data.iloc[-1]
    return data.assign(reeks=last["gebied"] if last["is_gelijk"] else "groter gebied")


def words(chapter: Chapter, name: str, data: pd.DataFrame) -> dict:
    """What stands around a figure: the columns of its table, title, description, source line.

    Args:
        chapter: the region.
        name: code in ``kern_figuur``.
        data: what :func:`rows` gives.
    """
    card = _card(chapter, name)
    if data.empty:
        return {"kolommen": {}}
    last = data.loc[data["begin_datum"].idxmax()]
    place = (
        last["gebied"]
        if name in ("banen-zorg", "vacatures-zorg")
        else chapter.regio_naam
        if name in IN_SHORT
        else "Nederland"
    )
    kind = "Staafgrafiek" if name in BARS else "Lijngrafiek"
    return {
        "kolommen": (_COLUMNS.get(name) or _of_series(data)) | _KEPT,
        "titel": f"{card['titel']}, {place}",
        "onderschrift": view.text("reeksen.onderschrift", card, _axis(name, data)),
        "alt": f"{kind}. {sentence(chapter, name, data)}",
        "bron": view.text("reeksen.bron", card, last["periode_label"], last["status"]),
    }


def sentence(chapter: Chapter, name: str, data: pd.DataFrame) -> str:
    """The finding of a figure, or that the area has no such figures."""
    if data.empty:
        return view.text("reeksen.geen", _card(chapter, name))
    return view.text(f"reeksen.zin_{name.replace('-', '_')}", chapter.regio_naam, chapter.in_zin, **_facts(name, data))


def definition(chapter: Chapter, name: str, data: pd.DataFrame) -> Markup:
    """What a figure measures, how it differs from the programme's indicator, and what happened at a break."""
    found = data[["periode_label", "uitleg"]] if "uitleg" in data else pd.DataFrame(columns=["periode_label", "uitleg"])
    return view.part("reeksen.kaart", _card(chapter, name), view.rows(found.dropna().drop_duplicates()))


def instead(chapter: Chapter, row: pd.Series) -> tuple[str, str] | None:
    """The sentence of an indicator's real figure and its kind: its own, or of what shows the same; None when there is neither.

    Args:
        chapter: the region.
        row: where the indicator stands: a row of ``uit_stand``.
    """
    if not dutch.missing(row["waarde"]):
        return None if row["soort"] == INVENTED else (sentences.indicator(row, brief=True), row["soort"])
    if dutch.missing(name := row["vervangen_door"]) or (data := rows(chapter, name)).empty:
        return None
    return sentence(chapter, name, data), data.iloc[0]["soort"]


def _facts(name: str, data: pd.DataFrame) -> dict:
    """What the sentence of a figure is made of."""
    if name == "mensen":
        return {"jaren": view.rows(data[data["is_totaal"]])}
    if name == "vergrijzing":
        return {"eigen": view.rows(data[data["is_eigen"]]), "land": view.rows(data[~data["is_eigen"]])}
    if name in IN_SHORT:
        return {"r": view.rows(data.tail(1))[0]}
    now = data[data["begin_datum"] == data["begin_datum"].max()]
    return {"reeksen": {row["code"]: row for row in view.rows(now)}}


def _of_series(data: pd.DataFrame) -> dict:
    """The columns of series of the whole country, with their bounds where they have them."""
    unit = data.iloc[0]["eenheid"]
    columns = {"reeks": "Wat", "periode_label": "Periode", "waarde": (dutch.sentence_case(unit), unit)}
    if data["ondergrens"].notna().any():
        columns |= {"ondergrens": ("Ondergrens", unit), "bovengrens": ("Bovengrens", unit)}
    return columns | {"waarde_jaar_eerder": ("", unit), "status": "Status", "gebied": ""}


def _axis(name: str, data: pd.DataFrame) -> str:
    """What to know when reading the chart's axis."""
    if name in BARS:
        return view.text("reeksen.as_balken") if name == "mensen" else ""
    return view.text("reeksen.as_lijnen", name not in IN_SHORT and bool(data["ondergrens"].notna().any()))


def _card(chapter: Chapter, name: str) -> dict:
    return view.rows(chapter.vraag("figuurkaart", figuur=name))[0]
