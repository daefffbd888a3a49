"""The series of the ordinary StatLine load, hold what they should, and every fault in them is named with its place."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from azwboek.sources import series
from azwboek.sources.rows import RegisterError
from samples import ROOT

REGISTERS = ROOT / "data" / "registers"


@pytest.fixture(scope="module")
def known() -> dict:
    return series.load(REGISTERS)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The registers with few figures: reading all of them for every fault takes long."""
    folder = tmp_path_factory.mktemp("registers")
    for name in ("regios", "indicatoren", "bronnen", "statussen"):
        shutil.copy(REGISTERS / f"{name}.csv", folder)
    own = Path(shutil.copytree(REGISTERS / series.FOLDER, folder / series.FOLDER))
    for name in series.FIGURES:
        header, *rows = (own / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [row for place, row in enumerate(rows) if place < 5 or row.startswith(JOBS)]
        (own / f"{name}.csv").write_text("".join([header, *kept]), encoding="utf-8")
    return folder


@pytest.fixture
def copy(few: Path, tmp_path: Path) -> Path:
    return shutil.copytree(few, tmp_path / "registers")


# --- what they hold -----------------------------------------------------------------------------------------


def test_every_file_has_a_model():
    assert {path.stem for path in (REGISTERS / series.FOLDER).glob("*.csv")} == set(series.MODELS)


def test_municipalities_and_regions(known):
    frame = known["reeksen_gemeenten"]
    assert len(frame) == 342
    assert frame["regio"].nunique() == 28
    assert frame["corop"].nunique() == 40


def test_every_series_has_figures_and_every_figure_its_source(known):
    figures = known["reeksen_cijfers"]
    computed = known["reeksen_reeksen"]["maat"].str.startswith("berekend")
    assert set(figures["reeks"]) == set(known["reeksen_reeksen"].loc[~computed, "code"])
    for column in ("tabel", "kopie", "zekerheid", "licentie"):
        assert figures[column].notna().all()


def test_population_of_every_region_in_two_years(known):
    frame = known["reeksen_cijfers"].query("reeks == 'inwoners'")
    assert frame.groupby("periode")["gebied"].nunique().to_dict() == {"2019JJ00": 29, "2025JJ00": 29}


def test_spans(known):
    spans = known["reeksen_cijfers"].groupby("reeks")["periode"].agg(["min", "max"])
    assert list(spans.loc["banen_zorg"]) == ["2010JJ00", "2024JJ00"]
    assert list(spans.loc["vacatures_zorg"]) == ["2011KW01", "2020KW02"]
    assert list(spans.loc["verzuim_zorg"]) == ["1996KW01", "2025KW03"]
    assert list(spans.loc["burnout_zorg"]) == ["2014JJ00", "2024JJ00"]
    assert list(spans.loc["banen_azw"]) == ["2010KW01", "2018KW04"]


def test_rows_stand_in_order(known):
    for name in (*series.FIGURES, "breuken"):
        with (REGISTERS / series.FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            keys = [(row["reeks"], row["gebied"], row["periode"]) for row in csv.DictReader(file)]
        assert keys == sorted(keys), name


@pytest.mark.parametrize(
    ("name", "regions"),
    [
        ("Urk", ["RA0410"]), ("Hoofddorp", ["RA0717"]), ("Venray", ["RA1427"]), ("Naaldwijk", ["RA1020"]), ("Ede", ["RA0309"]),
        ("Den Haag", ["RA1020"]), ("Uden", ["RA1325"]), ("Beek", ["RA1428"]), ("Bergen", ["RA0614", "RA1427"]),
    ],
)  # fmt: skip
def test_a_region_is_found_by_municipality_former_name_and_place(name, regions):
    found = [code for code, names in series.places(REGISTERS).items() if name in names]
    assert sorted(code for code in found if code.startswith("RA")) == regions
    assert all(len([code for code in found if code.startswith(kind)]) == len(regions) for kind in ("PV", "LD"))


def test_every_municipality_finds_its_region(known):
    found = series.places(REGISTERS)
    assert all(row.naam in found[row.regio] for row in known["reeksen_gemeenten"].itertuples())


# --- faults, one by one -------------------------------------------------------------------------------------


def edit(old: str, new: str) -> Callable[[Path], int]:
    """Replace the first occurrence, which must be there; gives its line."""

    def apply(path: Path) -> int:
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path.name}: the seeded fault is out of date"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return apply


def add(row: str) -> Callable[[Path], int]:
    """Add a row at the end; gives its line."""

    def apply(path: Path) -> int:
        text = path.read_text(encoding="utf-8")
        path.write_text(f"{text}{row}\n", encoding="utf-8")
        return text.count("\n") + 1

    return apply


def drop(part: str) -> Callable[[Path], int]:
    """Leave out the rows with a text; the fault is of the file."""

    def apply(path: Path) -> int:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        assert any(part in line for line in lines)
        path.write_text("".join(line for line in lines if part not in line), encoding="utf-8")
        return 0

    return apply


JOBS = "banen_zorg,CR12,2024JJ00,60500,,,voorlopig,83582NED,2026-11-28,V,CC BY 4.0"
URK = "GM0184,Urk,RA0410,CR40"
# What is wrong -> register, how it comes in, column, part of the reason.
FAULTS: dict[str, tuple[str, Callable[[Path], int], str, str]] = {
    "a municipality in two regions": (
        "gemeenten",
        add("GM0184,Urk,RA0204,CR40,22277,70072ned,2026-11-28,V,CC BY 4.0"),
        "code",
        "GM0184",
    ),
    "a municipality under two codes": (
        "gemeenten",
        add("GM9184,Urk,RA0204,CR40,22277,70072ned,2026-11-28,V,CC BY 4.0"),
        "naam",
        "'Urk' staat ook",
    ),
    "a municipality in no region": ("gemeenten", edit(URK, "GM0184,Urk,,CR40"), "regio", "vorm"),
    "a municipality in an unknown region": ("gemeenten", edit(URK, "GM0184,Urk,RA0411,CR40"), "regio", "regios.csv"),
    "a region without municipalities": ("gemeenten", drop(",RA0410,"), "regio", "RA0410 heeft geen gemeenten"),
    "a figure without a source": ("banen", edit(JOBS, JOBS.replace("83582NED", "")), "tabel", "niet leeg"),
    "a figure from another table": ("banen", edit(JOBS, JOBS.replace("83582NED", "83599NED")), "tabel", "83582NED"),
    "a figure without a day of the copy": ("banen", edit(JOBS, JOBS.replace("2026-11-28", "")), "kopie", "dag"),
    "a figure of another copy": ("banen", edit(JOBS, JOBS.replace("2026-11-28", "2026-11-27")), "kopie", "2026-11-28"),
    "a figure without a licence": ("banen", edit(JOBS, JOBS.replace("CC BY 4.0", "")), "licentie", "CC BY 4.0"),
    "a figure that is only believed": ("banen", edit(JOBS, JOBS.replace(",V,", ",U,")), "zekerheid", "'V' of 'I'"),
    "a status of no register": ("banen", edit(JOBS, JOBS.replace("voorlopig", "zeker")), "status", "bestaat niet in statussen.csv"),
    "a month that is none": ("tabellen", edit("2025-12-11", "2023-13-01"), "stand", "bestaande dag"),
    "a month without a day": ("tabellen", edit("2025-12-11", "2023-13"), "stand", "bestaande dag"),
    "a year that is no year": ("banen", edit(JOBS, JOBS.replace("2024JJ00", "9999JJ00")), "periode", "dit jaar kan niet"),
    "not a number": ("banen", edit(JOBS, JOBS.replace("60500", "NaN")), "waarde", "NaN"),
    "infinity": ("banen", edit(JOBS, JOBS.replace("60500", "inf")), "waarde", "oneindig"),
    "a bound that is infinite": ("werkdruk", edit(",13.6,", ",-inf,"), "ondergrens", "oneindig"),
    "no value": ("banen", edit(JOBS, JOBS.replace("60500", "")), "waarde", "getal"),
    "a negative number of jobs": ("banen", edit(JOBS, JOBS.replace("60500", "-1")), "waarde", "kan niet"),
    "more than everything": ("verzuim", edit(",6.6,,", ",106.6,,"), "waarde", "kan niet"),
    "a value outside its bounds": ("werkdruk", edit("15.0,13.6", "15.0,15.6"), "waarde", "niet tussen"),
    "one bound": ("werkdruk", edit("15.0,13.6,", "15.0,,"), "ondergrens", "twee grenzen of geen"),
    "a figure twice": ("vacatures", add(JOBS.replace("83582NED", "83582NED")), "reeks+gebied+periode", "banen.csv"),
    "a figure of a region that the table does not have": (
        "banen",
        edit(JOBS, JOBS.replace("CR12", "RA0204")),
        "gebied",
        "is er per corop",
    ),
    "a group that is one of its regions": ("telgebieden", edit("GC01,", "RA0616,"), "code", "is een regio"),
    "a group with the name of one of its regions": (
        "telgebieden",
        edit("GC01,Noord-Holland zonder Noord-Holland Noord en Gooi- en Vechtstreek", "GC01,Amsterdam"),
        "naam",
        "is een regio",
    ),
    "a group of nothing": ("telgebieden", edit("CR20;CR21;CR22;CR23", ""), "onderdelen", "alleen gebieden samen"),
    "a group with an unknown part": ("telgebieden", edit("CR20;CR21", "CR20;CR99"), "onderdelen", "'CR99'"),
    "jobs where people work beside where they live": (
        "reeksen",
        edit("economie,werkregio,registratie,83582NED", "economie,woonregio,registratie,83582NED"),
        "regiosoort",
        "woonregio hoort niet naast werkregio van banen_zorg",
    ),
    "employers beside employees": (
        "reeksen",
        edit("economie,land,werkgevers,80072ned", "economie,land,werknemers,80072ned"),
        "volgens",
        "werknemers hoort niet naast werkgevers",
    ),
    "smal beside breed": (
        "reeksen",
        edit("economie,land,werkgevers,80072ned", "smal,land,werkgevers,80072ned"),
        "populatie",
        "smal hoort niet naast breed",
    ),
    "a percentage beside a number": ("reeksen", edit("Alle bedrijfstakken,banen,", "Alle bedrijfstakken,%,"), "eenheid", "%"),
    "a series in an unknown figure": ("reeksen", edit("verzuim-cbs,2", "verzuim,2"), "figuur", "figuren.csv"),
    "a place in an unknown municipality": ("plaatsen", edit("Hoofddorp,GM0394", "Hoofddorp,GM9394"), "gemeente", "gemeenten.csv"),
    "a place without a source": ("plaatsen", edit("Hoofddorp,GM0394,plaats,V,geonames", "Hoofddorp,GM0394,plaats,V,"), "bron", "leeg"),
    "a place of an unknown source": ("plaatsen", edit("GM0394,plaats,V,geonames", "GM0394,plaats,V,gehoord"), "bron", "bronnen.csv"),
    "a break of an unknown series": ("breuken", edit("burnout_86", "burnout_85"), "reeks", "reeksen.csv"),
    "an indicator that is none": ("figuren", edit(",vacaturegraad,vacaturegraad\n", ",vacatures,\n"), "indicator", "indicatoren.csv"),
    "a figure that shows the same as another than its own indicator": (
        "figuren", edit(",vacaturegraad,vacaturegraad\n", ",vacaturegraad,werkdruk\n"), "in_plaats_van", "moet de indicator van de figuur zijn",
    ),
    "two figures that show the same of one indicator": (
        "figuren", edit(",ziekteverzuim,\n", ",ziekteverzuim,ziekteverzuim\n"), "in_plaats_van", "verzuim-cbs",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_file_line_column_and_reason(copy, name):
    register, spoil, column, reason = FAULTS[name]
    line = spoil(copy / series.FOLDER / f"{register}.csv")
    with pytest.raises(RegisterError) as caught:
        series.load(copy)
    place = (f"{series.FOLDER}/{register}.csv", line, column)
    found = [fault for fault in caught.value.faults if (fault.file, fault.line, fault.column) == place]
    assert found, caught.value
    assert any(reason in fault.reason for fault in found), found


def test_the_seeded_faults_are_the_only_faults(copy):
    names = {f"reeksen_{name}" for name in {*series.MODELS, "cijfers"} - {*series.FIGURES}}
    assert set(series.load(copy)) == names | {"statussen"}
