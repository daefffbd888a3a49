"""The registers load, hold what the programme holds, and every fault in them is named with its place."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azwboek.sources import registers
from azwboek.sources.registers import MODELS
from azwboek.sources.rows import RegisterError
from samples import ROOT

REGISTERS = ROOT / "data" / "registers"


@pytest.fixture(scope="module")
def known() -> dict:
    return registers.load(REGISTERS)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(REGISTERS, tmp_path / "registers")


# --- what they hold -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("register", "rows"),
    [
        ("regios", 28),
        ("uwv_regios", 35),
        ("gepubliceerde_cijfers", 405 + 321 + 60),
    ],
)
def test_count(known, register, rows):
    assert len(known[register]) == rows


def test_the_order_of_indicators_within_a_group_has_no_gap(known):
    for _, own in known["indicatoren"].groupby("groep"):
        assert list(own["volgorde"]) == list(range(1, len(own) + 1))


def test_a_part_of_an_action_is_of_the_same_task(known):
    frame = known["acties"]
    parts = frame[frame["bovenliggend"].notna()]
    parents = frame.set_index("id")["opgave"]
    assert (parents[parts["bovenliggend"]].to_numpy() == parts["opgave"].to_numpy()).all()


def test_measures_for_the_short_term_come_in_three_themes(known):
    assert known["maatregelen"].query("soort == 'korte_termijn'")["thema"].nunique() == 3


def test_many_figures_and_contradictions(known):
    assert known["cijfers"]["waarde"].notna().sum() >= 189
    assert {"ontwikkeling", "toezegging", "datum"} <= set(known["cijfers"]["soort"])
    assert len(known["tegenspraken"].query("soort == 'tegenspraak'")) >= 75


def test_a_contradiction_has_two_sides_and_the_same_two_only_once(known):
    frame = known["tegenspraken"].query("soort == 'tegenspraak'")
    sides = frame.apply(lambda r: frozenset([(r["plaats_a"], r["citaat_a"]), (r["plaats_b"], r["citaat_b"])]), axis=1)
    assert sides.map(len).eq(2).all()
    assert sides.is_unique


def test_published_figures_came_from_a_national_and_a_regional_list(known):
    frame = known["gepubliceerde_cijfers"]
    numbers = frame["id"].str[1:].astype(int)
    assert (numbers <= 405).sum() == 405
    assert ((numbers > 405) & (numbers <= 726)).sum() == 321
    assert (numbers > 726).sum() == 60


def test_what_is_only_believed_of_a_published_figure_is_compared_with_nothing(known):
    """An area that the page does not make clear, or a page of which the book has no copy: never a figure of a region of ours."""
    frame = known["gepubliceerde_cijfers"].set_index("id").loc["G727":]
    unclear = frame[frame["gebied"].isin(["Utrecht-stad", "Amsterdam", "gemeente Deventer"])]
    assert len(unclear) == 5
    assert unclear["regio"].isna().all()
    assert (frame.loc[frame["gebied"] == "gemeente Deventer", "bronsoort"] == "onzeker").all()


def test_every_fact_from_a_document_names_its_line(known):
    documents = set(known["bronnen"].dropna(subset=["bestand"])["id"])
    assert len(documents) == 5
    for name, frame in known.items():
        if "bronregel" in frame:
            facts = frame[frame["bron"].isin(documents)]
            assert facts["bronregel"].notna().all(), name


@pytest.mark.parametrize(
    ("table", "year", "stated", "posts"),
    [
        ("herkomst", 2023, 498_900_000, 494_000_000),
        ("herkomst", 2024, 528_900_000, 524_000_000),
        ("herkomst", 2025, 528_900_000, 524_000_000),
        ("invulling", 2023, 498_900_000, 498_900_000),
        ("invulling", 2024, 528_900_000, 528_900_000),
        ("invulling", 2025, 528_900_000, 528_900_000),
    ],
)
def test_budget_sums_to_the_euro(known, table, year, stated, posts):
    frame = known["begroting"]
    own = frame[(frame["tabel"] == table) & (frame["jaar"] == year)]
    assert own.loc[own["waarde_soort"] == "totaal", "bedrag_eur"].tolist() == [stated]
    assert own.loc[own["waarde_soort"] == "bedrag", "bedrag_eur"].sum() == posts


def test_pm_and_nvt_have_no_amount(known):
    frame = known["begroting"]
    unknown = frame[frame["waarde_soort"].isin(["pm", "nvt"])]
    assert len(unknown)
    assert unknown["bedrag_eur"].isna().all()


def test_missing_text_is_none_and_not_empty(known):
    for name, frame in known.items():
        assert not (frame == "").any().any(), name


def test_columns_stand_in_file_order_with_the_source_last():
    assert registers.columns("afspraken") == [
        "nummer",
        "opgave",
        "partijen",
        "samenvatting",
        "bron",
        "bronregel",
    ]
    assert {path.stem for path in REGISTERS.glob("*.csv")} == set(MODELS)


# --- faults, one by one -------------------------------------------------------------------------------------


def edit(old: str, new: str) -> Callable[[Path], None]:
    """Replace the first occurrence, which must be there."""

    def apply(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path.name}: the seeded fault is out of date"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return apply


def line(number: int, change: Callable[[str], str]) -> Callable[[Path], None]:
    """Change one line, counted from 1, without its line end."""

    def apply(path: Path) -> None:
        lines = path.read_text(encoding="utf-8").splitlines()
        lines[number - 1] = change(lines[number - 1])
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    return apply


def half_a_line(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def bad_bytes(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"9,2,\xff\xfe,taz,1\n")


def twice(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.splitlines()[1] + "\n", encoding="utf-8")


FAULTS = {
    "wrong type": ("afspraken", line(2, lambda s: s.replace("1,1,", "een,1,", 1)), 2, "nummer", "getal"),
    "half a number": ("acties", line(2, lambda s: s.replace("1.01,,1,", "1.01,,1.5,")), 2, "opgave", "getal"),
    "not in the closed set": (
        "acties",
        line(3, lambda s: s.replace("zorgorganisatie,", "ziekenhuis,")),
        3,
        "niveau",
        "'zorgorganisatie', 'sector_regio' of 'systeem_overheid'",
    ),
    "dangling reference": (
        "afspraken",
        line(3, lambda s: s.replace("2,1,", "2,9,", 1)),
        3,
        "opgave",
        "opgaven.csv",
    ),
    "unknown source": ("opgaven", line(2, lambda s: s.replace(",taz,", ",tas,")), 2, "bron", "bronnen.csv"),
    "source without a line": (
        "opgaven",
        line(2, lambda s: s.removesuffix("170")),
        2,
        "bronregel",
        "regelnummer",
    ),
    "double key": ("opgaven", twice, 10, "nummer", "regel 2"),
    "missing column": (
        "opgaven",
        line(1, lambda s: s.replace(",naam", "")),
        1,
        "bron",
        "nummer, programmalijn",
    ),
    "extra column": ("opgaven", line(1, lambda s: s + ",extra"), 1, "extra", "nummer, programmalijn"),
    "columns in another order": (
        "opgaven",
        line(1, lambda s: s.replace("nummer,programmalijn", "programmalijn,nummer")),
        1,
        "programmalijn",
        "nummer, programmalijn",
    ),
    "missing file": ("opgaven", Path.unlink, 0, "-", "ontbreekt"),
    "empty file": ("opgaven", lambda path: path.write_text(""), 1, "nummer", "kolommen"),
    "half-written last line": ("opgaven", half_a_line, 9, "-", "niet af"),
    "no UTF-8": ("opgaven", bad_bytes, 0, "-", "UTF-8"),
    "a cell too many": ("opgaven", line(4, lambda s: s + ",x"), 4, "-", "6 cellen in plaats van 5"),
    "a cell too few": ("opgaven", line(4, lambda s: s.rsplit(",", 1)[0]), 4, "-", "4 cellen"),
    "an open quotation mark": ("opgaven", line(9, lambda s: s.replace("8,3,", '8,3,"')), 9, "-", "CSV"),
    "empty where text must be": (
        "branches",
        line(2, lambda s: s.replace("zw_smal,Zorg", "zw_smal, Zorg")),
        2,
        "naam",
        "vorm",
    ),
    "amount with PM": ("begroting", edit(",,pm,", ",0,pm,"), None, "bedrag_eur", "pm hoort geen bedrag"),
    "no amount with an amount": ("begroting", edit(",130000000,", ",,"), 2, "bedrag_eur", "een bedrag"),
    "a thirteenth month": (
        "termijnen",
        line(2, lambda s: s.replace(",2025,", ",2023-13,", 1)),
        2,
        "termijn",
        "geen bestaande maand of dag",
    ),
    "a fifth quarter": (
        "termijnen",
        line(2, lambda s: s.replace(",2025,", ",2023-Q5,", 1)),
        2,
        "termijn",
        "vorm",
    ),
    "a date of one's own making": (
        "termijnen",
        line(2, lambda s: s.replace(",2025,", ",medio 2023,", 1)),
        2,
        "termijn",
        "2023-Q2",
    ),
    "the 30th of February": (
        "termijnen",
        line(2, lambda s: s.replace(",2025,", ",2024-02-30,", 1)),
        2,
        "termijn",
        "geen bestaande maand of dag",
    ),
    "a relative term with a date": (
        "termijnen",
        edit(",13,relatief,,", ",13,relatief,2024,"),
        None,
        "termijn",
        "gevuld",
    ),
    "a term without a date": ("termijnen", line(2, lambda s: s.replace(",2025,", ",,", 1)), 2, "termijn", "leeg"),
    "a date of no agreement": (
        "termijnen",
        line(2, lambda s: s.replace("afspraak,1,", "afspraak,99,", 1)),
        2,
        "item",
        "bestaat niet",
    ),
    "a region of the other division": (
        "regios",
        line(2, lambda s: s.replace("RA0101", "AM01")),
        2,
        "code",
        r"RA\d{4}",
    ),
    "an action under no action": (
        "acties",
        line(2, lambda s: s.replace("1.01,,", "1.01,7.77,")),
        2,
        "bovenliggend",
        "acties.csv",
    ),
    "a part that is no part": ("acties", edit("2.05a,2.05,", "2.05a,,"), 22, "bovenliggend", "de actie zelf"),
    "an action as a part": ("acties", edit("1.02,,", "1.02,1.01,"), 3, "bovenliggend", "de actie zelf"),
    "a unit that is not listed": ("hulpreeksen", edit(",personen,", ",mensen,"), None, "eenheid", "eenheden.csv"),
    "a letter that is none": ("statussen", edit(",Definitief,d", ",Definitief,1"), 2, "kort", ""),
    "half a decimal": ("eenheden", edit("%,1,", "%,1.5,"), 2, "decimalen", "getal"),
    "a measure of another kind": ("maatregelen", edit("K1,korte_termijn", "K1,verkenning"), 2, "soort", "andere soort"),
    "an amount of no kind": ("instrumenten", edit(",1000,per_persoon,", ",1000,,"), None, "bedrag_soort", "hoort bij"),
    "a break in no series": (
        "reeksbreuken",
        line(2, lambda s: s.replace("zzp,", "zpp,", 1)),
        2,
        "indicator",
        "geen indicator",
    ),
    "a place in no document": (
        "tegenspraken",
        line(2, lambda s: s.replace("taz:304", "tas:304", 1)),
        2,
        "plaats_a",
        "onbekend document",
    ),
    "a gap with an aspect": ("tegenspraken", edit("\n7,leemte,,", "\n7,leemte,naam,"), None, "aspect", "gevuld"),
    "a contradiction without an aspect": (
        "tegenspraken",
        edit("1,tegenspraak,rekenfout,", "1,tegenspraak,,"),
        2,
        "aspect",
        "leeg",
    ),
    "a web address that is none": (
        "bronnen",
        lambda path: path.write_text(path.read_text() + "x,Titel,Uitgever,,,javascript:alert(1)\n"),
        16,
        "url",
        "geen webadres",
    ),
    "two tiles in one place": ("regiotegels", edit("RA0103,1,4,", "RA0103,1,5,"), 3, "kolom", "ook RA0101"),
    "a tile with another name": ("regiotegels", edit("RA0205,3,6,Twente", "RA0205,3,6,Drenthe"), 10, "tekst", "Twente"),
    "a tile off the map": ("regiotegels", edit("RA0205,3,6,", "RA0205,3,7,"), 10, "kolom", ""),
    "a region without a tile": ("regiotegels", edit("RA0205,3,6,Twente\n", ""), 0, "regio", "RA0205 heeft geen tegel"),
    "a definition of no indicator": ("definities", edit("\nzzp,", "\nzpp,"), None, "indicator", "indicatoren.csv"),
    "an indicator without a direction": (
        "indicatoren",
        line(2, lambda s: s.replace(",hoger_beter,", ",,")),
        2,
        "richting",
        "'hoger_beter', 'lager_beter' of 'neutraal'",
    ),
    "a choice of this book that is called the programme's": (
        "toetsregels",
        line(4, lambda s: s.replace(",azwboek,", ",taz,278")),
        4,
        "reden_richting",
        "als en alleen als bron azwboek is",
    ),
    "a direction of the programme that is called a choice": (
        "toetsregels",
        edit(
            ",Het programma wil de uitstroom verlagen.", ",Keuze van dit boek: het programma wil de uitstroom verlagen."
        ),
        10,
        "reden_richting",
        "als en alleen als bron azwboek is",
    ),
    "a smallest difference that nobody chose": (
        "toetsregels",
        line(2, lambda s: s.replace(",Keuze van dit boek: 2 procentpunt", ",Dat is 2 procentpunt")),
        2,
        "reden_drempel",
        "bij een drempel",
    ),
    "a smallest difference of nothing": (
        "toetsregels",
        line(2, lambda s: s.replace(",nee,,2,", ",nee,,0,")),
        2,
        "drempel",
        "groter zijn dan 0",
    ),
    "a sentence without a place": (
        "indicatoren",
        edit("alle werknemers die {p} wonen in zorg", "alle werknemers in zorg"),
        3,
        "zinsdeel",
        "{p}",
    ),
    "a sentence with something else": (
        "indicatoren",
        edit("alle werknemers die {p} wonen in zorg", "alle werknemers die {p} wonen in {jaar}"),
        3,
        "zinsdeel",
        "geen accolades",
    ),
    "a sentence with its value twice": (
        "indicatoren",
        edit("werkte {w} van alle werknemers", "werkte {w} en {w} van alle werknemers"),
        3,
        "zinsdeel",
        "een keer",
    ),
    "two answers of one line": (
        "indicatoren",
        edit(",2,3,2,%,verhouding", ",2,3,1,%,verhouding"),
        12,
        "antwoord",
        "ook op regel 10",
    ),
    "a sentence over two lines": (
        "indicatoren",
        edit("werkte {w} van alle werknemers die {p} wonen in zorg en welzijn", '"werkte {w}\n{p}"'),
        3,
        "zinsdeel",
        "vorm",
    ),
    "regional figures without a sentence": (
        "indicatoren",
        edit("werkte {w} van alle werknemers die {p} wonen in zorg en welzijn", ""),
        3,
        "zinsdeel",
        "regionaal is ja",
    ),
    "a region without its place in a sentence": (
        "regios",
        edit("Twente,in Twente", "Twente,"),
        6,
        "in_zin",
        "niet leeg",
    ),
    "a weight of no region": (
        "demonstratiegewichten",
        edit("RA0205,630", "RA0203,630"),
        6,
        "regio",
        "bestaat niet in regios.csv of de map gebieden",
    ),
    "a weight of nothing": ("demonstratiegewichten", edit("RA0205,630", "RA0205,0"), 6, "gewicht", ""),
    "a term without a source": ("begrippen", edit(",azwboek,\n", ",geheugen,\n"), None, "bron", "bronnen.csv"),
    "a column of an unknown kind": ("kolommen", edit("basis_eur,geheel", "basis_eur,int"), None, "soort", "geheel"),
    "a slug of two regions": (
        "regios",
        edit(",in Twente,twente,", ",in Twente,zeeland,"),
        None,
        "slug",
        "ook op regel",
    ),
    "the slug of a folder": ("regios", edit(",in Twente,twente,", ",in Twente,index,"), 6, "slug", "begin van een map"),
    "a code that is the name of a folder": (
        "begrippen",
        line(2, lambda s: "index" + s[s.index(",") :]),
        2,
        "code",
        "map",
    ),
    "not a number": ("gepubliceerde_cijfers", edit(",1250000,", ",NaN,"), 2, "waarde", "oneindig of NaN"),
    "infinity": ("cijfers", edit(",80000000,", ",-inf,"), 12, "waarde", "oneindig of NaN"),
    "a factor of infinity": (
        "vergelijkingen",
        edit(",zelfde,werkdruk,1,1,", ",zelfde,werkdruk,inf,1,"),
        None,
        "factor",
        "NaN",
    ),
    "an infinite difference": (
        "toetsregels",
        line(2, lambda s: s.replace(",nee,,2,", ",nee,,inf,")),
        2,
        "drempel",
        "NaN",
    ),
    "a negative budget": ("begroting", edit(",130000000,", ",-130000000,"), 2, "bedrag_eur", "minstens 0"),
    "a negative amount of a scheme": (
        "instrumenten",
        edit(",1000,per_persoon,", ",-1000,per_persoon,"),
        None,
        "bedrag_eur",
        "minstens 0",
    ),
    "a negative amount of an action": ("acties", edit(",63500000,", ",-63500000,"), None, "bedrag_eur", "minstens 0"),
    "a negative amount in a document": (
        "cijfers",
        edit(",80000000,euro,", ",-80000000,euro,"),
        None,
        "waarde",
        "kleiner dan 0",
    ),
    "a trend with a value": (
        "cijfers",
        edit(",ontwikkeling,Werknemers in de sector,Nederland,", ",getal,Werknemers in de sector,Nederland,"),
        None,
        "waarde",
        "leeg",
    ),
    "a number that is called a trend": (
        "cijfers",
        line(3, lambda s: s.replace(",getal,", ",ontwikkeling,")),
        3,
        "eenheid",
        "gevuld",
    ),
    "a trend that says nothing": ("cijfers", edit("Ongeveer gelijk gebleven.", ""), None, "toelichting", "niet leeg"),
    "a promise without a term": ("cijfers", edit(",voor 2021-04-01,,,,,", ",,,,,,"), None, "periode", "niet leeg"),
    "a repeat of another value": (
        "cijfers",
        edit(",taz-009,taz,100", ",taz-002,taz,100"),
        None,
        "herhaalt",
        "andere waarde",
    ),
    "a repeat of what comes later": (
        "cijfers",
        edit(",taz-009,taz,100", ",taz-014,taz,100"),
        None,
        "herhaalt",
        "niet eerder",
    ),
    "a repeat of nothing": ("cijfers", edit(",taz-009,taz,100", ",taz-999,taz,100"), None, "herhaalt", "cijfers.csv"),
    "a budget of no year": ("begroting", edit(",2023,", ",9999,"), None, "jaar", "hoogstens 2100"),
    "a budget of long ago": ("begroting", edit(",2023,", ",23,"), None, "jaar", "minstens 1990"),
    "a figure of no year": (
        "gepubliceerde_cijfers",
        edit(",2020KW01,", ",9999KW01,"),
        2,
        "periode",
        "dit jaar kan niet",
    ),
    "a break in no year": (
        "reeksbreuken",
        line(2, lambda s: re.sub(",[0-9]{4}", ",9999", s, count=1)),
        2,
        "periode",
        "jaar",
    ),
    "a term in no year": (
        "termijnen",
        line(2, lambda s: s.replace(",2025,", ",9999,", 1)),
        2,
        "termijn",
        "jaar kan niet",
    ),
    "a month that is none": (
        "gepubliceerde_cijfers",
        edit(",2020-11-04,", ",2023-13,"),
        2,
        "datum",
        "geen bestaande maand",
    ),
    "a document of no month": ("bronnen", edit(",2020-11-04,", ",2020-11-31,"), 3, "datum", "geen bestaande maand"),
    "a period that ends in no year": (
        "cijfers",
        edit(",2018..2020,", ",2018..9999,"),
        None,
        "periode",
        "jaar kan niet",
    ),
    "a correction by infinity": (
        "correcties",
        lambda path: path.write_text(
            path.read_text() + "werknemers,NL,zw_smal,2020KW01,smal,inf,1,Zomaar,azw_statline,\n"
        ),
        2,
        "verwacht",
        "oneindig of NaN",
    ),
    "an area that is certain without a region": (
        "gepubliceerde_cijfers",
        line(2, lambda s: s.replace(",NL,Nederland,zeker,", ",,Nederland,zeker,")),
        2,
        "regio",
        "als en alleen als",
    ),
    "an overlap with no region": (
        "gepubliceerde_cijfers",
        edit(",ruimer,RA", ",ruimer,RA9999; RA"),
        None,
        "betreft_regios",
        "RA9999",
    ),
}


#: A register whose rows are compared with those of another only when that one is well.
HELD_AGAINST = {"regiotegels": "regios"}


@pytest.fixture(scope="module")
def errors(tmp_path_factory) -> dict[str, RegisterError]:
    """The error that each fault gives: they are seeded together, at most one in a register, for each reading takes its time."""
    waiting, found = dict(FAULTS), {}
    while waiting:
        folder = shutil.copytree(REGISTERS, tmp_path_factory.mktemp("fouten") / "registers")
        together = {HELD_AGAINST.get(fault[0], fault[0]): name for name, fault in reversed(waiting.items())}
        for name in together.values():
            register, spoil, *_ = waiting.pop(name)
            spoil(folder / f"{register}.csv")
        with pytest.raises(RegisterError) as caught:
            registers.load(folder)
        found |= dict.fromkeys(together.values(), caught.value)
    return found


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_file_line_column_and_reason(errors, name):
    register, _, number, column, reason = FAULTS[name]
    found = [
        fault
        for fault in errors[name].faults
        if fault.file == f"{register}.csv" and fault.column == column and number in (None, fault.line)
    ]
    assert found, errors[name]
    assert reason in found[0].reason
    assert str(found[0]) in str(errors[name])


@pytest.mark.parametrize("register", [row.bestand for row in registers.read_one(REGISTERS, "tellingen")])
@pytest.mark.parametrize("change", [1, -1])
def test_a_row_more_or_less_than_the_document_has_is_seen(copy, register, change):
    counts = copy / "tellingen.csv"
    count = next(row for row in registers.read_one(copy, "tellingen") if row.bestand == register)
    edit(f"{register},{count.document},{count.aantal}", f"{register},{count.document},{count.aantal + change}")(counts)
    with pytest.raises(RegisterError) as caught:
        registers.load(copy)
    (fault,) = caught.value.faults
    assert (fault.file, fault.column) == ("tellingen.csv", "aantal")
    assert fault.reason == f"{register}.csv heeft {count.aantal} rij(en) uit {count.document}"


def test_a_code_without_a_word_is_seen(copy):
    edit("niveau,sector_regio,", "niveau,zorgorganisaties,")(copy / "woorden.csv")
    with pytest.raises(RegisterError) as caught:
        registers.load(copy)
    assert {(fault.file, fault.column) for fault in caught.value.faults} == {("acties.csv", "niveau")}
    assert caught.value.faults[0].reason == "'sector_regio' heeft geen woord in woorden.csv (soort niveau)"


def test_a_count_of_no_register_is_seen(copy):
    edit("opgaven,taz", "opgave,taz")(copy / "tellingen.csv")
    with pytest.raises(RegisterError, match="tellingen.csv, regel 3, kolom aantal: opgave.csv heeft 0 rij"):
        registers.load(copy)


def test_the_seeded_faults_are_the_only_faults(copy):
    registers.load(copy)


def test_all_faults_are_reported_at_once_in_the_order_of_files_and_lines(copy):
    names = ["wrong type", "not in the closed set", "amount with PM", "a thirteenth month", "missing file"]
    for name in names:
        register, spoil, *_ = FAULTS[name]
        spoil(copy / f"{register}.csv")
    with pytest.raises(RegisterError) as caught:
        registers.load(copy)
    faults = caught.value.faults
    assert {fault.file for fault in faults} >= {f"{FAULTS[name][0]}.csv" for name in names}
    assert faults == sorted(faults, key=lambda fault: (fault.file, fault.line, fault.column))
    assert str(caught.value).splitlines()[0] == f"{len(faults)} fout(en) in de registers"
    assert len(str(caught.value).splitlines()) == len(faults) + 1


def test_a_line_number_counts_lines_of_the_file_also_after_a_cell_of_several_lines(copy):
    path = copy / "opgaven.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = '1,1,"naam over\ntwee regels",taz,170'
    lines[4] = lines[4].replace("4,", "vier,", 1)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(RegisterError) as caught:
        registers.load(copy)
    assert [(f.line, f.column) for f in caught.value.faults if "getal" in f.reason] == [(6, "nummer")]


def test_a_line_of_unicode_s_own_making_does_not_end_a_row(copy):
    path = copy / "opgaven.csv"
    edit("Investeren en", "Investeren\u2028en")(path)
    assert registers.read_one(copy, "opgaven")[0].naam.startswith("Investeren\u2028en")


def test_one_register_can_be_read_by_itself(copy):
    (copy / "acties.csv").unlink()
    assert len(registers.read_one(copy, "regios")) == 28
    twice(copy / "regios.csv")
    with pytest.raises(RegisterError, match="regel 30, kolom code"):
        registers.read_one(copy, "regios")


# --- forms --------------------------------------------------------------------------------------------------


def _term(value: str) -> dict:
    return {
        "item_soort": "actie",
        "item": "1.01",
        "soort": "in",
        "termijn": value,
        "letterlijk": "x",
        "bron": "taz",
        "bronregel": "1",
    }


@pytest.mark.parametrize(
    "value", ["2023", "2023-Q2", "2023-09", "2024-01-01", "2022-zomer", "2023-medio", "2022..2025", "2023-Q1..2023-Q4"]
)
def test_forms_of_a_date(value):
    assert MODELS["termijnen"].model_validate(_term(value)).termijn == value


@given(st.text(max_size=12))
def test_any_other_form_is_refused_and_never_crashes(value):
    model = MODELS["termijnen"]
    try:
        kept = model.model_validate(_term(value)).termijn
    except ValueError:
        return
    assert (kept or "") == value
    assert re.fullmatch(r"([0-9Q.-]|zomer|najaar|medio|eind)*", value)


@given(st.binary(max_size=200))
def test_any_bytes_give_rows_or_named_faults(tmp_path_factory, content):
    folder = tmp_path_factory.getbasetemp() / "bytes"
    folder.mkdir(exist_ok=True)
    (folder / "opgaven.csv").write_bytes(b"nummer,programmalijn,naam,bron,bronregel\n" + content)
    try:
        registers.read_one(folder, "opgaven")
    except RegisterError as error:
        assert all(fault.file == "opgaven.csv" and fault.reason for fault in error.faults)
