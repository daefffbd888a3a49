"""Find what the catalogue asks for in what tables say of themselves: table, measure, dimensions, positions, branches.

Titles and units are compared in one normal form (:mod:`azwboek.sources.plain`). Nothing is guessed: what is not there exactly
once, is left open or counts other people than the mapping says, is named with all that there is to choose from.
"""

from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Iterable, Sequence

from pydantic import ValidationError

from . import plain, positions
from .branches import Branches
from .catalogue import Entry, NotFound, Resolved, Table, topic_groups
from .snapshots import is_dimension


def table_of(entry: Entry, tables: Sequence[tuple[str, str]], *, pinned: str | None = None) -> str:
    """Choose the table of an entry.

    Args:
        entry: the catalogue's line.
        tables: identifier and title of each table that there is.
        pinned: the table that the lock names for it; it decides when several tables have the title.

    Returns:
        The identifier. A title that is equal goes before one that only begins so; ``*`` stands for anything.

    Raises:
        NotFound: there is none, or more than one.
    """
    wanted, found = entry.tabel, list(tables)
    if wanted.id:
        found = [(name, title) for name, title in found if name.strip().casefold() == wanted.id.casefold()]
    if wanted.titel:
        pattern = plain.title(wanted.titel).replace("[", "[[]")
        equal = [(name, title) for name, title in found if fnmatch.fnmatchcase(plain.title(title), pattern)]
        found = equal or [(n, title) for n, title in found if fnmatch.fnmatchcase(plain.title(title), f"{pattern}*")]
    if len(found) > 1 and pinned:
        found = [(name, title) for name, title in found if name.strip() == pinned] or found
    near = _nearest(wanted.titel or wanted.id or "", [f"{name} ‘{title.strip()}’" for name, title in tables])
    identifier, _ = _one(found, f"tabel {wanted}", [f"{name} ‘{title.strip()}’" for name, title in found] or near[:3])
    return identifier


def resolve(
    entries: Iterable[Entry], tables: Sequence[Table], branches: Branches, pins: dict | None = None
) -> tuple[list[Resolved], list[tuple[Entry, str]]]:
    """Find each entry's table and keys among tables of which the metadata are known.

    Args:
        entries: lines of the catalogue.
        tables: kept or fetched tables; of each table one version.
        branches: the branches of the register.
        pins: the series of the lock, whose table decides when several have the title.

    Returns:
        The entries that were found, and the entries that were not found, each with the reason.
    """
    found: list[Resolved] = []
    missing: list[tuple[Entry, str]] = []
    titles = [(table.table, table.title) for table in tables]
    for entry in entries:
        try:
            pinned = (pins or {}).get(entry.reeks, {}).get("tabel")
            identifier = table_of(entry, titles, pinned=pinned)
            found.append(resolve_in(entry, next(table for table in tables if table.table == identifier), branches))
        except NotFound as reason:
            missing.append((entry, str(reason)))
    return found, missing


def resolve_in(entry: Entry, table: Table, branches: Branches) -> Resolved:
    """Find an entry's keys in its table.

    Raises:
        NotFound: a measure, dimension or position is not there exactly once, a dimension is left open, or a position counts
            other people than the mapping says. Everything that is wrong is named at once.
    """
    look = _Look(entry, table, branches)
    region = look.tried(look.geo)
    period = look.tried(look.time)
    branch = look.tried(look.branch_dimension) if entry.branchedimensie else None
    fixed = dict(filter(None, (look.tried(look.position, *pair) for pair in entry.posities.items())))
    measure = look.tried(look.measure)
    look.tried(look.title_fits)
    codes, totals = (look.tried(look.branch_codes, branch) if branch else None) or ({}, {})
    fixed_branch = look.tried(look.fixed_branch, fixed)
    look.open_dimensions(region, {region, period, branch, *fixed})
    if look.faults:
        raise NotFound("; ".join(look.faults))
    return Resolved(
        entry, table, measure, region, period, branch, fixed, codes, totals, fixed_branch, tuple(look.remarks)
    )


def proposed(entry: Entry, table: Table, branches: Branches) -> Entry | None:
    """The entry with the only sensible choice where it leaves one open or chose something that is not there.

    Returns:
        None when that does not resolve it either.
    """
    look, changes = _Look(entry, table, branches), {}
    geo = look.geos()
    if len(geo) > 1 and not entry.regiodimensie:
        return None
    free = {p["Key"] for p in look.dimensions if p["Type"] != "TimeDimension"} - {p["Key"] for p in geo}
    fixed, several = {}, len(entry.populaties) > 1
    for p in look.dimensions:
        rows = table.metadata[p["Key"]]
        if p["Key"] not in free or len(rows) == 1:
            continue
        title = plain.shown(p["Title"])
        chosen = {plain.title(name): value for name, value in entry.posities.items()}.get(plain.title(p["Title"]))
        if chosen is not None and any(plain.title(row["Title"]) == plain.title(chosen) for row in rows):
            fixed[title] = chosen
            continue
        known = any(positions.branch_of(row["Title"], entry.branches, branches) for row in rows)
        wanted = entry.branchedimensie and plain.title(entry.branchedimensie) == plain.title(p["Title"])
        if wanted or (known and (several or entry.branchedimensie)):
            changes["branchedimensie"] = title
            continue
        titles = positions.groups(table.metadata, p["Key"])
        row = positions.sensible(rows, titles, entry.populaties, entry.branches, branches)
        if row is None:
            return None
        fixed[title] = plain.shown(row["Title"])
    changes["posities"] = fixed
    if several and "branchedimensie" not in changes:
        changes["populaties"] = entry.populaties[:1]
    changes.setdefault("branchedimensie", None)
    try:
        better = Entry.model_validate(entry.model_dump() | changes)
        resolve_in(better, table, branches)
    except (ValidationError, NotFound):
        return None
    return better


class _Look:
    """One entry held against one table; what is wrong is gathered, so that a maintainer gets all at once."""

    def __init__(self, entry: Entry, table: Table, branches: Branches):
        self.entry, self.table, self.branches = entry, table, branches
        self.faults: list[str] = []
        self.remarks: list[str] = []
        self.dimensions = [p for p in table.metadata["DataProperties"] if is_dimension(p)]

    def tried(self, look, *args):
        try:
            return look(*args)
        except NotFound as fault:
            self.faults.append(str(fault))
            return None

    def geos(self) -> list[dict]:
        return [p for p in self.dimensions if p["Type"] in ("GeoDimension", "GeoDetail")]

    def geo(self) -> str | None:
        there, wanted = self.geos(), self.entry.regiodimensie
        if not there and self.entry.gebied == "land":
            return None
        if wanted:
            there = [p for p in there if plain.title(p["Title"]) == plain.title(wanted)]
        names = [p["Title"] for p in self.geos() or self.dimensions]
        what = f"regiodimensie {wanted or ''}".strip() + f" in {self.table.table}"
        if len(there) > 1:
            raise NotFound(
                f"{what}: er zijn er {len(there)}; zet bij {self.entry.reeks} regiodimensie: {_or(names)}, en geef de andere een "
                "vaste positie"
            )
        return _one(there, what, names)["Key"]

    def time(self) -> str:
        there = [p for p in self.dimensions if p["Type"] == "TimeDimension"]
        return _one(there, f"tijddimensie in {self.table.table}", [p["Title"] for p in self.dimensions])["Key"]

    def dimension(self, title: str) -> dict:
        found = [p for p in self.dimensions if plain.title(p["Title"]) == plain.title(title)]
        return _one(found, f"dimensie {title!r} in {self.table.table}", [p["Title"] for p in self.dimensions])

    def branch_dimension(self) -> str:
        return self.dimension(self.entry.branchedimensie)["Key"]

    def position(self, title: str, position: str) -> tuple[str, str]:
        dimension = self.dimension(title)["Key"]
        rows = self.table.metadata[dimension]
        found = [r for r in rows if plain.title(r["Title"]) == plain.title(position)]
        if len(found) != 1:
            found = [r for r in rows if r["Key"].strip() == position.strip()] or found
        what = f"positie {position!r} van {title!r} in {self.table.table}"
        near = sorted(rows, key=lambda r: -_likeness(position, r["Title"]))
        row = _one(found, what, [positions.listing(near, positions.groups(self.table.metadata, dimension))])
        return dimension, row["Key"]

    def measure(self) -> str:
        wanted, properties = self.entry.maat, self.table.metadata["DataProperties"]
        paths = topic_groups(properties)
        topics = [p for p in properties if p["Type"] == "Topic"]
        found = [
            p
            for p in topics
            if plain.unit(p.get("Unit")) == plain.unit(wanted.eenheid)
            and (wanted.sleutel is None or p["Key"].casefold() == wanted.sleutel.casefold())
            and (wanted.titel is None or plain.title(p["Title"]) == plain.title(wanted.titel))
            and (wanted.groep is None or plain.title(wanted.groep) in map(plain.title, paths[p["Key"]]))
        ]
        words = {describe_measure(p, paths): p for p in found or topics}
        near = _nearest(wanted.titel or wanted.sleutel or "", list(words))
        if not found and topics and not any((p.get("Unit") or "").strip() for p in topics):
            near = [*near[:3], "de tabel noemt bij geen enkele maat een eenheid; zet eenheid: '' bij deze maat"]
        return _one(found, f"maat {wanted} in {self.table.table}", near)["Key"]

    def title_fits(self) -> None:
        """A table whose title says breed serves no smal series, and the other way round."""
        title = plain.title(self.table.title)
        said = [name for name in ("smal", "breed") if f"({name})" in title]
        if len(said) == 1 and self.entry.populaties != said:
            raise NotFound(
                f"{self.table.table} gaat volgens haar titel over {said[0]}, en {self.entry.reeks} over "
                f"{_or(self.entry.populaties)}; kies een andere tabel of populatie"
            )

    def branch_codes(self, dimension: str) -> tuple[dict[str, str], dict[str, str]]:
        """The branches of the branch dimension; at least one is the whole of a population that is wanted."""
        rows, entry = self.table.metadata[dimension], self.entry
        known = {r["Key"].strip(): positions.branch_of(r["Title"], entry.branches, self.branches) for r in rows}
        codes = [branch.code for branch in known.values() if branch]
        if double := sorted({code for code in codes if codes.count(code) > 1}):
            twice = [r for r in rows if (b := known[r["Key"].strip()]) and b.code in double]
            raise NotFound(f"branches in {self.table.table}: twee posities zijn dezelfde: {positions.listing(twice)}")
        totals = {b.populatie: key for key, b in known.items() if b and b.totaal}
        strange = [r for r in rows if known[r["Key"].strip()] is None]
        if not totals.keys() & set(entry.populaties):
            raise NotFound(
                f"branches in {self.table.table}: geen positie is het totaal van {_or(entry.populaties)}; er zijn: "
                f"{positions.listing(rows, positions.groups(self.table.metadata, dimension))}. Is er een met een andere naam? "
                f"Zet die bij andere_namen in data/registers/branches.csv, of bij {entry.reeks} onder branches"
            )
        for row in strange[: positions.LISTED]:
            near = " of ".join(repr(name) for name in self.branches.near(row["Title"]))
            self.remarks.append(
                f"{self.table.table}, {entry.reeks}: branche {plain.shown(row['Title'])!r} [{row['Key'].strip()}] is onbekend en "
                f"telt niet mee; bedoeld is misschien {near}. Zet de naam dan bij andere_namen in data/registers/branches.csv"
            )
        return {key: branch.code for key, branch in known.items() if branch}, totals

    def fixed_branch(self, fixed: dict[str, str]) -> str | None:
        """The branch that a fixed position is: known, and the whole of the population that the mapping names."""
        for p in self.dimensions:
            key, rows, entry = p["Key"], self.table.metadata[p["Key"]], self.entry
            if key not in fixed or not positions.about_branches(p["Title"], rows, entry.branches, self.branches):
                continue
            (row,) = [r for r in rows if r["Key"] == fixed[key]]
            branch = positions.branch_of(row["Title"], entry.branches, self.branches)
            if branch and branch.totaal and branch.populatie in entry.populaties:
                return branch.code
            said = f"is {branch.naam} ({branch.populatie})" if branch else "is geen branche die het boek kent"
            titles = positions.groups(self.table.metadata, key)
            better = positions.sensible(rows, titles, entry.populaties, entry.branches, self.branches)
            words = (
                f"kies {plain.shown(better['Title'])!r}" if better else f"kies uit {positions.listing(rows, titles)}"
            )
            raise NotFound(
                f"positie {plain.shown(row['Title'])!r} van {p['Title']!r} in {self.table.table} {said}, en {entry.reeks} gaat over "
                f"{_or(entry.populaties)}: {words}"
            )
        return None

    def open_dimensions(self, region: str | None, chosen: set[str | None]) -> None:
        """Every dimension that is left has one position; of the others the only sensible one is proposed."""
        named = {plain.title(name) for name in (*self.entry.posities, self.entry.branchedimensie or "")}
        for p in self.dimensions:
            rows = self.table.metadata[p["Key"]]
            evident = p["Type"] == "TimeDimension" or (region is None and p in self.geos())
            if evident or p["Key"] in chosen or len(rows) == 1 or plain.title(p["Title"]) in named:
                continue
            titles = positions.groups(self.table.metadata, p["Key"])
            row = positions.sensible(rows, titles, self.entry.populaties, self.entry.branches, self.branches)
            hint = f"bedoeld is waarschijnlijk {plain.shown(row['Title'])!r} [{row['Key'].strip()}]; " if row else ""
            self.faults.append(
                f"dimensie {plain.shown(p['Title'])!r} in {self.table.table}: geen vaste positie gekozen; {hint}er zijn: "
                f"{positions.listing(rows, titles)}"
            )


def describe_measure(topic: dict, paths: dict[str, list[str]]) -> str:
    """A measure in words: title, unit, group and key."""
    group = " > ".join(paths[topic["Key"]])
    unit = plain.shown(topic.get("Unit")) or "geen eenheid"
    return f"{plain.shown(topic['Title'])} ({unit}) [{topic['Key']}]{' in groep ' + group if group else ''}"


def _one(found: list, what: str, candidates: list[str]):
    if len(found) == 1:
        return found[0]
    problem = "niet gevonden; het dichtst erbij" if not found else f"niet eenduidig, {len(found)} keer gevonden"
    raise NotFound(f"{what}: {problem}: {'; '.join(name.strip() for name in candidates[:8]) or 'niets'}")


def _or(names: Iterable[str]) -> str:
    return " of ".join(repr(plain.shown(name)) for name in names)


def _likeness(wanted: str, candidate: str) -> float:
    return difflib.SequenceMatcher(None, plain.title(wanted), plain.title(candidate)).ratio()


def _nearest(wanted: str, candidates: list[str]) -> list[str]:
    """The candidates by likeness, the most alike first."""
    return sorted(candidates, key=lambda c: -_likeness(wanted, c))
