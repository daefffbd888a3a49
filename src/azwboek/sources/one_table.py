"""One table on its way through a refresh: fetched when it changed, verified, pinned, kept, and only then accepted."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import AzwboekError
from ..files import write_json
from . import catalogue, cbs, channels, ordinary, ordinary_feed, resolving, snapshots, verify
from .case import Case
from .catalogue import Entry, NotFound, Ordinary, Resolved
from .choices import choice
from .outcome import FAILED, NEW, REFUSED, SAME, RefreshReport, TableOutcome
from .rules import Rules
from .settings import Settings
from .snapshots import RawTable, Snapshot


@dataclass
class Table:
    """One table of the catalogue on its way through a refresh."""

    settings: Settings
    rules: Rules
    announced: dict
    entries: list[Entry]
    pins: dict
    tell: Callable[[str], None]
    label: str = ""

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
            return self._judge(self._fetched(), report)
        except AzwboekError as error:
            return self._say(FAILED, str(error), ("azwboek refresh",))

    def _fetched(self) -> RawTable:
        return channels.download(self.settings.source, self.name, self._tell_page, self._known())

    def _known(self) -> dict | None:
        """What describes the version in force."""
        kept = snapshots.in_force(self.settings.root, self.name, rows=False)
        return kept and kept.metadata

    def _unchanged(self) -> bool:
        """Whether CBS announces what is in force; other rows or periods under an old date are new figures too."""
        known = snapshots.pointer(self.folder)
        if not known or not known["versies"] or self.accepting or self.settings.force or not self.announced["Modified"]:
            return False
        was, now = known["aangekondigd"], snapshots.announcement(self.announced)
        other = [name for name in was if was[name] != now.get(name)]
        same_way = self._same_host() and self._kept_channel() == self.settings.source.channel
        return known["gewijzigd"] == self.announced["Modified"] and not other and same_way

    def _kept_channel(self) -> str | None:
        kept = snapshots.in_force(self.settings.root, self.name, rows=False)
        return kept and kept.manifest.get("kanaal", "v3")

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
        found = verify.check(case)
        own = self._series_faults(resolved) if found else self._own_faults(table, resolved, report)
        report.opmerkingen += case.remarks
        if found or own:
            reason = "\n".join([*map(str, found), *own])
            return self._say(REFUSED, reason, self._next(found) + self._accept_step(own), len(table.requests))
        source = self.settings.source
        folder = snapshots.keep(
            self.settings.root,
            table,
            kind="cbs",
            host=source.host,
            date=self.settings.today,
            channel=source.channel,
        )
        self._pin(table, resolved)
        announced = snapshots.announcement(self.announced)
        snapshots.accept(folder, modified=self.announced["Modified"], announced=announced)
        same = kept is not None and kept.folder == folder
        return self._say(SAME if same else NEW, requests=len(table.requests))

    def _case(self, table: RawTable, kept: Snapshot | None, pinned: dict | None, resolved: list[Resolved]) -> Case:
        settings = self.settings
        return Case(table, self.rules, settings.regions, settings.statuses, kept, pinned, tuple(resolved))

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

    def _own_faults(self, table: RawTable, resolved: list[Resolved], report: RefreshReport) -> list[str]:
        """What makes a table that passed all checks unfit for its series."""
        return self._series_faults(resolved)

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
        return replace(standing(self.settings, self.name, reason, outcome, title, requests), vervolg=then)


@dataclass
class OrdinaryTable(Table):
    """One table of the ordinary StatLine: only the part that the book's own series need."""

    choice: Ordinary | None = None
    frames: ordinary.Frames | None = None

    def _unchanged(self) -> bool:
        if not super()._unchanged():
            return False
        try:  # the mapping may ask for more than was kept
            ordinary.find(self.choice, snapshots.in_force(self.settings.root, self.name, rows=False))
        except NotFound:
            return False
        return True

    def _fetched(self) -> RawTable:
        return ordinary_feed.fetch(self.settings.source, self.choice, self.name, self._tell_page, self._known())

    def _own_faults(self, table: RawTable, resolved: list[Resolved], report: RefreshReport) -> list[str]:
        faults, remarks = ordinary.held(self.choice, table, self.frames, self.rules.drempels.reeks_anders_pct.waarde)
        report.opmerkingen += remarks
        return faults


def standing(
    settings: Settings, name: str, reason: str, outcome: str = REFUSED, title: str = "", requests: int = 0
) -> TableOutcome:
    """How a table went, with the version that is in force now."""
    kept = snapshots.versions(settings.root / name) if (settings.root / name).is_dir() else []
    version = kept[-1].name if kept else ""
    fetched = version[:10]
    return TableOutcome(name, title, outcome, reason, version, fetched, verzoeken=requests)
