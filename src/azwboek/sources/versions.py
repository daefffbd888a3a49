"""Which versions of raw tables serve which series: the one in force, and every earlier one beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import resolving
from .branches import Branches
from .catalogue import Entry, Resolved
from .snapshots import Snapshot


@dataclass
class Served:
    """What the catalogue found in all versions.

    Attributes:
        found: per series and version the keys that were found.
        missing: per series and version why nothing was found; without a version: in no table in force.
        history: all accepted versions of each table, oldest first.
    """

    found: list[Resolved] = field(default_factory=list)
    missing: list[tuple[Entry, Snapshot | None, str]] = field(default_factory=list)
    history: dict[str, list[Snapshot]] = field(default_factory=dict)

    @property
    def versions(self) -> list[Snapshot]:
        """Every version of the tables that serve a series, by table, oldest first."""
        named = {r.snapshot.table for r in self.found}
        return [kept for table in sorted(named) for kept in self.history[table]]

    def number(self, kept: Snapshot) -> int:
        """The place of a version in the order of acceptance, from 1."""
        return 1 + [known.id for known in self.history[kept.table]].index(kept.id)

    def in_force(self, kept: Snapshot) -> bool:
        """Whether this is the version of its table that counts."""
        return self.history[kept.table][-1].id == kept.id


def serve(
    entries: list[Entry],
    real: list[Snapshot],
    own: list[Entry],
    invented: list[Snapshot],
    branches: Branches,
    pins: dict | None = None,
) -> Served:
    """Find every series in the versions in force, and what serves it in earlier versions.

    Real tables come first; only a series that no version of them serves falls back to demonstration data. A series that only
    an earlier version serves has no figure now: its reason says so, and nothing is invented in its place.

    Args:
        entries: the lines of the catalogue.
        real: all accepted versions of real tables, by table, oldest first.
        own: the lines by which the demonstration tables are read.
        invented: the demonstration tables.
        branches: the branches of the register.
        pins: the series of the lock, whose table decides when several have the title.
    """
    fetched = {kept.table for kept in real}  # a test source may serve the demonstration tables themselves
    invented = [kept for kept in invented if kept.table not in fetched]
    served = Served(history=_by_table([*real, *invented]))
    in_force = {table: kept[-1] for table, kept in _by_table(real).items()}
    found, missing = resolving.resolve(entries, list(in_force.values()), branches, pins)
    served.found += found
    if not real:
        missing = [(entry, "er is nog geen tabel van het CBS opgehaald") for entry in entries]
    reasons = {entry.reeks: reason for entry, reason in missing}
    tables = {r.entry.reeks: r.snapshot.table for r in found}
    only_earlier: dict[str, Snapshot] = {}
    for table, kept in _by_table(real).items():
        for version in kept[:-1]:
            then = [version if name == table else other for name, other in in_force.items()]
            earlier, not_found = resolving.resolve(entries, then, branches, pins)
            for resolved in earlier:
                if resolved.snapshot.id == version.id:
                    served.found.append(resolved)
                    if resolved.entry.reeks in reasons:
                        only_earlier[resolved.entry.reeks] = version
            served.missing += [
                (entry, version, reason) for entry, reason in not_found if tables.get(entry.reeks) == table
            ]
    seen = {entry.reeks: entry.bevestigd for entry, _ in missing if entry.reeks not in only_earlier}
    theirs = [e.model_copy(update={"bevestigd": seen[e.reeks]}) for e in own if e.reeks in seen]
    fallback, _ = resolving.resolve(theirs, invented, branches)
    served.found += fallback
    invented_series = {r.entry.reeks for r in fallback}
    for entry, reason in missing:
        if version := only_earlier.get(entry.reeks):
            reason = f"staat alleen in een eerdere versie ({version.id}), niet meer in de laatste: {reason}"
        if entry.reeks not in invented_series:
            served.missing.append((entry, None, reason))
    return served


def _by_table(kept: list[Snapshot]) -> dict[str, list[Snapshot]]:
    tables: dict[str, list[Snapshot]] = {}
    for version in kept:
        tables.setdefault(version.table, []).append(version)
    return tables
