"""Real figures of the ordinary StatLine: the region in short, and the series of the whole country.

Each figure has its sentence and its definition in ``book/onderdelen/reeksen.html``, and the words of its definition in the register.
A figure of a larger area is shown under that area's name, with a sentence that says so.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from markupsafe import Markup

from .. import dutch
from ..kinds import INVENTED
from . import charts, sentences, units, view
from .chapter import Chapter
from .figures import Column, Figure

#: What a region opens with, in order.
IN_SHORT = ("mensen", "vergrijzing", "banen-zorg", "vacatures-zorg")
#: Columns that every such figure has for who reads its CSV.
_KEPT = tuple(map(Column, ("periode", "eenheid", "populatie", "regiosoort", "volgens", "soort", "tabel")))


def in_short(chapter: Chapter) -> list[tuple[Figure, Markup]]:
    """The figures that a region opens with, each with its definition; those for which the area has figures."""
    return [shown for name in IN_SHORT if (shown := figure(chapter, name))]


def show(chapter: Chapter, *names: str) -> None:
    """Show real figures with their definitions; of one that the area does not have, that there is none."""
    for name in names:
        if shown := figure(chapter, name):
            chapter.show(*shown)
        else:
            chapter.show(view.part("reeksen.geen", _card(chapter, name)))


def figure(chapter: Chapter, name: str) -> tuple[Figure, Markup] | None:
    """A figure with its definition, or None when the chapter's area has no such figures.

    Args:
        chapter: the region.
        name: code in ``kern_figuur``.
    """
    make = _FIGURES.get(name, _national)
    data, made = make(chapter, name)
    if data.empty:
        return None
    card = _card(chapter, name)
    last = data.loc[data["begin_datum"].idxmax()]
    sentence = view.text(
        f"reeksen.zin_{name.replace('-', '_')}", chapter.regio_naam, chapter.place, **made.pop("words")
    )
    kind = "Lijngrafiek" if "reeks" in data else "Staafgrafiek"
    remarks = data[["periode_label", "uitleg"]].dropna().drop_duplicates() if "uitleg" in data else data.head(0)
    return Figure.of(
        chapter.regio,
        name,
        made.pop("rows"),
        [Column("regio"), *made.pop("columns"), *_KEPT],
        titel=f"{card['titel']}, {made.pop('place')}",
        onderschrift=view.text("reeksen.onderschrift", card, made.pop("axis")),
        zin=sentence,
        alt=f"{kind}. {sentence}",
        bron=view.text("reeksen.bron", card, last["periode_label"], last["status"]),
        spec=made.pop("spec"),
    ), view.part("reeksen.kaart", card, view.rows(remarks))


def instead(chapter: Chapter, row: pd.Series) -> tuple[str, str] | None:
    """The sentence of an indicator's real figure and its kind: its own, or of what shows the same; None when there is neither.

    Args:
        chapter: the region.
        row: where the indicator stands: a row of ``uit_stand``.
    """
    if not dutch.missing(row["waarde"]):
        return None if row["soort"] == INVENTED else (sentences.indicator(row, brief=True), row["soort"])
    if dutch.missing(row["vervangen_door"]) or not (shown := figure(chapter, row["vervangen_door"])):
        return None
    return shown[0].zin, shown[0].soort


def _people(chapter: Chapter, _: str) -> tuple[pd.DataFrame, dict]:
    data = chapter.query("bevolking")
    total = view.rows(data[data["is_totaal"]])
    ages = data[~data["is_totaal"]]
    bars = ages.assign(
        groep=ages["periode_label"],
        naam=ages["leeftijd"],
        waarde=ages["aandeel_pct"],
        label=[units.quantity(share, "%") for share in ages["aandeel_pct"]],
    )
    return data, {
        "rows": data,
        "columns": [
            Column("leeftijd", "Leeftijd"), Column("periode_label", "Wanneer"), Column("waarde", "Inwoners", "inwoners"),
            Column("aandeel_pct", "Deel van alle inwoners in %", "%"), Column("groei_pct", "Groei sinds het eerste jaar in %", "%"),
            Column("dichtheid", "", "inwoners"), Column("status", "Status"),
        ],
        "place": chapter.regio_naam,
        "axis": "balk: deel van alle inwoners in procenten",
        "words": {"jaren": total},
        "spec": charts.bars(bars[["regio", "groep", "naam", "waarde", "label"]], decimals=0) if len(bars) else None,
    }  # fmt: skip


def _ageing(chapter: Chapter, _: str) -> tuple[pd.DataFrame, dict]:
    data = chapter.query("vergrijzing")
    bars = data.assign(
        groep=data["periode_label"], naam=data["gebied"], label=[dutch.number(value, 1) for value in data["waarde"]]
    )
    return data, {
        "rows": data,
        "columns": [
            Column("gebied", "Gebied"), Column("periode_label", "Wanneer"), Column("waarde", "65 jaar of ouder per 100 van 20 tot 65 jaar", "per 100"),
            Column("ouderen", "Inwoners van 65 jaar of ouder", "inwoners"), Column("volwassenen", "Inwoners van 20 tot 65 jaar", "inwoners"),
            Column("status", "Status"),
        ],
        "place": chapter.regio_naam,
        "axis": "",
        "words": {"eigen": view.rows(data[data["is_eigen"]]), "land": view.rows(data[~data["is_eigen"]])},
        "spec": charts.bars(bars[["regio", "groep", "naam", "waarde", "label"]], decimals=0) if len(bars) else None,
    }  # fmt: skip


def _jobs(chapter: Chapter, _: str) -> tuple[pd.DataFrame, dict]:
    columns = [
        Column("gebied", "Gebied"), Column("periode_label", "Wanneer"), Column("waarde", "Banen in zorg en welzijn", "banen"),
        Column("waarde_alle", "Alle banen", "banen"), Column("aandeel_pct", "Deel van alle banen in %", "%"),
        Column("waarde_jaar_eerder", "", "banen"), Column("status", "Status"),
    ]  # fmt: skip
    return _of_area(chapter.query("banen_aandeel"), columns)


def _vacancies(chapter: Chapter, name: str) -> tuple[pd.DataFrame, dict]:
    columns = [
        Column("gebied", "Gebied"), Column("periode_label", "Kwartaal"), Column("waarde", "Openstaande vacatures", "vacatures"),
        Column("waarde_jaar_eerder", "", "vacatures"), Column("status", "Status"),
    ]  # fmt: skip
    return _of_area(chapter.query("gebiedreeks", figuur=name), columns)


def _of_area(data: pd.DataFrame, columns: list[Column]) -> tuple[pd.DataFrame, dict]:
    """One line for the area that a region is shown with, under that area's name."""
    if data.empty:
        return data, {}
    last = data.iloc[-1]
    return data, {
        "rows": data[::-1],
        "columns": columns,
        "place": last["gebied"],
        "axis": "de as begint niet bij 0",
        "words": {"r": view.rows(data.tail(1))[0]},
        # The name of a larger area is too long for the end of a line; the title has it.
        "spec": charts.lines(data.assign(reeks=last["gebied"] if last["is_gelijk"] else "groter gebied"), decimals=0),
    }


def _national(chapter: Chapter, name: str) -> tuple[pd.DataFrame, dict]:
    """Series of the whole country, the same for every region; those of all branches stand in the table when there are many."""
    data = chapter.query("gebiedreeks", figuur=name)
    if data.empty:
        return data, {}
    unit = data.iloc[0]["eenheid"]
    names = list(dict.fromkeys(data["reeks"]))
    drawn = data[data["reeks"].isin(names[:3] if len(names) > 4 else names)]
    bounded = bool(data["ondergrens"].notna().any())
    columns = [
        Column("reeks", "Wat"),
        Column("periode_label", "Periode"),
        Column("waarde", dutch.sentence_case(unit), unit),
    ]
    if bounded:
        columns += [Column("ondergrens", "Ondergrens", unit), Column("bovengrens", "Bovengrens", unit)]
        axis = "lichte band: met 95% zekerheid ligt de echte waarde daarbinnen; de as begint niet bij 0"
    else:
        drawn = drawn.drop(columns=["ondergrens", "bovengrens"])
        axis = "de as begint niet bij 0"
    now = data[data["begin_datum"] == data["begin_datum"].max()]
    return data, {
        "rows": data.sort_values(["begin_datum"], ascending=False, kind="stable"),
        "columns": [*columns, Column("waarde_jaar_eerder", "", unit), Column("status", "Status"), Column("gebied")],
        "place": "Nederland",
        "axis": axis,
        "words": {"reeksen": {row["code"]: row for row in view.rows(now)}},
        # Without the page's region the drawing is the same on every page.
        "spec": charts.lines(_parted(drawn).drop(columns="regio"), decimals=units.decimals(unit)),
    }


def _parted(data: pd.DataFrame) -> pd.DataFrame:
    """The same rows with a new ``segment`` after periods without a figure too, so that no line crosses them."""
    steps = pd.to_datetime(data["begin_datum"]).groupby(data["reeks"]).diff()
    return data.assign(segment=data["segment"] + (steps > 1.5 * steps.median()).groupby(data["reeks"]).cumsum())


_FIGURES: dict[str, Callable[[Chapter, str], tuple[pd.DataFrame, dict]]] = {
    "mensen": _people,
    "vergrijzing": _ageing,
    "banen-zorg": _jobs,
    "vacatures-zorg": _vacancies,
}


def _card(chapter: Chapter, name: str) -> dict:
    return view.rows(chapter.query("figuurkaart", figuur=name))[0]
