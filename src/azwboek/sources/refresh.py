"""Refresh the kept tables from CBS: fetch what changed, verify, pin, keep, and only then accept.

Each table stands on its own. One that fails or is refused leaves its last good version in force; the others go on. The
lock is written before a version is accepted, and either is replaced in one step, so that a run that is cut off at any
moment leaves the old state or the new one, and the next run takes it from there.
"""

from __future__ import annotations

import contextlib
import fcntl
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from ..errors import AzwboekError, UsageError
from . import catalogue, cbs, channels, ordinary, ordinary_feed, resolving, rules, series, snapshots
from .catalogue import Entry, NotFound, Ordinary
from .faults import CbsError, Unreachable
from .one_table import OrdinaryTable, Table, standing
from .outcome import FAILED, REFUSED, RefreshReport, TableOutcome
from .pins import read_lock
from .rules import Rules
from .settings import Settings


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
    content = catalogue.load(settings.catalogue)
    entries, checks = content.reeksen, rules.load(settings.rules)
    rules.check_units(entries, settings.units, checks, settings.catalogue)
    choices = {} if settings.only else {choice.tabel: choice for choice in content.gewoon}
    entries = [entry for entry in entries if not settings.only or entry.reeks in settings.only]
    report = RefreshReport(settings.today, settings.source.host, settings.source.is_test)
    with alone(settings.root):
        snapshots.clear(settings.root)
        pins = _pins(settings, report) | {"host": settings.source.host}
        listing = {
            row["Identifier"]: row for row in channels.tables(settings.source, report.opmerkingen.append, cbs.OF_AZW)
        }
        wanted, lost = _choose(entries, listing, pins, report)
        if unknown := sorted(set(settings.accept) - {*wanted, *choices}):
            raise UsageError(
                f"{unknown[0]}: geen tabel uit de catalogus; kies uit {', '.join(sorted({*wanted, *choices})) or 'geen'}"
            )
        report.tabellen += [standing(settings, name, reason) for name, reason in lost.items()]
        work = [Table(settings, checks, listing[name], own, pins, tell) for name, own in sorted(wanted.items())]
        work += _ordinary(settings.ordinary, list(choices.values()), checks, pins, tell, report)
        if not work and not report.tabellen:
            raise AzwboekError(_nothing(settings, listing))
        if not wanted and not lost:
            report.opmerkingen.append(_nothing(settings, listing))
        for number, one in enumerate(work, start=1):
            began = time.perf_counter()
            one.label = f"{one.name} ({number} van {len(work)})"
            outcome = one.outcome(report)
            seconds = round(time.perf_counter() - began, 2)
            report.tabellen.append(TableOutcome(**asdict(outcome) | {"seconden": seconds}))
    report.seconden = round(time.perf_counter() - start, 2)
    return report


def _nothing(settings: Settings, listing: dict[str, dict]) -> str:
    return (
        f"{settings.source.host}: geen enkele tabel uit {settings.catalogue.name} staat in de catalogus van de bron "
        f"({len(listing)} tabellen); zoek ze met 'azwboek koppel'"
    )


def _ordinary(
    settings: Settings,
    choices: list[Ordinary],
    checks: Rules,
    pins: dict,
    tell: Callable[[str], None],
    report: RefreshReport,
) -> list[OrdinaryTable]:
    """The tables of the ordinary StatLine that its source has; of one that was used before and is not there now, that is a fault."""
    if not choices:
        return []
    frames = series.load(settings.registers)
    ordinary.check(choices, frames, settings.catalogue)
    why, outcome, there = f"{settings.source.host} heeft deze tabel niet", REFUSED, {}
    try:
        there = ordinary_feed.listing(settings.source, choices, report.opmerkingen.append)
    except CbsError as error:
        why, outcome = str(error), FAILED
    for choice in (choice for choice in choices if choice.tabel not in there):
        line = f"{choice.tabel} (gewone StatLine): {why}; het boek houdt de cijfers die het heeft"
        if snapshots.in_force(settings.root, choice.tabel, rows=False):
            report.tabellen.append(
                replace(standing(settings, choice.tabel, line, outcome), vervolg=("azwboek refresh",))
            )
        else:
            report.opmerkingen.append(line)
    return [
        OrdinaryTable(settings, checks, there[choice.tabel], [], pins, tell, choice=choice, frames=frames)
        for choice in choices
        if choice.tabel in there
    ]


def unreachable(settings: Settings, error: Unreachable) -> RefreshReport:
    """The report of a refresh without any answer: every kept table stays as it is."""
    report = RefreshReport(settings.today, settings.source.host, settings.source.is_test)
    for kept in snapshots.usable(settings.root):
        report.tabellen.append(standing(settings, kept.table, str(error), FAILED, kept.title))
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
