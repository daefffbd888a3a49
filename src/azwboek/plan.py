"""The plan: which areas, chapters and single pages there are, and so which pages.

Areas come from the sets of the book (:mod:`azwboek.sources.areas`), chapters from ``parameters/hoofdstukken.yml``, pages that exist once
from ``parameters/paginas.yml``. What a user types to choose among them is looked up here, and so is everything that can be said about a
name that is not one of ours.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, get_args

from pydantic import (
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic.dataclasses import dataclass as checked_dataclass

from .errors import AzwboekError, UsageError
from .paths import Paths
from .sources import areas, marked, registers, series
from .sources.areas import AreaSet
from .sources.figure_rows import Gebied
from .sources.rows import Group, Slug

NATIONAL = "NL"
REGION_PARAMETER = "regio"
#: Pages with a place of their own in the menu, and those that Sphinx and the theme make.
OWN_PLACE, MADE = ("index", "indicatoren", "verkenner"), ("search", "genindex", "404")
Text = Annotated[str, StringConstraints(min_length=1)]


@dataclasses.dataclass(frozen=True)
class Region:
    """An area of one of the book's sets, or the country as a whole (``NL``).

    ``indeling`` is the name of its set, ``pad`` the folder of its set's pages in the site; of the country, those of the first set.
    ``samen`` is what the areas of the book are called together.
    """

    code: str
    naam: str
    slug: str
    in_zin: str = ""
    groep: str = ""
    werkgeversgebied: str = ""
    vorige_naam: str = ""
    zoektermen: tuple[str, ...] = ()
    indeling: str = ""
    pad: str = ""
    samen: str = ""

    @property
    def path(self) -> str:
        """Folder of the region's pages in the site."""
        return self.slug if self.code == NATIONAL else f"{self.pad}/{self.slug}"

    def __str__(self) -> str:
        return f"{self.naam} ({self.code})"


@checked_dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class ChapterEntry:
    """One line of ``parameters/hoofdstukken.yml``; what each field means stands at its top."""

    naam: Slug
    titel: Text
    kort: Text
    groep: Group | None = None
    parameters: dict[str, StrictBool | StrictInt | StrictFloat | StrictStr] = dataclasses.field(
        default_factory=dict, hash=False
    )

    def notebook(self, paths: Paths) -> Path:
        """Return where the chapter's notebook stands, without outputs."""
        return paths.book / "chapters" / f"{self.naam}.ipynb"


@checked_dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class MenuPart:
    """A part of ``parameters/paginas.yml``: a heading of the menu and its pages, each the file ``book/<name>.md``."""

    kop: Text
    paginas: Annotated[tuple[Slug, ...], Field(min_length=1)]


@dataclasses.dataclass(frozen=True)
class Page:
    """A chapter for a region: one executed notebook and one page of the site."""

    region: Region
    chapter: ChapterEntry

    @property
    def key(self) -> str:
        """What the page is called in messages and on the command line, for example ``RA0205/behoud``."""
        return f"{self.region.code}/{self.chapter.naam}"

    @property
    def docname(self) -> str:
        """Address of the page in the site, without ``.html``."""
        return f"{self.region.path}/{self.chapter.naam}"

    def notebook_out(self, paths: Paths) -> Path:
        """Return where the executed notebook goes."""
        return paths.notebooks / self.region.code / f"{self.chapter.naam}.ipynb"


@dataclasses.dataclass(frozen=True)
class IndicatorPage:
    """The page about one indicator of the programme in all areas; without a ``groep`` it is about a real figure of the ordinary StatLine."""

    code: str
    naam: str
    groep: str = ""

    @property
    def docname(self) -> str:
        """Address of the page in the site, without ``.html``."""
        return f"indicator/{self.code}"


@dataclasses.dataclass(frozen=True)
class Plan:
    """All areas (the country first) and all chapters; ``uwv`` is the other division, only to explain it.

    ``sets`` are the sets that the areas belong to; a set may have only some of the chapters. ``menu`` are the pages that exist once,
    ``indicators`` those about one indicator in all areas, real figures first.
    """

    regions: tuple[Region, ...]
    chapters: tuple[ChapterEntry, ...]
    uwv: tuple[Region, ...] = ()
    sets: tuple[AreaSet, ...] = ()
    menu: tuple[MenuPart, ...] = ()
    indicators: tuple[IndicatorPage, ...] = ()

    @property
    def pages(self) -> list[Page]:
        """Every page, region by region."""
        return [Page(region, chapter) for region in self.regions for chapter in self.chapters_of(region)]

    @property
    def single(self) -> tuple[str, ...]:
        """The names of the pages that exist once."""
        return (*OWN_PLACE, *(name for part in self.menu for name in part.paginas))

    def chapters_of(self, region: Region) -> tuple[ChapterEntry, ...]:
        """The chapters that a region has: those of its set; the country has all."""
        named = {one.naam: one.settings.hoofdstukken for one in self.sets}.get(region.indeling)
        return (
            self.chapters
            if named is None or region.code == NATIONAL
            else tuple(c for c in self.chapters if c.naam in named)
        )

    def of_set(self, name: str) -> list[Region]:
        """The areas of a set."""
        return [region for region in self.regions if region.indeling == name and region.code != NATIONAL]

    @property
    def example(self) -> Page:
        """A page of an area, for a text that shows what an address looks like."""
        region = self.regions[:6][-1]
        return Page(region, self.chapters_of(region)[:3][-1])

    @property
    def nouns(self) -> str:
        """What the areas are called together: ``de 12 provincies``."""
        return self.regions[0].samen

    @property
    def counted(self) -> str:
        """How many areas there are, in short: ``12 provincies``."""
        return " en ".join(f"{len(one.areas)} {one.settings.meervoud}" for one in self.sets)

    @property
    def by_group(self) -> dict[str, ChapterEntry | None]:
        """The chapter in which each group of indicators stands; None for a group that no chapter names."""
        found = {chapter.groep: chapter for chapter in self.chapters if chapter.groep}
        return {group: found.get(group) for group in get_args(Group)}

    def region(self, text: str) -> Region:
        """Return the region with this code, name or slug; case and accents don't matter.

        Raises:
            UsageError: there is none; the message explains what the name is instead, or suggests.
        """
        wanted = _plain(text)
        known = [r for r in self.regions if wanted in {_plain(r.code), _plain(r.naam), _plain(r.slug)}]
        if len(known) > 1:  # Groningen is a region, and a province in a book with both
            raise UsageError(f"{_quote(text)} is {_or(map(str, known))}: kies met de code")
        if known:
            return known[0]
        raise UsageError(self._explain(text))

    def chapter(self, name: str) -> ChapterEntry:
        """Return the chapter with this name or menu title.

        Raises:
            UsageError: there is none; the message suggests or lists.
        """
        wanted = _plain(name)
        for chapter in self.chapters:
            if wanted in {_plain(chapter.naam), _plain(chapter.kort)}:
                return chapter
        labels = {_plain(label): c.naam for c in self.chapters for label in (c.kort, c.titel, c.naam)}
        near = list(dict.fromkeys(labels[label] for label in _near(wanted, labels)))
        hint = f"bedoel je {_or(near)}?" if near else f"kies uit {_or([c.naam for c in self.chapters])}"
        raise UsageError(f"onbekend hoofdstuk {_quote(name)}: {hint}")

    def select(self, only: Iterable[str] = (), limit: int | None = None) -> list[Page]:
        """Choose pages, in the order of the plan.

        Args:
            only: each ``CODE``, ``CODE/chapter`` or ``/chapter``; a name or slug may replace the code.
            limit: no more than this many pages.

        Raises:
            UsageError: an unknown region or chapter.
        """
        wanted = [self._parse(text) for text in only]
        pages = [
            page
            for page in self.pages
            if not wanted or any(r in (None, page.region) and c in (None, page.chapter) for r, c in wanted)
        ]
        return pages[:limit]

    def to_json(self) -> dict:
        """Regions, chapters and pages as plain data: ``regios``, ``hoofdstukken`` and ``paginas``, with their addresses in the site."""
        return {
            "regios": [dataclasses.asdict(region) | {"adres": f"{region.path}/"} for region in self.regions],
            "hoofdstukken": [dataclasses.asdict(chapter) for chapter in self.chapters],
            "paginas": [
                {
                    "sleutel": page.key,
                    "regio": page.region.code,
                    "hoofdstuk": page.chapter.naam,
                    "adres": f"{page.docname}.html",
                }
                for page in self.pages
            ],
        }

    def _parse(self, text: str) -> tuple[Region | None, ChapterEntry | None]:
        if self._known(text):  # a name may hold a slash: Zaanstreek/Waterland
            return self.region(text), None
        place, slash, chapter = text.rpartition("/")
        if not slash:
            return self.region(text), None
        return self.region(place) if place.strip() else None, self.chapter(chapter)

    def _known(self, text: str) -> bool:
        wanted = _plain(text)
        return any(wanted in labels for labels in map(_labels, (*self.regions, *self.uwv)))

    def _explain(self, text: str) -> str:
        wanted = _plain(text)
        for region in self.uwv:
            if wanted in _labels(region):
                near = self._overlapping(region)
                hint = f"bedoel je {_or(map(str, near))}?" if near else "zie 'azwboek list'"
                return (
                    f"{_quote(text)} is een van de 35 arbeidsmarktregio's van UWV "
                    f"({region.code}, {region.naam}); dit boek gebruikt {self.nouns}: {hint}"
                )
        if re.fullmatch(r"am\d+", wanted):
            return (
                f"{_quote(text)} heeft de vorm van een UWV-code (35 arbeidsmarktregio's); "
                f"dit boek gebruikt {self.nouns}: zie 'azwboek list'"
            )
        for region in self.regions:
            if wanted and wanted == _plain(region.vorige_naam):
                return f"{_quote(text)} is de vorige naam van {region}"
        homes = [str(r) for r in self.regions if wanted in {_plain(term) for term in r.zoektermen}]
        if homes:
            return f"onbekende regio: {text.strip()} hoort bij {_or(homes)}"
        near = self._similar(wanted)
        hint = f"bedoel je {_or(map(str, near))}?" if near else "zie 'azwboek list'"
        return f"onbekende regio {_quote(text)}: {hint}"

    def _overlapping(self, other: Region) -> list[Region]:
        """The regions that a UWV region's names point at: the same label, else one within; never a guess."""
        names = [_plain(name) for name in (other.naam, other.vorige_naam) if name]
        exact = [r for r in self.regions if _labels(r) & set(names)]
        inside = [r for r in self.regions if any(_within(label, name) for label in _labels(r) for name in names)]
        return exact or inside[:3]

    def _similar(self, wanted: str) -> list[Region]:
        owners: dict[str, list[Region]] = {}
        for region in self.regions:
            for label in _labels(region):
                owners.setdefault(label, []).append(region)
        inside = [label for label in owners if _within(wanted, label)]
        is_code = re.fullmatch(r"[a-z]{1,2}\d+", wanted)  # one digit off is another region, not a neighbour
        near = inside if is_code else inside + _near(wanted, owners)
        return list(dict.fromkeys(region for label in near for region in owners[label]))[:3]


def load(paths: Paths) -> Plan:
    """Read the regions, the chapters and the menu.

    Raises:
        AzwboekError: a register, ``parameters/hoofdstukken.yml`` or ``parameters/paginas.yml`` is missing or wrong; every fault is named.
    """
    chapters, menu = _chapters(paths), _menu(paths)  # quick to read: a fault in them is said before registers are read
    sets = areas.distinct(areas.chosen(paths))
    samen = " en ".join(f"de {len(one.areas)} {one.settings.noemer}" for one in sets)
    regions = [_region(row, one, samen) for one in sets for row in one.areas]
    places = series.places(paths.registers)
    regions = [
        dataclasses.replace(r, zoektermen=tuple(dict.fromkeys((*r.zoektermen, *places.get(r.code, ())))))
        for r in regions
    ]
    uwv = [
        Region(code=row.code, naam=row.naam, slug="", vorige_naam=row.vorige_naam or "")
        for row in registers.read_one(paths.registers, "uwv_regios")
    ]
    national = Region(
        code=NATIONAL,
        naam="Nederland",
        slug="nederland",
        in_zin="in Nederland",
        zoektermen=("landelijk",),
        indeling=sets[0].naam,
        pad=sets[0].settings.pad,
        samen=samen,
    )
    return Plan((national, *regions), tuple(chapters), tuple(uwv), sets, menu, tuple(_indicators(paths)))


def _region(row: Gebied, one: AreaSet, samen: str) -> Region:
    return Region(
        code=row.code,
        naam=row.naam,
        slug=row.slug,
        in_zin=row.in_zin,
        groep=row.groep or "",
        werkgeversgebied=row.werkgeversgebied or "",
        vorige_naam=row.vorige_naam or "",
        zoektermen=tuple(term.strip() for term in (row.zoektermen or "").split(";") if term.strip()),
        indeling=one.naam,
        pad=one.settings.pad,
        samen=samen,
    )


def _indicators(paths: Paths) -> list[IndicatorPage]:
    real = [IndicatorPage(row.code, row.titel_regios) for row in series.figures(paths.registers) if row.titel_regios]
    groups = get_args(Group)
    rows = sorted(
        registers.read_one(paths.registers, "indicatoren"), key=lambda row: (groups.index(row.groep), row.volgorde)
    )
    return [*real, *(IndicatorPage(row.code, row.naam, row.groep) for row in rows)]


def _chapters(paths: Paths) -> list[ChapterEntry]:
    path = paths.parameters / "hoofdstukken.yml"
    content, lines = marked.read(path)
    try:
        chapters = TypeAdapter(list[ChapterEntry]).validate_python(content)
    except ValidationError as error:
        raise AzwboekError("\n".join([f"{path}: {error.error_count()} fout(en)", *_faults(error)])) from error
    names = [chapter.naam for chapter in chapters]
    if double := sorted({name for name in names if names.count(name) > 1}):
        raise AzwboekError(f"{path}: hoofdstuk {', '.join(double)} staat er dubbel in")
    groups = [chapter.groep for chapter in chapters if chapter.groep]
    if double := sorted({group for group in groups if groups.count(group) > 1}):
        raise AzwboekError(f"{path}: groep {', '.join(double)} hoort bij meer dan een hoofdstuk")
    if taken := [chapter.naam for chapter in chapters if REGION_PARAMETER in chapter.parameters]:
        raise AzwboekError(f"{path}: {', '.join(taken)}: de parameter {REGION_PARAMETER} wordt al gezet")
    areas.check_chapters(paths, {name: marked.line_of(lines, (at,)) for at, name in enumerate(names)})
    return chapters


def check_pages(paths: Paths, plan: Plan) -> None:
    """Check that each page that exists once has its file in ``book``, and that each file there is a page.

    Raises:
        AzwboekError: with what is missing where; every fault is named.
    """
    listed = paths.parameters / "paginas.yml"
    there = {path.stem for path in paths.book.glob("*.md")}
    faults = [f"{listed}: {name}: book/{name}.md ontbreekt" for name in plan.single if name not in there]
    faults += [f"book/{name}.md: staat niet in {listed}; voeg de naam toe" for name in sorted(there - {*plan.single})]
    if faults:
        raise AzwboekError("\n".join(faults))


def _menu(paths: Paths) -> tuple[MenuPart, ...]:
    path = paths.parameters / "paginas.yml"
    content, lines = marked.read(path)
    try:
        menu = TypeAdapter(tuple[MenuPart, ...]).validate_python(content)
    except ValidationError as error:
        raise AzwboekError("\n".join(marked.faults(path, lines, error))) from error
    taken = dict.fromkeys((*OWN_PLACE, *MADE), "is de naam van een pagina die er altijd is")
    faults = []
    for at, part in enumerate(menu):
        for number, name in enumerate(part.paginas):
            line = lines[(at, "paginas", number)]
            if name in taken:
                faults.append(f"{path}, regel {line}: {name} {taken[name]}")
            taken[name] = f"staat ook op regel {line}"
    if faults:
        raise AzwboekError("\n".join(faults))
    return menu


def _faults(error: ValidationError) -> list[str]:
    dutch = {
        "unexpected_keyword_argument": "onbekend veld",
        "missing": "ontbreekt",
        "literal_error": "moet kern, 1, 2 of 3 zijn, als tekst",
        "list_type": "moet een lijst zijn",
    }
    lines: dict[str, str] = {}
    for fault in error.errors():
        number, *rest = fault["loc"] or ("bestand",)
        where = f"hoofdstuk {number + 1}" if isinstance(number, int) else str(number)
        field = ".".join(str(part) for part in rest[:2])
        reason = dutch.get(fault["type"], str(fault.get("ctx", {}).get("error", fault["msg"])))
        if rest[:1] == ["parameters"] and len(rest) > 1:
            reason = "moet tekst, een getal of waar/onwaar zijn (zet een datum tussen aanhalingstekens)"
        lines.setdefault(f"{where} {field}".strip(), reason)
    return [f"{where}: {reason}" for where, reason in lines.items()]


def _labels(region: Region) -> set[str]:
    """Everything by which a region is known, in plain form."""
    names = (region.code, region.naam, region.slug, region.vorige_naam, *region.zoektermen)
    return {_plain(name) for name in names if name}


def _plain(text: str) -> str:
    """Lower case, without accents and punctuation."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in letters if not unicodedata.combining(c))))


def _within(part: str, text: str) -> bool:
    return len(part) > 3 and f" {part} " in f" {text} "


def _near(wanted: str, labels: Iterable[str]) -> list[str]:
    return difflib.get_close_matches(wanted, list(labels), n=3, cutoff=0.6)


def _quote(text: str) -> str:
    """The text between quotes, on one line and not endless, whatever was typed."""
    shown = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in text.strip()[:80])
    return f"'{''.join(shown)}'"


def _or(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} of {last}" if first else last
