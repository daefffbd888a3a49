"""Every data test is silent on the good warehouse and finds the fault that it is for."""

from __future__ import annotations

import re

import pytest

from azwboek.warehouse import build as warehouse
from samples import ROOT

FOLDER = ROOT / "sql" / "proeven"
VALUE = "update kern_waarneming set waarde = {} where indicator = '{}' and waarde is not null"
VERSION = "insert into kern_vintage by name select * replace ('X' as id, 'X' as tabel, {}) from kern_vintage limit 1"
OBSERVATION = "insert into kern_waarneming by name select * replace ({}) from kern_waarneming where {} limit 1"


def view(name: str, old: str, new: str) -> str:
    """The statement that makes a view again, spoilt."""
    (file,) = (ROOT / "sql" / "uit").glob(f"*_{name}.sql")
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file.name}: the seeded fault is out of date"
    return re.sub("create (view|table)", "create or replace view", text.replace(old, new))


# By name, so that a new column of a register spoils no seed.
ROW = "insert into {0} by name select * replace ({1}) from {0} limit 1"
BREAK = "insert into kern_reeksbreuk (indicator, periode, begin_datum, uitleg, bron) values "
CORRECTION = (
    "update kern_waarneming set soort = 'cbs' where indicator = 'werkdruk'; "
    "insert into kern_correctie (indicator, regio, branche, periode, populatie, verwacht, waarde, reden, bron) values "
)

# A second accepted version of the table behind werkdruk, in force or not, with werkdruk changed as given.
SECOND_VERSION = (
    "insert into kern_vintage by name select * replace (id || '-2' as id, 2 as volgnummer, {} as is_actueel) "
    "from kern_vintage where tabel = 'DEMO03'; "
    "insert into kern_waarneming by name select * replace (vintage || '-2' as vintage, {} as waarde) "
    "from kern_waarneming where indicator = 'werkdruk' and waarde is not null; "
)

# For each data test the faults that it must find, as statements that spoil a copy of the warehouse.
FAULTS: dict[str, list[str]] = {
    "afleiding_mengt": [
        "update kern_waarneming set soort = 'cbs' where indicator = 'werknemers_economie'",
        "update kern_waarneming set soort = 'cbs' where indicator = 'uitstroom_pensioen'",
        "update kern_waarneming set soort = 'cbs' where indicator = 'zzp'",
        "update kern_indicator set populatie = 'breed' where code = 'werkenden'",
        "update kern_indicator set populatie = 'breed' where code = 'zzp_personen'",
    ],
    "afleiding_rekent_anders": [
        VALUE.format("waarde + 1e-6", "zzp"),
        VALUE.format("waarde / 100", "aandeel_werknemers"),
        "update kern_waarneming set waarde = null, reden_ontbreekt = 'onbekend' where indicator = 'uitstroom' and regio = 'RA0205'",
        "delete from kern_waarneming where indicator = 'uitstroom' and periode = '2020KW01'",
        "update kern_afleiding set noemer_periode = 'zelfde' where indicator = 'uitstroom'",
        "update kern_afleiding set aftrek = null where indicator = 'uitstroom'",
    ],
    "banen_tellen_niet_op": [
        "insert into kern_gebied_onderdeel values ('corop', 'GC03', 'CR36')",
        "delete from kern_gebied_onderdeel where korrel = 'corop' and gebied = 'NL' and onderdeel = 'CR12'",
    ],
    "banen_zijn_niet_breed": ["update kern_reekscijfer set waarde = 1.01 * waarde where reeks = 'banen_zorg'"],
    "begroting_aansluiting": [
        "update kern_begroting set bedrag_eur = bedrag_eur + 1 where post = 'Stagefonds' and jaar = 2023",
        "update kern_begroting set bedrag_eur = bedrag_eur - 1 where tabel = 'herkomst' and waarde_soort = 'totaal'",
    ],
    "bevolking_telt_niet_op": [
        "update kern_reekscijfer set waarde = waarde + 1 where reeks = 'inwoners' and gebied = 'NL' and periode = '2019JJ00'",
        "update kern_reekscijfer set waarde = waarde + 1 where reeks = 'inwoners_65_80' and gebied = 'RA0205'",
        "delete from kern_reekscijfer where reeks = 'inwoners_0_20' and gebied = 'RA0205'",
    ],
    "branche_onbekend": [
        "insert into stage_cel values ('werknemers', 'v', 'NL01', '2025KW01', 'wichelroedelopers', 1)"
    ],
    "cijfer_over_breuk": [view("uit_gebiedcijfer", "\n        and s.segment = eerder.segment", "")],
    "corop_niet_ingedeeld": [
        "delete from kern_gebied_onderdeel where korrel = 'corop' and gebied = 'RA0205'",
        "insert into kern_gebied_onderdeel values ('corop', 'GC04', 'CR12')",
    ],
    "cijfer_zonder_zinsdeel": ["update kern_indicator set zinsdeel = null where code = 'zzp'"],
    "breuk_niet_geerfd": [
        "delete from kern_reeksbreuk where indicator = 'zzp'",
        BREAK + "('uitstroom_pensioen', '2022KW01', date '2022-01-01', 'x', 'cbs_ebb')",
        BREAK + "('werknemers_economie', '2022KW01', date '2022-01-01', 'x', 'cbs_ebb')",
        # The denominator is of a year earlier: the break of the ratio comes a year after that of the denominator.
        BREAK + "('werknemers', '2022KW01', date '2022-01-01', 'x', 'cbs_ebb'), "
        "('aandeel_werknemers', '2022KW01', date '2022-01-01', 'x', 'cbs_ebb'), "
        "('uitstroom', '2022KW01', date '2022-01-01', 'x', 'cbs_ebb')",
    ],
    "correctie_vervallen": [
        CORRECTION + "('werkdruk', 'NL', 'zw_smal', '2023KW02', 'smal', -1, 47, 'x', 'azw_statline')",
        CORRECTION + "('werkdruk', 'NL', 'zw_smal', '1999KW02', 'smal', 40, null, 'x', 'azw_statline')",
    ],
    "definitie_rekent_anders": [
        "update kern_indicator set definitie = 'Werknemers die een jaar na de meting weg zijn, zonder wie met pensioen ging' "
        "where code = 'uitstroom'",
        "update kern_definitie set noemer = 'Alle werknemers.' where indicator = 'uitstroom'",
        "update kern_afleiding set noemer_periode = 'jaar_eerder' where indicator = 'zzp'",
        "update kern_afleiding set aftrek = null where indicator = 'uitstroom'",
    ],
    "dekking_onvolledig": [
        view("uit_dekking", "inner join bron as b", "inner join (from bron where bevestigd_ja > 0) as b"),
        view(
            "uit_dekking",
            "when b.in_catalogus < b.delen then 'er is geen tabel in AZW StatLine gevonden'",
            "when b.in_catalogus < b.delen then null",
        ),
        view("uit_dekking", "when l.periode is not null then null", ""),
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
    "geld_niet_gemerkt": ["update kern_tegenspraak set geld = 'nee' where nummer = 5"],
    "gebied_als_regio": [
        view("uit_regiogebied", "if(k.is_gelijk, r.naam, t.naam) as gebied_naam", "r.naam as gebied_naam"),
        view("uit_regiogebied", "a.gemeenten = eigen.gemeenten as is_gelijk", "true as is_gelijk"),
        view("uit_regiogebied", "a.gemeenten = eigen.gemeenten as is_gelijk", "false as is_gelijk"),
    ],
    "gemeenten_tellen_niet_op": [
        "update kern_gemeente set regio = 'RA0204' where code = 'GM0184'",
        "update kern_gemeente set inwoners = inwoners - 1 where code = 'GM0184'",
    ],
    "gepubliceerd_niet_beoordeeld": [
        "delete from kern_vergelijking where onderwerp = 'Ziekteverzuim'",
        "insert into kern_vergelijking (onderwerp, eenheid, vergelijkbaarheid, uitleg) values ('Zoiets', '%', 'geen reeks', 'x')",
        view("uit_vergelijking_gepubliceerd", "from cijfer as c\n", "from (from cijfer union all from cijfer) as c\n"),
        view(
            "uit_vergelijking_gepubliceerd",
            "from kern_gepubliceerd_cijfer as g",
            "from (from kern_gepubliceerd_cijfer limit 700) as g",
        ),
    ],
    "herziening_klopt_niet": [
        SECOND_VERSION.format("false", "waarde + 1")
        + view("uit_herziening", "nieuw.waarde is distinct from oud.waarde or ", ""),
        SECOND_VERSION.format("false", "waarde")
        + view(
            "uit_herziening",
            "    and (nieuw.waarde is distinct from oud.waarde or nieuw.status is distinct from oud.status)",
            "",
        ),
        SECOND_VERSION.format("false", "waarde + 1")
        + view("uit_herziening", "order by volgnummer", "order by volgnummer desc"),
        SECOND_VERSION.format("false", "waarde")
        + "delete from kern_waarneming where vintage like '%-2' and regio = 'RA0205'; "
        + view("uit_herziening", "left join kern_waarneming as nieuw", "inner join kern_waarneming as nieuw"),
    ],
    "geen_rijen": ["delete from kern_waarneming where indicator = 'deeltijdfactor'"],
    "reeks_dubbel": [
        "insert into kern_branche (code, naam, soort, populatie, andere_namen) values "
        "('tweede_totaal', 'Zorg en welzijn', 'totaal', 'smal', []); "
        + OBSERVATION.format("'tweede_totaal' as branche", "indicator = 'werkdruk' and regio = 'RA0205'"),
        SECOND_VERSION.format("true", "waarde"),
    ],
    "perioden_gemengd": [
        "insert into kern_periode values ('2024JJ00', 'JJ', 2024, 0, date '2024-01-01', '2024', '2024', '2023JJ00') "
        "on conflict do nothing; "
        + OBSERVATION.format("'2024JJ00' as periode", "indicator = 'werkdruk' and regio = 'NL'")
        + "; "
        + view("uit_reeks", "\n        and substr(w.periode, 5, 2) = i.periodesoort", "")
    ],
    "regio_ontbreekt_in_tabel": ["delete from bron_cbs__positie where dimensie_soort = 'regio' and sleutel = 'RA0205'"],
    "niveau_onwaarschijnlijk": [
        "update kern_waarneming set soort = 'cbs', waarde = 1000 * waarde "
        "where indicator = 'werknemers' and regio = 'NL' and branche = 'zw_smal' and waarde is not null",
        "update kern_waarneming set soort = 'cbs' where indicator = 'scholing'; update kern_niveau set tot = 41 where indicator = 'scholing'",
    ],
    "regiosleutel_onbekend": [
        "insert into bron_cbs__positie by name "
        f"select * replace ('{key}' as sleutel) from bron_cbs__positie where dimensie_soort = 'regio' limit 1"
        for key in ("AM05", "RA9999", "GM0363")
    ],
    "regio_zonder_gebied": [
        "delete from kern_gebied_onderdeel where korrel = 'provincie' and gebied = 'NL'",
        "update kern_gebied_gemeente set gebied = 'X' where gebied = 'RA0205'",
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
    "tabel_van_andere_populatie": [
        VERSION.format("'Mobiliteit van werknemers; AZW (breed), instroom' as titel")
        + "; insert into kern_koppeling values ('vacaturegraad', 'X', 'x', ['KW'], 1, ['smal'], 'nee', null)",
        "update kern_koppeling set populaties = ['smal', 'breed'] where indicator = 'instroom_werknemers'",
    ],
    "partij_ontbreekt": [
        "update kern_actie set betrokken = null where id = '5.05'",
        "update kern_afspraak set partijen = 'arbeidsmarktregio''s' where nummer = 2",
    ],
    "termijn_omgekeerd": [
        "update kern_termijn set eind_datum = begin_datum - 1 where soort = 'periode'",
        "update kern_termijn set begin_datum = null where item = '7.02'",
    ],
    "termijn_zonder_item": [
        ROW.format("kern_termijn", "'actie' as item_soort, '9.99' as item"),
        ROW.format("kern_termijn", "'afspraak' as item_soort, '15' as item"),
    ],
    "toets_telling_klopt_niet": [
        view("uit_toets", "t.waarde - if(a.aftrek is null, 0, f.waarde)", "t.waarde"),
        view("uit_toets", "if(a.noemer_periode = 'zelfde', p.code, p.jaar_eerder)", "p.code"),
        view("uit_toets", "n.waarde as noemer_aantal", "cast(null as double) as noemer_aantal"),
    ],
    "verandering_over_breuk": [
        BREAK
        + f"('werknemers', '{period}', date '{day}', 'x', 'cbs_ebb'); "
        + view("uit_stand", " and l.segment = e.segment", "")
        for period, day in (("2026KW01", "2026-01-01"), ("2025KW04", "2025-10-01"))
    ],
    "vergelijking_ongelijk": [
        # A figure about breed beside a value about smal, in a book of real figures.
        "update kern_waarneming set soort = 'cbs'; "
        + view(
            "uit_vergelijking_gepubliceerd",
            "b.code as branche_code",
            "replace(b.code, 'breed', 'smal') as branche_code",
        )
        .replace("b.populatie as branche_populatie", "replace(b.populatie, 'breed', 'smal') as branche_populatie")
        .replace("when c.populatie not in ('branche', c.branche_populatie)", "when false"),
        view("uit_vergelijking_gepubliceerd", "when e.soort = 'demonstratie' then 'nog geen echt cijfer'", ""),
    ],
    "verzonnen_is_gepubliceerd": [
        f"update kern_waarneming set waarde = {value} where indicator = '{series}' and regio = 'NL' and branche = '{branch}' "
        f"and periode = '{period}'"
        for value, series, branch, period in (
            (1_250_499, "werknemers", "zw_smal", "2020KW01"),  # G001: bijna 1,25 miljoen, in thousands
            (54_300, "werknemers", "sociaal_werk", "2020KW01"),  # G152: a branch
            (40, "werkdruk", "zw_smal", "2019KW02"),  # published of another population
            (78.4, "werktevredenheid", "zw_smal", "2024KW02"),  # G011: 78%, of a moment that the source does not name
        )
    ],
    "vacatures_tellen_niet_op": [
        f"update kern_reekscijfer set waarde = waarde + 1000 where reeks = 'vacatures_zorg' and gebied = '{area}'"
        for area in ("PV23", "LD01", "NL")
    ],
    "versie_in_kracht": [
        VERSION.format("1 as volgnummer, false as is_actueel"),
        VERSION.format("2 as volgnummer"),
        SECOND_VERSION.format("false", "waarde"),
        SECOND_VERSION.format("true", "waarde"),
    ],
    "voorwaardelijk_zonder_noot": [
        "update kern_begroting set voorwaardelijk = 'nee' where post = 'Stagefonds' and jaar = 2024",
        "update kern_begroting set voorwaardelijk = 'ja' where waarde_soort = 'pm'",
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
    assert name in warehouse.failure_message({name: rows})


@pytest.mark.parametrize("file", warehouse.sql_files(FOLDER), ids=lambda file: file.stem)
def test_says_what_must_hold(file):
    assert file.read_text(encoding="utf-8").startswith("-- ")
