"""A figure: title, sentence, data with their source, and a chart or only a table. Every chart keeps this one contract.

In a notebook a figure travels as ``application/vnd.azwboek.figuur+json``; the gate reads that, and the site makes the
final HTML, SVG and CSV from it. Cells are text, numbers or None; every row has the column ``regio``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd
from markupsafe import Markup, escape

from .. import dutch

_PERIOD = re.compile(r"\d{4}(KW|JJ|SJ|MM)\d{2}")
MIME = "application/vnd.azwboek.figuur+json"
#: Text that a spreadsheet would run, also behind spaces and signs that do not show, or in full width.
FORMULA = re.compile("[\\s\x00-\x1f\u200b\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


@dataclass(frozen=True)
class Column:
    """One column of a figure's data.

    Attributes:
        naam: name in the query and in the CSV; a unit is its suffix.
        label: heading in the table; empty: only in the CSV.
        eenheid: unit of a numeric column, which decides its decimals; empty for text.
        link: name of the column that holds the address this column's text leads to; empty for none.
    """

    naam: str
    label: str = ""
    eenheid: str = ""
    link: str = ""

    @property
    def toon(self) -> bool:
        return bool(self.label)


@dataclass(frozen=True)
class Figure:
    """A figure with all that a reader needs to judge it.

    Attributes:
        id: short name, unique on its page; also the address of the figure and the name of its CSV.
        regio: code of the page's region.
        titel: what is shown.
        onderschrift: unit, population and what to know when reading it.
        zin: the finding, computed from the same data.
        alt: the chart in words.
        bron: source, period, status and date.
        soort: ``cbs``, ``demonstratie``, ``gepubliceerd`` or ``document``.
        kolommen: the columns of the data.
        rijen: the data.
        spec: Vega-Lite specification, or None for a table without a chart.
        groep: name of the column whose value heads a group of rows in the table; empty for none.
    """

    id: str
    regio: str
    titel: str
    onderschrift: str
    zin: str
    alt: str
    bron: str
    soort: str
    kolommen: Sequence[Column]
    rijen: Sequence[Sequence]
    spec: dict | None = field(default=None, repr=False)
    groep: str = ""

    def __post_init__(self) -> None:
        """Refuse what never meets in one comparison: smal and breed, and in a chart years and quarters."""
        if {"smal", "breed"} <= self._values("populatie"):
            raise ValueError(f"{self.id}: smal en breed staan in een figuur")
        kinds = {found[1] for found in map(_PERIOD.fullmatch, map(str, self._values("periode"))) if found}
        if self.spec is not None and len(kinds) > 1:
            raise ValueError(f"{self.id}: soorten perioden door elkaar in een grafiek: {', '.join(sorted(kinds))}")

    def _values(self, name: str) -> set:
        places = [place for place, column in enumerate(self.kolommen) if column.naam == name]
        return {row[place] for place in places for row in self.rijen} - {None}

    def to_json(self) -> dict:
        """The contract as plain JSON."""
        columns = [vars(column) | {"toon": column.toon} for column in self.kolommen]
        return vars(self) | {"kolommen": columns}

    @classmethod
    def from_json(cls, content: dict) -> Figure:
        """The figure that :meth:`to_json` wrote."""
        columns = [Column(c["naam"], c["label"], c["eenheid"], c["link"]) for c in content["kolommen"]]
        return cls(**{**content, "kolommen": columns})

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        from .rendering import svg

        chart = svg(self.spec) if self.spec and include is None and not _building() else ""
        return {"text/html": html(self, chart), "text/plain": f"{self.titel}. {self.zin}", MIME: self.to_json()}


def rows(frame: pd.DataFrame, columns: Sequence[Column]) -> list[list]:
    """The named columns of a frame as plain Python values, missing values as None."""
    chosen = frame[[column.naam for column in columns]]
    return [[_plain(value) for value in row] for row in chosen.itertuples(index=False, name=None)]


def to_csv(figure: Figure) -> str:
    """The figure's data as CSV: one header row, decimal point, an empty cell for a missing value."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.naam for column in figure.kolommen])
    writer.writerows(["" if cell is None else _no_formula(cell) for cell in row] for row in figure.rijen)
    return out.getvalue()


def html(figure: Figure, chart: str, csv_address: str = "", live_address: str = "", explore_address: str = "") -> str:
    """The figure as HTML: sentence, chart, source line, and table with CSV behind a fold.

    Args:
        figure: what to show.
        chart: inline SVG, or empty for a table only.
        csv_address: link to the CSV; empty in a live notebook.
        live_address: the chart's Vega specification, from which the page's script draws it live.
        explore_address: where the explorer shows the same indicator.
    """
    mark = Markup('<span class="azw-merk azw-demo-merk">demonstratie</span> ') if figure.soort == "demonstratie" else ""
    table = _table(figure)
    link = (
        Markup('<p><a class="azw-csv" href="{}" download>Deze cijfers als CSV</a></p>').format(csv_address)
        if csv_address
        else ""
    )
    fold = Markup('<details class="azw-tabel"><summary>Tabel{}</summary>{}{}</details>').format(
        " en CSV" if csv_address else "", table, link
    )
    long = len(figure.rijen) > 10 and not figure.groep
    image = Markup('<div class="azw-grafiek" role="img" aria-label="{}">{}</div>').format(figure.alt, Markup(chart))
    live = Markup(' data-grafiek="{}"').format(live_address) if live_address and figure.spec else ""
    compare = (
        Markup('<a href="{}" aria-label="Vergelijk regio’s: {}">Vergelijk regio’s</a>').format(
            explore_address, figure.titel
        )
        if explore_address
        else ""
    )
    anchor = (
        Markup(
            '<p class="azw-meenemen">{}<a class="azw-vast" href="#fig-{}" aria-label="Vaste link: {}">Vaste link</a></p>'
        ).format(compare, figure.id, figure.titel)
        if live_address and figure.spec
        else ""
    )
    return str(
        Markup(
            '<p class="azw-zin">{}{}</p>'
            '<figure class="azw-figuur" id="fig-{}" data-regio="{}" data-figuur="{}" data-soort="{}"{}>'
            '<figcaption><span class="azw-titel">{}</span> <span class="azw-onderschrift">{}</span></figcaption>'
            '{}<p class="azw-bronregel">{}</p>{}{}</figure>'
        ).format(
            mark,
            figure.zin,
            figure.id,
            figure.regio,
            figure.id,
            figure.soort,
            live,
            figure.titel,
            figure.onderschrift,
            image if figure.spec else "",
            figure.bron,
            anchor,
            fold if figure.spec or long else table + link,
        )
    )


def _table(figure: Figure) -> Markup:
    """The shown columns as a table; without a chart it becomes stacked rows on a phone."""
    shown = [(i, column) for i, column in enumerate(figure.kolommen) if column.toon]
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(column.label) for _, column in shown)
    names = [column.naam for column in figure.kolommen]
    rows, group = [], None
    for row in figure.rijen:
        if figure.groep and row[names.index(figure.groep)] != group:
            group = row[names.index(figure.groep)]
            rows.append(
                Markup('<tr class="azw-tussenkop"><th scope="rowgroup" colspan="{}">{}</th></tr>').format(
                    len(shown), group
                )
            )
        cells = (_cell(row, names, i, column, first=n == 0) for n, (i, column) in enumerate(shown))
        rows.append(Markup("<tr>{}</tr>").format(Markup("").join(cells)))
    return Markup(
        '<div class="azw-rol" role="region" tabindex="0" aria-label="Tabel: {}"><table class="azw-cijfers{}">'
        "<caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(figure.titel, "" if figure.spec else " azw-stapel", figure.titel, head, Markup("").join(rows))


def _cell(row: Sequence, names: list[str], place: int, column: Column, *, first: bool) -> Markup:
    value = row[place]
    if column.eenheid:
        return Markup('<td class="getal" data-label="{}">{}</td>').format(column.label, _number(value, column.eenheid))
    text = escape(dutch.MISSING if value is None else value)
    if column.link:
        text = Markup('<a href="{}">{}</a>').format(row[names.index(column.link)], text)
    if first:
        return Markup('<th scope="row">{}</th>').format(text)
    return Markup('<td data-label="{}">{}</td>').format(column.label, text)


def _number(value, unit: str) -> str:
    if value is None:
        return "\N{EN DASH}"
    return value if isinstance(value, str) else dutch.number(value, dutch.DECIMALS.get(unit, 1))


def _no_formula(cell):
    """Text that a spreadsheet would run as a formula gets an apostrophe before it; line ends are one kind."""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if FORMULA.match(cell) else text


def _plain(value):
    if pd.isna(value):
        return None
    if hasattr(value, "item"):
        return value.item()
    return value.isoformat() if hasattr(value, "isoformat") else value


def _building() -> bool:
    import os

    return os.environ.get("AZWBOEK_BUILDING") == "1"
