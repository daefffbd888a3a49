"""Every data test is silent on the good warehouse and finds the fault that it is for."""

from __future__ import annotations

import re

import pytest

from azwboek import warehouse
from samples import ROOT

FOLDER = ROOT / "tests" / "data"
VALUE = "update kern_waarneming set waarde = {} where indicator = '{}' and waarde is not null"
OBSERVATION = "insert into kern_waarneming by name select * replace ({}) from kern_waarneming where {} limit 1"


def view(name: str, old: str, new: str) -> str:
    """The statement that makes a view again, spoilt."""
    (file,) = (ROOT / "sql" / "marts").glob(f"*_{name}.sql")
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file.name}: the seeded fault is out of date"
    return re.sub("create (view|table)", "create or replace view", text.replace(old, new))


# For each data test the faults that it must find, as statements that spoil a copy of the warehouse.
FAULTS: dict[str, list[str]] = {
    "begroting_aansluiting": [
        "update kern_begroting set bedrag_eur = bedrag_eur + 1 where post = 'Stagefonds' and jaar = 2023",
        "update kern_begroting set bedrag_eur = bedrag_eur - 1 where tabel = 'herkomst' and waarde_soort = 'totaal'",
    ],
    "branche_onbekend": [
        "insert into stage_cel values ('werknemers', 'v', 't', 'NL01', '2025KW01', 'Wichelroedelopers', 1)"
    ],
    "demonstratie_zonder_regionale_bron": [
        "update kern_indicator set regionaal = 'nee' where code = 'werkdruk'",
        "update kern_indicator set regionaal = 'onbekend' where code = 'zzp'",
    ],
    "een_soort_per_indicator": [
        OBSERVATION.format(
            "'cbs' as soort, 'azw_statline' as bron, 'breed' as populatie",
            "indicator = 'werkdruk' and regio = 'NL'",
        )
    ],
    "geen_rijen": ["delete from kern_waarneming where indicator = 'deeltijdfactor'"],
    "reeks_dubbel": [
        "insert into kern_branche values ('tweede_totaal', 'Zorg en welzijn', 'totaal', 'smal', null); "
        + OBSERVATION.format("'tweede_totaal' as branche", "indicator = 'werkdruk' and regio = 'RA0205'")
    ],
    "regio_ontbreekt_in_tabel": ["delete from bron_cbs__positie where dimensie = 'RegioS' and sleutel = 'RA0205'"],
    "regiosleutel_onbekend": [
        "insert into bron_cbs__positie by name "
        f"select * replace ('{key}' as sleutel) from bron_cbs__positie where dimensie = 'RegioS' limit 1"
        for key in ("AM05", "RA9999", "GM0363")
    ],
    "register_aantallen": [
        "insert into kern_regio (code, naam, slug, soort) values ('RA1429', 'x', 'x', 'regio')",
        "insert into kern_indicator by name select * replace ('x' as code, 'x' as naam, 99 as volgorde) "
        "from kern_indicator where groep = 'kern' limit 1",
        "insert into kern_opgave values (9, '1', 'x', 'taz', 1)",
        "insert into kern_afspraak values (15, 8, 'x', 'x', 'taz', 1)",
        "insert into kern_actie values ('8.99', null, 8, 'x', 'sector_regio', null, null, 'x', 'taz', 1)",
        "insert into kern_actie values ('1.01z', '1.01', 1, 'x', 'sector_regio', null, null, 'x', 'taz', 1)",
        "delete from kern_interventie where code = 'zorgstart'",
        "delete from kern_maatregel where nummer = 'K1'",
        "delete from kern_begroting where post = 'Stagefonds' and jaar = 2025",
    ],
    "smal_en_breed_gemengd": [view("uit_reeks", " and w.populatie = i.populatie", "")],
    "stand_onvolledig": [
        view("uit_stand", "cross join kern_regio as r", "inner join kern_regio as r on r.code = 'NL'"),
        view(
            "uit_stand",
            "cross join kern_regio as r",
            "cross join (from kern_regio union all from kern_regio) as r",
        ),
    ],
    "status_onbekend": ["update bron_cbs__periode set status = 'Herzien' where sleutel = '2025KW01'"],
    "termijn_zonder_item": [
        "insert into kern_termijn values ('actie', '9.99', 'in', '2023', 'in 2023', 'taz', 1)",
        "insert into kern_termijn values ('afspraak', '15', 'in', '2023', 'in 2023', 'taz', 1)",
    ],
    "verandering_over_breuk": [
        "insert into kern_reeksbreuk values "
        f"('aandeel_werknemers', '{period}', date '{day}', 'x', 'cbs_ebb'); "
        + view("uit_stand", " and l.segment = e.segment", "")
        for period, day in (("2026KW01", "2026-01-01"), ("2025KW04", "2025-10-01"))
    ],
    "waarde_buiten_bereik": [
        VALUE.format(101, "werkdruk"),
        VALUE.format(-0.1, "zzp"),
        VALUE.format(1.2, "deeltijdfactor"),
        VALUE.format(-1, "werknemers"),
        OBSERVATION.format(
            "-1 as waarde, 'per 1.000 banen' as eenheid, 'breed' as populatie", "indicator = 'werkdruk'"
        ),
    ],
}
CASES = [(name, number) for name, faults in FAULTS.items() for number in range(len(faults))]


def run(connection, name: str):
    """The rows that one data test returns."""
    return connection.execute((FOLDER / f"{name}.sql").read_text(encoding="utf-8")).df()


def test_every_data_test_has_a_seeded_fault():
    assert {file.stem for file in warehouse.sql_files(FOLDER)} == set(FAULTS)
    assert all(FAULTS.values())


def test_all_are_silent_on_the_good_warehouse(spoilt):
    assert warehouse.data_tests(spoilt, FOLDER) == {}


@pytest.mark.parametrize(("name", "number"), CASES, ids=[f"{name}-{number + 1}" for name, number in CASES])
def test_finds_its_fault(spoilt, name, number):
    assert run(spoilt, name).empty
    spoilt.execute(FAULTS[name][number])
    rows = run(spoilt, name)
    assert len(rows)
    assert name in warehouse._describe({name: rows})


@pytest.mark.parametrize("file", warehouse.sql_files(FOLDER), ids=lambda file: file.stem)
def test_says_what_must_hold(file):
    assert file.read_text(encoding="utf-8").startswith("-- ")
