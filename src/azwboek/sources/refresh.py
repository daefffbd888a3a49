"""Refresh the kept tables from CBS: fetch what changed, verify, pin, keep, and only then accept.

Each table stands on its own. One that fails or is refused leaves its last good version in force; the others go on. The
lock is written before a version is accepted, and either is replaced in one step, so that a run that is cut off at any
moment leaves the old state or the new one, and the next run takes it from there.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from ..errors import AzwboekError, UsageError
from ..files import write_json
from ..paths import Paths
from . import areas, branches, catalogue, cbs, registers, resolving, rules, snapshots, verify
from .branches import Branches
from .case import Case
from .catalogue import Entry, NotFound, Resolved
from .cbs import Source
from .choices import choice
from .faults import Unreachable
from .outcome import FAILED, NEW, REFUSED, SAME, RefreshReport, TableOutcome
from .pins import lock_file, read_lock
from .rules import Rules
from .snapshots import RawTable, Snapshot


@dataclass(frozen=True)
class Settings:
    """What a refresh works with.

    Attributes:
        source: where from.
        catalogue: the mapping; its lock stands beside it.
        rules: thresholds, ranges and quirks.
        regions: code and names of the areas of each set that is checked.
        units: unit of every series in the book.
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
            root=root or paths.snapshots,
            today=date.today().isoformat(),
            branches=branches.load(paths.registers),
            accept=accept,
            only=only,
            force=force,
        )


def refresh(settings: Settings, tell: Callable[[str], None] = lambda line: None) -> RefreshReport:
    """Fetch every table of the catalogue that changed since it was kept.

    Args:
        settings: what to work with.
        tell: called with a line now and then.

    Returns:
        How each table went. Faults of single tables are in the report; they are not raised.

    Raises:
        Unreachable: the host does not answer at all.
        CbsError: the list of tables is not usable.
        AzwboekError: catalogue, rules, lock or kept tables are wrong, or another refresh is busy.
        UsageError: a table to accept is not one of the catalogue.
    """
    start = time.perf_counter()
    entries = catalogue.load(settings.catalogue).reeksen
    checks = rules.load(settings.rules)
    rules.check_units(entries, settings.units, checks, settings.catalogue)
    entries = [entry for entry in entries if not settings.only or entry.reeks in settings.only]
    report = RefreshReport(settings.today, settings.source.host, settings.source.is_test)
    with alone(settings.root):
        snapshots.clear(settings.root)
        pins = _pins(settings, report)
        listing = {row["Identifier"]: row for row in cbs.tables(settings.source, report.opmerkingen.append)}
        wanted, lost = _choose(entries, listing, pins, report)
        if unknown := sorted(set(settings.accept) - set(wanted)):
            raise UsageError(
                f"{unknown[0]}: geen tabel uit de catalogus; kies uit {', '.join(sorted(wanted)) or 'geen'}"
            )
        if not wanted and not lost:
            raise AzwboekError(
                f"{settings.source.host}: geen enkele tabel uit {settings.catalogue.name} staat in de catalogus van de bron "
                f"({len(listing)} tabellen); zoek ze met 'azwboek koppel'"
            )
        report.tabellen += [_standing(settings, name, reason) for name, reason in lost.items()]
        for number, (name, of_table) in enumerate(sorted(wanted.items()), start=1):
            began = time.perf_counter()
            one = _Table(settings, checks, listing[name], of_table, pins, tell, f"{name} ({number} van {len(wanted)})")
            outcome = one.outcome(report)
            seconds = round(time.perf_counter() - began, 2)
            report.tabellen.append(TableOutcome(**asdict(outcome) | {"seconden": seconds}))
    report.seconden = round(time.perf_counter() - start, 2)
    return report


def unreachable(settings: Settings, error: Unreachable) -> RefreshReport:
    """The report of a refresh without any answer: every kept table stays as it is."""
    report = RefreshReport(settings.today, settings.source.host, settings.source.is_test)
    for kept in snapshots.usable(settings.root):
        report.tabellen.append(_standing(settings, kept.table, str(error), FAILED, kept.title))
    return report


def what_is_kept(settings: Settings) -> str:
    """In words: the tables that the book uses as long as nothing new comes, with their age."""
    kept = snapshots.usable(settings.root)
    if not kept:
        return "Er zijn geen tabellen van het CBS bewaard; het boek gebruikt demonstratiegegevens."
    today = date.fromisoformat(settings.today)
    ages = (
        f"{s.table} van {s.manifest['opgehaald']} ({(today - date.fromisoformat(s.manifest['opgehaald'])).days} dagen oud)"
        for s in kept
    )
    return f"Het boek gebruikt de bewaarde tabellen: {', '.join(ages)}; voor andere reeksen demonstratiegegevens."


@dataclass
class _Table:
    """One table of the catalogue on its way through a refresh."""

    settings: Settings
    rules: Rules
    announced: dict
    entries: list[Entry]
    pins: dict
    tell: Callable[[str], None]
    label: str

    @property
    def name(self) -> str:
        return self.announced["Identifier"].strip()

    @property
    def folder(self) -> Path:
        return self.settings.root / self.name

    @property
    def accepting(self) -> bool:
        return self.name in self.settings.accept

    def outcome(self, report: RefreshReport) -> TableOutcome:
        """Fetch, check and keep the table, or say why not."""
        try:
            if self._unchanged():
                return self._look_again(report)
            table = cbs.download(self.settings.source, self.name, self._tell_page)
            return self._judge(table, report)
        except AzwboekError as error:
            return self._say(FAILED, str(error), ("azwboek refresh",))

    def _unchanged(self) -> bool:
        """Whether CBS announces what is in force; other rows or periods under an old date are new figures too."""
        known = snapshots.pointer(self.folder)
        if not known or not known["versies"] or self.accepting or self.settings.force or not self.announced["Modified"]:
            return False
        was, now = known["aangekondigd"], snapshots.announcement(self.announced)
        other = [name for name in was if was[name] != now.get(name)]
        return known["gewijzigd"] == self.announced["Modified"] and not other and self._same_host()

    def _same_host(self) -> bool:
        kept = snapshots.in_force(self.settings.root, self.name, rows=False)
        return kept is None or snapshots.machine(kept.manifest["host"]) == snapshots.machine(self.settings.source.host)

    def _look_again(self, report: RefreshReport) -> TableOutcome:
        """CBS changed nothing; but the mapping or the lock may have been edited here."""
        kept = snapshots.read(snapshots.versions(self.folder)[-1], rows=False)
        resolved = self._resolve(kept, report)
        faults = verify.pinned(kept, self.pins["tabellen"].get(self.name))
        lines, next_steps = [str(fault) for fault in faults], self._next(faults)
        own = self._series_faults(resolved)
        edited = [r for r in resolved if self.pins["reeksen"].get(r.entry.reeks) != r.pin()]
        if edited and not faults and not own:
            table = RawTable(self.name, snapshots.read(kept.folder).frame(), kept.metadata)
            found = verify.of_series(self._case(table, None, None, edited))
            lines += [str(fault) for fault in found]
            next_steps = self._next(found)
        if lines or own:
            return self._say(REFUSED, "\n".join(lines + own), next_steps + self._accept_step(own))
        self._pin(kept, resolved)
        return self._say(SAME)

    def _judge(self, table: RawTable, report: RefreshReport) -> TableOutcome:
        kept = snapshots.in_force(self.settings.root, self.name) if self._same_host() else None
        resolved = self._resolve(table, report)
        pinned = None if self.accepting else self.pins["tabellen"].get(self.name)
        case = self._case(table, kept, pinned, resolved)
        found, own = verify.check(case), self._series_faults(resolved)
        report.opmerkingen += case.remarks
        if found or own:
            reason = "\n".join([*map(str, found), *own])
            return self._say(REFUSED, reason, self._next(found) + self._accept_step(own), len(table.requests))
        folder = snapshots.keep(
            self.settings.root, table, kind="cbs", host=self.settings.source.host, date=self.settings.today
        )
        self._pin(table, resolved)
        announced = snapshots.announcement(self.announced)
        snapshots.accept(folder, modified=self.announced["Modified"], announced=announced)
        same = kept is not None and kept.folder == folder
        return self._say(SAME if same else NEW, requests=len(table.requests))

    def _case(self, table: RawTable, kept: Snapshot | None, pinned: dict | None, resolved: list[Resolved]) -> Case:
        return Case(table, self.rules, self.settings.regions, kept, pinned, tuple(resolved))

    def _next(self, faults: list[verify.TableFault]) -> tuple[str, ...]:
        """What to do about faults of the table: accept it, or say that it is right so."""
        if any(fault.accept for fault in faults):
            return (f"azwboek refresh --accept {self.name}",)
        levels = [fault for fault in faults if fault.controle == "niveau"]
        series = sorted({e.reeks for e in self.entries}) if levels else []
        own = [f"azwboek koppel {' '.join(series)}"] if series else []
        return (*own, *dict.fromkeys(fault.quirk() for fault in faults if fault.controle in verify.QUIRKY))

    def _accept_step(self, own: list[str]) -> tuple[str, ...]:
        return (f"azwboek refresh --accept {self.name}",) if own else ()

    def _resolve(self, table: RawTable | Snapshot, report: RefreshReport) -> list[Resolved]:
        found = []
        for entry in self.entries:
            try:
                one = resolving.resolve_in(entry, table, self.settings.branches)
                found.append(one)
                report.opmerkingen += one.remarks
            except NotFound as reason:
                report.niet_gevonden[entry.reeks] = str(reason)
                if better := resolving.proposed(entry, table, self.settings.branches):
                    found_then = resolving.resolve_in(better, table, self.settings.branches)
                    report.voorstellen[entry.reeks] = choice(found_then)
        return found

    def _series_faults(self, resolved: list[Resolved]) -> list[str]:
        """A series that was pinned is still found, and in the same place."""
        if self.accepting:
            return []
        now = {r.entry.reeks: r.pin() for r in resolved}
        faults = []
        for entry in (e for e in self.entries if e.reeks not in self.settings.chosen):
            was = self.pins["reeksen"].get(entry.reeks)
            found = now.get(entry.reeks)
            if was is None or (found and all(was[k] == found.get(k) for k in was)):
                continue
            what = [k for k in was if found and was[k] != found.get(k)]
            shown = ", ".join(f"{k} {found[k]!r}" for k in what) if found else "niets dat past"
            expected = ", ".join(f"{k} {was[k]!r}" for k in what or ("tabel", "maat"))
            faults.append(
                f"{self.name}, reeks {entry.reeks}: verwacht {expected} zoals vastgelegd, gevonden {shown}; "
                f"klopt het nieuwe, leg het dan vast met --accept {self.name}"
            )
        return faults

    def _pin(self, table: RawTable | Snapshot, resolved: list[Resolved]) -> None:
        """Write the lock when there is something to write; what is not found any more stays pinned."""
        before = json.dumps(self.pins, sort_keys=True)
        self.pins["tabellen"][self.name] = catalogue.describe(table)
        self.pins["reeksen"] |= {r.entry.reeks: r.pin() for r in resolved}
        if self.accepting:
            gone = {entry.reeks for entry in self.entries} - {r.entry.reeks for r in resolved}
            for name in gone & self.pins["reeksen"].keys():
                del self.pins["reeksen"][name]
        if json.dumps(self.pins, sort_keys=True) != before or not self.settings.lock.is_file():
            self.pins["host"] = self.settings.source.host
            for part in ("tabellen", "reeksen"):
                self.pins[part] = dict(sorted(self.pins[part].items()))
            write_json(self.settings.lock, self.pins)

    def _tell_page(self, row: dict) -> None:
        if row["onderdeel"] == cbs.DATASET:
            done = (cbs.skipped(row["url"]) or 0) + row["rijen"]
            total = self.announced.get("RecordCount")
            self.tell(f"{self.label}: {done} van {total} rijen" if total else f"{self.label}: {done} rijen")

    def _say(self, outcome: str, reason: str = "", then: tuple[str, ...] = (), requests: int = 0) -> TableOutcome:
        title = self.announced["Title"].strip()
        return replace(_standing(self.settings, self.name, reason, outcome, title, requests), vervolg=then)


def _standing(
    settings: Settings, name: str, reason: str, outcome: str = REFUSED, title: str = "", requests: int = 0
) -> TableOutcome:
    """How a table went, with the version that is in force now."""
    kept = snapshots.versions(settings.root / name) if (settings.root / name).is_dir() else []
    version = kept[-1].name if kept else ""
    fetched = version[:10]
    return TableOutcome(name, title, outcome, reason, version, fetched, verzoeken=requests)


def _choose(
    entries: Iterable[Entry], listing: dict[str, dict], pins: dict, report: RefreshReport
) -> tuple[dict[str, list[Entry]], dict[str, str]]:
    """Which table serves which entries; and tables that were pinned and are not found any more, with the reason."""
    titles = [(name, row["Title"]) for name, row in listing.items()]
    wanted: dict[str, list[Entry]] = {}
    lost: dict[str, str] = {}
    for entry in entries:
        try:
            pin = pins["reeksen"].get(entry.reeks)
            name = resolving.table_of(entry, titles, pinned=pin and pin["tabel"])
            wanted.setdefault(name, []).append(entry)
            report.opmerkingen += _twins(entry, name, titles)
        except NotFound as reason:
            report.niet_gevonden[entry.reeks] = str(reason)
            if pin:
                lost[pin["tabel"]] = (
                    f"{pin['tabel']}, reeks {entry.reeks}: verwacht in de catalogus, gevonden: {reason}"
                )
    return wanted, lost


def _twins(entry: Entry, name: str, titles: list[tuple[str, str]]) -> list[str]:
    """That other tables have the title too, and the lock decides."""
    try:
        resolving.table_of(entry, titles)
    except NotFound as several:
        return [
            f"{entry.reeks} komt uit {name}, zoals vastgelegd; {several}. Is een andere de opvolger, kies die: azwboek koppel {entry.reeks}"
        ]
    return []


def _pins(settings: Settings, report: RefreshReport) -> dict:
    """The lock; that of another host counts for nothing.

    Raises:
        UsageError: a test source would take the place of what was pinned from CBS.
    """
    pins = read_lock(settings.lock)
    was, now = snapshots.machine(pins["host"]), snapshots.machine(settings.source.host)
    if not was or was == now:
        return pins
    if settings.source.is_test and was == snapshots.HOST:
        raise UsageError(
            f"{settings.lock}: hier staat vast wat van {was} komt, en {settings.source.host} is een testbron; oefen met een kopie "
            "van de koppeling: --catalogue _build/proef.yml --snapshots _build/proef"
        )
    report.opmerkingen.append(
        f"{settings.lock.name} is van {was}, en de bron is nu {now}; alles wordt opnieuw vastgelegd"
    )
    return {"host": "", "tabellen": {}, "reeksen": {}}


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """One refresh at a time; the lock goes with the process, however it ends."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".slot").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AzwboekError(f"{root}: hier is al een verversing bezig; wacht tot die klaar is") from error
        yield
