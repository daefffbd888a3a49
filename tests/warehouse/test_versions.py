"""Several versions of a table stand side by side: which is in force, what was revised, what is corrected, what never mixes."""

from __future__ import annotations

import copy
import dataclasses

import duckdb
import pandas as pd
import pytest

from azwboek.errors import AzwboekError
from azwboek.paths import Paths
from azwboek.site.explorer import cubes
from azwboek.sources.snapshots import RawTable
from azwboek.warehouse import build as warehouse
from azwboek.warehouse.ask import connect

# Invented tables that stand in for real ones: identifier here -> identifier there.
SURVEY, STAFF, FLOWS = "DEMO03", "DEMO01", "DEMO02"
HEADER = "indicator,regio,branche,periode,populatie,verwacht,waarde,reden,bron,bronregel\n"


def measure(table: RawTable, title: str) -> str:
    return next(p["Key"] for p in table.metadata["DataProperties"] if p.get("Title") == title)


def cells(table: RawTable, region: str, period: str) -> pd.Series:
    return table.data["RegioS"].str.strip().eq(region) & table.data["Perioden"].eq(period)


def changed(table: RawTable, key: str, where: pd.Series, value: float) -> RawTable:
    assert where.any()
    data = table.data.copy()
    data.loc[where, key] = value
    return dataclasses.replace(table, data=data)


def status(table: RawTable, period: str, words: str) -> RawTable:
    metadata = copy.deepcopy(table.metadata)
    (row,) = [r for r in metadata["Perioden"] if r["Key"].strip() == period]
    assert row["Status"] != words
    row["Status"] = words
    return dataclasses.replace(table, metadata=metadata)


def ask(paths: Paths, sql: str) -> list[tuple]:
    with connect(paths.warehouse) as connection:
        return connection.execute(sql).fetchall()


# --- versions -----------------------------------------------------------------------------------------------


def test_all_versions_stand_side_by_side_and_one_is_in_force(project, table, accept):
    first = table(SURVEY)
    key = measure(first, "Werkdruk (veel) te hoog")
    where = cells(first, "RA0205", "2023KW02")
    second = changed(first, key, where, 12.5)
    third = status(changed(second, key, cells(first, "NL01", "2019KW02"), 39.0), "2024KW02", "Voorlopig")
    for day, version in enumerate((first, second, third), 1):
        accept(project, version, f"2026-11-0{day}")
    warehouse.build(project)
    assert ask(project, "select volgnummer, is_actueel from kern_vintage where tabel = '24003NED' order by 1") == [
        (1, False),
        (2, False),
        (3, True),
    ]
    values = ask(
        project,
        "select v.volgnummer, w.waarde from kern_waarneming as w inner join kern_vintage as v on w.vintage = v.id "
        "where w.indicator = 'werkdruk' and w.regio = 'RA0205' and w.periode = '2023KW02' order by 1",
    )
    assert [value for _, value in values] == [first.data.loc[where, key].item(), 12.5, 12.5]
    shown = "select waarde from uit_reeks where indicator = 'werkdruk' and regio = 'RA0205' and periode = '2023KW02'"
    assert ask(project, shown) == [(12.5,)]
    # One raw table, of the version in force.
    assert ask(
        project, f"select \"{key}\" from bron_cbs__24003ned where RegioS = 'NL01' and Perioden = '2019KW02'"
    ) == [(39.0,)]
    # Revisions: the two values, and the status of one period for every region and all three series; no other cell.
    found = ask(
        project,
        "select indicator, regio, periode, waarde_oud, waarde_nieuw, status_oud, status_nieuw, "
        "right(vintage_oud, 12) <> right(vintage_nieuw, 12) from uit_herziening where soort = 'waarde' order by periode desc",
    )
    assert found == [
        ("werkdruk", "RA0205", "2023KW02", first.data.loc[where, key].item(), 12.5, "definitief", "definitief", True),
        ("werkdruk", "NL", "2019KW02", first.data.loc[cells(first, "NL01", "2019KW02"), key].item(), 39.0)
        + ("definitief", "definitief", True),
    ]
    statuses = ask(
        project,
        "select indicator, periode, status_oud, status_nieuw, count(*) from uit_herziening where soort = 'status' "
        "group by all order by 1",
    )
    assert statuses == [
        (series, "2024KW02", "nader voorlopig", "voorlopig", 29)
        for series in ("scholing", "werkdruk", "werktevredenheid")
    ]


def test_the_order_of_acceptance_counts_and_not_the_date(project, table, accept):
    first = table(SURVEY)
    key = measure(first, "Werkdruk (veel) te hoog")
    accept(project, first, "2026-11-09")
    accept(project, changed(first, key, cells(first, "NL01", "2019KW02"), 39.0), "2026-11-02")
    warehouse.build(project)
    assert ask(
        project, "select volgnummer, opgehaald::varchar from kern_vintage where is_actueel and soort = 'cbs'"
    ) == [(2, "2026-11-02")]


def test_a_measure_that_is_gone_is_said_and_nothing_is_invented_in_its_place(project, table, accept):
    first = table(SURVEY)
    second = dataclasses.replace(first, metadata=copy.deepcopy(first.metadata))
    (row,) = [p for p in second.metadata["DataProperties"] if p.get("Title") == "Werkdruk (veel) te hoog"]
    row["Title"] = "Ervaren werkdruk"
    name = accept(project, first, "2026-11-01")
    accept(project, second, "2026-11-02")
    warehouse.build(project)
    links = ask(
        project, "select vintage, maat is null, reden from kern_koppeling where indicator = 'werkdruk' order by 1"
    )
    assert [(vintage, gone) for vintage, gone, _ in links] == [(f"24003NED@{name}", False), (None, True)]
    assert f"staat alleen in een eerdere versie (24003NED@{name})" in links[1][2]
    assert "Ervaren werkdruk" in links[1][2]
    assert ask(project, "select count(*) from uit_reeks where indicator = 'werkdruk'") == [(0,)]
    assert ask(project, "select distinct soort from kern_waarneming where indicator = 'werkdruk'") == [("cbs",)]


def test_an_earlier_version_that_lacks_the_measure_is_passed_over_with_the_reason(project, table, accept):
    third = table(SURVEY)
    key = measure(third, "Werkdruk (veel) te hoog")
    first = changed(third, key, cells(third, "NL01", "2019KW02"), 39.0)
    second = dataclasses.replace(third, metadata=copy.deepcopy(third.metadata))
    (row,) = [p for p in second.metadata["DataProperties"] if p.get("Title") == "Werkdruk (veel) te hoog"]
    row["Unit"] = "aantal"
    for day, version in enumerate((first, second, third), 1):
        accept(project, version, f"2026-11-0{day}")
    warehouse.build(project)
    assert ask(
        project,
        "select v.volgnummer, k.maat is null, contains(k.reden, 'Werkdruk (veel) te hoog (aantal)') from kern_koppeling as k "
        "inner join kern_vintage as v on k.vintage = v.id where k.indicator = 'werkdruk' order by 1",
    ) == [(1, False, None), (2, True, True), (3, False, None)]
    # The revision is then between the first and the third.
    assert ask(
        project,
        "select o.volgnummer, n.volgnummer, h.waarde_oud from uit_herziening as h "
        "inner join kern_vintage as o on h.vintage_oud = o.id inner join kern_vintage as n on h.vintage_nieuw = n.id "
        "where h.indicator = 'werkdruk'",
    ) == [(1, 3, 39.0)]


def test_a_table_without_regions_is_of_the_country(project, table, accept):
    """As ``24015NED``: branches and periods, no regions."""
    full = table(STAFF)
    national = full.data[full.data["RegioS"].str.strip().eq("NL01")].drop(columns="RegioS")
    metadata = copy.deepcopy(full.metadata)
    metadata["DataProperties"] = [p for p in metadata["DataProperties"] if p.get("Key") != "RegioS"]
    del metadata["RegioS"]
    accept(project, dataclasses.replace(full, data=national, metadata=metadata), "2026-11-01")
    mapping = project.catalogue.read_text()
    assert "  - reeks: werknemers\n" in mapping
    project.catalogue.write_text(
        mapping.replace("  - reeks: werknemers\n", "  - reeks: werknemers\n    gebied: land\n")
    )
    warehouse.build(project)
    assert ask(project, "select distinct regio from kern_waarneming where indicator = 'werknemers'") == [("NL",)]


def test_another_status_is_a_row_of_a_register(project, table, accept):
    """A fifth kind goes from the table of CBS to the explorer, and what is computed from it is no more definite."""
    new = status(table(STAFF), "2024KW02", "Herzien")
    accept(project, new, "2026-11-01")
    accept(project, table(FLOWS), "2026-11-01")
    with pytest.raises(AzwboekError, match=r"sql/proeven/status_onbekend\.sql"):
        warehouse.build(project)
    with (project.registers / "statussen.csv").open("a", encoding="utf-8") as file:
        file.write("herzien,5,Herzien,h\n")
    warehouse.build(project)
    for name, period in (("werknemers", "2024KW02"), ("uitstroom", "2025KW02")):
        query = f"select distinct status from kern_waarneming where indicator = '{name}' and periode = '{period}'"
        assert ask(project, query) == [("herzien",)]
    with connect(project.warehouse) as connection:
        assert cubes.cube(connection, project, "werknemers")["status"]["zw_smal"]["NL"].count("h") == 1


# --- parts of one moment ------------------------------------------------------------------------------------


def test_a_real_numerator_and_an_invented_denominator_make_nothing(project, table, accept):
    """Mobility is real, employees are still invented: there is no outflow, neither of the one kind nor of the other."""
    accept(project, table(FLOWS), "2026-11-01")
    warehouse.build(project)
    kinds = dict(
        ask(project, "select indicator, min(soort) from kern_waarneming group by 1 having count(distinct soort) = 1")
    )
    assert kinds["uitstroom_werknemers"] == "cbs"
    assert kinds["werknemers"] == "demonstratie"
    assert "uitstroom" not in kinds


def test_numerator_and_denominator_are_of_the_same_moment(project, table, accept):
    flows, staff = table(FLOWS), table(STAFF)
    out = measure(flows, "Uitstroom totaal")
    own = cells(flows, "RA0205", "2020KW01")
    people = measure(staff, "Werknemers")
    year_before = cells(staff, "RA0205", "2019KW01")
    accept(project, staff, "2026-11-01")
    accept(project, flows, "2026-11-02")
    accept(project, changed(staff, people, year_before, 40_000), "2026-11-03")
    accept(project, changed(flows, out, own, 5.0), "2026-11-04")
    accept(project, changed(staff, people, year_before, 50_000), "2026-11-05")
    warehouse.build(project)
    total, retired = (
        ask(
            project,
            f"select v.volgnummer, w.waarde from kern_waarneming as w inner join kern_vintage as v on w.vintage = v.id "
            f"where w.indicator = '{series}' and w.regio = 'RA0205' and w.periode = '2020KW01' order by 1",
        )
        for series in ("uitstroom_werknemers", "uitstroom_pensioen")
    )
    before = ask(
        project,
        "select w.waarde from kern_waarneming as w inner join kern_vintage as v on w.vintage = v.id where "
        "w.indicator = 'werknemers' and w.branche = 'zw_smal' and w.regio = 'RA0205' and w.periode = '2019KW01' "
        "order by v.volgnummer",
    )
    found = ask(
        project,
        "select v.volgnummer, w.waarde from kern_waarneming as w inner join kern_vintage as v on w.vintage = v.id "
        "where w.indicator = 'uitstroom' and w.regio = 'RA0205' and w.periode = '2020KW01' order by 1",
    )
    assert [value for (value,) in before][1:] == [40_000, 50_000]
    # The first version goes with what was in force on its day, the version in force with the denominator in force.
    assert [value for _, value in found] == pytest.approx(
        [100 * (total[0][1] - retired[0][1]) / before[0][0], 100 * (5000 - retired[1][1]) / 50_000]
    )


# --- corrections --------------------------------------------------------------------------------------------


def correct(paths: Paths, expected: float, value: str) -> None:
    row = f"werkdruk,RA0205,zw_smal,2023KW02,smal,{expected},{value},Erratum van het CBS,azw_statline,\n"
    (paths.registers / "correcties.csv").write_text(HEADER + row)


@pytest.mark.parametrize(("value", "shown"), [("44.5", (44.5, None, True)), ("", (None, "onbekend", True))])
def test_a_wrong_value_of_the_source_is_corrected_and_stays_visible(project, table, accept, value, shown):
    first = table(SURVEY)
    key = measure(first, "Werkdruk (veel) te hoog")
    accept(project, changed(first, key, cells(first, "RA0205", "2023KW02"), 99.0), "2026-11-01")
    correct(project, 99, value)
    warehouse.build(project)
    rows = ask(
        project,
        "select waarde, reden_ontbreekt, is_gecorrigeerd from uit_reeks "
        "where indicator = 'werkdruk' and regio = 'RA0205' and periode = '2023KW02'",
    )
    assert rows == [shown]
    assert ask(project, "select count(*) from kern_waarneming where is_gecorrigeerd") == [(1,)]
    assert ask(project, "select verwacht, reden from kern_correctie") == [(99.0, "Erratum van het CBS")]
    # The raw table stays as CBS delivered it.
    raw = f"select \"{key}\" from bron_cbs__24003ned where RegioS = 'RA0205' and Perioden = '2023KW02'"
    assert ask(project, raw) == [(99.0,)]


def test_a_correction_that_the_source_no_longer_needs_stops_the_build(project, table, accept):
    first = table(SURVEY)
    key = measure(first, "Werkdruk (veel) te hoog")
    where = cells(first, "RA0205", "2023KW02")
    accept(project, changed(first, key, where, 99.0), "2026-11-01")
    correct(project, 99, "44.5")
    before = warehouse.build(project)
    accept(project, changed(first, key, where, 44.5), "2026-11-02")
    with pytest.raises(AzwboekError) as caught:
        warehouse.build(project)
    message = str(caught.value)
    assert "correctie_vervallen.sql: 1 rij" in message
    assert "verwijder deze rij uit data/registers/correcties.csv" in message
    assert "44.5" in message
    with connect(project.warehouse) as connection:
        assert warehouse.summarised(connection) == before


def test_what_is_computed_from_a_corrected_value_says_so(project, table, accept):
    staff = table(STAFF)
    people = measure(staff, "Werknemers")
    accept(project, staff, "2026-11-01")
    warehouse.build(project)
    (wrong,) = ask(
        project,
        "select waarde from uit_reeks where indicator = 'werknemers' and regio = 'RA0205' and periode = '2020KW01'",
    )
    assert people
    row = f"werknemers,RA0205,zw_smal,2020KW01,smal,{wrong[0]},{wrong[0] * 2},Erratum,azw_statline,\n"
    (project.registers / "correcties.csv").write_text(HEADER + row)
    (share,) = ask(
        project,
        "select waarde from uit_reeks where indicator = 'aandeel_werknemers' and regio = 'RA0205' and periode = '2020KW01'",
    )
    warehouse.build(project)
    assert ask(
        project,
        "select waarde / 2, is_gecorrigeerd from uit_reeks where indicator = 'aandeel_werknemers' and regio = 'RA0205' "
        "and periode = '2020KW01'",
    ) == [(pytest.approx(share[0]), True)]


def test_invented_values_are_not_corrected(project):
    correct(project, 44, "43")
    warehouse.build(project)
    assert ask(project, "select count(*) from kern_waarneming where is_gecorrigeerd") == [(0,)]


# --- what is never added up or compared -----------------------------------------------------------------------

TOTAL = (
    "select optellen(w.waarde, i.telwijze, w.populatie, w.periode) from kern_waarneming as w "
    "inner join kern_indicator as i on w.indicator = i.code where w.waarde is not null and {}"
)
REFUSED = {
    "outflow of four quarters": ("indicator = 'uitstroom_werknemers' and regio = 'NL' and periode like '2024KW%'", "jaar op jaar"),
    "inflow of two years": ("indicator = 'instroom_werknemers' and regio = 'NL' and periode in ('2023KW01', '2024KW01')", "jaar op jaar"),
    "shares of regions": ("indicator = 'uitstroom' and regio <> 'NL' and periode = '2024KW01'", "verhouding"),
    "employees of four quarters": ("indicator = 'werknemers' and regio = 'NL' and branche = 'zw_smal' and periode like '2024KW%'", "stand"),
    "smal and breed": ("indicator = 'werknemers' and regio = 'NL' and branche in ('zw_smal', 'zw_breed') and periode = '2024KW01'", "smal en breed"),
    "smal and a branch of breed": ("indicator = 'werknemers' and regio = 'NL' and branche in ('ggz', 'kinderopvang') and periode = '2024KW01'", "smal en breed"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_meaning_is_not_added_up(reading, name):
    where, reason = REFUSED[name]
    assert (
        reading.execute(
            TOTAL.replace("optellen(w.waarde, i.telwijze, w.populatie, w.periode)", "count(*)").format(f"w.{where}")
        ).fetchone()[0]
        > 1
    )
    with pytest.raises(duckdb.Error, match=reason):
        reading.execute(TOTAL.format(f"w.{where}")).fetchall()


def test_years_and_quarters_are_not_added_up(reading):
    with pytest.raises(duckdb.Error, match="jaren en kwartalen"):
        reading.execute(
            "select optellen(waarde, 'stroom', 'smal', periode) from (values (1, '2024JJ00'), (1, '2024KW01')) as t (waarde, periode)"
        ).fetchall()


@pytest.mark.parametrize(
    "where",
    [
        "w.indicator = 'uitstroom_werknemers' and w.regio <> 'NL' and w.periode = '2024KW01'",
        "w.indicator = 'werknemers' and w.branche = 'zw_smal' and w.regio <> 'NL' and w.periode = '2024KW01'",
        "w.indicator = 'instroom_opleidingen' and w.regio = 'NL' and w.periode in ('2022SJ00', '2023SJ00')",
    ],
)
def test_what_has_a_meaning_is_added_up(reading, where):
    (total,) = reading.execute(TOTAL.format(where)).fetchone()
    plain = TOTAL.replace("optellen(w.waarde, i.telwijze, w.populatie, w.periode)", "sum(w.waarde)").format(where)
    assert total == reading.execute(plain).fetchone()[0] > 0


@pytest.mark.parametrize(
    ("folder", "text"),
    [
        ("vragen", "select sum(waarde) from uit_reeks where indicator = 'uitstroom_werknemers'"),
        ("uit", "create view uit_jaar as select avg (w.waarde) from kern_waarneming as w"),
    ],
)
def test_a_query_that_adds_up_by_itself_is_refused(project, folder, text):
    (project.sql / folder / "999_uit_jaar.sql").write_text(f"-- sum() in a comment does not count\n{text};\n")
    with pytest.raises(
        AzwboekError, match=rf"sql/{folder}/999_uit_jaar.sql: \w+\(\) over waarnemingen; gebruik optellen"
    ):
        warehouse.build(project)
