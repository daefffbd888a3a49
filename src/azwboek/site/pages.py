"""What the Markdown pages in ``book/`` can use: numbers, lists and figures for one page, as escaped markup."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import json
from collections.abc import Callable, Sequence

import duckdb
import pandas as pd
from markupsafe import Markup

from .. import dutch
from ..chapters import answers, coverage, figures, programme, sentences
from ..chapters.chapter import Chapter
from ..chapters.figures import Column, Figure
from ..paths import Paths
from ..plan import Plan, Region
from ..sources import refreshed, registers
from ..warehouse.ask import query
from .explorer import cubes as explorer
from .stamps import WORDS
from .take_along import downloads
from .take_along.downloads import Download

GROUPS = {
    "kern": "Kernindicatoren",
    "1": "Innovatieve werkvormen",
    "2": "Behoud van medewerkers",
    "3": "Leren en ontwikkelen",
}
CHAPTER_OF = {"kern": "kernindicatoren", "1": "innovatieve-werkvormen", "2": "behoud", "3": "leren-en-ontwikkelen"}


class WholeChapter(Chapter):
    """A chapter for a page on which all indicators stand: where one of them stands is not asked by itself."""

    @functools.cached_property
    def _standings(self) -> pd.DataFrame:
        return self.query("standen").set_index("indicator", drop=False)

    def standing(self, indicator: str) -> pd.Series:
        return self._standings.loc[indicator]


@dataclasses.dataclass(frozen=True)
class Context:
    """The book as a template sees it.

    Attributes:
        paths, plan, connection: the checkout, its regions and chapters, the warehouse.
        edition: its kind, and marks for its identifier and day; see :mod:`azwboek.site.stamps`.
        day: the day of the edition, to compute with; None on a page that is kept and so must not rest on it.
        place_figure: puts a figure on a page, by document name.
        taken: the files that the site has for readers to take along.
        docname: the page that is being made.
        region: the region of the page; the country for pages that exist once.
    """

    paths: Paths
    plan: Plan
    edition: dict
    connection: duckdb.DuckDBPyConnection
    place_figure: Callable[[str, Figure], Markup]
    taken: Sequence[Download] = ()
    docname: str = "index"
    day: datetime.date | None = None
    region: Region | None = None

    def at(self, docname: str, region: Region | None = None) -> Context:
        """The same book on another page."""
        return dataclasses.replace(self, docname=docname, region=region or self.plan.region("NL"))

    @property
    def up(self) -> str:
        """The way from this page to the root of the site."""
        return "../" * self.docname.count("/")

    @functools.cached_property
    def chapter(self) -> Chapter:
        """This page's region as a chapter, so that pages and notebooks use the same figures and sentences."""
        return WholeChapter(self.docname, self.region.code, self.region.naam, self.connection, self.paths)

    def ask(self, name: str, **parameters) -> pd.DataFrame:
        """Run a query file for this page's region."""
        return query(self.connection, self.paths, name, **{"regio": self.region.code, **parameters})

    def edition_line(self) -> str:
        """Which edition this is, of which day and of which kind."""
        used = self.ask("versies")
        tests = sorted(set(used.loc[used["is_testbron"], "host"]))
        invented = self.edition["soort"] == "demonstratie"
        if invented:
            some = "Een deel van de cijfers" if (used["soort"] == "cbs").any() else "Alle cijfers"
            kind = f"{some} over de regio’s {'is' if some[0] == 'E' else 'zijn'} verzonnen, om het boek te kunnen bouwen en testen."
        elif tests:
            kind = ""
        else:
            kind = "De cijfers komen van het CBS (AZW StatLine, CC BY 4.0)."
        if tests:
            kind += f" Er staan cijfers in van een testbron ({dutch.listing(tests)}), niet van het CBS."
        return f"Editie {self.edition['id']}, gemaakt op {WORDS}. {kind.strip()}"

    # ---- regions ---------------------------------------------------------------------------------------------------------

    def region_finder(self) -> Markup:
        """Three ways to a region: a search box, a map of equal tiles, a list."""
        return Markup('<div class="azw-vinder">{}{}{}</div>').format(self._search_box(), self._tiles(), self._names())

    def _search_box(self) -> Markup:
        return Markup(
            '<form class="azw-filter" data-doel="regiolijst" data-enkel="regio" data-meer="regio’s" data-mee="regiokaart" '
            'data-gis hidden><label>Zoek je regio of plaats <input type="search" name="zoek" autocomplete="off" '
            'spellcheck="false"></label></form>'
        )

    def _tiles(self) -> Markup:
        """Every region as a tile about where it lies; drawn by this book, so not a map with borders."""
        names = {region.code: region for region in self.plan.regions}
        tiles = sorted(registers.read_one(self.paths.registers, "regiotegels"), key=lambda tile: (tile.rij, tile.kolom))
        items = Markup("").join(
            Markup('<li class="azw-rij-{} azw-kolom-{}" data-code="{}"><a href="{}{}/index.html">{}</a></li>').format(
                tile.rij, tile.kolom, tile.regio, self.up, names[tile.regio].path, _tile_text(tile, names[tile.regio])
            )
            for tile in tiles
        )
        return Markup(
            '<nav class="azw-kaart" aria-label="Kaart van de regio’s"><ul id="regiokaart" class="azw-tegels">{}</ul>'
            '<p class="azw-meta">Elke tegel is een regio, ongeveer op haar plaats. De grootte zegt niets.</p></nav>'
        ).format(items)

    def _names(self) -> Markup:
        items = Markup("").join(
            Markup('<li data-code="{}" data-zoek="{}"><a href="{}{}/index.html">{}</a></li>').format(
                r.code, "; ".join(filter(None, [r.code, r.vorige_naam, *r.zoektermen])), self.up, r.path, r.naam
            )
            for r in self.regions
        )
        return Markup('<ul class="azw-regios" id="regiolijst">{}</ul>').format(items)

    @property
    def regions(self) -> list[Region]:
        """The 28 regions, without the country."""
        return [region for region in self.plan.regions if region.code != "NL"]

    def chapters_by_region(self) -> Markup:
        """Per chapter the ways to it for each region: what a chapter's page leads to for another region."""
        parts = (
            Markup("<details><summary>{}</summary><ul class='azw-regios' id='{}'>{}</ul></details>").format(
                f"{c.kort}: {c.titel}",
                c.naam,
                Markup("").join(
                    Markup('<li><a href="{}{}/{}.html">{}</a></li>').format(self.up, r.path, c.naam, r.naam)
                    for r in self.plan.regions
                ),
            )
            for c in self.plan.chapters
        )
        return Markup("").join(parts)

    def regions_by_area(self) -> Markup:
        """All regions by the area of the regional employers' organisations."""
        areas: dict[tuple, list[Region]] = {}
        for region in self.plan.regions:
            if region.code != "NL":
                areas.setdefault((region.groep, region.werkgeversgebied), []).append(region)
        rows = Markup("").join(
            Markup('<tr><th scope="row">{}</th><td data-label="Regio’s">{}</td></tr>').format(
                area,
                Markup(", ").join(
                    Markup('<a href="{}{}/index.html">{}</a> ({})').format(self.up, r.path, r.naam, r.code)
                    for r in regions
                ),
            )
            for (_, area), regions in areas.items()
        )
        return Markup(
            '<table class="azw-cijfers azw-stapel"><caption>De 28 regio’s naar gebied van de regionale werkgeversorganisatie</caption>'
            '<thead><tr><th scope="col">Gebied</th><th scope="col">Regio’s</th></tr></thead><tbody>{}</tbody></table>'
        ).format(rows)

    def chapter_cards(self) -> Markup:
        """The chapters as cards, each with its question and its newest finding."""
        findings = {
            "kernindicatoren": answers.core(self.chapter),
            **{CHAPTER_OF[line]: answers.line(self.chapter, line) for line in "123"},
            "financien": self._finance_answer(),
        }
        cards = Markup("").join(
            Markup('<li><a href="{}{}/{}.html">{}</a><p class="azw-kop">{}</p><p>{}</p></li>').format(
                self.up, self.region.path, c.naam, c.kort, c.titel, findings[c.naam]
            )
            for c in self.plan.chapters
        )
        return Markup('<ul class="azw-kaarten">{}</ul>').format(cards)

    def _finance_answer(self) -> str:
        from ..chapters import finance

        return finance.answer(self.chapter)

    # ---- where a region stands -------------------------------------------------------------------------------------------

    def core_figures(self) -> Markup:
        """The four core indicators as big figures with change and period."""
        rows = [row for _, row in self.ask("standen").iterrows() if row["groep"] == "kern"]
        return Markup('<dl class="azw-kern">{}</dl>').format(Markup("").join(self._core(row) for row in rows))

    def _core(self, row: pd.Series) -> Markup:
        if dutch.missing(row["waarde"]):
            return Markup('<div><dt>{}</dt><dd class="azw-groot">–</dd><dd>nog geen cijfer</dd></div>').format(
                row["naam"]
            )
        change = sentences.year_earlier(row)
        period = f"{row['periode_label']}{'' if row['status'] == 'definitief' else ', voorlopig'}"
        return Markup('<div><dt>{}</dt><dd class="azw-groot">{}</dd><dd>{}</dd><dd>{}</dd></div>').format(
            row["naam"], dutch.quantity(row["waarde"], row["eenheid"]), change, period
        )

    def six_lines(self) -> Markup:
        """How the region stands in six sentences: the five that differ most from the country, and what has no figure.

        Differing is measured against the distance from the lowest to the highest region, so that units don't count.
        """
        frame = answers.standings(self.chapter)
        known = frame[frame["waarde"].notna() & (frame["hoogste"] > frame["laagste"])]
        distance = ((known["waarde"] - known["waarde_nl"]) / (known["hoogste"] - known["laagste"])).abs()
        counts = known["eenheid"].isin(dutch.COUNTS)
        order = distance.where(~counts, -1).sort_values(ascending=False, kind="stable").index
        chosen = known.loc[order].head(5)
        lines = list(chosen["zin"])
        without = frame[frame["waarde"].isna()]
        provisional = int((chosen["status"] != "definitief").sum())
        lines.append(
            f"Voor {len(without)} van de {len(frame)} indicatoren is er nog geen cijfer over deze regio. "
            f"Van de cijfers hierboven zijn er {provisional} nog voorlopig."
        )
        return Markup('<ol class="azw-zes-regels">{}</ol>').format(
            Markup("").join(Markup("<li>{}</li>").format(text) for text in lines)
        )

    def standing_figure(self) -> Markup:
        """One table with all indicators: region, country, difference, a year earlier, period and status."""
        frame = self.ask("standen")
        rows = frame.assign(
            regio=self.region.code,
            lijn=frame["groep"].map(GROUPS),
            adres=[f"{CHAPTER_OF[r.groep]}.html#fig-{r.indicator}" for r in frame.itertuples()],
            eigen=[self._value(r.waarde, r.eenheid) for r in frame.itertuples()],
            land=[self._value(r.waarde_nl, r.eenheid) for r in frame.itertuples()],
            verschil=[self._gap(r) for r in frame.itertuples()],
            eerder=[self._value(r.waarde_jaar_eerder, r.eenheid) for r in frame.itertuples()],
            wanneer=[
                "nog geen cijfer" if dutch.missing(r.waarde) else f"{r.periode_label}, {r.status}"
                for r in frame.itertuples()
            ],
        )
        known = int(frame["waarde"].notna().sum())
        columns = [
            Column("regio"), Column("naam", "Indicator", link="adres"), Column("eigen", self.region.naam, "tekst"),
            Column("land", "Nederland", "tekst"), Column("verschil", "Verschil", "tekst"), Column("eerder", "Jaar eerder", "tekst"),
            Column("wanneer", "Periode en status"), Column("lijn"), Column("adres"),
            *map(Column, ("indicator", "waarde", "waarde_nl", "waarde_jaar_eerder", "eenheid", "populatie", "periode", "status", "soort", "vintage")),
        ]  # fmt: skip
        kinds = set(frame["soort"].dropna())
        return self.place_figure(
            self.docname,
            Figure(
                id="stand",
                regio=self.region.code,
                titel=f"Alle indicatoren, {self.region.naam}",
                onderschrift="Laatste cijfer; Nederland in dezelfde periode; verschil van percentages in procentpunten, tussen de cijfers zoals ze hier staan",
                zin=f"Voor {known} van de {len(frame)} indicatoren van het programma is er een cijfer over {self.region.naam}.",
                alt="Tabel met alle indicatoren.",
                bron="Bron: per indicator in het hoofdstuk; periode en status staan in de tabel.",
                soort="demonstratie" if "demonstratie" in kinds else "cbs",
                kolommen=columns,
                rijen=figures.rows(rows, columns),
                groep="lijn",
            ),
        )

    @staticmethod
    def _value(value, unit: str) -> str:
        return "–" if dutch.missing(value) else dutch.quantity(value, unit).split(" ")[0]

    @staticmethod
    def _gap(row) -> str:
        if dutch.missing(row.waarde) or dutch.missing(row.waarde_nl) or row.eenheid in dutch.COUNTS:
            return "–"
        gap = dutch.shown(row.waarde, row.eenheid) - dutch.shown(row.waarde_nl, row.eenheid)
        sign = "" if abs(gap) < 1e-9 else ("+" if gap > 0 else "\N{MINUS SIGN}")
        return sign + dutch.difference(gap, row.eenheid).removesuffix(" procentpunt")

    def agreed(self) -> Markup:
        """Dated agreements and actions in which regional parties act."""
        frame = self.ask("termijnen_regio")
        items = programme.items(
            programme.item(
                f"{programme.term_words(r.soort, r.termijn)}: {r.item_soort} {r.item}",
                r.samenvatting,
                [
                    r.wie and f"Wie: {r.wie}",
                    f"In het document: ‘{r.letterlijk}’",
                    "voortgang niet geregistreerd",
                    programme.place(r.bron, r.bronregel),
                ],
            )
            for r in frame.itertuples()
        )
        text = f"{len(frame)} gedateerde afspraken en acties gaan over regio’s of regionale partijen. Ze gelden voor alle regio’s."
        return programme.paragraph(text, "azw-zin") + Markup(
            "<details><summary>Toon de {} termijnen</summary>{}</details>"
        ).format(len(frame), items)

    def published(self) -> Markup:
        """Figures published earlier about this region, and those of wider areas in that area's own words."""
        own, wider = self.ask("gepubliceerd_zeker"), self.ask("gepubliceerd_ruimer")
        parts = [
            self._published(
                own,
                f"Over {self.region.naam}",
                f"Er zijn geen eerder gepubliceerde cijfers gevonden die zeker over {self.region.naam} gaan.",
            )
        ]
        if len(wider):
            parts.append(self._published(wider, "Over een ruimer of minder zeker gebied waar deze regio in valt", ""))
        note = "Elk cijfer heeft een eigen datum, gebied en afbakening. Ze vormen geen reeks en vullen geen gat."
        return programme.paragraph(note, "azw-zin") + Markup("").join(parts)

    @staticmethod
    def _published(frame: pd.DataFrame, title: str, none: str) -> Markup:
        if frame.empty:
            return Markup("<p>{}</p>").format(none)
        return Markup("<details><summary>{} ({})</summary>{}</details>").format(
            title, len(frame), programme.published(frame)
        )

    # ---- to take along ---------------------------------------------------------------------------------------------------

    def take_along(self) -> Markup:
        """What there is of this region to take along; its report is put in by ``azwboek rapport`` when that is made."""
        own = [file for file in self.taken if file.regio == self.region.code]
        return Markup("<ul>{}{}{}</ul>").format(
            Markup("").join(self._file(file) for file in own),
            Markup('<li>Onder elke grafiek en tabel: de cijfers als CSV. Wat de kolommen betekenen, staat in <a href="{}csv/{}/datapackage.json">datapackage.json</a> bij die bestanden.</li>').format(self.up, self.docname),
            downloads.report_mark(self.region.code),
        )  # fmt: skip

    def workbooks(self) -> Markup:
        """The workbooks of all regions."""
        return Markup('<ul class="azw-regios">{}</ul>').format(
            Markup("").join(self._file(file, file.titel.split(":")[0]) for file in self.taken if file.regio)
        )

    def reports(self) -> Markup:
        """Where the reports of all regions come when they are made."""
        return Markup('<ul class="azw-regios">{}</ul>').format(
            Markup("").join(downloads.report_mark(region.code) for region in self.plan.regions)
        )

    def whole_warehouse(self) -> Markup:
        """The warehouse as one file, and its tables as Parquet behind a fold."""
        tables = [file for file in self.taken if file.address.endswith(".parquet")]
        whole = [file for file in self.taken if file.address.endswith(".duckdb")]
        return Markup("<ul>{}</ul><details><summary>{} tabellen als Parquet</summary><ul>{}</ul></details>").format(
            Markup("").join(self._file(file) for file in whole),
            len(tables),
            Markup("").join(self._file(file) for file in tables),
        )

    def whole_book(self) -> Markup:
        """The zip of the whole book; how large it is, is not known while its own pages are made."""
        return Markup('<a href="{}{}" download>Het hele boek (zip)</a>').format(
            self.up, downloads.book_address(self.edition)
        )

    def _file(self, file: Download, title: str = "") -> Markup:
        return Markup('<li><a href="{}{}" download>{}</a> <span class="azw-meta">{}</span></li>').format(
            self.up, file.address, title or file.titel, file.mark
        )

    def dataset(self) -> Markup:
        """What this page's region holds, for machines: a schema.org data set."""
        own = [
            (f"{self.up}{file.address}", downloads.media_type(file.address))
            for file in self.taken
            if file.regio == self.region.code
        ]
        content = downloads.schema_org(self.region, self.edition, own)
        return Markup('<script type="application/ld+json">{}</script>').format(Markup(content))

    def glossary(self) -> Markup:
        """The terms of the field, each with its source."""
        terms = sorted(registers.read_one(self.paths.registers, "begrippen"), key=lambda term: term.term.lower())
        sources = self.connection.table("kern_bron").df().set_index("id")["titel"]
        rows = Markup("").join(
            Markup('<dt id="{}">{}</dt><dd>{} <span class="azw-meta">Bron: {}.</span></dd>').format(
                term.code,
                term.term,
                term.uitleg,
                programme.place(term.bron, term.bronregel) if term.bronregel else sources[term.bron],
            )
            for term in terms
        )
        return Markup('<dl class="azw-begrippen">{}</dl>').format(rows)

    def measured(self) -> Markup:
        """What was measured of the site with ``make measure``, of which day and where."""
        path = self.paths.root / "data" / "metingen.json"
        if not path.is_file():
            return Markup("<p>Dit is nog niet gemeten.</p>")
        found = json.loads(path.read_text(encoding="utf-8"))
        rows = Markup("").join(
            Markup(
                '<tr><th scope="row">{}</th><td class="getal" data-label="Gewicht">{}</td><td class="getal" data-label="Eerste beeld">{}</td>'
                '<td class="getal" data-label="Verschuiving">{}</td></tr>'
            ).format(
                row["soort"],
                dutch.bytes_(row["gewicht_bytes"]),
                f"{dutch.number(row['eerste_beeld_ms'] / 1000, 2)} s",
                dutch.number(row["verschuiving"], 3),
            )
            for row in found["paginas"]
        )
        size = found["omvang"]
        day = dutch.date(datetime.date.fromisoformat(found["datum"]))
        text = (
            f"Gemeten op {day} met {found['opdracht']}, editie {found['editie']}, op {found['machine']}. Elke pagina is "
            f"{found['bezoeken']} keer geopend op {found['breedte']} beeldpunten breed, zonder iets te bewaren; hier staat het midden. "
            "Het gewicht is wat er bij het openen binnenkomt; wie verder leest, haalt ook de levende grafieken op. "
            "De host stond op dezelfde computer: over een netwerk duurt het langer. De hele site is "
            f"{dutch.bytes_(size['bytes'])} in {dutch.number(size['bestanden'], 0)} bestanden, waarvan {dutch.bytes_(size['paginas'])} aan pagina’s; "
            f"als zip {dutch.bytes_(size['zip'])}."
        )
        return Markup(
            '<table class="azw-cijfers azw-stapel"><caption>Wat een pagina weegt en hoe snel zij er is</caption><thead><tr>'
            '<th scope="col">Pagina</th><th scope="col">Gewicht (gzip)</th><th scope="col">Eerste beeld</th><th scope="col">Verschuiving</th>'
            '</tr></thead><tbody>{}</tbody></table><p class="azw-meta">{}</p>'
        ).format(rows, text)

    # ---- the explorer ------------------------------------------------------------------------------------------------------

    def explorer(self) -> Markup:
        """The place of the explorer; in it the latest figures as a table, for who has no scripts."""
        frame = explorer.latest(self.connection, self.paths)
        shown = frame.drop_duplicates("indicator")[["indicator", "naam", "eenheid"]]
        periods = frame[frame["regio"] == "NL"].set_index("indicator")["periode_label"]
        head = Markup("").join(
            Markup('<th scope="col" class="getal">{}<br><span class="azw-meta">{}; Nederland: {}</span></th>').format(
                r.naam, "procent" if r.eenheid == "%" else r.eenheid, periods[r.indicator]
            )
            for r in shown.itertuples()
        )
        body = Markup("").join(
            Markup('<tr><th scope="row">{}</th>{}</tr>').format(
                name,
                Markup("").join(
                    Markup('<td class="getal">{}{}</td>').format(
                        self._value(r.waarde, r.eenheid),
                        "" if r.status == "definitief" or dutch.missing(r.waarde) else "*",
                    )
                    for r in rows.itertuples()
                ),
            )
            for name, rows in frame.groupby("regio_naam", sort=False)
        )
        mark = "demonstratie, verzonnen; " if (frame["soort"] == "demonstratie").any() else ""
        table = Markup(
            '<div class="azw-rol" role="region" tabindex="0" aria-label="Laatste cijfers per regio"><table class="azw-cijfers">'
            '<caption>Laatste cijfer per indicator en regio ({}* voorlopig)</caption><thead><tr><th scope="col">Regio</th>{}</tr></thead>'
            "<tbody>{}</tbody></table></div>"
        ).format(mark, head, body)
        return Markup(
            '<div class="azw-verkenner" data-verkenner="verkenner/"><div class="azw-vk-terugval">{}</div></div>'
        ).format(table)

    # ---- pages that exist once -------------------------------------------------------------------------------------------

    def work_agenda(self) -> Markup:
        """Every action with its sub-items, to be filtered by line, level, date and words."""
        frame = self.ask("werkagenda")
        parents = frame[frame["bovenliggend"].isna()]
        items = Markup("").join(
            Markup('<li data-lijn="{}" data-niveau="{}" data-opgave="{}" data-datum="{}">{}</li>').format(
                r.programmalijn,
                r.niveau,
                r.opgave,
                "ja" if r.termijnen else "nee",
                _inner(programme.action(r)) + self._parts(frame, r.id),
            )
            for r in parents.itertuples()
        )
        fields = [
            ("lijn", "Programmalijn", programme.LINES),
            ("niveau", "Wie is aan zet", programme.LEVELS),
            (
                "opgave",
                "Opgave",
                {
                    str(o): f"{o}. {n}"
                    for o, n in parents[["opgave", "opgave_naam"]].drop_duplicates().itertuples(index=False)
                },
            ),
            ("datum", "Datum genoemd", {"ja": "ja", "nee": "nee"}),
        ]
        return _filter("werkagenda-lijst", "actie", "acties", fields) + Markup(
            '<ul class="azw-lijst" id="werkagenda-lijst">{}</ul>'
        ).format(items)

    @staticmethod
    def _parts(frame: pd.DataFrame, parent: str) -> Markup:
        own = frame[frame["bovenliggend"] == parent]
        if own.empty:
            return Markup("")
        return Markup("<ul>{}</ul>").format(Markup("").join(programme.action(r) for r in own.itertuples()))

    def level_counts(self) -> Markup:
        """How many actions each level has per programme line."""
        frame = self.ask("werkagenda")
        frame = frame[frame["bovenliggend"].isna()]
        table = frame.groupby(["programmalijn", "niveau"]).size().unstack(fill_value=0)[list(programme.LEVELS)]
        head = Markup("").join(
            Markup('<th scope="col">{}</th>').format(dutch.sentence_case(n)) for n in programme.LEVELS.values()
        )
        body = Markup("").join(
            Markup('<tr><th scope="row">{}</th>{}<td class="getal" data-label="Samen">{}</td></tr>').format(
                programme.LINES[line],
                Markup("").join(
                    Markup('<td class="getal" data-label="{}">{}</td>').format(programme.LEVELS[level], count)
                    for level, count in row.items()
                ),
                int(row.sum()),
            )
            for line, row in table.iterrows()
        )
        return Markup(
            '<table class="azw-cijfers azw-stapel"><caption>Aantal acties per programmalijn en niveau</caption><thead><tr>'
            '<th scope="col">Programmalijn</th>{}<th scope="col">Samen</th></tr></thead><tbody>{}</tbody></table>'
        ).format(head, body)

    def interventions(self) -> Markup:
        """All interventions of the annex."""
        return programme.interventions(self.ask("interventies"))

    def measures(self, term: str) -> Markup:
        """The measures of the Taskforce for the short (``kort``) or the longer term (``lang``)."""
        frame = self.ask("maatregelen")
        return programme.measures(frame[frame["termijn"] == term])

    def instruments(self) -> Markup:
        """All instruments that the documents name, to be filtered by kind and words."""
        frame = self.ask("instrumenten")
        items = Markup("").join(
            Markup('<li data-soort="{}">{}</li>').format(r.soort, _inner(programme.instrument(r)))
            for r in frame.itertuples()
        )
        fields = [("soort", "Soort", {kind: kind for kind in sorted(frame["soort"].unique())})]
        return _filter("instrumenten-lijst", "instrument", "instrumenten", fields) + Markup(
            '<ul class="azw-lijst" id="instrumenten-lijst">{}</ul>'
        ).format(items)

    def facts(self) -> Markup:
        """Every figure from the documents, to be filtered by document and words."""
        frame = self.ask("cijfers")
        body = Markup("").join(
            Markup(
                '<tr data-document="{}"><th scope="row">{}</th><td class="getal" data-label="Cijfer">{}</td><td data-label="Wanneer">{}</td>'
                '<td data-label="Wie of waar">{}</td><td data-label="Plaats">{}</td></tr>'
            ).format(
                r.bron,
                Markup("{}{}").format(
                    r.onderwerp,
                    Markup('<br><span class="azw-meta">{}</span>').format(r.toelichting) if r.toelichting else "",
                ),
                f"{dutch.number(r.waarde)} {r.eenheid}",
                r.periode or "niet vermeld",
                ", ".join(filter(None, [r.gebied, r.populatie])),
                programme.place(r.bron, r.bronregel)
                + (f"; noemt als bron: {r.genoemde_bron}" if r.genoemde_bron else ""),
            )
            for r in frame.itertuples()
        )
        fields = [
            (
                "document",
                "Document",
                {b: dutch.sentence_case(programme.SOURCE_NAMES[b]) for b in frame["bron"].unique()},
            )
        ]
        table = _filter("cijfers-tabel", "cijfer", "cijfers", fields) + Markup(
            '<div class="azw-rol" role="region" tabindex="0" aria-label="Cijfers uit de documenten"><table class="azw-cijfers azw-stapel" id="cijfers-tabel">'
            '<thead><tr><th scope="col">Wat</th><th scope="col">Cijfer</th><th scope="col">Wanneer</th><th scope="col">Wie of waar</th>'
            '<th scope="col">Plaats</th></tr></thead><tbody>{}</tbody></table></div>'
        ).format(body)
        return Markup("<details><summary>Toon alle {} cijfers</summary>{}</details>").format(len(frame), table)

    def contradictions(self) -> Markup:
        """The weightiest contradictions in full; the others behind a fold, to be filtered by weight, kind and words."""
        frame = self.ask("tegenspraken")
        heavy, rest = frame[frame["ernst"] == "hoog"], frame[frame["ernst"] != "hoog"]
        fields = [
            ("ernst", "Gewicht", {"midden": "midden", "laag": "laag"}),
            ("soort", "Soort", {kind: kind for kind in sorted(rest["soort"].unique())}),
        ]
        return Markup(
            '<ol class="azw-opmerkingen">{}</ol><details><summary>Toon de andere {} tegenspraken</summary>{}{}</details>'
        ).format(
            self._contradictions(heavy),
            len(rest),
            _filter("tegenspraken-lijst", "tegenspraak", "tegenspraken", fields),
            Markup('<ol class="azw-opmerkingen" id="tegenspraken-lijst">{}</ol>').format(self._contradictions(rest)),
        )

    @staticmethod
    def _contradictions(frame: pd.DataFrame) -> Markup:
        return Markup("").join(
            Markup('<li value="{}" data-ernst="{}" data-soort="{}">{}</li>').format(
                r.nummer, r.ernst, r.soort, programme.contradiction(r)
            )
            for r in frame.itertuples()
        )

    def national_published(self) -> Markup:
        """Figures published earlier about the country."""
        return self._published(self.ask("gepubliceerd_zeker"), "Over Nederland", "")

    def sources(self) -> Markup:
        """The documents and other sources, with what rests on them."""
        body = Markup("").join(
            Markup(
                '<tr id="bron-{}"><th scope="row">{}</th><td data-label="Uitgever">{}</td><td data-label="Datum">{}</td><td class="getal" data-label="Feiten">{}</td></tr>'
            ).format(
                r.id,
                Markup('<a href="{}" rel="external">{}</a>').format(r.url, r.titel) if r.url else r.titel,
                r.uitgever,
                r.datum or "niet vermeld",
                r.feiten,
            )
            for r in self.ask("bronnen").itertuples()
        )
        return Markup(
            '<table class="azw-cijfers azw-stapel"><caption>Bronnen en het aantal feiten in de registers dat erop rust</caption><thead><tr><th scope="col">Bron</th>'
            '<th scope="col">Uitgever</th><th scope="col">Datum</th><th scope="col">Feiten</th></tr></thead><tbody>{}</tbody></table>'
        ).format(body)

    # ---- what there is and what there is not ---------------------------------------------------------------------------

    def coverage_answer(self) -> Markup:
        """How many indicators have a figure, in one sentence."""
        return coverage.answer(self.ask("dekking"))

    def coverage(self) -> Markup:
        """Every indicator with its table, version, age and latest period, or why there is no figure."""
        return coverage.indicators(self.ask("dekking"), self.ask("versies"), self.day)

    def last_refresh(self) -> Markup:
        """How the last refresh went, and which version of each table counts."""
        return coverage.refresh(refreshed.last_refresh(self.paths), self.ask("versies"), self.day)

    def agreement(self) -> Markup:
        """Published national figures beside the book's own."""
        return coverage.published(self.ask("vergelijking_gepubliceerd"))

    def published_sources(self) -> Markup:
        """The public pages that figures were typed over from."""
        items = Markup("").join(
            Markup("<li>{}{} · {} · {}</li>").format(
                Markup('<a href="{}" rel="external">{}</a>').format(r.url, r.titel) if r.url else r.titel,
                f" ({r.datum})" if r.datum else "",
                programme.SOURCE_KINDS[r.bronsoort],
                f"{r.cijfers} cijfer{'s' if r.cijfers > 1 else ''}",
            )
            for r in self.ask("gepubliceerde_bronnen").itertuples()
        )
        return Markup("<details><summary>Toon alle publicaties</summary><ul>{}</ul></details>").format(items)

    def indicator_table(self) -> Markup:
        """The 17 indicators of the programme: definition, expected source, and whether there is a figure."""
        frame = self.ask("standen")
        definitions = self.connection.table("kern_indicator").df().set_index("code")
        body = Markup("").join(
            Markup(
                '<tr><th scope="row">{}</th><td data-label="Onderdeel">{}</td><td data-label="Definitie">{}</td><td data-label="Verwachte bron">{}</td>'
                '<td data-label="Per regio">{}</td><td data-label="Cijfer in dit boek">{}</td></tr>'
            ).format(
                r.naam,
                GROUPS[r.groep],
                definitions.loc[r.indicator, "definitie"],
                r.verwachte_bron,
                r.regionaal,
                "nog geen bron" if dutch.missing(r.waarde) else f"{r.soort}, {r.periode_label}",
            )  # fmt: skip
            for r in frame.itertuples()
        )
        return Markup(
            '<div class="azw-rol" role="region" tabindex="0" aria-label="Indicatoren"><table class="azw-cijfers azw-stapel"><caption>De 17 indicatoren van het programma</caption>'
            '<thead><tr><th scope="col">Indicator</th><th scope="col">Onderdeel</th><th scope="col">Definitie</th><th scope="col">Verwachte bron</th>'
            '<th scope="col">Per regio</th><th scope="col">Cijfer in dit boek</th></tr></thead><tbody>{}</tbody></table></div>'
        ).format(body)


def _tile_text(tile: registers.Regiotegel, region: Region) -> Markup:
    """The name on a tile, with places where it may break; what does not fit is there for who listens."""
    shown = Markup("&shy;").join(tile.tekst.split("|"))
    rest = region.naam.removeprefix(tile.tekst.replace("|", ""))
    return shown + (Markup('<span class="azw-verborgen">{}</span>').format(rest) if rest else "")


def _filter(target: str, one: str, more: str, fields: list[tuple[str, str, dict[str, str]]]) -> Markup:
    """A form that the book's script shows and that filters the items of ``#target``."""
    selects = Markup("").join(
        Markup('<label>{} <select name="{}"><option value="">alle</option>{}</select></label>').format(
            label,
            name,
            Markup("").join(
                Markup('<option value="{}">{}</option>').format(value, words) for value, words in options.items()
            ),
        )
        for name, label, options in fields
    )
    return Markup(
        '<form class="azw-filter" data-doel="{}" data-enkel="{}" data-meer="{}" hidden>{}'
        '<label>Zoek <input type="search" name="zoek" autocomplete="off"></label></form>'
    ).format(target, one, more, selects)


def _inner(item: Markup) -> Markup:
    """What stands inside a list item, so that the item itself can get attributes."""
    return Markup(str(item).removeprefix("<li>").removesuffix("</li>"))
