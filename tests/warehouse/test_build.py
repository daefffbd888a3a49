"""The warehouse is built whole or not at all, equal inputs give equal content, and wrong rows are refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from azwboek.errors import AzwboekError
from azwboek.paths import Paths
from azwboek.sources import snapshots
from azwboek.sources.snapshots import RawTable
from azwboek.warehouse import ask
from azwboek.warehouse import build as warehouse

OLD = b"the warehouse of last night"


@pytest.fixture
def project(project: Paths) -> Paths:
    """The copy, with an old warehouse in place."""
    project.warehouse.parent.mkdir(parents=True)
    project.warehouse.write_bytes(OLD)
    project.warehouse.with_suffix(".json").write_text("{}")
    return project


def replace(name: str, old: str, new: str) -> Callable[[Paths], None]:
    def apply(paths: Paths) -> None:
        path = paths.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}: the seeded fault is out of date"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return apply


def keep_a_table(paths: Paths) -> Path:
    """Keep a small raw table and return its folder."""
    metadata = {"TableInfos": {"Title": "Tabel", "Modified": "2026-11-01"}, "DataProperties": []}
    table = RawTable("00000NED", pd.DataFrame({"ID": range(1000)}), metadata)
    return snapshots.write(paths.snapshots, table, kind="cbs", host="", date="2026-11-01")


def half_a_snapshot(paths: Paths) -> None:
    data = keep_a_table(paths) / snapshots.DATA
    data.write_bytes(data.read_bytes()[:-100])


def snapshot_without_a_file(paths: Paths) -> None:
    (keep_a_table(paths) / snapshots.MANIFEST).unlink()


def half_a_manifest(paths: Paths) -> None:
    manifest = keep_a_table(paths) / snapshots.MANIFEST
    manifest.write_text(manifest.read_text()[:-20])


FAULTS = {
    "a broken register row": (
        replace("data/registers/opgaven.csv", "1,1,", "een,1,"),
        ["opgaven.csv, regel 2, kolom nummer", "getal"],
    ),
    "a catalogue with an unknown field": (
        replace("data/catalogus.yml", "    bevestigd: nee", "    bevestigt: nee"),
        ["catalogus.yml", "bevestigt"],
    ),
    "a catalogue with an unknown series": (
        replace("data/catalogus.yml", "reeks: werkdruk", "reeks: werkdruck"),
        ["catalogus.yml", "werkdruck"],
    ),
    "a derived indicator without its computation": (
        lambda project: (project.sql / "afgeleid" / "zzp.sql").unlink(),
        ["catalogus.yml", "zzp: sql/afgeleid/zzp.sql ontbreekt"],
    ),
    "a computation that the catalogue does not name": (
        lambda project: shutil.copy(project.sql / "afgeleid" / "zzp.sql", project.sql / "afgeleid" / "zzp_oud.sql"),
        ["zzp_oud: staat niet onder afgeleid"],
    ),
    "a column of a register that its table has not": (
        replace("sql/kern/100_kern_opgave.sql", "    naam varchar not null, -- name\n", ""),
        ["sql/kern/100_kern_opgave.sql", "naam"],
    ),
    "a half-written snapshot": (half_a_snapshot, ["data.parquet", "half geschreven"]),
    "a half-written manifest": (half_a_manifest, ["00000NED", "geen geldige JSON"]),
    "a snapshot without its manifest": (snapshot_without_a_file, ["manifest.json ontbreekt"]),
    "a statement that does not parse": (
        replace("sql/kern/010_kern_bron.sql", "create table", "create tabel"),
        ["sql/kern/010_kern_bron.sql"],
    ),
    "a row that a constraint refuses": (
        replace(
            "data/registers/branches.csv",
            "zw_breed,Zorg en welzijn (breed)",
            "zw_breed,Zorg en welzijn (smal)",
        ),
        ["sql/kern/030_kern_branche.sql"],
    ),
    "a budget that no longer adds up": (
        replace("data/registers/begroting.csv", "2023,130000000,bedrag", "2023,130000001,bedrag"),
        ["sql/proeven/begroting_aansluiting.sql: 1 rij(en)", "herkomst", "4899999"],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_and_the_old_warehouse_stays(project, name):
    spoil, words = FAULTS[name]
    spoil(project)
    with pytest.raises(AzwboekError) as caught:
        warehouse.build(project)
    assert not [word for word in words if word not in str(caught.value)], caught.value
    assert project.warehouse.read_bytes() == OLD
    assert sorted(path.name for path in project.warehouse.parent.iterdir()) == ["azw.duckdb", "azw.json"]


def test_an_interrupted_build_leaves_the_old_warehouse(project, monkeypatch):
    run_files = warehouse.run_files

    def interrupted(connection, files):
        files = list(files)
        run_files(connection, files)
        if files[0].parent.name == "kern":
            raise KeyboardInterrupt

    monkeypatch.setattr(warehouse, "run_files", interrupted)
    with pytest.raises(KeyboardInterrupt):
        warehouse.build(project)
    assert project.warehouse.read_bytes() == OLD
    assert sorted(path.name for path in project.warehouse.parent.iterdir()) == ["azw.duckdb", "azw.json"]


def test_equal_inputs_give_equal_content(built, project):
    again = warehouse.build(project)
    assert again == built.summary
    assert sorted(path.name for path in project.warehouse.parent.iterdir()) == ["azw.duckdb", "azw.json"]
    with ask.connect(project.warehouse) as connection:
        assert warehouse.summarised(connection) == again


def test_a_real_table_takes_the_place_of_the_invented_one(project, table, accept):
    """One table is kept as if it came from CBS; its series are then of CBS, the others still invented."""
    accept(project, table("DEMO03"), "2026-11-01")
    summary = warehouse.build(project)
    assert summary["soort"] == "demonstratie"
    with ask.connect(project.warehouse) as connection:
        kinds = connection.execute("select distinct soort, indicator, bron from kern_waarneming").fetchall()
    of_cbs = {indicator for kind, indicator, _ in kinds if kind == "cbs"}
    invented = {indicator for kind, indicator, _ in kinds if kind == "demonstratie"}
    assert of_cbs == {"werktevredenheid", "werkdruk", "scholing"}
    assert not of_cbs & invented
    assert {source for kind, _, source in kinds if kind == "cbs"} == {"azw_statline"}


@pytest.mark.parametrize(
    "change",
    [
        "update kern_waarneming set waarde = waarde + 1e-9 where indicator = 'zzp' and regio = 'RA0205'",
        "update kern_cijfer set toelichting = '' where toelichting is null",
        "delete from kern_interventie where code = 'zorgstart'",
        "create table kern_nieuw as select 1 as x",
    ],
)
def test_other_content_gives_another_checksum(built, spoilt, change):
    spoilt.execute(change)
    assert warehouse.summarised(spoilt)["inhoud_sha256"] != built.summary["inhoud_sha256"]


def test_the_kind_of_the_data_is_said(built):
    assert built.summary["soort"] == "demonstratie"
    assert built.summary["tabellen"]["kern_waarneming"] > 10_000


def test_a_warehouse_is_only_read(reading):
    with pytest.raises(duckdb.Error, match="read-only"):
        reading.execute("delete from kern_bron")


@pytest.mark.parametrize("content", [None, b"", b"no database", OLD * 1000])
def test_what_is_no_warehouse_is_named(tmp_path, content):
    path = tmp_path / "azw.duckdb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AzwboekError) as caught:
        ask.connect(path)
    assert str(path) in str(caught.value)
    assert "azwboek warehouse" in str(caught.value)


# --- constraints --------------------------------------------------------------------------------------------

OBSERVATION = (
    "insert into kern_waarneming by name select * replace ({}) from kern_waarneming "
    "where indicator = 'werkdruk' and regio = 'NL' and waarde is not null limit 1"
)
# By name, so that a new column of a register spoils no seed.
ROW = "insert into {0} by name select * replace ({1}) from {0} limit 1"
BUDGET = ROW.format("kern_begroting", "'x' as post, {} as bedrag_eur, '{}' as waarde_soort")
VINTAGE = (
    "insert into kern_vintage values "
    "('x', 'x', 1, true, 'x', '{kind}', '', false, date '2026-01-01', 'x', {rows}, 'azw_statline')"
)
REFUSED = {
    "the same observation twice": OBSERVATION.format("soort as soort"),
    "an unknown indicator": OBSERVATION.format("'onzin' as indicator"),
    "an unknown region": OBSERVATION.format("'RA9999' as regio"),
    "a UWV region": OBSERVATION.format("'AM05' as regio"),
    "a code of another form": "insert into kern_regio (code, naam, in_zin, slug, soort, indeling) values ('am5', 'x', 'in x', 'x', 'regio', 'x')",
    "an unknown branch": OBSERVATION.format("'onzin' as branche"),
    "an unknown period": OBSERVATION.format("'1999JJ00' as periode"),
    "an unknown population": OBSERVATION.format("'halfbreed' as populatie"),
    "an unknown vintage": OBSERVATION.format("'X@2026' as vintage"),
    "an unknown source": OBSERVATION.format("'onzin' as bron, 'breed' as populatie"),
    "missing without a reason": OBSERVATION.format("null as waarde, 'breed' as populatie"),
    "a reason without missing": OBSERVATION.format("'geheim' as reden_ontbreekt, 'breed' as populatie"),
    "another reason": OBSERVATION.format("null as waarde, 'vergeten' as reden_ontbreekt, 'breed' as populatie"),
    "infinity": OBSERVATION.format("'inf'::double as waarde, 'breed' as populatie"),
    "not a number": OBSERVATION.format("'nan'::double as waarde, 'breed' as populatie"),
    "another kind": OBSERVATION.format("'geschat' as soort, 'breed' as populatie"),
    "another status": OBSERVATION.format("'zeker' as status, 'breed' as populatie"),
    "no unit": OBSERVATION.format("null as eenheid, 'breed' as populatie"),
    "PM as zero": BUDGET.format(0, "pm"),
    "an amount without a value": BUDGET.format("null", "bedrag"),
    "a negative amount": BUDGET.format(-1, "bedrag"),
    "a wrong period code": (
        "insert into kern_periode values ('2025KW05', 'KW', 2025, 5, date '2025-01-01', 'x', 'x', 'x')"
    ),
    "a demonstration vintage that claims to be of CBS": (VINTAGE.format(kind="demonstratie", rows=1)),
    "an empty vintage": (VINTAGE.format(kind="cbs", rows=0)),
    "a series without a table and without a reason": (
        "insert into kern_koppeling values ('zeggenschap', null, null, ['JJ'], 1, ['smal'], 'nee', null)"
    ),
    "a published figure of a region that is not certain": (
        "update kern_gepubliceerd_cijfer set regio = 'RA0205' where gebied_zekerheid = 'ruimer'"
    ),
    "an action of no task": ROW.format("kern_actie", "'9.01' as id, 9 as opgave"),
    "an action without a source": ROW.format("kern_actie", "'8.99' as id, null as bron"),
    "an agreement of no task": ROW.format("kern_afspraak", "15 as nummer, 9 as opgave"),
    "a source that is still used is removed": "delete from kern_bron where id = 'taz'",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_row_is_refused(spoilt, name):
    with pytest.raises(duckdb.ConstraintException):
        spoilt.execute(REFUSED[name])


def test_a_good_row_is_not_refused(spoilt):
    spoilt.execute(OBSERVATION.format("'breed' as populatie"))


def test_an_indicator_without_a_rule_is_not_tested_and_says_so(project):
    path = project.registers / "toetsregels.csv"
    rules = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(row for row in rules if not row.startswith("werkdruk,")), encoding="utf-8")
    warehouse.build(project)
    asked = "select meting, los, drempel, reden_drempel, bron from kern_toetsregel where indicator = {}"
    with ask.connect(project.warehouse) as connection:
        (found,) = connection.execute(asked.format("'werkdruk'")).fetchall()
        (other,) = connection.execute(asked.format("'scholing'")).fetchall()
    assert found == ("onbekend", "nee", None, "Niet getoetst: geen kleinste relevante verschil vastgelegd.", "taz")
    assert other[0] == "modelschatting"
