"""The health of environment, source, kept tables, mapping and warehouse, as lines and as plain data; and the next step.

The warehouse is tried as a build would make it, and what it says of every indicator is what the page *Dekking* says.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from importlib import metadata
from pathlib import Path

from .errors import AzwboekError
from .paths import Paths
from .sources import branches, catalogue, cbs, pins, registers, resolving, snapshots
from .sources.catalogue import Catalogue, Entry
from .sources.cbs import Source
from .sources.figure_rows import Indicator
from .warehouse import ask, stage
from .warehouse import build as warehouse

GOOD, NOTE, BAD = "in orde", "let op", "niet in orde"
# What an indicator is fed by at this moment.
REAL, TEST, INVENTED, NONE = "cijfers van het CBS", "testbron", "demonstratie", "geen cijfer"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, and the command that comes next when it is not as it should be."""

    onderdeel: str
    stand: str
    uitleg: str
    vervolg: str = ""


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
    """All findings, the state of every indicator, and the one next step."""

    bevindingen: list[Finding]
    indicatoren: list[Standing]
    vervolg: str = ""

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
        why = ["", "Waarom er geen cijfer van het CBS is:", *reasons] if reasons else []
        return [*found, "", *table, *why, "", f"Volgende stap: {self.vervolg}"]


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
    trial = _Trial(paths, mapping, root)
    looks: list[tuple[str, Callable[[], tuple[str, str]], str]] = [
        ("Python en pakketten", lambda: _environment(paths), "make book"),
        ("browser", _browser, ""),
        ("bron", lambda: _source(source), "azwboek doctor, zodra de bron weer antwoordt"),
        ("bewaarde tabellen", lambda: _kept(root), "azwboek refresh"),
        ("koppeling", lambda: _mapping(paths, mapping, root, known), "azwboek refresh"),
        ("datawarehouse", trial.look, "azwboek warehouse"),
    ]
    findings = []
    for name, look, then in looks:
        try:
            findings.append(Finding(name, *look(), then))
        except AzwboekError as error:
            findings.append(Finding(name, BAD, str(error).replace("\n", "; "), then))
    standing = standings(paths, known, trial.rows)
    return Diagnosis(findings, standing, _next(findings, standing))


def _next(findings: list[Finding], standing: list[Standing]) -> str:
    """The one thing to do now."""
    for finding in findings:
        if finding.stand == BAD and finding.onderdeel != "bron":
            return finding.vervolg
    reachable = all(finding.stand != BAD for finding in findings if finding.onderdeel == "bron")
    if not any(s.stand in (REAL, TEST) for s in standing):
        return (
            "azwboek refresh" if reachable else "azwboek build (met demonstratiegegevens; de bron is niet te bereiken)"
        )
    open_ = [name for s in standing if s.stand in (INVENTED, NONE) for name in s.reeksen]
    if open_ and reachable:
        return f"azwboek koppel {' '.join(dict.fromkeys(open_))}; of azwboek build met wat er is"
    return "azwboek build"


class _Trial:
    """The warehouse as a build would make it now: the present one when nothing changed, else one in a folder of its own."""

    def __init__(self, paths: Paths, mapping: Path, root: Path):
        self.paths, self.mapping, self.root = paths, mapping, root
        self.rows: dict[str, dict] = {}

    def look(self) -> tuple[str, str]:
        own = self.mapping == self.paths.catalogue and self.root == self.paths.snapshots
        if own and stage.stage(self.paths).fresh():
            return GOOD, "gebouwd, en niets is sindsdien veranderd; " + self._read(self.paths)
        with tempfile.TemporaryDirectory(prefix="azwboek-doctor-") as folder:
            trial = replace(self.paths, build=Path(folder))
            if self.paths.refreshed.is_file():
                shutil.copy(self.paths.refreshed, trial.refreshed)
            warehouse.build(trial, snapshot_folder=self.root, mapping=self.mapping)
            return GOOD, "kan worden gebouwd; " + self._read(trial)

    def _read(self, paths: Paths) -> str:
        with ask.connect(paths.warehouse) as con:
            found = con.execute("select * from uit_dekking order by indicator")
            names = [column[0] for column in found.description]
            self.rows = {row["indicator"]: row for row in (dict(zip(names, r, strict=True)) for r in found.fetchall())}
        content = ask.summary(paths)
        return f"{content['tabellen']['kern_waarneming']} waarnemingen, {content['soort']}"


def standings(paths: Paths, known: Catalogue, rows: dict[str, dict]) -> list[Standing]:
    """The state of every indicator of the programme, in the order of the register.

    Args:
        paths: the checkout.
        known: the mapping.
        rows: the rows of ``uit_dekking`` by indicator; empty when no warehouse could be made.
    """
    entries = {entry.reeks: entry for entry in known.reeksen}
    derived = {d.indicator: d for d in known.afgeleid}
    said = _last_refresh(paths)
    return [
        _standing(
            row, derived[row.code].series if row.code in derived else [row.code], entries, rows.get(row.code), said
        )
        for row in registers.read_one(paths.registers, "indicatoren")
    ]


def _standing(
    row: Indicator, series: list[str], entries: dict[str, Entry], there: dict | None, said: dict[str, str]
) -> Standing:
    asked = list(dict.fromkeys(str(entries[name].tabel) for name in series if name in entries))
    seen = [entries[name].bevestigd for name in series if name in entries]
    least = min(seen, key=("nee", "tabel", "ja").index) if len(seen) == len(series) else ""
    if there is None:
        return Standing(row.code, row.naam, NONE, series, asked, [], least, "het datawarehouse kan niet worden gebouwd")
    kinds = {"cbs": TEST if there["is_testbron"] else REAL, "demonstratie": INVENTED}
    state = kinds.get(there["soort"], NONE)
    versions = list(there["vintages"] or []) if state in (REAL, TEST) else []
    why = "" if state in (REAL, TEST) else next((said[name] for name in series if name in said), "")
    if not why and state not in (REAL, TEST):
        why = there["reden"] or "er is nog geen tabel van het CBS bewaard; haal ze op met 'azwboek refresh'"
        if not asked:
            why = f"er is geen tabel in AZW StatLine bekend; verwacht: {row.verwachte_bron}"
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
    tests = sorted({s.manifest["host"] for s in snapshots.usable(root) if s.is_test})
    return (NOTE if tests else GOOD), f"{count} versies, controlegetallen kloppen" + (
        f"; uit een testbron: {', '.join(tests)}" if tests else ""
    )


def _mapping(paths: Paths, mapping: Path, root: Path, known: Catalogue) -> tuple[str, str]:
    """Whether what the catalogue finds in the kept tables is what the lock says."""
    pinned = pins.read_lock(pins.lock_file(mapping))["reeksen"]
    there = branches.load(paths.registers)
    found, _ = resolving.resolve(known.reeksen, snapshots.usable(root), there, pinned)
    wrong = [r.entry.reeks for r in found if pinned.get(r.entry.reeks) != r.pin()]
    if wrong:
        return BAD, f"niet zoals vastgelegd: {', '.join(wrong)}; draai 'azwboek refresh'"
    confirmed = sum(entry.bevestigd == "ja" for entry in known.reeksen)
    text = f"{len(found)} van {len(known.reeksen)} reeksen gevonden in bewaarde tabellen, {confirmed} bevestigd"
    return (GOOD if len(found) == len(known.reeksen) else NOTE), text
