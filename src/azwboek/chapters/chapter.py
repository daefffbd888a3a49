"""What a chapter's notebook uses: open the warehouse for one region, ask a query, show what came out.

A cell is thin: it names what to show. The queries stand in ``sql/vragen``; what two cells need stands here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb
import pandas as pd
from IPython.display import display
from markupsafe import Markup

from .. import dutch
from ..kinds import INVENTED
from ..paths import Paths, project
from ..sources import own
from ..warehouse import ask
from . import coverage, indicator, plain, sentences, view
from .figures import Figure

#: The media type of a chapter's answer in its executed notebook, beside the paragraph that readers see.
ANSWER = "application/vnd.azwboek.antwoord+json"


@dataclass(frozen=True)
class Chapter:
    """One chapter for one region.

    Attributes:
        name: name of the notebook.
        regio: code of the region, ``NL`` for the country.
        regio_naam: its name.
        place: its name as a place in a sentence: ``in Twente``, ``in de Achterhoek``.
        paths: the checkout.
        areas: what the areas of the book are called together: ``de 12 provincies``.
    """

    name: str
    regio: str
    regio_naam: str
    place: str
    _connection: duckdb.DuckDBPyConnection
    paths: Paths
    areas: str
    _used: dict[str, set[str]] = field(default_factory=lambda: {"indicator": set(), "vintage": set()}, compare=False)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The warehouse, read-only. A page that uses it counts as resting on the whole warehouse; prefer :meth:`query`."""
        ask.record_everything()
        return self._connection

    @property
    def national(self) -> bool:
        return self.regio == "NL"

    def query(self, name: str, **parameters) -> pd.DataFrame:
        """Run ``sql/vragen/<name>.sql``; ``$regio`` is bound to this chapter's region when the query uses it.

        Returns:
            The answer; rows that name no region are the same for all, and get this chapter's. ``attrs["vraag"]`` says what was
            asked, so that a figure made of it can say so too.

        Raises:
            UsageError: there is no such query.
        """
        given = {"regio": self.regio, **parameters}
        found = ask.query(self._connection, self.paths, name, **given)
        named = ask.parameters(self.paths, name)
        found.attrs["vraag"] = {"naam": name, "parameters": {key: given[key] for key in named}}
        for column, used in self._used.items():
            named = [*found.get(column, []), parameters.get(column)]
            used.update(value for value in named if not dutch.missing(value))
        if "regio" not in found:
            found.insert(0, "regio", self.regio)
        return found

    def show(self, *parts: Markup | Figure) -> None:
        """Show figures and parts of the page, in order."""
        for part in parts:
            if isinstance(part, Figure):
                display(part)
            else:
                _show(part)

    def choice(self, shown: Iterable[Figure], labels: Iterable[str]) -> None:
        """Show figures of which the reader picks one; without scripts all stand under each other."""
        for figure, label in zip(shown, labels, strict=True):
            self.show(view.part("hoofdstuk.optie", label), figure)

    def answer(self, text: str, soort: str = "document") -> None:
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

    def standing(self, indicator: str) -> pd.Series:
        """Where an indicator stands in this region: one row of ``uit_stand`` with the definition."""
        return self.query("indicator_stand", indicator=indicator).iloc[0]

    def indicator(self, code: str) -> None:
        """Show an indicator: sentence, chart, table and definition; or why there is no figure."""
        row = self.standing(code)
        if dutch.missing(row["waarde"]):
            self.show(view.part("indicator.geen_cijfer", code, sentences.no_figure(row)))
        else:
            self.show(self.indicator_figure(row))
        self.show(view.part("indicator.definitie", row))

    def indicator_figure(self, row: pd.Series) -> Figure:
        """An indicator as a figure, from where it stands in this region."""
        data = self.query("indicator_reeks", indicator=row["indicator"])
        return indicator.figure(row, data, self.regio_naam, self.place, self.source_line)

    def agreements(self, line: str) -> None:
        """Tasks and agreements of a programme line."""
        self.show(view.part("programma.afspraken", self._rows("lijn_afspraken", lijn=line)))

    def actions(self, line: str) -> None:
        """The actions of a programme line by level, counts first."""
        found = self._rows("lijn_acties", lijn=line)
        self.show(*(view.part(f"programma.{name}", found) for name in ("aantal_acties", "acties_per_niveau")))

    def elsewhere(self, line: str) -> None:
        """Interventions and measures that fit a programme line."""
        self.show(
            view.part("programma.interventies", self._rows("lijn_interventies", lijn=line)),
            view.part("programma.passende_maatregelen", self._rows("lijn_maatregelen", lijn=line)),
        )

    def source_line(self, data: pd.DataFrame) -> str:
        """Source, last period, status and version of the rows of a figure."""
        used = self.query("vintage_bij_naam", vintages=list(dict.fromkeys(data["vintage"])))
        last = data.iloc[-1]
        titles = dutch.listing([f"‘{title}’" for title in used["titel"]])
        if (used["soort"] == INVENTED).any():
            origin = f"verzonnen cijfers, opgemaakt als CBS-tabel {titles}"
        elif used["is_testbron"].any():
            origin = f"{coverage.origin(used[used['is_testbron']].iloc[0])}, tabel {titles}"
        else:
            origin = f"CBS, AZW StatLine, tabel {titles}"
        changed = dutch.date(pd.to_datetime(used["gewijzigd"]).max().date())
        return f"Bron: {origin}, versie van {changed}. Laatste periode: {last['periode_label']} ({last['status']})."

    def accountability(self) -> None:
        """Show which raw tables the chapter rests on, with dates, and what to keep in mind."""
        self.show(view.part("hoofdstuk.verantwoording", self.tables(), self.areas, self.name == "financien"))

    def tables(self) -> list[dict]:
        """The raw tables that the chapter's questions until now rest on, by the record of these.

        Returns:
            The rows of the query ``vintage``, with ``herkomst``, and in ``geldt_nog`` that a refresh was refused.
        """
        found = self.query(
            "vintage", indicatoren=sorted(self._used["indicator"]), vintages=sorted(self._used["vintage"])
        )
        return [
            row | {"herkomst": coverage.origin(used), "geldt_nog": coverage.still_in_force(used)}
            for row, used in zip(view.rows(found), found.itertuples(), strict=True)
        ]

    def _rows(self, name: str, **parameters) -> list[dict]:
        return view.rows(self.query(name, **parameters))

    def eigen(self, bestand: str, *, alle: bool = False) -> pd.DataFrame:
        """An analyst's own figures of this region, from a file in ``eigen``, in the form of ``indicator_reeks``; see :func:`.own.read`.

        Args:
            bestand: name of the file there, or its full path.
            alle: the rows of every region; a page shows only its own.
        """
        from .. import plan

        file = self.paths.own / bestand
        found = own.read(file, plan.load(self.paths).region)
        ask.note_file(self.paths, file)
        return found if alle else found[found["regio"] == self.regio].reset_index(drop=True)


def open(name: str, regio: str) -> Chapter:
    """Open a chapter for a region.

    Args:
        name: name of the chapter's notebook.
        regio: ``NL`` or a region code such as ``RA0205``.

    Raises:
        UsageError: the region is not one of the book's; the message gives suggestions.
        AzwboekError: there is no warehouse yet.
    """
    from .. import plan

    paths = project()
    plain.use_in_builds()
    region = plan.load(paths).region(regio)
    return Chapter(name, region.code, region.naam, region.in_zin, ask.connect(paths.warehouse), paths, region.samen)


def _show(part: Markup, more: dict | None = None) -> None:
    text = " ".join(part.striptags().split())
    display({"text/html": str(part), "text/plain": text[:200], **(more or {})}, raw=True)
