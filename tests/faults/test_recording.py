"""What was recorded of a refresh can be played again, and holds nothing but addresses and answers."""

from __future__ import annotations

import shutil
import threading

import pytest

import mbo_table
from azwboek.errors import UsageError
from azwboek.paths import Paths
from azwboek.sources import cbs, refresh, snapshots
from azwboek.sources.recording import INDEX, Recording
from cbs_server import CbsServer, replay
from samples import ROOT


def test_a_recording_gives_the_same_figures_again(tmp_path):
    kept = []
    for name in ("opgenomen", "nagespeeld"):
        root = tmp_path / name
        for folder in ("data/registers", "parameters"):
            shutil.copytree(ROOT / folder, root / folder)
        for file in ("catalogus.yml", "controles.yml"):
            shutil.copy(ROOT / "data" / file, root / "data")
        paths = Paths(root, tmp_path / f"{name}-bouw")
        if name == "opgenomen":
            with CbsServer([mbo_table.table()], page=4000) as server:
                record = Recording.into(tmp_path / "opname")
                source = cbs.Source(server.host, "http", timeout=60, pause=0, record=record)
                refresh.refresh(refresh.Settings.of(paths, source))
        else:
            with replay(tmp_path / "opname") as server:
                threading.Thread(target=server.serve_forever, daemon=True).start()
                source = cbs.Source(f"127.0.0.1:{server.server_port}", "http", timeout=60, pause=0)
                refresh.refresh(refresh.Settings.of(paths, source))
                server.shutdown()
        kept.append(snapshots.in_force(paths.snapshots, mbo_table.IDENTIFIER).folder.name)
    assert kept[0] == kept[1]
    text = (tmp_path / "opname" / INDEX).read_text(encoding="utf-8")
    assert "127.0.0.1" not in text and "TypedDataSet" in text


def test_a_recording_does_not_overwrite(tmp_path):
    (tmp_path / "x").write_text("x")
    with pytest.raises(UsageError, match="staat al iets"):
        Recording.into(tmp_path)
