"""The catalogue: what its fields may hold, and finding a table, measure, dimension and position exactly once."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from azwboek.errors import AzwboekError
from azwboek.sources import catalogue
from azwboek.sources.catalogue import Entry, NotFound
from azwboek.sources.snapshots import Snapshot
from samples import ROOT

PLAIN = {
    "reeks": "werkdruk", "tabel": {"titel": "Werknemers; kerncijfers"}, "maat": {"titel": "Werkdruk", "eenheid": "%"},
    "perioden": ["KW"], "populaties": ["smal"], "bevestigd": "nee",
}  # fmt: skip
TITLES = [("24001NED", "Werknemers; kerncijfers, regio"), ("24002NED", "Werknemers; kerncijfers, regio, 2010-2019 "), ("24003NED", "Mbo; deelnemers")]  # fmt: skip


def entry(**changes) -> Entry:
    return Entry(**PLAIN | changes)


def table(kind: str = "cbs") -> Snapshot:
    """A survey by sex, region and quarter, with the same title in two topic groups."""
    rows = [
        {"ID": 0, "Type": "Dimension", "Key": "Geslacht", "Title": "Geslacht"},
        {"ID": 1, "Type": "GeoDetail", "Key": "Gebied", "Title": "Regio's"},
        {"ID": 2, "Type": "TimeDimension", "Key": "Tijd", "Title": "Perioden"},
        {"ID": 3, "Type": "TopicGroup", "Title": "Werknemers", "ParentID": None},
        {"ID": 4, "Type": "Topic", "Key": "Werkdruk_1", "Title": "Werkdruk", "Unit": "%", "ParentID": 3},
        {"ID": 5, "Type": "TopicGroup", "Title": "Leidinggevenden", "ParentID": None},
        {"ID": 6, "Type": "Topic", "Key": "Werkdruk_2", "Title": "Werkdruk ", "Unit": "aantal", "ParentID": 5},
    ]
    metadata = {
        "TableInfos": {"Title": "Werknemers; kerncijfers, regio"},
        "DataProperties": rows,
        "Geslacht": [{"Key": "T  ", "Title": "Totaal"}, {"Key": "M10", "Title": "Mannen"}],
        "Gebied": [{"Key": "NL01", "Title": "Nederland"}],
        "Tijd": [{"Key": "2025KW01", "Title": "2025", "Status": "Definitief"}],
    }
    return Snapshot(
        Path("24001NED/x"), {"tabel": "24001NED", "titel": "Werknemers; kerncijfers, regio", "soort": kind}, metadata
    )


TOTAL = {"Geslacht": "Totaal"}


def test_a_title_that_is_equal_goes_before_one_that_only_begins_so():
    assert catalogue.table_of(entry(tabel={"titel": "werknemers;  Kerncijfers, regio"}), TITLES) == "24001NED"
    assert catalogue.table_of(entry(tabel={"titel": "mbo*"}), TITLES) == "24003NED"
    assert catalogue.table_of(entry(tabel={"id": "24002NED"}), TITLES) == "24002NED"


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"titel": "Werknemers; kerncijfers"}, ["niet eenduidig, 2 keer", "24001NED", "24002NED"]),
        ({"titel": "Hbo; deelnemers"}, ["niet gevonden", "24003NED ‘Mbo; deelnemers’"]),
        ({"id": "24009NED"}, ["niet gevonden"]),
        ({"id": "24003NED", "titel": "Werknemers"}, ["niet gevonden"]),
        ({"titel": "[WM]*"}, ["niet gevonden"]),
    ],
)
def test_a_table_that_is_not_there_exactly_once_is_not_guessed(wanted, words):
    with pytest.raises(NotFound) as caught:
        catalogue.table_of(entry(tabel=wanted), TITLES)
    assert not [word for word in words if word not in str(caught.value)], str(caught.value)


def test_an_identifier_does_not_count_among_demonstration_tables():
    wanted = entry(tabel={"id": "24103NED", "titel": "Werknemers; kerncijfers, regio"}, posities=TOTAL)
    assert catalogue.resolve([wanted], [table("demonstratie")])[0]
    assert catalogue.resolve([wanted], [table()])[1]


def test_all_keys_are_found_whatever_they_are_called():
    found = catalogue.resolve_in(entry(posities=TOTAL), table())
    assert (found.measure, found.region, found.period, found.branch) == ("Werkdruk_1", "Gebied", "Tijd", None)
    assert found.positions == {"Geslacht": "T  "} and found.pin()["posities"] == {"Geslacht": "T"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ["'Geslacht'", "geen vaste positie", "Totaal; Mannen"]),
        ({"posities": {"Geslacht": "Vrouwen"}}, ["positie 'Vrouwen'", "Mannen"]),
        ({"posities": TOTAL | {"Leeftijd": "Totaal"}}, ["dimensie 'Leeftijd'"]),
        ({"posities": TOTAL, "maat": {"titel": "Werkdruck", "eenheid": "%"}}, ["Werkdruk (%) [Werkdruk_1]"]),
        ({"posities": TOTAL, "maat": {"titel": "Werkdruk", "eenheid": "uur"}}, ["maat Werkdruk (uur)"]),
        ({"posities": TOTAL, "maat": {"sleutel": "Werkdruk_9", "eenheid": "%"}}, ["Werkdruk_9"]),
        ({"posities": TOTAL, "maat": {"titel": "Werkdruk", "eenheid": "%", "groep": "Leidinggevenden"}}, ["in groep"]),
        ({"posities": TOTAL, "branchedimensie": "Branche"}, ["dimensie 'Branche'"]),
    ],
)  # fmt: skip
def test_what_is_not_found_is_named_with_what_is_near(changes, words):
    with pytest.raises(NotFound) as caught:
        catalogue.resolve_in(entry(**changes), table())
    assert not [word for word in words if word not in str(caught.value)], str(caught.value)


def test_a_title_that_occurs_twice_is_told_apart_by_its_group_or_key():
    twice = table()
    twice.metadata["DataProperties"][6]["Unit"] = "%"
    with pytest.raises(NotFound, match="niet eenduidig, 2 keer"):
        catalogue.resolve_in(entry(posities=TOTAL), twice)
    for measure in ({"titel": "Werkdruk", "groep": "Leidinggevenden"}, {"sleutel": "Werkdruk_2"}):
        found = catalogue.resolve_in(entry(posities=TOTAL, maat=measure | {"eenheid": "%"}), twice)
        assert found.measure == "Werkdruk_2"


def test_a_table_without_regions_serves_only_the_country():
    national = copy.deepcopy(table())
    del national.metadata["DataProperties"][1]
    with pytest.raises(NotFound, match="regiodimensie"):
        catalogue.resolve_in(entry(posities=TOTAL), national)
    assert catalogue.resolve_in(entry(posities=TOTAL, gebied="land"), national).region is None


def test_each_entry_stands_on_its_own():
    found, missing = catalogue.resolve([entry(posities=TOTAL), entry(reeks="scholing")], [table()])
    assert [r.entry.reeks for r in found] == ["werkdruk"]
    assert [e.reeks for e, _ in missing] == ["scholing"]


def test_what_is_pinned_of_a_table_is_its_columns_and_positions():
    columns = catalogue.describe(table())["kolommen"]
    assert set(columns) == {"Geslacht", "Gebied", "Tijd", "Werkdruk_1", "Werkdruk_2"}
    assert columns["Geslacht"]["posities"] == {"M10": "Mannen", "T": "Totaal"}
    assert columns["Werkdruk_2"] == {"soort": "Topic", "titel": "Werkdruk", "eenheid": "aantal", "datatype": ""}


TEXT = (ROOT / "data" / "catalogus.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("reeksen:", "reeks:", "reeksen"),
        ("    perioden: [KW]", "    perioden: [WK]", "perioden"),
        ("    perioden: [KW]", "    perioden: []", "perioden"),
        ("    populaties: [smal]", "    populaties: [small]", "populaties"),
        ("    populaties: [smal]", "    populaties: [smal, breed]", "precies één populatie"),
        ("    bevestigd: nee", "    bevestigd: misschien", "bevestigd"),
        ("    schaal: 1000", "    schaal: -1", "schaal"),
        ("tabel: {titel:", "tabel: {naam:", "tabel"),
        ("tabel: {titel:", "tabel: {id: ../../../x, titel:", "is geen nummer van een tabel"),
        ("tabel: {titel:", 'tabel: {id: "24103NED\\n", titel:', "is geen nummer van een tabel"),
        ("reeks: werkdruk", "reeks: scholing", "dubbel: scholing"),
        ("    teller: werknemers\n", "    teller: werknemer\n", "onbekende reeks werknemer"),
        ("    noemer: werkenden", "    noemers: werkenden", "noemer"),
        ("maat: {titel:", "maat: {tittel:", "maat"),
        ("reeksen:", "reeksen: [", "geen geldige YAML"),
    ],
)
def test_a_catalogue_with_a_fault_is_refused(tmp_path, old, new, word):
    assert old in TEXT
    file = tmp_path / "catalogus.yml"
    file.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(AzwboekError, match=word) as caught:
        catalogue.load(file)
    assert "catalogus.yml" in str(caught.value)


def test_every_computation_that_is_named_is_there():
    known = catalogue.load(ROOT / "data" / "catalogus.yml")
    assert known.afgeleid
    for derived in known.afgeleid:
        text = (ROOT / "sql" / "afgeleid" / f"{derived.indicator}.sql").read_text(encoding="utf-8")
        assert all(f"'{name}'" in text for name in [derived.indicator, *derived.series])
