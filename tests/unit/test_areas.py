"""Sets of areas: files and rows, and nothing else. A fault in one is named with its file, line and reason."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from azwboek import plan as plans
from azwboek.errors import AzwboekError, UsageError
from azwboek.paths import project
from azwboek.site.theme import contents
from azwboek.sources import areas, demonstration, invented_areas, registers
from samples import ROOT

#: What a user adds for a set of their own: a file and rows of registers. No Python.
OWN_SET = """enkelvoud: wijk
meervoud: wijken
noemer: wijken van de proef
kop: Wijken
register: wijken
code: "WK[0-9]{3}"
pad: wijk
groep: Wijken
achtervoegsel: (WK)
hoofdstukken: [behoud, financien]
"""
OWN_ROWS = """code,naam,in_zin,slug,groep,werkgeversgebied,vorige_naam,zoektermen,bron,bronregel
WK001,De Eerste,in De Eerste,de-eerste,,,,,azw_statline,
WK002,De Tweede,in De Tweede,de-tweede,,,,Tweelingstad,azw_statline,
"""
OWN_WEIGHTS = "WK001,300,LD01,nee\nWK002,700,LD03,ja\n"


def put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    put(path, text.replace(old, new))


def of(small, *names: str):
    """The project with these sets."""
    return dataclasses.replace(small.paths, areas=names)


@pytest.fixture
def own(small):
    """A project with a set of the user's own."""
    put(small.paths.parameters / "gebieden" / "wijken.yml", OWN_SET)
    put(small.paths.registers / "gebieden" / "wijken.csv", OWN_ROWS)
    with (small.paths.registers / "demonstratiegewichten.csv").open("a", encoding="utf-8") as file:
        file.write(OWN_WEIGHTS)
    return of(small, "wijken")


# --- what a set does ------------------------------------------------------------------------------------------


def test_the_standard_book_is_about_the_regioplus_regions(plan):
    assert [one.naam for one in plan.sets] == ["regioplus"]
    assert plan.nouns == "de 28 RegioPlus-arbeidsmarktregio’s"
    assert plan.counted == "28 regio’s"


def test_a_book_of_provinces(small):
    plan = plans.load(of(small, "provincies"))
    assert plan.nouns == "de 12 provincies"
    assert [region.code for region in plan.regions][:3] == ["NL", "PV20", "PV21"]
    assert plan.region("Fryslân").path == "provincie/fryslan"
    assert len(plan.pages) == 13 * len(plan.chapters)


def test_a_set_of_ones_own_is_a_file_and_rows(own):
    plan = plans.load(own)
    assert [str(region) for region in plan.regions] == ["Nederland (NL)", "De Eerste (WK001)", "De Tweede (WK002)"]
    assert [page.docname for page in plan.pages if page.region.code == "WK002"] == [
        "wijk/de-tweede/behoud",
        "wijk/de-tweede/financien",
    ]
    assert len(plan.chapters_of(plan.region("NL"))) == 5
    pages = contents.expected_pages(plan)
    assert pages["wijk/de-tweede/index"] == "WK002" and pages["wijk/index"] == "NL"
    assert "wijk/de-eerste/kernindicatoren" not in pages and not any(name.startswith("regio") for name in pages)
    assert registers.load(own.registers)["demonstratiegewichten"]["regio"].tolist()[-1] == "WK002"
    tables = demonstration.tables(invented_areas.places(own.registers, areas.chosen(own)))
    titles = [row["Title"] for row in tables[0].metadata["RegioS"]]
    assert titles == ["Nederland", "Noord-Nederland (LD)", "West-Nederland (LD)", "De Eerste (WK)", "De Tweede (WK)"]


def test_two_sets_in_one_book(small):
    plan = plans.load(of(small, "regioplus", "provincies"))
    assert plan.nouns == "de 28 RegioPlus-arbeidsmarktregio’s en de 12 provincies"
    assert (plan.region("RA0101").naam, plan.region("PV20").naam) == ("Groningen", "Groningen (provincie)")
    assert plan.region("PV20").path == "provincie/groningen"
    assert [part["caption"] for part in contents.toc(plan)["parts"]][1:3] == ["Regio's", "Provincies"]
    with pytest.raises(UsageError, match=r"'groningen' is Groningen \(RA0101\) of Groningen \(provincie\) \(PV20\)"):
        plan.region("groningen")


def test_only_some_areas(small):
    change(small.paths.parameters / "gebieden" / "provincies.yml", "pad: ", "alleen: [PV24, PV20]\npad: ")
    assert [region.code for region in plans.load(of(small, "provincies")).regions] == ["NL", "PV20", "PV24"]


def test_areas_of_another_set_add_up_to_the_same_country(small):
    paths = of(small, "regioplus", "provincies")
    tables = demonstration.tables(invented_areas.places(paths.registers, areas.chosen(paths)))
    frame = next(table for table in tables if table.identifier == "DEMO02").data
    flow = next(name for name in frame if name.startswith("UitstroomTotaal"))
    keys, per_key = frame["RegioS"].str.strip(), {}
    for prefix in ("NL", "RA", "PV"):
        per_key[prefix] = frame[keys.str.startswith(prefix)].groupby("Perioden")[flow].sum()
    assert (per_key["PV"] - per_key["NL"]).abs().max() < 12 * 0.06
    assert (per_key["RA"] - per_key["NL"]).abs().max() < 28 * 0.06


def test_books_of_other_areas_stand_beside_the_standard_one(monkeypatch):
    monkeypatch.delenv("AZWBOEK_BUILD", raising=False)
    standard, other = project(), project("regioplus, provincies")
    assert (standard.areas, other.areas) == ((), ("regioplus", "provincies"))
    assert other.build == standard.build / "gebieden" / "regioplus+provincies"
    assert other.refreshed == standard.refreshed
    monkeypatch.setenv("AZWBOEK_GEBIEDEN", "provincies")
    assert project().areas == ("provincies",) and project("").areas == ()


def test_the_command_line_names_the_areas(small, azwboek):
    shown = azwboek("list", "--gebieden", "landsdelen")
    assert not shown.status and shown.out.startswith("5 gebieden (Nederland en de 4 landsdelen):")
    assert "regio/" not in shown.out


# --- bad input ------------------------------------------------------------------------------------------------

SET, ROWS, CHAPTERS = (
    "parameters/gebieden/wijken.yml",
    "data/registers/gebieden/wijken.csv",
    "parameters/hoofdstukken.yml",
)
FAULTS = {
    "an unknown code": (SET, "pad: ", "alleen: [WK001, WK009]\npad: ", r"wijken\.yml, regel 7: onbekende code 'WK009'"),
    "a double code": (SET, "pad: ", "alleen:\n- WK001\n- WK001\npad: ", r"wijken\.yml, regel 9: code 'WK001' staat er dubbel"),
    "a double key": (SET, "kop: Wijken", "kop: Wijken\nkop: Buurten", r"wijken\.yml, regel 5: kop staat ook op regel 4"),
    "an unknown field": (SET, "pad: ", "kleur: rood\npad: ", r"wijken\.yml, regel 7: kleur: onbekend veld"),
    "a field that is not there": (SET, "kop: Wijken\n", "", r"wijken\.yml, regel 1: kop: ontbreekt"),
    "an empty field": (SET, "kop: Wijken", 'kop: ""', r"wijken\.yml, regel 4: kop: "),
    "a form that is no expression": (SET, "WK[0-9]", "WK[0-9", r"wijken\.yml, regel 6: code: geen reguliere expressie"),
    "a path with a slash": (SET, "pad: wijk", "pad: ../wijk", r"wijken\.yml, regel 7: pad: "),
    "an unknown chapter": (SET, "behoud, ", "behoudt, ", r"wijken\.yml, regel 10: onbekend hoofdstuk 'behoudt'; kies uit kern"),
    "no YAML": (SET, "code: ", "code ", r"wijken\.yml: geen geldige YAML"),
    "a register that is not there": (SET, "register: wijken", "register: buurten", r"buurten\.csv.*ontbreekt"),
    "a code of another form": (ROWS, "WK002", "WX002", r"wijken\.csv, regel 3, kolom code: 'WX002' heeft niet de vorm WK"),
    "a code that stands twice": (ROWS, "WK002", "WK001", r"wijken\.csv, regel 3, kolom code.*staat ook op regel 2"),
    "a name without a phrase": (ROWS, ",in De Tweede,", ",,", r"wijken\.csv, regel 3, kolom in_zin: mag niet leeg zijn"),
    "a name that stands twice": (ROWS, "De Tweede,in", "De Eerste,in", r"wijken\.csv, regel 3, kolom naam.*op regel 2"),
    "an address that stands twice": (ROWS, "de-tweede", "de-eerste", r"wijken\.csv, regel 3, kolom slug.*op regel 2"),
    "the address of a folder": (ROWS, "de-tweede", "index", r"wijken\.csv, regel 3, kolom slug: index is .* begin van een map"),
    "a column too few": (ROWS, ",zoektermen,", ",", r"wijken\.csv, regel 1.*kolommen horen te zijn: code, naam, in_zin"),
}  # fmt: skip


@pytest.mark.parametrize(("place", "old", "new", "said"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_named_with_file_line_and_reason(own, place, old, new, said):
    change(own.root / place, old, new)
    with pytest.raises(AzwboekError) as error:
        plans.load(own)
    assert re.search(said, str(error.value)), error.value


def test_a_chapter_that_no_set_names(own):
    for path in sorted((own.parameters / "gebieden").glob("*.yml")):
        if path.stem != "wijken":
            put(
                path,
                path.read_text(encoding="utf-8") + "hoofdstukken: [behoud, kernindicatoren, leren-en-ontwikkelen]\n",
            )
    with pytest.raises(
        AzwboekError, match=r"hoofdstukken\.yml, regel 12: geen set in .*gebieden noemt 'innovatieve-werk"
    ):
        plans.load(own)


def test_a_double_key_in_the_chapters(own):
    change(own.parameters / "hoofdstukken.yml", "  kort: Financiën", "  kort: Financiën\n  kort: Geld")
    with pytest.raises(AzwboekError, match=r"hoofdstukken\.yml, regel \d+: kort staat ook op regel \d+"):
        plans.load(own)


def test_an_area_without_a_weight_is_named(own):
    change(own.registers / "demonstratiegewichten.csv", "WK002,700,LD03,ja\n", "")
    with pytest.raises(AzwboekError, match=r"demonstratiegewichten\.csv: geen gewicht voor WK002; voeg een regel toe"):
        invented_areas.places(own.registers, areas.chosen(own))


def test_an_area_without_a_tile_among_areas_with_one_is_named(own):
    with (own.registers / "regiotegels.csv").open("a", encoding="utf-8") as file:
        file.write("WK001,1,1,De|Eerste\n")
    with pytest.raises(AzwboekError, match=r"regiotegels\.csv.*WK002 heeft geen tegel"):
        registers.load(own.registers)


def test_a_code_that_stands_in_two_sets(own):
    put(own.registers / "gebieden" / "buurten.csv", OWN_ROWS)
    with pytest.raises(AzwboekError, match=r"wijken\.csv, regel 2, kolom code: 'WK001' staat ook in een andere set"):
        registers.load(own.registers)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("gemeenten",), "onbekende set gebieden 'gemeenten'; er is: landsdelen, provincies, regioplus, wijken"),
        (("wijken", "wijken"), "set gebieden wijken is dubbel gekozen"),
    ],
)
def test_a_wrong_choice_of_sets(own, names, said):
    with pytest.raises(UsageError) as error:
        plans.load(dataclasses.replace(own, areas=names))
    assert str(error.value) == said


def test_sets_that_would_stand_in_each_others_place(own):
    change(own.parameters / "gebieden" / "wijken.yml", "pad: wijk", "pad: provincie")
    with pytest.raises(AzwboekError, match=r"wijken\.yml: pad provincie is ook dat van provincies"):
        plans.load(dataclasses.replace(own, areas=("provincies", "wijken")))


def test_a_book_without_a_standard_set(small):
    change(small.paths.parameters / "gebieden" / "regioplus.yml", "standaard: true", "standaard: false")
    with pytest.raises(AzwboekError, match=r"gebieden: geen set met standaard: true"):
        plans.load(small.paths)


# --- no count of areas by hand --------------------------------------------------------------------------------

COUNT = re.compile(
    r"\b(28|29|achtentwintig|twenty-eight)\s+(\w+ )?(RegioPlus|gebieden|regio|regions|areas|tiles|tegels)",
    re.IGNORECASE,
)


def test_no_text_counts_the_areas_by_itself():
    read = {".css", ".html", ".ipynb", ".js", ".md", ".py", ".sql", ".yml"}
    files = [p for name in ("book", "parameters", "sql", "src") for p in (ROOT / name).rglob("*") if p.suffix in read]
    files += [ROOT / "README.md", ROOT / "CHANGELOG.md"]
    assert len(files) > 200
    assert [str(path) for path in files if COUNT.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "text", ["de 28 regio’s", "all 28 RegioPlus regions", "a map of 28 equal tiles", "28\n   regions"]
)
def test_a_count_that_was_typed_is_found(text):
    assert COUNT.search(text)
