"""The demonstration tables have the form of CBS tables and plausible levels, aside of the published ones."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from azwboek.errors import AzwboekError
from azwboek.paths import project
from azwboek.sources import areas, branches, catalogue, demonstration, invented_areas, resolving, snapshots

DATA = Path(__file__).resolve().parents[2] / "data"
PATHS = project()
PLACES = invented_areas.places(PATHS.registers, areas.chosen(PATHS))
REGIONS = PLACES[0]
BRANCHES = pd.read_csv(DATA / "registers" / "branches.csv", dtype=str)
IDENTIFIERS = [f"DEMO0{n}" for n in range(1, 8)]
TOTAL = "Totaal mannen en vrouwen"
SMAL, BREED = "Zorg en welzijn (smal)", "Zorg en welzijn (breed)"


@pytest.fixture(scope="module")
def made() -> dict[str, snapshots.RawTable]:
    return {table.identifier: table for table in demonstration.tables(PLACES)}


@pytest.fixture(scope="module")
def cubes(made) -> dict[str, pd.DataFrame]:
    """Each table with titles for keys (periods keep theirs), indexed by its dimensions."""
    return {identifier: _titled(table) for identifier, table in made.items()}


def _titled(table: snapshots.RawTable) -> pd.DataFrame:
    frame = table.data.drop(columns="ID")
    for key in table.dimensions:
        if key != "Perioden":
            frame[key] = frame[key].map({row["Key"]: row["Title"] for row in table.metadata[key]})
    topics = {p["Key"]: p["Title"] for p in table.metadata["DataProperties"] if p["Type"] == "Topic"}
    return frame.rename(columns=topics).set_index(table.dimensions).sort_index()


def _regions(values: pd.Series, ending: str = "(RA)") -> pd.DataFrame:
    """Return one row per region (or landsdeel), one column per position of the other dimensions."""
    wide = values.unstack([name for name in values.index.names if name != "RegioS"])
    return wide[wide.index.str.endswith(ending)]


# --- form ---------------------------------------------------------------------------------------------------


def test_same_seed_gives_the_same_bytes_in_any_order_of_regions(made):
    for again in demonstration.tables([REGIONS[::-1]]):
        first = made[again.identifier]
        pd.testing.assert_frame_equal(first.data, again.data, check_exact=True)
        assert json.dumps(first.metadata) == json.dumps(again.metadata)


def test_another_seed_gives_other_values_of_the_same_form(made):
    for other in demonstration.tables(PLACES, seed=1):
        first = made[other.identifier]
        assert json.dumps(first.metadata) == json.dumps(other.metadata)
        assert not first.data.equals(other.data)


def test_written_snapshots_are_read_back_as_demonstration(tmp_path):
    folders = demonstration.write_all(tmp_path, [REGIONS[:3]])
    kept = snapshots.latest(tmp_path)
    assert [s.folder for s in kept] == folders
    assert [(s.table, s.manifest["soort"], s.manifest["host"]) for s in kept] == [
        (identifier, "demonstratie", "") for identifier in IDENTIFIERS
    ]


def test_an_area_without_a_weight_is_named(tmp_path):
    shutil.copytree(DATA / "registers", tmp_path / "registers")
    path = tmp_path / "registers" / "demonstratiegewichten.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count("RA0205,630,LD02,nee\n") == 1
    path.write_text(text.replace("RA0205,630,LD02,nee\n", ""), encoding="utf-8")
    with pytest.raises(AzwboekError, match=r"demonstratiegewichten\.csv: geen gewicht voor RA0205; voeg een regel toe"):
        invented_areas.places(tmp_path / "registers", areas.chosen(PATHS))


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_rows_are_the_full_cube_in_order(made, identifier):
    table = made[identifier]
    keys = [[row["Key"] for row in table.metadata[d]] for d in table.dimensions]
    expected = pd.MultiIndex.from_product(keys, names=table.dimensions)
    assert pd.MultiIndex.from_frame(table.data[table.dimensions]).equals(expected)
    assert list(table.data["ID"]) == list(range(len(expected)))
    assert list(table.data.columns) == ["ID", *table.dimensions, *table.topics]
    assert (table.data.dtypes[table.topics] == "float64").all()


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_keys_are_unique_and_padded_to_one_width(made, identifier):
    table = made[identifier]
    for dimension in table.dimensions:
        keys = [row["Key"] for row in table.metadata[dimension]]
        assert len(set(keys)) == len({key.strip() for key in keys}) == len(keys)
        assert len({len(key) for key in keys}) == 1
        assert dimension == "Perioden" or any(key != key.strip() for key in keys)


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_regions_are_the_netherlands_landsdelen_and_the_28(made, identifier):
    rows = [(row["Key"], row["Title"]) for row in made[identifier].metadata["RegioS"]]
    assert [key for key, _ in rows[:5]] == ["NL01  ", "LD01  ", "LD02  ", "LD03  ", "LD04  "]
    assert rows[5:] == [(place.code, f"{place.name} (RA)") for place in REGIONS]


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_periods_have_a_known_status_and_provisional_ones_a_mark(made, identifier):
    rows = made[identifier].metadata["Perioden"]
    assert {row["Status"] for row in rows} == {"Definitief", "NaderVoorlopig", "Voorlopig"}
    assert rows[-1]["Status"] == "Voorlopig"
    for row in rows:
        assert row["Title"].startswith(row["Key"][:4])
        assert row["Title"].endswith("*") == (row["Status"] != "Definitief")


def test_periods_are_those_of_the_real_tables(made):
    def periods(identifier):
        return [row["Key"] for row in made[identifier].metadata["Perioden"]]

    kinds = {identifier: sorted({p[4:6] for p in periods(identifier)}) for identifier in IDENTIFIERS}
    assert kinds == {
        "DEMO01": ["JJ", "KW"],
        "DEMO02": ["KW"],
        "DEMO03": ["KW"],
        "DEMO04": ["JJ"],
        "DEMO05": ["JJ"],
        "DEMO06": ["JJ", "KW"],
        "DEMO07": ["SJ"],
    }
    assert periods("DEMO01")[:6] == ["2016KW01", "2016KW02", "2016KW03", "2016KW04", "2016JJ00", "2017KW01"]
    assert periods("DEMO01")[-2:] == ["2025JJ00", "2026KW01"]
    assert "2020KW02" not in periods("DEMO03") and "2020KW04" in periods("DEMO03")


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_metadata_describe_the_columns(made, identifier):
    table = made[identifier]
    info, properties = table.metadata["TableInfos"], table.metadata["DataProperties"]
    assert info["Identifier"] == identifier
    assert info["Title"].endswith(" (demonstratie)")
    assert "erzonnen" in info["Summary"]
    assert (info["RecordCount"], info["ColumnCount"]) == table.data.shape
    assert [p["ID"] for p in properties] == list(range(len(properties)))
    groups = {p["ID"] for p in properties if p["Type"] == "TopicGroup"}
    assert not any("Key" in p for p in properties if p["Type"] == "TopicGroup")
    for p in properties:
        assert p["odata.type"] == f"Cbs.OData.{p['Type']}"
        assert p["ParentID"] is None or (p["Type"] == "Topic" and p["ParentID"] in groups)
        if p["Type"] == "Topic":
            values = table.data[p["Key"]].to_numpy()
            np.testing.assert_array_equal(values, np.round(values, p["Decimals"]))
    named = {(g["DimensionKey"], g["ID"]) for g in table.metadata["CategoryGroups"]}
    used = {(d, row.get("CategoryGroupID")) for d in table.dimensions for row in table.metadata[d]}
    assert named == {(d, number) for d, number in used if number is not None}


def test_mobility_has_topic_groups(made):
    properties = made["DEMO02"].metadata["DataProperties"]
    titles = {p["ID"]: p["Title"] for p in properties}
    assert [(p["Title"], titles.get(p["ParentID"])) for p in properties if p["Type"] == "Topic"] == [
        ("Instroom totaal", "Instroom"),
        ("Uitstroom totaal", "Uitstroom"),
        ("Uitstroom naar pensioen", "Uitstroom"),
        ("Saldo in-/uitstroom", None),
    ]


# --- catalogue and registers --------------------------------------------------------------------------------


def test_every_catalogue_entry_is_found_by_title(made):
    kept = [
        snapshots.Snapshot(
            Path(t.identifier),
            {"tabel": t.identifier, "titel": t.metadata["TableInfos"]["Title"], "soort": "demonstratie"},
            t.metadata,
        )
        for t in made.values()
    ]
    entries = catalogue.load(DATA / "demonstratie.yml").reeksen
    found, missing = resolving.resolve(entries, kept, branches.load(DATA / "registers"))
    assert missing == []
    for resolved in found:
        table = made[resolved.snapshot.manifest["tabel"]]
        kinds = {row["Key"][4:6] for row in table.metadata["Perioden"]}
        assert set(resolved.entry.perioden) <= kinds


@pytest.mark.parametrize("identifier", ["DEMO01", "DEMO06"])
def test_branches_are_those_of_the_register(made, identifier):
    expected = BRANCHES.loc[BRANCHES["populatie"] != "onbekend", "naam"]  # "Niet naar branche" is no branch
    assert [row["Title"] for row in made[identifier].metadata["Branche"]] == list(expected)


def test_what_cbs_does_not_publish_by_region_has_no_table(made):
    indicators = pd.read_csv(DATA / "registers" / "indicatoren.csv", dtype=str)
    absent = set(indicators.loc[indicators["regionaal"] != "ja", "code"])
    words = (
        "vacature",
        "technolog",
        "innovatie",
        "herijken",
        "taken",
        "digita",
        "zeggenschap",
        "raming",
        "loopbaan",
    )
    assert len(absent) == 8
    entries = catalogue.load(DATA / "demonstratie.yml").reeksen
    assert not absent & {entry.reeks for entry in entries}
    assert sorted(made) == IDENTIFIERS
    for table in made.values():
        titles = [
            table.metadata["TableInfos"]["Title"],
            *(p["Title"] for p in table.metadata["DataProperties"]),
        ]
        assert not [title for title in titles for word in words if word in title.casefold()]


# --- values -------------------------------------------------------------------------------------------------


def test_levels_are_plausible(cubes):
    employees = cubes["DEMO01"]["Werknemers"]
    share = 100 * employees[TOTAL, SMAL, "Nederland"] / employees[TOTAL, "Alle economische activiteiten", "Nederland"]
    assert share.between(13, 14.5).all()
    assert employees[TOTAL, SMAL, "Nederland", "2024KW04"] == pytest.approx(1_260_000, rel=0.02)
    flows = cubes["DEMO02"].loc["Nederland"]
    assert (flows["Uitstroom naar pensioen"] / flows["Uitstroom totaal"]).dropna().between(0.18, 0.24).all()
    assert cubes["DEMO03"].loc["Nederland", "Scholing gevolgd in afgelopen twee jaar"].between(75, 80).all()


def test_series_jump_where_they_break(cubes):
    def change(values, period):
        yearly = values.diff()
        others = yearly.drop(period).abs().max()
        return yearly[period] / others

    positions = cubes["DEMO04"]["Werkzame beroepsbevolking"]
    assert change(positions["Totaal", "Nederland"], "2021JJ00") > 1.5
    assert change(positions["Zelfstandige zonder personeel", "Nederland"], "2021JJ00") > 1.5
    assert change(cubes["DEMO05"]["Ziekteverzuimpercentage"]["Nederland"], "2022JJ00") > 3


@pytest.mark.parametrize(
    ("identifier", "topic", "rounding"),
    [
        ("DEMO01", "Werknemers", 10),
        ("DEMO02", "Instroom totaal", 0.1),
        ("DEMO02", "Uitstroom totaal", 0.1),
        ("DEMO02", "Uitstroom naar pensioen", 0.1),
        ("DEMO04", "Werkzame beroepsbevolking", 0.1),
        ("DEMO06", "Banen", 10),
        ("DEMO07", "Eerstejaars deelnemers", 10),
    ],
)
def test_regions_and_landsdelen_sum_to_the_netherlands(cubes, identifier, topic, rounding):
    values = cubes[identifier][topic]
    nederland = _regions(values, "Nederland").iloc[0]
    for ending in ("(RA)", "(LD)"):
        parts = _regions(values, ending)
        gaps = (parts.sum(skipna=False) - nederland)[nederland.notna()]  # a null region leaves no sum
        assert gaps.notna().mean() > 0.9
        assert gaps.abs().max() <= rounding * (len(parts) + 1) / 2 + 1e-6


@pytest.mark.parametrize(("identifier", "topic"), [("DEMO01", "Werknemers"), ("DEMO06", "Banen")])
def test_branches_sum_to_their_totals(cubes, identifier, topic):
    by_branch = cubes[identifier][topic].unstack("Branche")
    register = BRANCHES.set_index("code")
    for total in ("zw_smal", "vvt"):
        parts = register.index[register["onderdeel_van"] == total]
        gap = by_branch[register.loc[parts, "naam"]].sum(axis=1, skipna=False) - by_branch[register.loc[total, "naam"]]
        assert gap.abs().max() <= 10 * (len(parts) + 1) / 2
        assert gap.notna().mean() > 0.8
    childcare = by_branch["Kinderopvang (incl. peuterspeelzaalwerk)"]
    assert (by_branch[SMAL] + childcare - by_branch[BREED]).abs().max() <= 15
    assert (by_branch[BREED] < by_branch["Alle economische activiteiten"]).all()


def test_men_and_women_sum_to_the_total(cubes):
    sexes = cubes["DEMO01"]["Werknemers"].unstack("Geslacht")
    assert (sexes["Mannen"] + sexes["Vrouwen"] - sexes[TOTAL]).abs().max() <= 15


def test_a_year_is_the_average_of_its_quarters(cubes):
    for identifier, topic in (("DEMO01", "Werknemers"), ("DEMO06", "Banen")):
        periods = cubes[identifier][topic].unstack("Perioden")
        average = periods[[f"2024KW0{n}" for n in range(1, 5)]].mean(axis=1)
        assert (average - periods["2024JJ00"]).abs().max() <= 10


def test_flows_fit_the_number_of_employees(cubes):
    flows = cubes["DEMO02"]
    balance = flows["Instroom totaal"] - flows["Uitstroom totaal"]
    assert (balance - flows["Saldo in-/uitstroom"]).abs().max() < 1e-9
    assert not (flows["Uitstroom naar pensioen"] >= flows["Uitstroom totaal"]).any()
    smal = cubes["DEMO01"]["Werknemers"][TOTAL, SMAL].unstack("Perioden") / 1_000
    growth = smal["2020KW01"] - smal["2019KW01"]
    surplus = flows["Saldo in-/uitstroom"].unstack("Perioden")["2020KW01"] - growth
    assert surplus["Nederland"] == pytest.approx(1.0, abs=0.15)
    assert surplus[surplus.index.str.endswith("(RA)")].between(-0.2, 0.3).all()


def test_positions_sum_to_the_total(cubes):
    positions = cubes["DEMO04"]["Werkzame beroepsbevolking"].unstack("PositieInDeWerkkring")
    assert (positions.drop(columns="Totaal").sum(axis=1) - positions["Totaal"]).abs().max() < 0.2 + 1e-9


def test_shares_stay_within_bounds_and_near_the_national_level(cubes):
    for identifier in ("DEMO03", "DEMO05"):
        for topic in cubes[identifier]:
            regions = _regions(cubes[identifier][topic])
            assert regions.stack().dropna().between(0, 100).all()
            off = regions - cubes[identifier].loc["Nederland", topic]
            assert off.abs().max(axis=None) < 10
            assert off.std().dropna().min() > 0.1
    assert cubes["DEMO06"]["Deeltijdfactor"].dropna().between(0, 1, inclusive="neither").all()
    assert cubes["DEMO01"]["Gemiddelde leeftijd"].dropna().between(30, 55).all()


# --- what is missing ----------------------------------------------------------------------------------------


def test_a_missing_value_is_null_and_never_zero(made):
    for identifier in IDENTIFIERS[:-1]:
        table = made[identifier]
        counts = [key for key in table.topics if not key.startswith("Saldo")]
        assert not (table.data[counts] == 0).any(axis=None)


def test_an_empty_cell_is_zero_in_the_mbo_table_only(cubes):
    entrants = cubes["DEMO07"]["Eerstejaars deelnemers"]
    assert entrants.notna().all()
    assert set(entrants[entrants == 0].index) == {
        ("Bbl", "Zorg en welzijn, tekortberoepen", "Gooi- en Vechtstreek (RA)", year)
        for year in ("2015SJ00", "2016SJ00")
    }


def test_small_branches_in_a_region_are_null_in_both_tables(cubes):
    def hidden(values):
        empty = values.isna().groupby(level=["Branche", "RegioS"]).agg(["any", "all"])
        assert (empty["any"] == empty["all"]).all()  # in all periods, for men and women
        return set(empty.index[empty["all"]])

    cells = hidden(cubes["DEMO01"]["Werknemers"])
    assert 1 <= len(cells) <= 10
    assert all(region.endswith("(RA)") for _, region in cells)
    assert cells == hidden(cubes["DEMO01"]["Gemiddelde leeftijd"]) == hidden(cubes["DEMO06"]["Deeltijdfactor"])


def test_other_missing_values_are_where_cbs_has_none(cubes):
    flows = cubes["DEMO02"].isna()
    assert set(flows.index[flows["Uitstroom naar pensioen"]].get_level_values("Perioden")) == {
        "2025KW03",
        "2025KW04",
    }
    assert not flows.drop(columns="Uitstroom naar pensioen").any(axis=None)

    survey = cubes["DEMO03"].isna().all(axis=1)
    regional = survey.index.get_level_values("RegioS") != "Nederland"
    fourth = survey.index.get_level_values("Perioden").str.endswith("KW04")
    assert (survey == (regional & fourth)).all()
    assert (cubes["DEMO03"].isna().any(axis=1) == survey).all()

    absence = cubes["DEMO05"]["Ziekteverzuimpercentage"]
    assert list(absence.index[absence.isna()]) == [
        ("Gooi- en Vechtstreek (RA)", "2019JJ00"),
        ("Gooi- en Vechtstreek (RA)", "2023JJ00"),
    ]
    assert cubes["DEMO04"].notna().all(axis=None)
