"""Two channels, one reader: the feed of v3 and the bulk files of v4 give the same figures, and a difference is seen."""

from __future__ import annotations

import dataclasses
import io
import zipfile

import pytest

import mbo_table
import ordinary_tables
from azwboek.paths import Paths
from azwboek.sources import bulk, cbs, channels, differences, refresh, snapshots
from azwboek.sources.faults import CbsError
from azwboek.sources.outcome import FAILED, NEW, SAME
from azwboek.sources.session import Source
from bulk_server import FILES, BulkServer
from cbs_server import CbsServer
from samples import ROOT, invented_tables

MBO = mbo_table.IDENTIFIER


@pytest.fixture(scope="module")
def tables() -> dict[str, snapshots.RawTable]:
    made = invented_tables()
    return {name: made[name] for name in ("DEMO02", "DEMO03")} | {MBO: mbo_table.table()}


def source(host: str, channel: str = "v4") -> Source:
    return Source(host, "http", timeout=60, attempts=1, pause=0, channel=channel)


def test_every_table_is_the_same_by_both(tables, tmp_path):
    """Keys, positions, titles, units and every cell, empty ones too, without knowing the kept version."""
    with CbsServer(tables.values()) as feed, BulkServer(tables.values()) as files:
        for name in tables:
            pair = []
            for number, here in enumerate((source(feed.host, "v3"), source(files.host))):
                table = channels.download(here, name, lambda row: None, None)
                folder = snapshots.write(tmp_path / str(number), table, kind="cbs", host=here.host, date="2026-11-28")
                pair.append(snapshots.read(folder))
            assert differences.changed_words(*pair) == []
            assert differences.changed_cells(*pair).empty
            assert len(pair[0].frame()) == len(pair[1].frame()) and pair[0].dimension_types == pair[1].dimension_types


@pytest.fixture
def project(tmp_path):
    """A refresh of the real mapping by either channel, of 24103NED alone."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "catalogus.yml").write_text(
        (ROOT / "data" / "catalogus.yml").read_text(encoding="utf-8").split("\n# Tabellen van het gewone")[0] + "\n"
    )

    def run(host: str, channel: str) -> refresh.RefreshReport:
        settings = refresh.Settings.of(
            Paths(ROOT, folder / "bouw"),
            source(host, channel),
            mapping=folder / "catalogus.yml",
            root=folder / "snapshots",
        )
        return refresh.refresh(settings)

    run.root = folder / "snapshots"
    return run


def outcome(report: refresh.RefreshReport) -> str:
    (found,) = report.tabellen
    return found.uitkomst


def test_a_change_of_channel_is_a_new_version_without_a_different_cell(project, tables):
    with CbsServer([tables[MBO]]) as feed, BulkServer([tables[MBO]]) as files:
        assert outcome(project(feed.host, "v3")) == NEW
        report = project(files.host, "v4")
        assert outcome(report) == NEW, report.faults
        before, after = differences.pair(project.root, MBO)
        assert (before.manifest["kanaal"], after.manifest["kanaal"]) == ("v3", "v4")
        assert differences.changed_cells(before, after).empty and differences.changed_words(before, after) == []
        assert outcome(project(files.host, "v4")) == SAME
        assert files.asked[-1].endswith("/Datasets")  # nothing was fetched again


def test_one_different_cell_between_the_channels_is_seen(project, tables):
    table = tables[MBO]
    data = table.data.copy()
    place = data.index[data[table.topics[0]] > 100][3]
    data.loc[place, table.topics[0]] += 1
    with CbsServer([table]) as feed, BulkServer([dataclasses.replace(table, data=data)]) as files:
        project(feed.host, "v3")
        assert outcome(project(files.host, "v4")) == NEW
    (cell,) = differences.changed_cells(*differences.pair(project.root, MBO)).to_dict("records")
    assert cell["nieuw"] == cell["oud"] + 1 and cell["soort"] == "gewijzigd"
    assert cell["RegioS"] == data.loc[place, "RegioS"].strip()


def test_a_measure_has_the_key_of_the_kept_version(tables):
    """v3 may have made another key of a title than we would."""
    table = tables[MBO]
    words = [p | ({"Key": "Anders_9"} if p["Type"] == "Topic" else {}) for p in table.metadata["DataProperties"]]
    with BulkServer([table]) as files:
        found = bulk.download(source(files.host), MBO, known={"DataProperties": words})
        alone = bulk.download(source(files.host), MBO)
    assert found.topics == ["Anders_9"] and alone.topics == table.topics


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("65 tot 80 jaar", "k_65Tot80Jaar"),
        ("Psychische vermoeidheid door het werk", "PsychischeVermoeidheidDoorHetWerk"),
        ("Banen van werknemers in december", "BanenVanWerknemersInDecember"),
        ("(Zeer) tevreden met het werk", "ZeerTevredenMetHetWerk"),
    ],
)
def test_keys_are_made_as_v3_makes_them(title, key):
    assert bulk.key_of(title) == key


def test_the_ordinary_statline_comes_by_either_channel(tmp_path):
    tables = ordinary_tables.tables(ROOT / "data" / "registers")
    (tmp_path / "catalogus.yml").write_text(
        (ROOT / "data" / "catalogus.yml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    with CbsServer(tables.values()) as feed, BulkServer(tables.values()) as files:
        for host, channel in ((feed.host, "v3"), (files.host, "v4")):
            settings = refresh.Settings.of(
                Paths(ROOT, tmp_path / "bouw"),
                source(host, channel),
                mapping=tmp_path / "catalogus.yml",
                root=tmp_path / "snapshots",
            )
            report = refresh.refresh(settings)
            assert [found.uitkomst for found in report.tabellen] == [NEW] * 5, report.faults
    for name in tables:
        assert differences.changed_cells(*differences.pair(tmp_path / "snapshots", name)).empty


# --- refused ------------------------------------------------------------------------------------------------


def rezipped(body: bytes, change) -> bytes:
    """The zip with its files changed: ``change(name, content)`` gives the new content, or None to leave it out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if (content := change(name, old.read(name))) is not None:
                new.writestr(name, content)
    return made.getvalue()


def only(file: str, change):
    return lambda body: rezipped(body, lambda name, content: change(content) if name == file else content)


def lines(change):
    return only(bulk.OBSERVATIONS, lambda content: b"\r\n".join(change(content.split(b"\r\n"))))


SPOILT = {
    "no zip": (lambda body: b"<html>", ["verwacht een zip"]),
    "half a zip": (lambda body: body[: len(body) // 2], ["verwacht een zip"]),
    "without observations": (only(bulk.OBSERVATIONS, lambda content: None), ["verwacht een hele zip met Observations.csv"]),
    "without the codes of a dimension": (only("RegioSCodes.csv", lambda content: None), ["kolom RegioS", "lijst met posities"]),
    "a row too few": (lines(lambda rows: rows[:1] + rows[2:]), ["waarnemingen (aangekondigd)", "gevonden"]),
    "a cell twice": (lines(lambda rows: rows[:2] + rows[1:2] + rows[3:]), ["één waarneming per cel"]),
    "an unknown region": (lines(lambda rows: [rows[0], rows[1].replace(b"NL01", b"NL77").replace(b"RA", b"XX").replace(b"NL00", b"NL77"), *rows[2:]]), ["kolom RegioS", "alleen sleutels"]),
    "text in place of a number": (lines(lambda rows: [rows[0], rows[1].replace(b";None;", b";None;veel"), *rows[2:]]), ["verwacht getallen"]),
    "a column that lacks": (only(bulk.OBSERVATIONS, lambda content: content.replace(b"RegioS", b"Regio", 1)), ["kolom RegioS", "kolommen van de tabel"]),
    "codes that are no UTF-8": (only("RegioSCodes.csv", lambda content: content.decode("utf-8-sig").replace("Nederland", "Nederl\u00e4nd").encode("latin-1")), ["UTF-8"]),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT)
def test_a_zip_with_a_fault_is_refused_in_one_line(tables, name):
    change, words = SPOILT[name]
    with BulkServer([tables[MBO]]) as files:
        before = files.tables[MBO][2]
        assert change(before) != before, "the seeded fault changes nothing"
        files.spoil = lambda path, body: change(body) if path.startswith(FILES) else body
        with pytest.raises(CbsError) as refused:
            bulk.download(source(files.host), MBO)
    (line,) = str(refused.value).splitlines()
    assert line.startswith(MBO) and all(word in line for word in words), line


def test_a_faulty_zip_leaves_the_kept_version_in_force(project, tables):
    with CbsServer([tables[MBO]]) as feed, BulkServer([tables[MBO]]) as files:
        project(feed.host, "v3")
        files.spoil = lambda path, body: body[:-9] if path.startswith(FILES) else body
        report = project(files.host, "v4")
    assert outcome(report) == FAILED and snapshots.in_force(project.root, MBO).manifest["kanaal"] == "v3"
    assert "  azwboek refresh" in report.block()


def test_the_feed_is_the_channel_when_none_is_chosen():
    assert cbs.Source("dataderden.cbs.nl").channel == "v3"
    assert channels.CHANNELS == {"v3": "dataderden.cbs.nl", "v4": "datasets.cbs.nl"}
