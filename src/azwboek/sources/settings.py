"""What a refresh works with: where from, the mapping, the rules, the areas, and where the tables are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..paths import Paths
from . import areas, branches, registers, snapshots
from .branches import Branches
from .cbs import Source
from .pins import lock_file


@dataclass(frozen=True)
class Settings:
    """What a refresh works with.

    Attributes:
        source: where from.
        catalogue: the mapping; its lock stands beside it.
        rules: thresholds, ranges and quirks.
        regions: code and names of the areas of each set that is checked.
        units: unit of every series in the book.
        statuses: how definite a figure can be, by what CBS calls it.
        registers: folder of the registers.
        root: folder of the snapshots.
        today: day of access, ``yyyy-mm-dd``.
        branches: the branches of the register.
        accept: tables whose columns, units and positions are pinned anew, whatever the lock says.
        only: series to look at; all of them when it is empty.
        chosen: series that were chosen anew, so that what was pinned of them counts no more.
        force: fetch also what did not change.
    """

    source: Source
    catalogue: Path
    rules: Path
    regions: Mapping[str, Mapping[str, frozenset[str]]]
    units: Mapping[str, str]
    statuses: Mapping[str, str]
    registers: Path
    root: Path
    today: str
    branches: Branches
    accept: Collection[str] = ()
    only: Collection[str] = ()
    chosen: Collection[str] = ()
    force: bool = False

    @property
    def lock(self) -> Path:
        return lock_file(self.catalogue)

    @property
    def ordinary(self) -> Settings:
        """The same for the ordinary StatLine, which has a host of its own; a test source serves both."""
        host = snapshots.ORDINARY if self.source.host == snapshots.HOST else self.source.host
        return replace(self, source=replace(self.source, host=host))

    @classmethod
    def of(
        cls,
        paths: Paths,
        source: Source,
        *,
        mapping: Path | None = None,
        root: Path | None = None,
        accept: Collection[str] = (),
        only: Collection[str] = (),
        force: bool = False,
    ) -> Settings:
        """The settings of a checkout: its mapping and folder of snapshots where no others are given, and today."""
        return cls(
            source=source,
            catalogue=mapping or paths.catalogue,
            rules=paths.rules,
            regions=areas.names_by_code(areas.chosen(paths)),
            units=registers.units(paths.registers),
            statuses=registers.statuses(paths.registers),
            registers=paths.registers,
            root=root or paths.snapshots,
            today=date.today().isoformat(),
            branches=branches.load(paths.registers),
            accept=accept,
            only=only,
            force=force,
        )
