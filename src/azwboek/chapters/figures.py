"""A figure: title, sentence, data with their source, and a chart or only a table. Every chart keeps this one contract.

In a notebook a figure is an output of the type ``application/vnd.azwboek.figuur+json``; the gate reads that, and the site makes the
final HTML, SVG and CSV from it. Cells are text, numbers or None; every row has the column ``regio``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from .. import dutch
from ..kinds import INVENTED, MIXED, OWN, REAL
from . import units, view

_PERIOD = re.compile(r"\d{4}(KW|JJ|SJ|MM)\d{2}")
MIME = "application/vnd.azwboek.figuur+json"
#: In the place of a unit: a number without one, with at most three decimals.
NUMBER = "getal"
#: What never stands beside each other in one figure, by column.
NEVER_BESIDE = {"regiosoort": {"woonregio", "werkregio"}, "volgens": {"werkgevers", "werknemers"}}
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
        soort: one of ``REAL``, ``INVENTED``, ``OWN``, or ``MIXED``; where the data have a column ``soort``, as they say.
        kolommen: the columns of the data.
        rijen: the data.
        spec: Vega-Lite specification, or None for a table without a chart.
        groep: name of the column whose value heads a group of rows in the table; empty for none.
        vraag: the query that the data come from: ``naam`` and ``parameters``; empty when there is none.
        toets: in one line how the last value was tested, or why not; empty where nothing is compared.
        eigen: whether an analyst brought or computed something of it, which is shown with it.
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
    vraag: dict = field(default_factory=dict)
    toets: str = ""
    eigen: bool = False

    @classmethod
    def of(
        cls,
        regio: str,
        name: str,
        data: pd.DataFrame,
        columns: Sequence[Column],
        *,
        soort: str = "",
        **words,
    ) -> Figure:
        """A figure of an answer, for one region.

        Args:
            regio: code of the page's region.
            name: the figure's id.
            data: the rows, with the columns in them; what was asked for them is in ``attrs``.
            columns: which columns.
            soort: kind of figures; when not given as the data say, or ``document``.
            words: the other fields.
        """
        words.setdefault("vraag", data.attrs.get("vraag", {}))
        words.setdefault("eigen", OWN in {soort, *data.get("soort", [])})
        soort = soort or kind(data.get("soort", []))
        return cls(name, regio, soort=soort, kolommen=columns, rijen=rows(data, columns), **words)

    def __post_init__(self) -> None:
        """Refuse what never meets in one comparison.

        These are smal and breed, where people live and where they work, what employers and what employees say, and in a chart
        years and quarters, and real and invented. Refuse too what is of another kind than its rows say.
        """
        if {"smal", "breed"} <= self._values("populatie"):
            raise ValueError(f"{self.id}: smal en breed staan in een figuur")
        for column, both in NEVER_BESIDE.items():
            if both <= self._values(column):
                raise ValueError(f"{self.id}: {' en '.join(sorted(both))} staan in een figuur")
        kinds = {found[1] for found in map(_PERIOD.fullmatch, map(str, self._values("periode"))) if found}
        if self.spec is not None and len(kinds) > 1:
            raise ValueError(f"{self.id}: soorten perioden door elkaar in een grafiek: {', '.join(sorted(kinds))}")
        if self.soort not in (*REAL, INVENTED, OWN, MIXED):
            raise ValueError(f"{self.id}: onbekende soort {self.soort!r}")
        known = self._values("soort")
        strict = {INVENTED, OWN} & known or self.soort in (INVENTED, MIXED)
        if known and kind(known) != self.soort and strict:
            raise ValueError(f"{self.id}: heet {self.soort}, en de rijen zijn {', '.join(sorted(known))}")
        if self.spec is not None and self.soort == MIXED:
            raise ValueError(f"{self.id}: echte en verzonnen cijfers staan in een grafiek")

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
        from . import svg

        chart = svg.of(self.spec) if self.spec and include is None and not _building() else ""
        return {"text/html": html(self, chart), "text/plain": f"{self.titel}. {self.zin}", MIME: self.to_json()}


def column_list(labels: Mapping[str, str | tuple[str, str]]) -> list[Column]:
    """Columns from what stands above each, or that and its unit; ``regio`` first. Empty text: only in the CSV."""
    return [
        *([] if "regio" in labels else [Column("regio")]),
        *(Column(name, *((words,) if isinstance(words, str) else words)) for name, words in labels.items()),
    ]


def kind(kinds: Iterable) -> str:
    """The kind of a figure with rows of these kinds.

    Invented when all are, mixed when some are beside real ones. An analyst's own rows make it own, unless there are invented ones too.
    """
    known = [one for one in dict.fromkeys(kinds) if not dutch.missing(one)]
    if INVENTED in known:
        return INVENTED if set(known) <= {INVENTED, OWN} else MIXED
    if OWN in known:
        return OWN
    return known[0] if known else "document"


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


def html(
    figure: Figure,
    chart: str,
    csv_address: str = "",
    live_address: str = "",
    explore_address: str = "",
    every_address: str = "",
    code: str = "",
    book: Path | None = None,
) -> str:
    """The figure as HTML: sentence, chart, source line, and table with CSV behind a fold.

    Args:
        figure: what to show.
        chart: inline SVG, or empty for a table only.
        csv_address: link to the CSV; empty in a live notebook.
        live_address: the chart's Vega specification, from which the page's script draws it live.
        explore_address: where the explorer shows the same indicator.
        every_address: the page with the same in all areas.
        code: the cells of the notebook that made it; empty when no notebook did.
        book: folder of the templates; this checkout's book when not given.
    """
    more = (csv_address, live_address, explore_address, every_address, code)
    return str(view.part("figuur.figuur", figure, _cells(figure), Markup(chart), *more, book=book))


def _cells(figure: Figure) -> list[tuple[str | None, str, list[tuple]]]:
    """The rows of a figure's table: the group that begins there or None, its kind where rows differ, and of each cell label, text, whether it is a number, address."""
    names = [column.naam for column in figure.kolommen]
    shown = [(place, column) for place, column in enumerate(figure.kolommen) if column.toon]
    found, before = [], None
    for row in figure.rijen:
        group = row[names.index(figure.groep)] if figure.groep else None
        cells = [
            (
                column.label,
                _number(row[place], column.eenheid)
                if column.eenheid
                else dutch.MISSING
                if row[place] is None
                else row[place],
                bool(column.eenheid),
                row[names.index(column.link)] if column.link else "",
            )
            for place, column in shown
        ]
        own = row[names.index("soort")] or "" if figure.soort == MIXED else ""
        found.append((group if group != before else None, own, cells))
        before = group
    return found


def _number(value, unit: str) -> str:
    if value is None:
        return "\N{EN DASH}"
    return value if isinstance(value, str) else dutch.number(value, None if unit == NUMBER else units.decimals(unit))


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
