"""What a chapter's notebook uses: open the warehouse for one region, ask a query, show what came out.

A cell is thin: it names what to show. The queries stand in ``sql/vragen``; what two cells need stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
import pandas as pd
from IPython.display import display
from markupsafe import Markup

from .. import dutch
from ..paths import Paths, project
from ..warehouse import ask
from . import charts, coverage, figures, programme, sentences
from .figures import Column, Figure

STATUS_ORDER = ["definitief", "nader voorlopig", "voorlopig", "onbekend"]


class Html(str):
    """Markup that a notebook shows as it is."""

    def _repr_html_(self) -> str:
        return str(self)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {"text/html": str(self), "text/plain": re.sub(r"<[^>]+>", " ", self)[:200]}


@dataclass(frozen=True)
class Chapter:
    """One chapter for one region.

    Attributes:
        name: name of the notebook.
        regio: code of the region, ``NL`` for the country.
        regio_naam: its name.
        paths: the checkout.
    """

    name: str
    regio: str
    regio_naam: str
    _connection: duckdb.DuckDBPyConnection
    paths: Paths

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The warehouse, read-only. A page that uses it counts as resting on the whole warehouse; prefer :meth:`query`."""
        ask.record_everything()
        return self._connection

    @property
    def national(self) -> bool:
        return self.regio == "NL"

    @property
    def place(self) -> str:
        """``in Twente``, ``in Nederland``."""
        return dutch.in_region(self.regio_naam)

    def query(self, name: str, **parameters) -> pd.DataFrame:
        """Run ``sql/vragen/<name>.sql``; ``$regio`` is bound to this chapter's region when the query uses it.

        Returns:
            The answer; rows that name no region are the same for all, and get this chapter's.

        Raises:
            UsageError: there is no such query.
        """
        found = ask.query(self._connection, self.paths, name, **{"regio": self.regio, **parameters})
        if "regio" not in found:
            found.insert(0, "regio", self.regio)
        return found

    def show(self, *parts: str | Markup | Figure) -> None:
        """Show figures and markup, in order."""
        for part in parts:
            display(part if isinstance(part, Figure) else Html(part))

    def choice(self, shown: Iterable[Figure], labels: Iterable[str]) -> None:
        """Show figures of which the reader picks one; without scripts all stand under each other."""
        for figure, label in zip(shown, labels, strict=True):
            self.show(Markup('<p class="azw-optie">{}</p>').format(label), figure)

    def answer(self, text: str) -> None:
        """The chapter in one sentence."""
        self.show(programme.paragraph(text, "azw-antwoord"))

    def standing(self, indicator: str) -> pd.Series:
        """Where an indicator stands in this region: one row of ``uit_stand`` with the definition."""
        return self.query("indicator_stand", indicator=indicator).iloc[0]

    def indicator(self, code: str) -> None:
        """Show an indicator: sentence, chart, table and definition; or why there is no figure."""
        row = self.standing(code)
        if dutch.missing(row["waarde"]):
            text = sentences.no_figure(row)
            self.show(Markup('<div class="azw-geen-cijfer" id="fig-{}"><p>{}</p></div>').format(code, text))
        else:
            self.show(indicator_figure(self, row))
        self.show(programme.definition(row))

    def agreements(self, line: str) -> None:
        """Tasks and agreements of a programme line."""
        self.show(programme.agreements(self.query("lijn_afspraken", lijn=line)))

    def actions(self, line: str) -> None:
        """The actions of a programme line by level, counts first."""
        frame = self.query("lijn_acties", lijn=line)
        dated = int(frame["termijnen"].notna().sum())
        text = f"De werkagenda van september 2022 noemt {len(frame)} acties voor deze programmalijn; bij {dated} daarvan staat een datum."
        self.show(programme.paragraph(text, "azw-zin"), programme.actions_by_level(frame))

    def elsewhere(self, line: str) -> None:
        """Interventions and measures that fit a programme line."""
        self.show(
            programme.interventions(self.query("lijn_interventies", lijn=line)),
            Markup("<details><summary>Maatregelen van de Taskforce die hierbij passen</summary>{}</details>").format(
                programme.measures(self.query("lijn_maatregelen", lijn=line))
            ),
        )

    def money(self, line: str) -> None:
        """The budget of a programme line per year."""
        self.show(money_figure(self, line))

    def accountability(self, *indicators: str) -> None:
        """Which raw tables the chapter rests on, with dates, and what to keep in mind."""
        self.show(accountability(self, list(indicators)))


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
    region = plan.load(paths).region(regio)
    return Chapter(name, region.code, region.naam, ask.connect(paths.warehouse), paths)


def indicator_figure(chapter: Chapter, row: pd.Series) -> Figure:
    """An indicator as a figure: the region's series with the country and the spread of the regions."""
    unit, decimals = row["eenheid"], dutch.DECIMALS.get(row["eenheid"], 1)
    data = chapter.query("indicator_reeks", indicator=row["indicator"])
    data["begin_datum"] = pd.to_datetime(data["begin_datum"])
    data, known = _measured(data)
    counts = unit in dutch.COUNTS
    if counts:  # a region's count and the country's do not belong on one axis
        data[["waarde_nl", "laagste", "hoogste"]] = None
        known[["waarde_nl", "laagste", "hoogste"]] = None
    own = chapter.regio_naam
    columns = [Column("regio"), Column("periode"), Column("periode_label", "Periode"), Column("waarde", own, unit)]
    if not counts:
        columns += [] if chapter.national else [Column("waarde_nl", "Nederland", unit)]
        columns += [Column("laagste", "Laagste regio", unit), Column("hoogste", "Hoogste regio", unit)]
    columns += [Column("status", "Status"), *map(Column, ("eenheid", "populatie", "soort", "vintage"))]
    sentence = sentences.indicator(row)
    return Figure(
        id=row["indicator"],
        regio=chapter.regio,
        titel=f"{row['naam']}, {own}",
        onderschrift=_subtitle(known, unit, row["populatie"], counts),
        zin=sentence,
        alt=f"Lijngrafiek van {_span(known)}: {row['naam'].lower()} {chapter.place}. {sentence}",
        bron=source_line(chapter, known),
        soort=row["soort"],
        kolommen=columns,
        rijen=figures.rows(data[::-1], columns),
        spec=charts.series(known, own=own, unit=unit, decimals=decimals),
    )


def money_figure(chapter: Chapter, line: str) -> Figure:
    """The budget of one programme line per year, as the destination table states it."""
    data = chapter.query("lijn_budget", lijn=line)
    data = data.assign(
        regio=chapter.regio,
        groep=programme.LINES[line],
        naam=data["jaar"].astype(str),
        waarde=data["bedrag_eur"] / 1e6,
        label=[dutch.number(v / 1e6, 1).removesuffix(",0") for v in data["bedrag_eur"]],
    )
    first, last = data.iloc[0], data.iloc[-1]
    change = last["bedrag_eur"] - first["bedrag_eur"]
    word = "meer" if change > 0 else "minder"
    sentence = (
        f"Voor deze programmalijn staat landelijk {dutch.millions(last['bedrag_eur'])} in de begroting van {last['jaar']}: "
        f"{dutch.millions(abs(change))} {word} dan in {first['jaar']}."
    )
    columns = [
        Column("regio"), Column("post", "Post"), Column("jaar", "Jaar"), Column("bedrag_eur", "Bedrag in euro", "euro"),
        Column("bron"), Column("bronregel"),
    ]  # fmt: skip
    return Figure(
        id=f"budget-lijn-{line}",
        regio=chapter.regio,
        titel=f"Budget: {programme.LINES[line].lower()}",
        onderschrift="Miljoen euro per jaar, heel Nederland; er is geen verdeling per regio gepubliceerd",
        zin=sentence,
        alt=f"Staafdiagram met drie jaren. {sentence}",
        bron=f"Bron: {programme.place(first['bron'], first['bronregel'])} (september 2022), tabel Invulling; status: beoogd budget.",
        soort="document",
        kolommen=columns,
        rijen=figures.rows(data, columns),
        spec=charts.bars(data, decimals=0),
    )


def source_line(chapter: Chapter, data: pd.DataFrame) -> str:
    """Source, last period, status and version of the rows of a figure."""
    used = chapter.query("vintage_bij_naam", vintages=list(dict.fromkeys(data["vintage"])))
    last = data.iloc[-1]
    titles = dutch.listing([f"‘{title}’" for title in used["titel"]])
    if (used["soort"] == "demonstratie").any():
        origin = f"verzonnen demonstratiegegevens in de vorm van tabel {titles}"
    elif used["is_testbron"].any():
        origin = f"{coverage.origin(used[used['is_testbron']].iloc[0])}, tabel {titles}"
    else:
        origin = f"CBS, AZW StatLine, tabel {titles}"
    changed = dutch.date(pd.to_datetime(used["gewijzigd"]).max().date())
    return f"Bron: {origin}, versie van {changed}. Laatste periode: {last['periode_label']} ({last['status']})."


def accountability(chapter: Chapter, indicators: list[str]) -> Markup:
    """The tables behind a chapter with their dates, and the caveats that hold for all figures."""
    frame = chapter.query("vintage", indicatoren=indicators)
    rows = Markup("").join(
        Markup(
            '<tr><th scope="row">{}</th><td data-label="Soort">{}</td><td data-label="Gewijzigd">{}</td><td data-label="Opgehaald">{}</td></tr>'
        ).format(
            f"{r.titel} ({r.tabel})",
            coverage.origin(r),
            dutch.date(pd.to_datetime(r.gewijzigd).date()),
            f"{dutch.date(r.opgehaald.date())}. {coverage.still_in_force(r)}".removesuffix(". "),
        )
        for r in frame.itertuples()
    )
    table = (
        Markup(
            '<table class="azw-cijfers azw-stapel"><caption>Tabellen achter dit hoofdstuk</caption><thead><tr>'
            '<th scope="col">Tabel</th><th scope="col">Soort</th><th scope="col">Gewijzigd</th><th scope="col">Opgehaald</th>'
            "</tr></thead><tbody>{}</tbody></table>"
        ).format(rows)
        if len(frame)
        else Markup("<p>Dit hoofdstuk gebruikt geen tabellen van AZW StatLine; alles komt uit de documenten.</p>")
    )
    caveats = [
        "Een regio is waar mensen wonen, niet waar zij werken.",
        "De regio’s zijn de 28 RegioPlus-arbeidsmarktregio’s, niet de 35 arbeidsmarktregio’s van UWV.",
        "Alle cijfers over zorg en welzijn zijn ‘smal’ (zonder kinderopvang), tenzij er iets anders staat.",
        "Enquêtecijfers per regio zijn schattingen met een model. Een klein verschil zegt daarom weinig.",
        "Twee lijnen in een grafiek laten geen oorzaak zien.",
        "Verschillen zijn berekend met de afgeronde cijfers zoals ze hier staan.",
    ]
    listed = Markup("").join(Markup("<li>{}</li>").format(text) for text in caveats)
    return Markup("{}<ul>{}</ul>").format(table, listed)


def _measured(data: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The periods in which an indicator is measured, and of those the ones with a value.

    A quarter that never has a value for this region (some surveys have none per region then) is left out. A value that
    is missing stays in the table with its reason, and the line stops there: ``stuk`` numbers the unbroken pieces.
    """
    part = data["periode"].str[4:]
    data = data[data["waarde"].notna().groupby(part).transform("any")].reset_index(drop=True)
    reason = "ontbreekt: " + data["reden_ontbreekt"].fillna("onbekend").astype(str)
    data["status"] = data["status"].where(data["waarde"].notna(), reason)
    known = data[data["waarde"].notna()].reset_index(drop=True)
    steps = known["begin_datum"].diff()
    gap = steps > 1.5 * steps.median()
    known["stuk"] = (gap | known["segment"].ne(known["segment"].shift())).cumsum()
    return data, known


def _subtitle(data: pd.DataFrame, unit: str, population: str, counts: bool) -> str:
    words = {"%": "Procent", "factor (0-1)": "Factor, 1 is voltijd"}.get(unit, dutch.sentence_case(unit))
    who = programme.POPULATIONS[population].split(":")[0]
    parts = [words, who if population != "onbekend" else "", "as begint niet bij 0"]
    if not counts and data["laagste"].notna().any():
        parts.append("grijze band: van de laagste tot de hoogste regio")
    if (data["status"] != "definitief").any():
        parts.append("open punt: voorlopig")
    return "; ".join(part for part in parts if part)


def _span(data: pd.DataFrame) -> str:
    return f"{data.iloc[0]['periode_label']} tot en met {data.iloc[-1]['periode_label']}"
