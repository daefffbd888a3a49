"""Each check on a table before it is used, with a fault that it must find; and the rules that the checks read."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from azwboek.errors import AzwboekError
from azwboek.sources import catalogue, registers, resolving, rules, verify
from azwboek.sources.branches import Branches
from azwboek.sources.catalogue import Entry, Resolved
from azwboek.sources.snapshots import RawTable
from samples import ROOT

RULES = rules.load(ROOT / "data" / "controles.yml")
STATUSES = registers.statuses(ROOT / "data" / "registers")
REGIONS = {
    "RA0101": frozenset({"Groningen"}),
    "RA0205": frozenset({"Twente"}),
    "RA0818": frozenset({"Rijn Gouwe", "Rijnstreek"}),
}
NAMES = {"NL01": "Nederland", "RA0101": "Groningen (RA)", "RA0205": "Twente (RA)", "RA0818": "Rijn Gouwe (RA)"}
SEXES = {"T": "Totaal mannen en vrouwen", "M": "Mannen", "V": "Vrouwen"}
TITLE = "Werknemers met een baan in de zorg en welzijn; persoonskenmerken, regio"
PERIODS = ["2024KW03", "2024KW04", "2024JJ00", "2025KW01", "2025KW02", "2025KW03"]


def good(title: str = TITLE) -> RawTable:
    """Employees by sex, region and period; two percentages, a factor and a balance."""
    rows = [(sex, region.ljust(6), period) for sex in SEXES for region in NAMES for period in PERIODS]
    data = pd.DataFrame(rows, columns=["Geslacht", "RegioS", "Perioden"])
    data.insert(0, "ID", range(len(data)))
    parts = {"M": 100.0, "V": 300.0, "T": 400.0}
    areas = {"NL01": 6, "RA0101": 1, "RA0205": 2, "RA0818": 3}
    data["Werknemers_1"] = [10 * parts[sex] * areas[region.strip()] for sex, region, _ in rows]
    data["Tevreden_2"], data["Factor_3"], data["Saldo_4"] = 70.0, 0.7, -5.0
    data["Vacaturegraad_5"] = 30.0
    topics = [
        ("Werknemers_1", "Werknemers", "aantal"), ("Tevreden_2", "Tevreden", "%"), ("Factor_3", "Deeltijdfactor", "factor"),
        ("Saldo_4", "Saldo", "aantal"), ("Vacaturegraad_5", "Vacaturegraad", "per 1 000 banen"),
    ]  # fmt: skip
    dimensions = [("Geslacht", "Dimension"), ("RegioS", "GeoDimension"), ("Perioden", "TimeDimension")]
    properties = [{"ID": n, "Type": kind, "Key": key, "Title": key} for n, (key, kind) in enumerate(dimensions)]
    properties += [
        {"ID": 9 + n, "Type": "Topic", "Key": key, "Title": title, "Unit": unit, "Datatype": "Double"}
        for n, (key, title, unit) in enumerate(topics)
    ]
    metadata = {
        "TableInfos": {"Identifier": "24999NED", "Title": title, "Modified": "2026-11-01", "RecordCount": len(data)},
        "DataProperties": properties,
        "Geslacht": [{"Key": key, "Title": name} for key, name in SEXES.items()],
        "RegioS": [{"Key": key.ljust(6), "Title": name} for key, name in NAMES.items()],
        "Perioden": [{"Key": key, "Title": key, "Status": "Definitief"} for key in PERIODS],
    }
    return RawTable("24999NED", data, metadata)


def with_cells(measure: str, value: float | None, *, where: str = "", rows: slice = slice(None)) -> RawTable:
    """The good table with another value in one measure, for all rows or those that a condition names."""
    table = good()
    data = table.data.copy()
    chosen = data.query(where).index if where else data.index
    data.loc[chosen[rows], measure] = np.nan if value is None else value
    return dataclasses.replace(table, data=data)


def check(table: RawTable, **case) -> list[verify.Fault]:
    return verify.check(
        verify.Case(table, case.pop("rules", RULES), {"RegioPlus-arbeidsmarktregio’s": REGIONS}, STATUSES, **case)
    )


class Kept:
    """A version that was kept before, with what a check looks at."""

    def __init__(self, table: RawTable):
        self.frame, self.table, self.metadata = table.data.copy, table.identifier, table.metadata


def test_a_good_table_passes_also_beside_its_predecessor_and_lock():
    assert check(good()) == []
    assert check(good(), previous=Kept(good()), pinned=catalogue.describe(good())) == []


def test_each_set_of_areas_is_checked_by_its_own_names():
    provinces = {"provincies": {"PV20": frozenset({"Groningen"}), "PV23": frozenset({"Overijssel"})}}
    table = with_region("RA0818", "PV20", "Groningen (PV)")
    found = [
        str(fault)
        for fault in verify.check(verify.Case(table, RULES, provinces, STATUSES))
        if fault.controle == "regios"
    ]
    assert any("verwacht alle 2 provincies, gevonden zonder PV23" in said for said in found)
    assert any("verwacht Nederland, provincies en bekende andere gebieden" in said for said in found)
    table = with_region("RA0818", "PV20", "Grunn (PV)")
    found = [str(fault) for fault in verify.check(verify.Case(table, RULES, provinces, STATUSES))]
    assert any("verwacht PV20 met naam Groningen, gevonden 'Grunn (PV)'" in said for said in found)


def without_rows(period: str) -> RawTable:
    table = good()
    metadata = table.metadata | {"Perioden": [row for row in table.metadata["Perioden"] if row["Key"] != period]}
    metadata["TableInfos"] = metadata["TableInfos"] | {"RecordCount": 0}
    return dataclasses.replace(table, data=table.data[table.data["Perioden"] != period], metadata=metadata)


def with_period(old: str, new: str, status: str = "Definitief") -> RawTable:
    table = good()
    rows = [row | ({"Key": new, "Status": status} if row["Key"] == old else {}) for row in table.metadata["Perioden"]]
    data = table.data.assign(Perioden=table.data["Perioden"].replace(old, new))
    return dataclasses.replace(table, data=data, metadata=table.metadata | {"Perioden": rows})


def with_region(old: str, new: str, title: str) -> RawTable:
    table = good()
    rows = [
        {"Key": new.ljust(6), "Title": title} if row["Key"].strip() == old else row for row in table.metadata["RegioS"]
    ]
    data = table.data.assign(RegioS=table.data["RegioS"].replace(old.ljust(6), new.ljust(6)))
    return dataclasses.replace(table, data=data, metadata=table.metadata | {"RegioS": rows})


def paged(*pages: tuple[int, int]) -> RawTable:
    address = "http://x/ODataFeed/odata/24999NED/TypedDataSet?$format=json&$skip={}"
    log = tuple({"onderdeel": "TypedDataSet", "url": address.format(skip), "rijen": rows} for skip, rows in pages)
    return dataclasses.replace(good(), requests=log)


FOUND = {
    "a page is lacking": (paged((0, 30), (60, 12)), "paginas", "een pagina ontbreekt"),
    "a page comes twice": (paged((0, 30), (0, 30), (30, 12)), "paginas", "een pagina komt dubbel"),
    "rows are lacking": (dataclasses.replace(good(), data=good().data.iloc[:-1]), "rijen", "71 rijen"),
    "a period of a strange kind": (with_period("2025KW01", "2025W101"), "perioden", "2025W101"),
    "a fifth quarter": (with_period("2025KW01", "2025KW05"), "perioden", "2025KW05"),
    "a status that nobody knows": (with_period("2025KW01", "2025KW04", "Herzien"), "perioden", "Herzien"),
    "a region of UWV": (with_region("RA0205", "AM05", "Twente"), "regios", "zonder RA0205"),
    "a region by another name": (with_region("RA0205", "RA0205", "Overijssel"), "regios", "'Overijssel'"),
    "no country": (with_region("NL01", "LD01", "Noord"), "regios", "ontbreekt"),
    "a percentage above 100": (with_cells("Tevreden_2", 101, rows=slice(1)), "bereik", "101"),
    "a percentage below 0": (with_cells("Tevreden_2", -1, rows=slice(1)), "bereik", "-1"),
    "a factor times 100": (with_cells("Factor_3", 70), "bereik", "70"),
    "a negative count": (with_cells("Werknemers_1", -10, rows=slice(1)), "bereik", "-10"),
    "a percentage where per 1,000 is said": (with_cells("Vacaturegraad_5", 3), "bereik", "3"),
    "regions that do not add up": (
        with_cells("Werknemers_1", 99_990, where="RegioS == 'NL01  ' and Perioden == '2025KW01' and Geslacht == 'T'"),
        "som_regios",
        "99990 tegenover 24000 (Geslacht=T, Perioden=2025KW01)",
    ),
    "men and women that do not add up": (
        with_cells("Werknemers_1", 9_000, where="Geslacht == 'M' and Perioden == '2025KW01'"), "som_delen", "keer niet",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_a_fault_is_found_and_said_in_one_line(name):
    table, wanted, words = FOUND[name]
    faults = [fault for fault in check(table) if fault.controle == wanted]
    assert faults and words in str(faults[0]), [str(fault) for fault in check(table)]
    assert str(faults[0]).startswith("24999NED") and "verwacht" in str(faults[0]) and "\n" not in str(faults[0])


def test_a_former_name_of_a_region_is_known():
    assert check(with_region("RA0818", "RA0818", "Rijnstreek")) == []


def test_a_balance_may_be_negative():
    assert check(good()) == []
    bare = RULES.model_copy(update={"zonder_bereik": []})
    assert {(fault.controle, fault.kolom) for fault in check(good(), rules=bare)} == {("bereik", "Saldo_4")}


def test_a_secret_part_makes_no_sum():
    where = "RegioS == 'RA0101' and Perioden == '2025KW01'"
    table = with_cells("Werknemers_1", None, where=where)
    assert check(table) == []


def test_zeros_where_nothing_is_missing_are_suspect():
    zeros = with_cells("Werknemers_1", 0, where="Perioden == '2025KW01'")
    assert [fault.controle for fault in check(zeros)] == ["leeg_als_nul"]
    data = zeros.data.copy()
    data.loc[data["Perioden"] == "2025KW02", "Werknemers_1"] = np.nan
    assert check(dataclasses.replace(zeros, data=data)) == []


SMALLER = {
    "cells emptied": (with_cells("Tevreden_2", None, rows=slice(8)), "omvang", "100.0%"),
    "a thousandfold": (with_cells("Vacaturegraad_5", 300), "schaal", "factor 10"),
    "a period lost": (without_rows("2025KW03"), "omvang", "72"),
}


@pytest.mark.parametrize("name", SMALLER)
def test_a_version_is_held_against_the_one_before(name):
    table, wanted, words = SMALLER[name]
    assert check(table) == []
    faults = check(table, previous=Kept(good()))
    assert [fault.controle for fault in faults] == [wanted] and words in str(faults[0])


def test_many_periods_lost_are_named():
    names = [f"{year}KW0{quarter}" for year in (2020, 2021) for quarter in (1, 2, 3)]
    table = good()
    old = pd.concat([table.data, *(table.data[:1].assign(Perioden=name) for name in names)])
    faults = check(table, previous=Kept(dataclasses.replace(table, data=old)))
    assert any("6 weg: 2020KW01" in str(fault) for fault in faults)


PINNED = {
    "another title": (lambda d: d["Werknemers_1"].update(titel="Banen"), "Werknemers_1", "'Banen'"),
    "another unit": (lambda d: d["Werknemers_1"].update(eenheid="x 1 000"), "Werknemers_1", "'x 1 000'"),
    "another kind": (lambda d: d["Geslacht"].update(soort="GeoDimension"), "Geslacht", "GeoDimension"),
    "a column more": (lambda d: d.update(Oud_6={"soort": "Topic", "titel": "Oud"}), "Oud_6", "vastgelegde kolom Oud_6"),
    "a column less": (lambda d: d.pop("Saldo_4"), "Saldo_4", "alleen vastgelegde kolommen"),
    "a position more": (lambda d: d["Geslacht"]["posities"].update(X="X"), "Geslacht", "positie X (X)"),
    "a position less": (lambda d: d["Geslacht"]["posities"].pop("M"), "Geslacht", "nieuw: M (Mannen)"),
    "another position": (lambda d: d["Geslacht"]["posities"].update(M="Heren"), "Geslacht", "'Heren'"),
}  # fmt: skip


@pytest.mark.parametrize("name", PINNED)
def test_what_was_pinned_holds(name):
    change, column, words = PINNED[name]
    pins = catalogue.describe(good())
    change(pins["kolommen"])
    faults = check(good(), pinned=pins)
    assert [(fault.controle, fault.kolom) for fault in faults] == [("vastgelegd", column)]
    assert words in str(faults[0]) and "--accept 24999NED" in str(faults[0])
    assert verify.pinned(good(), pins) == faults


def test_new_periods_need_no_new_pin():
    assert "posities" not in catalogue.describe(good())["kolommen"]["Perioden"]


def quirky(**quirk) -> rules.Rules:
    return RULES.model_copy(update={"eigenaardigheden": [rules.Quirk(reden="Zo doet het CBS dat al jaren.", **quirk)]})


def test_a_known_quirk_is_let_through_for_its_table_check_and_column_only():
    table = with_cells("Tevreden_2", 101, rows=slice(1))
    known = {"tabel": "24999NED", "controle": "bereik", "kolom": "Tevreden_2"}
    assert check(table, rules=quirky(**known)) == []
    for other in ({"kolom": "Factor_3"}, {"controle": "schaal"}, {"tabel": "24998NED"}):
        assert len(check(table, rules=quirky(**known | other))) == 1


def test_a_known_quirk_that_vanished_is_a_fault_and_one_that_was_never_seen_a_remark():
    known = quirky(tabel="24999NED", controle="bereik", kolom="*")
    before = Kept(with_cells("Tevreden_2", 101, rows=slice(1)))
    (fault,) = check(good(), rules=known, previous=before)
    assert "niet meer voorkomt" in str(fault)
    for previous in (None, Kept(good())):
        remarks: list[str] = []
        assert check(good(), rules=known, previous=previous, remarks=remarks) == []
        assert "niet gezien" in remarks[0]


def employees(**changes) -> Resolved:
    """The series werknemers of the good table."""
    entry = Entry(
        reeks="werknemers", tabel={"id": "24999NED"}, maat={"titel": "Werknemers", "eenheid": "aantal"},
        posities={"Geslacht": "Totaal mannen en vrouwen"}, perioden=["KW"], populaties=["smal"], bevestigd="nee", **changes,
    )  # fmt: skip
    return resolving.resolve_in(entry, good(), Branches([]))


SMALL = RULES.model_copy(
    update={
        "niveaus": [rules.Level(reeks="werknemers", van=20_000, tot=30_000, reden="Een klein land met drie regio's.")]
    }
)
FIRST_DAY = {
    "a thousandfold": (with_cells("Werknemers_1", 24_000_000), "niveau", "20.000 tot 30.000"),
    "all branches": (with_cells("Werknemers_1", 160_000), "niveau", "160.000 in 2025KW03"),
    "nothing for the country": (with_cells("Werknemers_1", None, where="RegioS == 'NL01  '"), "gevuld", "alleen lege cellen"),
    "a flood of empty cells": (
        with_cells("Werknemers_1", None, where="RegioS != 'NL01  ' and RegioS != 'RA0101'"), "gevuld", "33%",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FIRST_DAY)
def test_a_first_version_is_held_against_what_is_published(name):
    table, wanted, words = FIRST_DAY[name]
    faults = check(table, rules=SMALL, series=(employees(),))
    assert any(fault.controle == wanted and words in str(fault) for fault in faults), [str(fault) for fault in faults]
    assert check(good(), rules=SMALL, series=(employees(),)) == []


def test_a_series_without_an_expected_level_is_not_taken_over():
    nothing = SMALL.model_copy(update={"niveaus": []})
    (fault,) = check(good(), rules=nothing, series=(employees(),))
    assert fault.controle == "niveau" and "een niveau van reeks werknemers (smal)" in str(fault)


def test_regions_that_swap_their_figures_are_seen():
    table = good()
    data = table.data.assign(Tevreden_2=[float(n % 23) for n in range(len(table.data))])
    before = dataclasses.replace(table, data=data)
    names = {"RA0101": "RA0205", "RA0205": "RA0101"}
    now = data.assign(RegioS=data["RegioS"])
    for code, other in names.items():
        mine, theirs = data["RegioS"].str.strip() == code, data["RegioS"].str.strip() == other
        now.loc[mine, "Tevreden_2"] = data.loc[theirs, "Tevreden_2"].to_numpy()
    faults = check(dataclasses.replace(table, data=now), previous=Kept(before))
    assert [fault.controle for fault in faults] == ["verwisseld"] and "RA0101 en RA0205" in str(faults[0])
    assert check(before, previous=Kept(before)) == []


def test_a_change_of_unit_is_no_change_of_scale():
    table = good()
    properties = [
        p | ({"Unit": "x 1 000"} if p["Key"] == "Werknemers_1" else {}) for p in table.metadata["DataProperties"]
    ]
    data = table.data.assign(Werknemers_1=table.data["Werknemers_1"] / 1000)
    other = dataclasses.replace(table, data=data, metadata=table.metadata | {"DataProperties": properties})
    assert check(other, previous=Kept(table)) == []
    same_unit = dataclasses.replace(table, data=data)
    assert "schaal" in {fault.controle for fault in check(same_unit, previous=Kept(table))}


def test_every_expected_level_holds_the_published_figures_that_it_names():
    published = {row.id: row for row in registers.read_one(ROOT / "data" / "registers", "gepubliceerde_cijfers")}
    subjects = {(r.onderwerp, r.eenheid): r for r in registers.read_one(ROOT / "data" / "registers", "vergelijkingen")}
    for level in RULES.niveaus:
        for name in level.gepubliceerd:
            row = published[name]
            value = row.waarde / (subjects[row.onderwerp, row.eenheid].factor or 1)
            assert subjects[row.onderwerp, row.eenheid].reeks == level.reeks, name
            assert level.van < value < level.tot, (level.reeks, name, value)
    assert sum(len(level.gepubliceerd) for level in RULES.niveaus) > 15


def test_every_check_has_a_name_in_the_rules_and_a_seeded_fault():
    assert tuple(verify.CHECKS) == rules.Check.__args__
    here = {wanted for _, wanted, _ in [*FOUND.values(), *SMALLER.values()]}
    here |= {wanted for _, wanted, _ in FIRST_DAY.values()} | {"verwisseld"}
    assert here | {"vastgelegd", "leeg_als_nul"} | {"sleutels", "dubbel"} == set(verify.CHECKS)


@pytest.mark.parametrize(("name", "column", "value"), [("sleutels", "Geslacht", "Q"), ("dubbel", "Geslacht", "M")])
def test_strange_and_double_keys_are_found(name, column, value):
    table = good()
    data = table.data.copy()
    data.loc[0, column] = value
    assert check(dataclasses.replace(table, data=data))[0].controle == name


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("som_pct: {waarde: 5, reden:", "som_pct: {waarde: 5, waarom:", "som_pct"),
        ("controle: leeg_als_nul", "controle: leeg_als_nil", "controle"),
        ('reden: "Landsdelen."', 'reden: ""', "gebieden"),
        ("drempels:", "drempel:", "drempels"),
        ("van: 50, tot: 95", "van: 50, tot: .inf", "niveaus.0.tot"),
        ("van: 50, tot: 95", "van: .nan, tot: 95", "niveaus.0.van"),
    ],
)
def test_rules_that_are_wrong_are_refused(tmp_path, old, new, word):
    text = (ROOT / "data" / "controles.yml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "controles.yml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(AzwboekError, match=word):
        rules.load(file)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reeks": "werkdruck"}, "onbekende reeks werkdruck"),
        ({"schaal": 10}, "verwacht schaal 1"),
        ({"maat": {"titel": "x", "eenheid": "uur"}}, "onbekende eenheid 'uur'"),
        ({"maat": {"titel": "x", "eenheid": "per 1 000 banen"}}, "wordt geen '%'"),
    ],
)
def test_a_unit_that_does_not_fit_its_series_is_refused(change, words):
    plain = {"reeks": "werkdruk", "tabel": {"titel": "x"}, "maat": {"titel": "x", "eenheid": "%"}}
    entry = catalogue.Entry(**plain | {"perioden": ["KW"], "populaties": ["smal"], "bevestigd": "nee"} | change)
    with pytest.raises(AzwboekError) as caught:
        rules.check_units([entry], {"werkdruk": "%"}, RULES, Path("catalogus.yml"))
    assert words in str(caught.value) and str(caught.value).startswith("catalogus.yml")
