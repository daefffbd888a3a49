"""What a notebook uses: open the book for one region, ask a query, draw, show.

A section goes from question to figure in the open: ``boek.vraag`` gives the rows of a query of ``sql/vragen``, pandas computes,
``boek.lijnen`` and its kind or plain Altair draw, ``boek.figuur`` shows. Names that an analyst types are Dutch.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import altair as alt
import pandas as pd
from IPython.display import display
from markupsafe import Markup

from .. import dutch, plan
from ..kinds import INVENTED
from ..paths import project
from ..sources import own
from ..statistics import xmr
from ..warehouse import ask
from . import charts, indicator, kit, plain, programme, real, sentences, tested, units, view
from .chapter import ANSWER, Chapter
from .figures import Figure, column_list

#: What a figure takes as its chart: layers, a chart of Altair, its specification, or none.
Grafiek = list[alt.Chart] | alt.TopLevelMixin | dict | None


@dataclass(frozen=True)
class Boek(Chapter):
    """One chapter for one region, as its notebook has it.

    Attributes:
        merk: what stands before the source line of every figure: that a kit made it.
        figuren: the figures that were shown until now, by name.
    """

    merk: str = ""
    figuren: dict[str, Figure] = field(default_factory=dict, compare=False)

    def gemeten(self, data: pd.DataFrame) -> pd.DataFrame:
        """Of rows of the query ``indicator_reeks`` the periods in which the indicator is measured; see :func:`.indicator.measured`."""
        return indicator.measured(data)

    def nieuwste_eerst(self, data: pd.DataFrame) -> pd.DataFrame:
        """The same rows, the newest period first; series within a period keep their order."""
        return real.newest_first(data)

    def toets(self, indicator: str) -> pd.DataFrame:
        """How an indicator was tested in this region: a row per comparison, with the outcome in words; see :func:`.tested.compared`."""
        return tested.compared(self.vraag("indicator_toets", indicator=indicator), self._words, self.regio)

    @functools.cached_property
    def _words(self) -> pd.DataFrame:
        return self.vraag("toetswoorden")

    def schommeling(self, data: pd.DataFrame) -> pd.DataFrame:
        """The limits of ordinary variation of one series, and which periods break a rule (``opvallend``); see :func:`..statistics.xmr.chart`.

        Raises:
            ValueError: fewer than 12 periods with a value, or the series breaks among them.
        """
        known = data[data["waarde"].notna()].reset_index(drop=True)
        if len(known) < xmr.BASELINE or known["segment"].nunique() > 1:
            raise ValueError(f"een regelkaart vraagt {xmr.BASELINE} perioden zonder breuk, en dit zijn er {len(known)}")
        limits = xmr.chart(list(known["waarde"])).drop(columns="waarde")
        return known.join(limits).assign(opvallend=limits[list(xmr.RULES)].any(axis="columns"))

    def eigen(self, bestand: str, *, alle: bool = False) -> pd.DataFrame:
        """An analyst's own figures of this region, from a file in ``eigen``, in the form of ``indicator_reeks``; see :func:`.own.read`.

        Args:
            bestand: name of the file there, or its full path.
            alle: the rows of every region; a page shows only its own.
        """
        file = self.paths.own / bestand
        found = own.read(file, plan.load(self.paths).region)
        ask.note_file(self.paths, file)
        return found if alle else found[found["regio"] == self.regio].reset_index(drop=True)

    # ---- to draw: layers of Altair in the book's style, one after the other ---------------------------------------------

    def verloop(self, data: pd.DataFrame) -> list[alt.Chart]:
        """The region's line beside the country's, over the band from the lowest to the highest region; see :func:`.charts.series`."""
        known = data[data["waarde"].notna()]
        return charts.series(known, own=self.regio_naam, decimals=_decimals(known)) if len(known) else []

    def lijnen(self, data: pd.DataFrame, *, vanaf_nul: bool = False) -> list[alt.Chart]:
        """A line for each ``reeks``, with its name at the end; see :func:`.charts.lines`."""
        return charts.lines(charts.parted(data), decimals=_decimals(data), zero=vanaf_nul) if len(data) else []

    def grafiek(self, naam: str, data: pd.DataFrame) -> list[alt.Chart] | dict | None:
        """The chart that the page of the region has too, of rows of one of the figures that it opens with; see :func:`.real.drawn`."""
        return real.drawn(naam, data) if len(data) else None

    def regelkaart(self, data: pd.DataFrame) -> list[alt.Chart]:
        """A control chart of what :meth:`schommeling` gives; see :func:`.charts.control`."""
        return charts.control(data, decimals=_decimals(data))

    def punten(self, data: pd.DataFrame) -> list[alt.Chart]:
        """Points that no line joins; see :func:`.charts.dots`."""
        return charts.dots(data, decimals=_decimals(data))

    def vooruit(self, data: pd.DataFrame) -> list[alt.Chart]:
        """Measured series beside the points that the programme names for later; see :func:`.charts.shares_ahead`."""
        return charts.shares_ahead(data, own=self.regio_naam)

    def staven(self, data: pd.DataFrame, *, streep: float | None = None) -> dict | None:
        """Bars in groups, with a dashed line at ``streep``; see :func:`.charts.bars`."""
        return charts.bars(data, decimals=0, target=streep) if len(data) else None

    # ---- to show --------------------------------------------------------------------------------------------------------

    def figuur(
        self,
        naam: str,
        data: pd.DataFrame,
        grafiek: Grafiek = None,
        *,
        zin: str,
        kolommen: Mapping[str, str | tuple[str, str]],
        toets: pd.DataFrame | None = None,
        **woorden,
    ) -> None:
        """Show rows as a figure; when there are none, only the sentence that says why.

        Args:
            naam: short name, unique on the page.
            data: the rows of the table, with the columns in them.
            grafiek: layers, a chart of Altair or its specification; None for a table only.
            zin: the finding.
            kolommen: by column what stands above it, or that and its unit; empty text: only in the CSV.
            toets: how it was tested, as :meth:`toets` gives it.
            woorden: ``titel``, ``onderschrift``, ``alt``, ``bron``; ``soort`` and ``groep`` when the rows do not say.

        Raises:
            ValueError: the rows or the words break the contract of a figure.
        """
        if data.empty:
            _show(view.part("indicator.geen_cijfer", naam, zin))
        else:
            self.toon(self.gemaakt(naam, data, grafiek, zin=zin, kolommen=kolommen, toets=toets, **woorden))

    def gemaakt(
        self,
        naam: str,
        data: pd.DataFrame,
        grafiek: Grafiek = None,
        *,
        kolommen: Mapping[str, str | tuple[str, str]],
        toets: pd.DataFrame | None = None,
        **woorden,
    ) -> Figure:
        """The figure that :meth:`figuur` shows, which takes the same."""
        spec = charts.specification(grafiek, data) if grafiek else None
        line = view.text("vergelijken.toetsregel", view.rows(toets)) if toets is not None else ""
        if self.merk:
            woorden |= {"bron": f"{self.merk} {woorden['bron']}", "eigen": True}
        return Figure.of(self.regio, naam, data, column_list(kolommen), spec=spec, toets=line, **woorden)

    def toon(self, *parts: Markup | Figure) -> None:
        """Show figures and parts of the page, in order."""
        for part in parts:
            if isinstance(part, Figure):
                self.figuren[part.id] = part
                display(part)
            else:
                _show(part)

    def deel(self, macro: str, *values) -> None:
        """Show a part of the page: a macro of ``book/onderdelen`` such as ``programma.afspraken``, of frames or other values."""
        _show(view.part(macro, *_given(values)))

    def antwoord(self, text: str, soort: str = "document") -> None:
        """The chapter in one sentence; the cards that lead to the chapter show it too.

        Args:
            text: the sentence.
            soort: the kind of the figures in it; empty when there are none.

        Raises:
            ValueError: the figures are invented: what a reader sees first is real.
        """
        if soort == INVENTED:
            raise ValueError(f"{self.name}: het antwoord van een hoofdstuk rust op echte cijfers, niet op verzonnen")
        _show(view.part("tekst.antwoord", text, soort), {ANSWER: {"antwoord": text, "soort": soort}})

    def verantwoording(self) -> None:
        """Show which raw tables the chapter rests on, with dates, and what to keep in mind."""
        _show(view.part("hoofdstuk.verantwoording", self.tables(), self.areas, self.name == "financien"))

    def definitie(self, what: pd.Series | str, data: pd.DataFrame | None = None) -> None:
        """Show what is measured: of an indicator by where it stands, of a figure of the ordinary StatLine by its code and rows."""
        part = real.definition(self, what, data) if isinstance(what, str) else view.part("indicator.definitie", what)
        _show(part)

    # ---- words ----------------------------------------------------------------------------------------------------------

    def zin(self, what: pd.Series | str, data: pd.DataFrame | None = None) -> str:
        """The finding in one sentence, or why there is no figure; see :meth:`definitie` for what it takes."""
        return real.sentence(self, what, data) if isinstance(what, str) else sentences.indicator(what)

    def bijschrift(self, what: pd.Series | str, data: pd.DataFrame) -> dict:
        """What stands around a figure: columns of the table, title, description, source line; see :meth:`definitie` for what it takes."""
        if isinstance(what, str):
            return real.words(self, what, data)
        return indicator.words(what, data, self.regio_naam, self.in_zin, self.bronregel)

    def tekst(self, macro: str, *values) -> str:
        """The same as plain text, such as a sentence."""
        return view.text(macro, *_given(values))

    def getal(self, value: float | None, eenheid: str = "") -> str:
        """A value as the book writes it: ``6,7%``, ``1.250 personen``; without a unit ``1.250``."""
        return units.quantity(value, eenheid) if eenheid else dutch.number(value, 0)

    def kort_getal(self, value: float) -> str:
        """A value with one decimal, or none when that is 0."""
        return dutch.number(value, 1).removesuffix(",0")

    def miljoen(self, euros: float) -> str:
        """An amount in euros as ``528,9 miljoen euro``."""
        return dutch.millions(euros)

    def in_periode(self, label: str) -> str:
        """A period in a sentence: ``in het 3e kwartaal van 2025``."""
        return dutch.in_period(label)

    def woord(self, kolom: str, code: str) -> str:
        """The word of the field for a code: ``boek.woord("programmalijn", "2")``."""
        return programme.words(kolom)[code]

    def vindplaats(self, row: pd.Series) -> str:
        """Where a row of a document stands: the document and the line."""
        return programme.place(row["bron"], row["bronregel"])


def open(name: str, regio: str) -> Boek:
    """Open a chapter for a region.

    Args:
        name: name of the chapter's notebook.
        regio: ``NL`` or a region code such as ``RA0205``.

    Raises:
        UsageError: the region is not one of the book's, or not one of the kit's; the message gives suggestions.
        AzwboekError: there is no warehouse yet, or it is not the one of the kit.
    """
    paths = project()
    plain.use_in_builds()
    region = plan.load(paths).region(regio)
    remark = kit.remark(paths, region.code)
    connection = ask.connect(paths.warehouse)
    return Boek(name, region.code, region.naam, region.in_zin, connection, paths, region.samen, merk=remark)


def _given(values: Iterable) -> list:
    """What a macro gets: of a frame its rows."""
    return [view.rows(value) if isinstance(value, pd.DataFrame) else value for value in values]


def _decimals(data: pd.DataFrame) -> int:
    """With how many decimals the values of a frame are shown."""
    return units.decimals(data["eenheid"].iloc[-1])


def _show(part: Markup, more: dict | None = None) -> None:
    text = " ".join(part.striptags().split())
    display({"text/html": str(part), "text/plain": text[:200], **(more or {})}, raw=True)
