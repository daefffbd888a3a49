"""The catalogue: what its fields may hold, and finding a table, measure, dimension and position exactly once."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from azwboek.errors import AzwboekError
from azwboek.sources import branches, catalogue, resolving
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


BRANCHES = branches.load(ROOT / "data" / "registers")
TOTAL = {"Geslacht": "Totaal"}


def test_a_title_that_is_equal_goes_before_one_that_only_begins_so():
    assert resolving.table_of(entry(tabel={"titel": "werknemers;  Kerncijfers, regio"}), TITLES) == "24001NED"
    assert resolving.table_of(entry(tabel={"titel": "mbo*"}), TITLES) == "24003NED"
    assert resolving.table_of(entry(tabel={"id": "24002NED"}), TITLES) == "24002NED"


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
        resolving.table_of(entry(tabel=wanted), TITLES)
    assert not [word for word in words if word not in str(caught.value)], str(caught.value)


def test_all_keys_are_found_whatever_they_are_called():
    found = resolving.resolve_in(entry(posities=TOTAL), table(), BRANCHES)
    assert (found.measure, found.region, found.period, found.branch) == ("Werkdruk_1", "Gebied", "Tijd", None)
    assert found.positions == {"Geslacht": "T  "} and found.pin()["posities"] == {"Geslacht": "T"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ["'Geslacht'", "geen vaste positie", "waarschijnlijk 'Totaal' [T]", "Totaal [T]; Mannen [M10]"]),
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
        resolving.resolve_in(entry(**changes), table(), BRANCHES)
    assert not [word for word in words if word not in str(caught.value)], str(caught.value)


def test_a_title_that_occurs_twice_is_found_by_its_group_or_key():
    twice = table()
    twice.metadata["DataProperties"][6]["Unit"] = "%"
    with pytest.raises(NotFound, match="niet eenduidig, 2 keer"):
        resolving.resolve_in(entry(posities=TOTAL), twice, BRANCHES)
    for measure in ({"titel": "Werkdruk", "groep": "Leidinggevenden"}, {"sleutel": "Werkdruk_2"}):
        found = resolving.resolve_in(entry(posities=TOTAL, maat=measure | {"eenheid": "%"}), twice, BRANCHES)
        assert found.measure == "Werkdruk_2"


def test_a_table_without_regions_serves_only_the_country():
    national = copy.deepcopy(table())
    del national.metadata["DataProperties"][1]
    with pytest.raises(NotFound, match="regiodimensie"):
        resolving.resolve_in(entry(posities=TOTAL), national, BRANCHES)
    assert resolving.resolve_in(entry(posities=TOTAL, gebied="land"), national, BRANCHES).region is None


def test_each_entry_stands_on_its_own():
    found, missing = resolving.resolve([entry(posities=TOTAL), entry(reeks="scholing")], [table()], BRANCHES)
    assert [r.entry.reeks for r in found] == ["werkdruk"]
    assert [e.reeks for e, _ in missing] == ["scholing"]


def test_what_is_pinned_of_a_table_is_its_columns_and_positions():
    columns = catalogue.describe(table())["kolommen"]
    assert set(columns) == {"Geslacht", "Gebied", "Tijd", "Werkdruk_1", "Werkdruk_2"}
    assert columns["Geslacht"]["posities"] == {"M10": "Mannen", "T": "Totaal"}
    assert columns["Werkdruk_2"] == {
        "soort": "Topic", "titel": "Werkdruk", "eenheid": "aantal", "datatype": "", "groep": "Leidinggevenden",
    }  # fmt: skip


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


# --- one normal form, and who is counted --------------------------------------------------------------------


def written(**changes) -> Snapshot:
    """The table with other words: ``measure``, ``unit``, ``table``, or another dimension of branches."""
    made = copy.deepcopy(table())
    properties = made.metadata["DataProperties"]
    properties[4] |= {"Title": changes.get("measure", "Werkdruk"), "Unit": changes.get("unit", "%")}
    made.metadata["TableInfos"]["Title"] = changes.get("table", "Werknemers; kerncijfers, regio")
    if titles := changes.get("branches"):
        properties.insert(1, {"ID": 9, "Type": "Dimension", "Key": "B", "Title": changes.get("dimension", "Branche")})
        made.metadata["B"] = [{"Key": f"B{n}", "Title": title} for n, title in enumerate(titles)]
    return made


@pytest.mark.parametrize(
    "title", ["Werk&shy;druk", "WERKDRUK", "Werkdruk&nbsp;", "<b>Werkdruk</b><br />", "\u00a0Werkdruk\u2009"]
)
def test_titles_are_the_same_however_they_are_written(title):
    assert resolving.resolve_in(entry(posities=TOTAL), written(measure=title), BRANCHES).measure == "Werkdruk_1"


@pytest.mark.parametrize(
    "unit", ["x 1 000", "x 1000", "x&nbsp;1&nbsp;000", "X 1.000", "x\u00a01\u2009000", "\u00d7 1 000"]
)
def test_units_are_the_same_however_they_are_written(unit):
    wanted = entry(posities=TOTAL, maat={"titel": "Werkdruk", "eenheid": "x 1 000"})
    assert resolving.resolve_in(wanted, written(unit=unit), BRANCHES).measure == "Werkdruk_1"


def test_a_unit_that_is_another_one_stays_another_one():
    for unit in ("x 10 000", "x 100", "1 000", "%"):
        with pytest.raises(NotFound):
            resolving.resolve_in(
                entry(posities=TOTAL, maat={"titel": "Werkdruk", "eenheid": "x 1 000"}), written(unit=unit), BRANCHES
            )


def test_identifiers_are_the_same_in_small_letters():
    assert resolving.table_of(entry(tabel={"id": "24001ned"}), TITLES) == "24001NED"


SMAL, ALL = "Zorg en welzijn (smal)", "Totaal alle economische activiteiten"


@pytest.mark.parametrize(
    ("position", "said"),
    [
        (ALL, "is Alle economische activiteiten (economie)"),
        ("Zorg en welzijn (breed)", "is Zorg en welzijn (breed) (breed)"),
        ("Jeugdzorg", "is Jeugdzorg (smal)"),
        ("Iets nieuws", "is geen branche die het boek kent"),
    ],
)
def test_a_fixed_position_that_counts_other_people_is_refused_with_the_right_one(position, said):
    there = written(branches=[ALL, "Zorg en welzijn (breed)", SMAL, "Jeugdzorg", "Iets nieuws"])
    with pytest.raises(NotFound) as caught:
        resolving.resolve_in(entry(posities=TOTAL | {"Branche": position}), there, BRANCHES)
    assert said in str(caught.value) and f"kies '{SMAL}'" in str(caught.value)
    good = resolving.resolve_in(entry(posities=TOTAL | {"Branche": SMAL}), there, BRANCHES)
    assert good.fixed_branch == "zw_smal"


def test_the_only_sensible_position_of_an_open_dimension_is_proposed():
    there = written(branches=[ALL, "Zorg en welzijn (breed)", SMAL])
    with pytest.raises(NotFound, match=r"waarschijnlijk 'Zorg en welzijn \(smal\)' \[B2\]"):
        resolving.resolve_in(entry(posities=TOTAL), there, BRANCHES)
    better = resolving.proposed(entry(), there, BRANCHES)
    assert better.posities == {"Geslacht": "Totaal", "Branche": SMAL}


def test_an_unknown_branch_is_named_and_left_out():
    there = written(branches=[SMAL, "Ziekenhuizen en klinieken", "Zorg en welzijn (breed)"])
    wanted = entry(posities=TOTAL, branchedimensie="Branche", populaties=["smal", "breed"])
    found = resolving.resolve_in(wanted, there, BRANCHES)
    assert found.branches == {"B0": "zw_smal", "B2": "zw_breed"} and found.totals == {"smal": "B0", "breed": "B2"}
    assert "'Ziekenhuizen en klinieken' [B1]" in found.remarks[0] and "Ziekenhuizen en overige" in found.remarks[0]
    own = wanted.model_copy(update={"branches": {"Ziekenhuizen en klinieken": "ziekenhuizen"}})
    assert resolving.resolve_in(own, there, BRANCHES).branches["B1"] == "ziekenhuizen"


def test_a_branch_is_known_by_its_other_names():
    row = branches.Branch("zw_smal", SMAL, True, "smal", ("Zorg & welzijn, smal",))
    there = branches.Branches([row, *(one for one in BRANCHES.by_code.values() if one.code != "zw_smal")])
    for title in (SMAL, "zorg &amp; welzijn, smal"):
        found = resolving.resolve_in(entry(posities=TOTAL, branchedimensie="Branche"), written(branches=[title]), there)
        assert found.branches == {"B0": "zw_smal"}


def test_without_the_total_of_its_population_a_series_has_no_source():
    there = written(branches=[ALL, "Jeugdzorg"])
    with pytest.raises(NotFound, match="geen positie is het totaal van 'smal'"):
        resolving.resolve_in(entry(posities=TOTAL, branchedimensie="Branche"), there, BRANCHES)


def test_a_table_whose_title_says_breed_serves_no_smal_series():
    with pytest.raises(NotFound, match="volgens haar titel over breed"):
        resolving.resolve_in(entry(posities=TOTAL), written(table="Mobiliteit; AZW (breed)"), BRANCHES)


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(NotFound) as caught:
        resolving.resolve_in(entry(maat={"titel": "Iets", "eenheid": "%"}), written(branches=[SMAL, ALL]), BRANCHES)
    assert all(words in str(caught.value) for words in ("maat Iets", "dimensie 'Geslacht'", "dimensie 'Branche'"))


def test_of_two_dimensions_with_regions_one_is_chosen():
    there = copy.deepcopy(table())
    there.metadata["DataProperties"].insert(2, {"ID": 8, "Type": "GeoDimension", "Key": "Werk", "Title": "Werkregio"})
    there.metadata["Werk"] = [{"Key": "NL01", "Title": "Nederland"}, {"Key": "RA0101", "Title": "Groningen (RA)"}]
    with pytest.raises(NotFound, match="regiodimensie: \"Regio's\" of 'Werkregio'"):
        resolving.resolve_in(entry(posities=TOTAL), there, BRANCHES)
    chosen = entry(posities=TOTAL | {"Werkregio": "Nederland"}, regiodimensie="Regio's")
    assert resolving.resolve_in(chosen, there, BRANCHES).region == "Gebied"


def test_a_table_without_any_unit_says_so():
    with pytest.raises(NotFound, match="bij geen enkele maat een eenheid"):
        bare = written(unit="")
        bare.metadata["DataProperties"][6]["Unit"] = None
        resolving.resolve_in(entry(posities=TOTAL), bare, BRANCHES)


def test_the_lock_decides_between_tables_with_one_title():
    twice = [("24001NED", "Werknemers"), ("24009NED", "Werknemers")]
    wanted = entry(tabel={"titel": "Werknemers"})
    assert resolving.table_of(wanted, twice, pinned="24009NED") == "24009NED"
    with pytest.raises(NotFound, match="niet eenduidig"):
        resolving.table_of(wanted, twice)
