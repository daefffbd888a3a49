"""Which measures of the live catalogue may feed a series: by title, unit and level, with a sample of values beside what is published."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from .. import dutch
from ..paths import Paths
from . import cbs, plain, plausible, registers, resolving
from .branches import Branches
from .case import COUNTRY
from .catalogue import Entry, Resolved, topic_groups
from .rules import Level, Rules
from .snapshots import RawTable

TABLES = 10  # of how many tables the measures are looked at
ALIKE = 0.9  # from this likeness on a measure is called what is wanted
SHOWN = 5  # how many candidates a person sees
KINDS = {"KW": "kwartalen", "JJ": "jaren", "SJ": "studiejaren", "MM": "maanden"}


@dataclass(frozen=True)
class Wanted:
    """A series that looks for a table.

    Attributes:
        series: its code; ``name``, ``unit`` and ``population`` as the registers have them.
        words: what it is called here and in the mapping.
        entry: its line in the mapping, if there is one.
        published: published figures: period -> value in the unit of the book, and identifier.
    """

    series: str
    name: str
    unit: str
    population: str
    words: str
    entry: Entry | None
    published: dict[str, tuple[float, str]] = field(default_factory=dict)

    @property
    def names(self) -> str:
        """What the measure is called here and in the mapping."""
        return f"{self.name} {self.entry.maat.titel or ''}" if self.entry else self.name

    @property
    def populations(self) -> list[str]:
        return list(self.entry.populaties) if self.entry else [self.population]


@dataclass(frozen=True)
class Candidate:
    """A measure that may feed a series.

    Attributes:
        resolved: the keys, by the only sensible choice of positions; its entry is the line that would be written.
        measure: title, unit, group and key in words.
        values: the country's values in the unit of the book, by period.
        level: what is expected.
        score: how much its titles are like what is wanted.
        alike: whether the measure itself is called what is wanted, so that it may be proposed.
    """

    resolved: Resolved
    measure: str
    values: pd.Series
    level: Level | None
    score: float
    alike: bool

    @property
    def fits(self) -> bool:
        """Whether it has values, and all of them lie where they are expected."""
        known = self.values.dropna()
        return bool(len(known)) and (self.level is None or bool(known.between(self.level.van, self.level.tot).all()))

    def lines(self, number: int, wanted: Wanted) -> list[str]:
        """The candidate as a person sees it."""
        table, known = self.resolved.snapshot, self.values.dropna().sort_index()
        geo = self.resolved.region
        regions = sum(row["Key"].strip().startswith("RA") for row in table.metadata[geo]) if geo else 0
        fixed = [f"{d} = {_title(table, d, key)}" for d, key in sorted(self.resolved.positions.items())]
        fixed += [f"{self.resolved.branch} = {len(self.resolved.branches)} branches"] if self.resolved.branch else []
        kinds = ", ".join(
            f"{int((known.index.str[4:6] == kind).sum())} {KINDS.get(kind, kind)}"
            for kind in self.resolved.entry.perioden
        )
        span = f"{known.index[0]} tot en met {known.index[-1]} ({kinds})" if len(known) else "geen enkele waarde"
        sample = "; ".join(f"{dutch.number(value)} in {period}" for period, value in known.iloc[-3:].items()) or "geen"
        beside = [
            f"{period}: {dutch.number(value)} gepubliceerd ({name}), hier {dutch.number(known[period]) if period in known.index else 'geen'}"
            for period, (value, name) in sorted(wanted.published.items())[-3:]
        ]
        verdict = "past" if self.fits else "past niet"
        expected = (
            f"{dutch.number(self.level.van)} tot {dutch.number(self.level.tot)}" if self.level else "niets bekend"
        )
        return [
            f"  {number}. {table.table} ‘{plain.shown(table.title)}’, {self.measure}",
            f"     posities: {'; '.join(fixed) or 'geen te kiezen'}",
            f"     perioden: {span}; regio's: {regions or 'geen, alleen Nederland'}",
            f"     Nederland, in {wanted.unit}: {sample}; verwacht {expected}: {verdict}",
            *(f"     {line}" for line in beside),
        ]


def _title(table: RawTable, dimension: str, key: str) -> str:
    return next(plain.shown(row["Title"]) for row in table.metadata[dimension] if row["Key"] == key)


def wanted(paths: Paths, entries: list[Entry]) -> dict[str, Wanted]:
    """Every series that the book knows, as something that looks for a table, by code.

    Raises:
        RegisterError: a register is wrong.
    """
    own = {entry.reeks: entry for entry in entries}
    subjects = {
        (r.onderwerp, r.eenheid): r
        for r in registers.read_one(paths.registers, "vergelijkingen")
        if r.vergelijkbaarheid == "zelfde"
    }
    published: dict[str, dict[str, tuple[float, str]]] = {}
    for row in registers.read_one(paths.registers, "gepubliceerde_cijfers"):
        subject = subjects.get((row.onderwerp, row.eenheid))
        if (
            subject
            and row.regio == "NL"
            and row.periode
            and row.populatie in ("smal", "onbekend")
            and row.waarde is not None
        ):
            published.setdefault(subject.reeks, {})[row.periode] = (
                float(row.waarde) / float(subject.factor or 1),
                row.id,
            )
    found = {}
    for register in ("indicatoren", "hulpreeksen"):
        for row in registers.read_one(paths.registers, register):
            entry = own.get(row.code)
            words = [row.naam, getattr(row, "verwachte_bron", "") or ""]
            words += [entry.tabel.titel or "", entry.maat.titel or ""] if entry else []
            found[row.code] = Wanted(
                row.code, row.naam, row.eenheid, row.populatie, " ".join(words), entry, published.get(row.code, {})
            )
    return found


class Search:
    """The live catalogue, of which each table is described and sampled once.

    Raises:
        CbsError: the host fails.
    """

    def __init__(
        self, source: cbs.Source, rules: Rules, branches: Branches, tell: Callable[[str], None] = lambda line: None
    ):
        self.source, self.rules, self.branches, self.tell = source, rules, branches, tell
        self.listing = {row["Identifier"]: row for row in cbs.tables(source, tell)}
        self._described: dict[str, RawTable] = {}
        self._sampled: dict[str, RawTable] = {}

    def described(self, identifier: str) -> RawTable:
        """What a table says of itself."""
        if identifier not in self._described:
            self.tell(f"{identifier}: kolommen en posities")
            self._described[identifier] = cbs.describe(self.source, identifier)
        return self._described[identifier]

    def sample(self, resolved: Resolved) -> pd.Series:
        """The country's values of a series, in the unit of the book, by period."""
        table = resolved.snapshot.table
        if table not in self._sampled:
            self.tell(f"{table}: een steekproef van waarden")
            country = None
            if resolved.region:
                rows = self.described(table).metadata[resolved.region]
                country = next((row["Key"] for row in rows if row["Key"].strip() == COUNTRY), None)
            where = f"{resolved.region} eq '{country}'" if country else None
            self._sampled[table] = cbs.download(self.source, table, filters=where)
        return plausible.national(resolved, self._sampled[table].data, resolved.entry.populaties[0]).sort_index()

    def candidates(self, series: Wanted, number: int = SHOWN) -> list[Candidate]:
        """The measures that are most like what is wanted, those whose level fits first."""
        names = sorted(self.listing, key=lambda name: -likeness(series.words, self.listing[name]["Title"]))
        drafts = [draft for name in names[:TABLES] for draft in self._drafts(series, name)]
        drafts.sort(key=lambda draft: -draft[0])
        found = []
        for score, resolved, words in drafts[: 2 * number]:
            level = self.rules.level(series.series, resolved.entry.populaties[0])
            alike = likeness(series.names, words.split(" (")[0]) >= ALIKE
            found.append(Candidate(resolved, words, self.sample(resolved), level, score, alike))
        found.sort(key=lambda candidate: (not candidate.fits, -candidate.score))
        return found[:number]

    def _drafts(self, series: Wanted, name: str) -> list[tuple[float, Resolved, str]]:
        table = self.described(name)
        paths = topic_groups(table.metadata["DataProperties"])
        about = likeness(series.words, table.title)
        drafts = []
        for topic in table.metadata["DataProperties"]:
            if topic["Type"] != "Topic":
                continue
            entry = self.entry(series, table, topic)
            better = entry and resolving.proposed(entry, table, self.branches)
            if better:
                words = f"{' '.join(paths[topic['Key']])} {topic['Title']}"
                score = about + 2 * likeness(series.words, words)
                drafts.append(
                    (
                        score,
                        resolving.resolve_in(better, table, self.branches),
                        resolving.describe_measure(topic, paths),
                    )
                )
        return drafts

    def entry(self, series: Wanted, table: RawTable, topic: dict) -> Entry | None:
        """The line of the mapping for one measure, positions still open; None when its unit cannot become that of the series."""
        rule = self.rules.unit(topic.get("Unit"))
        if rule is None or series.unit not in rule.naar:
            return None
        (time,) = [p["Key"] for p in table.metadata["DataProperties"] if p["Type"] == "TimeDimension"][:1] or [None]
        kinds = [row["Key"].strip()[4:6] for row in table.metadata.get(time, [])]
        asked = [kind for kind in (series.entry.perioden if series.entry else KINDS) if kind in kinds]
        most = (
            asked
            if series.entry and asked
            else sorted({k for k in kinds if k in KINDS}, key=lambda k: -kinds.count(k))[:1]
        )
        if not most:
            return None
        same = [
            p
            for p in table.metadata["DataProperties"]
            if p["Type"] == "Topic"
            and plain.title(p["Title"]) == plain.title(topic["Title"])
            and plain.unit(p.get("Unit")) == plain.unit(topic.get("Unit"))
        ]
        groups = topic_groups(table.metadata["DataProperties"])
        measure = {"titel": plain.shown(topic["Title"]), "eenheid": plain.shown(topic.get("Unit"))}
        if len(same) > 1:
            own = groups[topic["Key"]]
            apart = own and sum(groups[p["Key"]][-1:] == own[-1:] for p in same) == 1
            measure |= {"groep": own[-1]} if apart else {"sleutel": topic["Key"]}
        has_regions = any(p["Type"] in ("GeoDimension", "GeoDetail") for p in table.metadata["DataProperties"])
        old = series.entry
        several = len(series.populations) > 1
        return Entry(
            reeks=series.series,
            tabel={"id": table.table, "titel": plain.shown(table.title)},
            maat=measure,
            gebied="regio" if has_regions else "land",
            regiodimensie=old.regiodimensie if old else None,
            branchedimensie=(old.branchedimensie if old else None) or ("-" if several else None),
            branches=old.branches if old else {},
            posities=old.posities if old else {},
            perioden=most,
            schaal=rule.schaal,
            populaties=series.populations,
            bevestigd="nee" if self.source.is_test else "ja",
        )


def likeness(wanted: str, title: str) -> float:
    """How much of a title's words are wanted, and how alike the whole is; 0 to 2."""
    asked, there = _words(wanted), _words(title)
    shared = sum(any(_stem(word) == _stem(other) for other in asked) for word in there)
    part = shared / len(there) if there else 0
    return part + difflib.SequenceMatcher(None, " ".join(asked), " ".join(there)).ratio()


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", plain.title(text)) if len(word) > 2]


def _stem(word: str) -> str:
    return word[:6]


def missing(found: list[Resolved], known: dict[str, Wanted], derived: dict[str, list[str]]) -> list[str]:
    """The series that no kept table serves, in the order of the registers; of a derived indicator its parts."""
    served = {resolved.entry.reeks for resolved in found}
    return [code for code in known if code not in served and code not in derived]
