"""A folder with a mapping of two demonstration tables, its lock and snapshots, to be refreshed from a local CBS."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

from azwboek.paths import Paths
from azwboek.sources import cbs, pins, refresh
from azwboek.sources.outcome import TableOutcome
from azwboek.warehouse import build as warehouse
from cbs_server import CbsServer
from samples import ROOT

JOBS, SURVEY = "DEMO06", "DEMO03"
MAPPING = """
reeksen:
  - reeks: deeltijdfactor
    tabel: {titel: "Werkgelegenheid in de zorg*"}
    maat: {titel: "Deeltijdfactor", eenheid: "factor"}
    branchedimensie: Branche
    perioden: [KW]
    populaties: [smal, breed]
    bevestigd: nee
  - reeks: scholing
    tabel: {id: DEMO03, titel: "Werknemers; kerncijfers, regio"}
    maat: {titel: "Scholing gevolgd in afgelopen twee jaar", eenheid: "%"}
    perioden: [KW]
    populaties: [smal]
    bevestigd: nee
"""


class Project:
    """A folder with a mapping, its lock and snapshots, and a warehouse made before."""

    def __init__(self, folder: Path, mapping: str = MAPPING):
        folder.mkdir(parents=True, exist_ok=True)
        self.paths = Paths(root=ROOT, build=folder / "bouw")
        self.mapping, self.root = folder / "catalogus.yml", folder / "snapshots"
        self.mapping.write_text(mapping, encoding="utf-8")

    def settings(self, server: CbsServer, **changes) -> refresh.Settings:
        source = cbs.Source(server.host, "http", timeout=30, attempts=2, pause=0)
        settings = refresh.Settings.of(self.paths, source, mapping=self.mapping, root=self.root)
        return dataclasses.replace(settings, **changes)

    def refresh(self, server: CbsServer, **changes) -> dict[str, TableOutcome]:
        self.report = refresh.refresh(self.settings(server, **changes))
        return {outcome.tabel: outcome for outcome in self.report.tabellen}

    def warehouse(self) -> dict:
        return warehouse.build(self.paths, snapshot_folder=self.root, mapping=self.mapping)

    def state(self) -> dict[str, str]:
        """Every file that a refresh must leave alone when it fails, with its checksum."""
        kept = [*self.root.rglob("*"), *self.mapping.parent.glob("*.json"), self.paths.warehouse]
        return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in kept if p.is_file()}

    def lock(self) -> dict:
        return pins.read_lock(pins.lock_file(self.mapping))
