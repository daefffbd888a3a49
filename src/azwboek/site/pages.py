"""The book as a template of ``book/*.md`` sees it: a page asks a query and hands the rows to a part of ``book/onderdelen``.

Names that a page uses are Dutch, for who writes pages. Nothing here makes HTML.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import json
from collections.abc import Callable, Mapping, Sequence

import duckdb
from markupsafe import Markup
from pydantic import BaseModel

from .. import dutch
from ..chapters import alike, compared, coverage, overview, programme, real, sentences, tested, view
from ..chapters.chapter import Chapter
from ..chapters.figures import Figure
from ..errors import AzwboekError
from ..kinds import INVENTED, REAL
from ..paths import Paths
from ..plan import NATIONAL, ChapterEntry, IndicatorPage, Plan, Region
from ..sources import refreshed, registers
from ..sources.areas import AreaSet, Settings
from ..statistics.outcomes import BAD, GOOD
from ..warehouse.ask import query
from . import marks
from .explorer import cubes as explorer
from .stamps import WORDS
from .take_along import downloads
from .take_along.downloads import Download
from .theme.contents import expected_pages


@dataclasses.dataclass(frozen=True)
class Context:
    """The book on one page.

    Attributes:
        paths, plan, connection: the checkout, its regions and chapters, the warehouse.
        edition: its kind, and marks for its identifier and day; see :mod:`azwboek.site.stamps`.
        day: the day of the edition, to compute with; None on a page that is kept and so must not rest on it.
        place_figure: puts a figure on a page, by document name.
        bestanden: the files that the site has for readers to download.
        answers: what each executed notebook answers, by document name.
        docname: the page that is being made.
        regio: the region of the page; the country for pages that exist once.
        indeling: the set of areas that the page is about; the first where it is about all.
    """

    paths: Paths
    plan: Plan
    edition: dict
    connection: duckdb.DuckDBPyConnection
    place_figure: Callable[[str, Figure], Markup]
    bestanden: Sequence[Download] = ()
    answers: Mapping[str, dict] = dataclasses.field(default_factory=dict)
    docname: str = "index"
    day: datetime.date | None = None
    regio: Region | None = None
    indeling: AreaSet | None = None

    def at(self, docname: str, region: Region | None = None, areas: AreaSet | None = None) -> Context:
        """The same book on another page, or about another set of areas."""
        own = region or self.plan.region(NATIONAL)
        set_of = areas or next(one for one in self.plan.sets if one.naam == own.indeling)
        return dataclasses.replace(self, docname=docname, regio=own, indeling=set_of)

    # ---- to ask -----------------------------------------------------------------------------------------------------

    def vraag(self, name: str, **parameters) -> list[dict]:
        """The rows of a query file for this page's region: values by column, a missing one is None.

        Raises:
            UsageError: there is no such query.
        """
        return view.rows(self._ask(name, **parameters))

    def register(self, name: str) -> list[BaseModel]:
        """The rows of a register.

        Raises:
            AzwboekError: the register is missing or wrong.
        """
        return registers.read_one(self.paths.registers, name)

    def _ask(self, name: str, **parameters):
        return query(self.connection, self.paths, name, **{"regio": self.regio.code, **parameters})

    # ---- where the page stands --------------------------------------------------------------------------------------

    @property
    def omhoog(self) -> str:
        """The way from this page to the root of the site."""
        return "../" * self.docname.count("/")

    @property
    def gebieden(self) -> Sequence[Region]:
        """The country and the regions."""
        return self.plan.regions

    @property
    def regios(self) -> list[Region]:
        """The areas of the page's set, without the country."""
        return self.plan.of_set(self.indeling.naam)

    @property
    def per_indeling(self) -> list[Context]:
        """This page about each set of areas of the book."""
        return [self.at(self.docname, self.regio, one) for one in self.plan.sets]

    @property
    def woorden(self) -> Settings:
        """What the areas of the page's set are called."""
        return self.indeling.settings

    @property
    def telling(self) -> str:
        """How many areas the book is about: ``12 provincies``."""
        return self.plan.counted

    @property
    def keuze(self) -> str:
        """What ``--gebieden`` must say for a command to be about this book; nothing for the standard one."""
        return ",".join(self.paths.areas)

    def met_hoofdstuk(self, chapter: ChapterEntry) -> list[Region]:
        """The country, and the areas of the page's set that have a chapter."""
        return [r for r in (self.plan.region(NATIONAL), *self.regios) if chapter in self.plan.chapters_of(r)]

    @property
    def hoofdstukken(self) -> Sequence[ChapterEntry]:
        """The chapters in the order of the menu."""
        return self.plan.chapters

    @property
    def tegels(self) -> list[tuple[BaseModel, Region]]:
        """The tiles of the map with their regions, row by row."""
        regions = {region.code: region for region in self.regios}
        tiles = sorted(self.register("regiotegels"), key=lambda tile: (tile.rij, tile.kolom))
        return [(tile, regions[tile.regio]) for tile in tiles if tile.regio in regions]

    @property
    def antwoorden(self) -> list[tuple[ChapterEntry, dict]]:
        """The chapters, each with the answer that its executed notebook carries for this page's region: ``antwoord``, ``soort``.

        Raises:
            AzwboekError: a notebook carries none.
        """
        found = [
            (chapter, self.answers.get(f"{self.regio.path}/{chapter.naam}"))
            for chapter in self.plan.chapters_of(self.regio)
        ]
        if without := [chapter.naam for chapter, answer in found if answer is None]:
            raise AzwboekError(
                f"geen antwoord in {', '.join(without)}: zet in de notebook een cel met boek.antwoord(…)"
            )
        return found

    # ---- the edition ------------------------------------------------------------------------------------------------

    @property
    def editieregel(self) -> str:
        """Which edition this is, of which day and of which kind."""
        used = self._ask("versies")
        tests = sorted(set(used.loc[used["is_testbron"], "host"]))
        if self.edition["soort"] == "demonstratie":
            standing = self._ask("standen", regio=NATIONAL)
            invented = int((standing["soort"] == INVENTED).sum())
            kind = (
                f"Van {invented} van de {len(standing)} indicatoren van het programma zijn de cijfers verzonnen, om het boek te kunnen "
                f"bouwen en testen; daar staat steeds ‘demonstratie’ bij. De andere cijfers zijn echt."
            )
        else:
            kind = "" if tests else "De cijfers komen van het CBS (AZW StatLine, CC BY 4.0)."
        if tests:
            kind += f" Er staan cijfers in van een testbron ({dutch.listing(tests)}), niet van het CBS."
        return f"Editie {self.edition['id']}, gemaakt op {WORDS}. {kind.strip()}"

    # ---- a region ---------------------------------------------------------------------------------------------------

    @functools.cached_property
    def _chapter(self) -> Chapter:
        """This page's region as a chapter, so that pages and notebooks use the same figures and sentences."""
        own = self.regio
        return Chapter(self.docname, own.code, own.naam, own.in_zin, self.connection, self.paths, own.samen)

    def kort(self) -> list[tuple[Markup, Markup]]:
        """The real figures that the region opens with, each with its definition."""
        return [(self.place_figure(self.docname, figure), card) for figure, card in real.in_short(self._chapter)]

    def zes_regels(self) -> list[tuple[str, str]]:
        """How the region stands, in six sentences with the kind of their figures."""
        return overview.six_lines(self._chapter)

    def stand(self) -> Markup:
        """The figure with all indicators of the region."""
        own = self.plan.chapters_of(self.regio)
        return self.place_figure(self.docname, overview.standing_figure(self._chapter, self.plan.by_group, own))

    @functools.cached_property
    def _getoetst(self) -> Figure:
        return tested.figure(self._chapter)

    def getoetst(self) -> Markup:
        """The figure with what was tested in the region."""
        return self.place_figure(self.docname, self._getoetst)

    def bij_opvallend(self) -> list[dict]:
        """What stands out in the region beside the country, each with what the programme has for the line that it belongs to.

        Returns:
            ``naam``, ``uitkomst`` in words, ``soort``, and of its line ``lijn`` (None for a core indicator, which belongs to all),
            ``hoofdstuk`` (its chapter in this region, or None), and rows: ``afspraken``, ``acties``, ``budget`` and ``interventies``.
        """
        names = [column.naam for column in self._getoetst.kolommen]
        rows = [dict(zip(names, row, strict=True)) for row in self._getoetst.rijen]
        groups = {row["indicator"]: row["groep"] for row in self.vraag("standen")}
        found = []
        for row in rows:
            if row["oordeel_land"] in (GOOD, BAD):
                line = groups[row["indicator"]]
                chapter = self.plan.by_group[line]
                about = {
                    "naam": row["naam"],
                    "uitkomst": row["naast_land"],
                    "soort": row["soort"],
                    "lijn": line if line in programme.words("programmalijn") else None,
                    "hoofdstuk": chapter if chapter in self.plan.chapters_of(self.regio) else None,
                }
                asked = ("afspraken", "acties", "budget", "interventies") if about["lijn"] else ()
                found.append(about | {what: self.vraag(f"lijn_{what}", lijn=line) for what in asked})
        return found

    @property
    def onderdelen(self) -> dict[str, str]:
        """The parts of the programme that indicators belong to, by code."""
        return overview.groups(self.plan.by_group)

    # ---- an indicator in all areas ----------------------------------------------------------------------------------

    def indicatoren(self) -> list[tuple[str, list[tuple[IndicatorPage, str, str]]]]:
        """The pages of indicators by group, each with a sentence and the kind of its figure.

        Groups with a real figure come first, and in a group real figures before invented ones; those of the ordinary StatLine have an
        empty group.
        """
        standing = {row["indicator"]: row for _, row in self._ask("standen", regio=NATIONAL).iterrows()}
        found: dict[str, list] = {}
        for page in self.plan.indicators:
            if page.groep:
                row = standing[page.code]
                if not dutch.missing(row["waarde"]):
                    said = sentences.indicator(row, brief=True), row["soort"]
                else:
                    said = real.instead(self._chapter, row) or (sentences.no_figure(row), "")
            else:
                subject = self._onderwerp(page)
                made = compared.standing(
                    subject, compared.table(subject, self._gebieden(page)), self.woorden, page.code
                )
                said = (made.zin, made.soort) if made else (f"{page.naam}: nog geen cijfer.", "")
            found.setdefault(page.groep, []).append((page, *said))
        for rows in found.values():
            rows.sort(key=lambda row: row[2] == INVENTED)
        return sorted(found.items(), key=lambda group: all(kind not in REAL for *_, kind in group[1]))

    def stand_van(self, page: IndicatorPage) -> dict:
        """What is known of an indicator for the whole country, and what its page shows.

        Returns:
            ``zin`` and ``soort``, or ``geen_cijfer``: why there is none; ``echt``: the real figure that stands for it, with its definition;
            ``getoond``: what the areas are compared on, or nothing; ``kaarten``: definitions; ``verkenner``: whether the explorer has
            it; ``hoofdstuk``: where it stands for the country.
        """
        figures = {one.code for one in self.plan.indicators if not one.groep}
        chapter = self.plan.by_group[page.groep or "kern"]
        about = {
            "zin": "", "soort": "", "geen_cijfer": "", "echt": None, "getoond": page.code, "kaarten": [],
            "verkenner": page.code in explorer.codes(self.connection, self.paths),
            "hoofdstuk": chapter and f"{self.omhoog}{self.plan.region(NATIONAL).path}/{chapter.naam}.html#fig-{page.code}",
        }  # fmt: skip
        if page.groep:
            row = self._ask("indicator_stand", indicator=page.code, regio=NATIONAL).iloc[0]
            about["kaarten"].append(view.part("indicator.definitie", row))
            if not dutch.missing(row["waarde"]):
                return about | {"zin": sentences.indicator(row), "soort": row["soort"]}
            instead = None if dutch.missing(row["vervangen_door"]) else row["vervangen_door"]
            about |= {"geen_cijfer": sentences.no_figure(row), "getoond": instead if instead in figures else ""}
            if instead and not about["getoond"] and (shown := real.figure(self._chapter, instead)):
                about["echt"] = self.place_figure(self.docname, shown[0]), shown[1]
        if about["getoond"] in figures:
            card = self.vraag("figuurkaart", figuur=about["getoond"])[0]
            about["kaarten"].append(view.part("reeksen.kaart", card, []))
        return about

    def vergeleken(self, code: str) -> list[dict]:
        """What has this code in the areas of each set.

        Returns:
            ``woorden`` of the set, and placed or None: ``punten``, ``verloop``, ``trechter`` and ``gelijkend``. Nothing without a code.
        """
        found = []
        for page in [page for page in self.plan.indicators if page.code == code]:
            subject = self._onderwerp(page)
            for one in self.per_indeling:
                name = code if one.indeling == self.plan.sets[0] else f"{code}-{one.indeling.naam}"
                areas, words = one._gebieden(page), one.woorden
                data = compared.table(subject, areas)
                made = {
                    "punten": compared.standing(subject, data, words, name),
                    "verloop": compared.over_the_years(subject, areas, words, f"{name}-verloop"),
                    "trechter": compared.by_people(subject, data, words, f"{name}-trechter"),
                    "gelijkend": compared.beside_alike(subject, data, one._gelijkend(), words, f"{name}-gelijkend"),
                }
                placed = {kind: figure and self.place_figure(self.docname, figure) for kind, figure in made.items()}
                found.append({"woorden": words} | placed)
        return found

    def _onderwerp(self, page: IndicatorPage) -> compared.Subject:
        if page.groep:
            return compared.of_indicator(self._ask, page.code, page.naam, self._chapter.bronregel)
        return compared.of_figure(self._ask, page.code, page.naam)

    def _gebieden(self, page: IndicatorPage) -> list[tuple[Region, str]]:
        """The areas of the page's set, each with the address where its own pages show what has this code."""
        return [(region, self._plek(page, region)) for region in self.regios]

    def _gelijkend(self) -> dict[str, tuple[list[str], str]]:
        """The areas of the page's set that have a chapter which explains their peers: the codes of these, and its address."""
        chapter = self.plan.by_group["kern"]
        regions = [region for region in self.regios if chapter and chapter in self.plan.chapters_of(region)]
        traits = self._ask("gelijkende_regio_kenmerken")
        peers = alike.of_every(traits, self.paths.parameters / "buren.yml", self.plan) if regions else {}
        return {
            region.code: (peers[region.code], f"{self.omhoog}{region.path}/{chapter.naam}.html#fig-gelijkende-regios")
            for region in regions
            if region.code in peers
        }

    def _plek(self, page: IndicatorPage, region: Region) -> str:
        """Where a region's own pages show what has this code."""
        chapter = self.plan.by_group[page.groep] if page.groep else None
        name = chapter.naam if chapter in self.plan.chapters_of(region) else "index"
        place = f"#fig-{page.code}" if name != "index" or not page.groep else ""
        return f"{self.omhoog}{region.path}/{name}.html{place}"

    # ---- what there is and what there is not ------------------------------------------------------------------------

    def dekking(self) -> list[dict]:
        """Every indicator with the tables behind it; see :func:`azwboek.chapters.coverage.indicators`."""
        return coverage.indicators(self.vraag("dekking"), self._ask("versies"), self.day)

    def dekking_antwoord(self) -> str:
        """How many indicators have a figure, in one sentence."""
        return coverage.answer(self._ask("dekking"))

    def verversing(self) -> dict:
        """How the last refresh went; nothing when there was none. See :func:`azwboek.chapters.coverage.refresh`."""
        state = refreshed.last_refresh(self.paths)
        return coverage.refresh(state, self._ask("versies"), self.day) if state else {}

    def vergelijking(self) -> dict:
        """Published national figures beside the book's own; see :func:`azwboek.chapters.coverage.published`."""
        return coverage.published(self._ask("vergelijking_gepubliceerd"))

    def herzieningen(self) -> dict:
        """What later versions of tables changed, with the table as a figure; see :func:`azwboek.chapters.coverage.revisions`."""
        found = coverage.revisions(self._ask("herzieningen"), self._ask("versies"))
        return found | {"figuur": found["figuur"] and self.place_figure(self.docname, found["figuur"])}

    @property
    def geteld(self) -> str:
        """How many figures of the whole book are real and how many invented; a mark until the site is made, as below."""
        return marks.stamp(marks.BOOK)

    def geteld_per_gebied(self) -> list[tuple[str, list[str]]]:
        """The same for the country and each area: its name, and for its own page and each chapter the count or a dash."""
        there = expected_pages(self.plan)
        names = ["index", *(chapter.naam for chapter in self.plan.chapters)]
        return [
            (
                region.naam,
                [marks.stamp(page) if (page := f"{region.path}/{name}") in there else "\N{EN DASH}" for name in names],
            )
            for region in self.plan.regions
        ]

    def geteld_per_pagina(self) -> list[tuple[str, str, str]]:
        """The same for the pages that exist once or are about all areas: address, what it is called, count."""
        of_areas = {f"{region.path}/" for region in self.plan.regions}
        titles = {f"{one.settings.pad}/index": f"Alle {one.settings.meervoud}" for one in self.plan.sets}
        titles |= {"index": "Beginpagina"} | {page.docname: page.naam for page in self.plan.indicators}
        return [
            (f"{name}.html", titles.get(name) or self._heading(name), marks.stamp(name))
            for name in expected_pages(self.plan)
            if not any(name.startswith(path) for path in of_areas)
        ]

    def _heading(self, name: str) -> str:
        """What a page that exists once is called: its first heading."""
        lines = (self.paths.book / f"{name}.md").read_text(encoding="utf-8").splitlines()
        return next(line.removeprefix("# ") for line in lines if line.startswith("# "))

    def metingen(self) -> dict:
        """What was measured of the site with ``make measure``; nothing when nothing was."""
        path = self.paths.root / "data" / "metingen.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}

    # ---- downloads ---------------------------------------------------------------------------------------------------

    @property
    def zip(self) -> str:
        """Where the zip of the whole book stands in the site."""
        return downloads.book_address(self.edition)

    def schema_org(self) -> Markup:
        """What this page's region holds, for machines: a schema.org data set as JSON without a character that HTML reads."""
        own = [
            (f"{self.omhoog}{file.address}", downloads.media_type(file.address))
            for file in self.bestanden
            if file.regio == self.regio.code
        ]
        return Markup(downloads.schema_org(self.regio, self.edition, own))

    # ---- the explorer -----------------------------------------------------------------------------------------------

    def laatste_cijfers(self) -> dict:
        """The latest figure of each indicator in every region.

        Returns:
            ``indicatoren``: (name, unit, the country's period, kind); ``rijen``: (region, rows).
        """
        frame = explorer.latest(self.connection, self.paths)
        periods = frame[frame["regio"] == NATIONAL].set_index("indicator")["periode_label"]
        kinds = frame.dropna(subset="soort").drop_duplicates("indicator").set_index("indicator")["soort"]
        return {
            "indicatoren": [
                (r.naam, r.eenheid, periods[r.indicator], kinds[r.indicator])
                for r in frame.drop_duplicates("indicator").itertuples()
            ],
            "rijen": [(name, view.rows(rows)) for name, rows in frame.groupby("regio_naam", sort=False)],
        }
