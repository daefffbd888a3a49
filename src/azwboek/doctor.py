"""The health of environment, source, kept tables and mapping, as lines and as plain data."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path

from .errors import AzwboekError
from .paths import Paths
from .sources import catalogue, cbs, registers, snapshots
from .sources import refresh as refreshing
from .sources.catalogue import Catalogue, Entry, Resolved
from .sources.cbs import Source
from .sources.figure_rows import Indicator

GOOD, NOTE, BAD = "in orde", "let op", "niet in orde"
# What an indicator is fed by at this moment.
REAL, TEST, INVENTED, NONE = "cijfers van het CBS", "testbron", "demonstratie", "geen cijfer"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    onderdeel: str
    stand: str
    uitleg: str


@dataclass(frozen=True)
class Standing:
    """One indicator of the programme: what feeds it, from which table, and why not if not.

    Attributes:
        indicator, naam: code and name.
        stand: figures of CBS, of a test source, demonstration, or no figure.
        reeksen: the series that feed it; itself when it is not derived.
        tabel: identifier and title that the catalogue asks for.
        versie: the kept version that serves it, empty for none.
        bevestigd: ja, tabel or nee, the least of its series; empty when the catalogue does not know it.
        reden: why it has no figures of CBS.
    """

    indicator: str
    naam: str
    stand: str
    reeksen: list[str] = field(default_factory=list)
    tabel: list[str] = field(default_factory=list)
    versie: list[str] = field(default_factory=list)
    bevestigd: str = ""
    reden: str = ""


@dataclass(frozen=True)
class Diagnosis:
    """All findings, and the state of every indicator."""

    bevindingen: list[Finding]
    indicatoren: list[Standing]

    @property
    def bad(self) -> list[Finding]:
        """The findings that are not in order."""
        return [finding for finding in self.bevindingen if finding.stand == BAD]

    def to_json(self) -> dict:
        return asdict(self)

    def lines(self) -> list[str]:
        """The diagnosis as text: findings, then one table of the indicators, then the reasons."""
        width = max(len(f.onderdeel) for f in self.bevindingen)
        found = [f"{f.onderdeel:<{width}}  {f.stand:<12}  {f.uitleg}" for f in self.bevindingen]
        rows = [["indicator", "stand", "bevestigd", "bewaarde versie", "tabel"]]
        rows += [
            [s.indicator, s.stand, s.bevestigd or "–", ", ".join(s.versie) or "–", ", ".join(s.tabel) or "–"]
            for s in self.indicatoren
        ]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        table = ["  ".join([*(f"{c:<{w}}" for c, w in zip(row, widths, strict=False)), row[4]]) for row in rows]
        reasons = [f"{s.indicator}: {s.reden}" for s in self.indicatoren if s.reden]
        return [*found, "", *table, "", "Waarom er geen cijfer van het CBS is:", *reasons]


def examine(paths: Paths, source: Source, *, mapping: Path | None = None, root: Path | None = None) -> Diagnosis:
    """Look at everything that a refresh and a build rest on.

    Args:
        paths: the checkout.
        source: the host to try, once and shortly.
        mapping: the catalogue; by default that of the checkout.
        root: folder of the snapshots; by default that of the checkout.
    """
    mapping, root = mapping or paths.catalogue, root or paths.snapshots
    known = catalogue.load(mapping)
    looks: list[tuple[str, Callable[[], tuple[str, str]]]] = [
        ("Python en pakketten", lambda: _environment(paths)),
        ("browser", _browser),
        ("bron", lambda: _source(source)),
        ("bewaarde tabellen", lambda: _kept(root)),
        ("koppeling", lambda: _mapping(mapping, root, known)),
        ("datawarehouse", lambda: _warehouse(paths)),
    ]
    findings = []
    for name, look in looks:
        try:
            findings.append(Finding(name, *look()))
        except AzwboekError as error:
            findings.append(Finding(name, BAD, str(error).replace("\n", "; ")))
    return Diagnosis(findings, standings(paths, known, root))


def standings(paths: Paths, known: Catalogue, root: Path) -> list[Standing]:
    """The state of every indicator of the programme, in the order of the register."""
    entries = {entry.reeks: entry for entry in known.reeksen}
    derived = {d.indicator: d for d in known.afgeleid}
    kept = snapshots.usable(root)
    found, missing = catalogue.resolve(known.reeksen, kept)
    served, reasons = {r.entry.reeks: r for r in found}, {entry.reeks: reason for entry, reason in missing}
    reasons |= {name: reason for name, reason in _last_refresh(paths).items() if name in reasons}
    return [
        _standing(row, derived[row.code].series if row.code in derived else [row.code], entries, served, reasons, kept)
        for row in registers.read_one(paths.registers, "indicatoren")
    ]


def _standing(
    row: Indicator,
    series: list[str],
    entries: dict[str, Entry],
    served: dict[str, Resolved],
    reasons: dict[str, str],
    kept: list,
) -> Standing:
    if any(name not in entries for name in series):
        return Standing(
            row.code, row.naam, NONE, reden=f"er is geen tabel in AZW StatLine bekend; verwacht: {row.verwachte_bron}"
        )
    asked = list(dict.fromkeys(str(entries[name].tabel) for name in series))
    least = min((entries[name].bevestigd for name in series), key=("nee", "tabel", "ja").index)
    absent = [name for name in series if name not in served]
    versions = list(dict.fromkeys(served[name].snapshot.id for name in series if name in served))
    if not absent:
        hosts = {served[name].snapshot.manifest["host"] for name in series}
        return Standing(row.code, row.naam, REAL if hosts == {cbs.HOST} else TEST, series, asked, versions, least)
    state = INVENTED if row.regionaal == "ja" else NONE
    why = reasons[absent[0]] if kept else "er is nog geen tabel van het CBS bewaard; haal ze op met 'azwboek refresh'"
    return Standing(row.code, row.naam, state, series, asked, versions, least, why)


def _last_refresh(paths: Paths) -> dict[str, str]:
    """What the last refresh did not find at the source: it saw more tables than are kept."""
    try:
        return json.loads(paths.refreshed.read_text(encoding="utf-8"))["niet_gevonden"]
    except FileNotFoundError:
        return {}


def _environment(paths: Paths) -> tuple[str, str]:
    """Whether what is installed is what the lock names."""
    text = (paths.root / "requirements.txt").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", text, re.MULTILINE))
    wrong = []
    for name, version in locked.items():
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            installed = "niet"
        if installed != version:
            wrong.append(f"{name} {installed} in plaats van {version}")
    python = sys.version.split()[0]
    if wrong:
        return BAD, f"Python {python}; {len(wrong)} pakketten wijken af: {', '.join(wrong[:3])}; draai 'make book'"
    return GOOD, f"Python {python}, {len(locked)} pakketten zoals vastgelegd"


def _browser() -> tuple[str, str]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return (GOOD, found) if found else (NOTE, "geen chromium; alleen nodig voor tests in een browser")


def _source(source: Source) -> tuple[str, str]:
    number = len(cbs.tables(source))
    kind = " (een testbron, niet het CBS)" if source.is_test else ""
    return GOOD if number else BAD, f"{source.host}{kind} geeft {number} tabellen"


def _kept(root: Path) -> tuple[str, str]:
    count, faults = snapshots.verify(root)
    if faults:
        return BAD, "; ".join(faults)
    if not count:
        return NOTE, "nog geen; het boek gebruikt demonstratiegegevens"
    tests = sorted({s.manifest["host"] for s in snapshots.usable(root)} - {cbs.HOST})
    return (NOTE if tests else GOOD), f"{count} versies, controlegetallen kloppen" + (
        f"; uit een testbron: {', '.join(tests)}" if tests else ""
    )


def _mapping(mapping: Path, root: Path, known: Catalogue) -> tuple[str, str]:
    """Whether what the catalogue finds in the kept tables is what the lock says."""
    pins = refreshing.read_lock(refreshing.lock_file(mapping))["reeksen"]
    found, _ = catalogue.resolve(known.reeksen, snapshots.usable(root))
    wrong = [r.entry.reeks for r in found if pins.get(r.entry.reeks) != r.pin()]
    if wrong:
        return BAD, f"niet zoals vastgelegd: {', '.join(wrong)}; draai 'azwboek refresh'"
    confirmed = sum(entry.bevestigd == "ja" for entry in known.reeksen)
    text = f"{len(found)} van {len(known.reeksen)} reeksen gevonden in bewaarde tabellen, {confirmed} bevestigd"
    return (GOOD if len(found) == len(known.reeksen) else NOTE), text


def _warehouse(paths: Paths) -> tuple[str, str]:
    from .warehouse import ask

    if not paths.warehouse.is_file():
        return NOTE, "nog niet gebouwd; 'azwboek warehouse' doet dat"
    content = ask.summary(paths)
    ask.connect(paths.warehouse).close()
    return GOOD, f"{content['tabellen']['kern_waarneming']} waarnemingen, {content['soort']}"
