"""Every query runs for the country and for a region, gives only that region, and in the same order again."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from azwboek.errors import UsageError
from azwboek.sources import registers, series
from azwboek.warehouse import ask
from azwboek.warehouse.build import sql_files
from samples import ROOT

FILES = sql_files(ROOT / "sql" / "vragen")


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def file(request):
    return request.param


def test_every_register_counts_for_its_sources(frame, reading):
    """Also those that do not stand in the warehouse: regions, provinces, branches, terms; and the figures of the series."""
    folder = ROOT / "data" / "registers"
    known = [*registers.load(folder).values(), *series.load(folder).values()]
    areas = registers.divisions(folder)
    known.append(areas[areas["indeling"] != "regios"])
    assert len(known[-1]) == 16
    facts = pd.concat([rows["bron"].dropna() for rows in known if "bron" in rows]).value_counts()
    figures = reading.table("kern_reekscijfer").df()["bron"].value_counts()
    counted = frame("bronnen", "NL").set_index("id")["feiten"]
    assert counted[counted > 0].to_dict() == facts.add(figures, fill_value=0).to_dict()


def test_runs_and_gives_the_same_rows_again(file, ask):
    for code in ("NL", "RA0205"):
        rows = ask(file.stem, code).fetchall()
        assert rows == ask(file.stem, code).fetchall()


def test_a_frame_is_the_one_that_duckdb_makes_with_text_as_it_is(file, ask, frame):
    for code in ("NL", "RA0205"):
        theirs = ask(file.stem, code).df()
        for column in theirs.select_dtypes(include=["str", "object"]).columns:
            theirs[column] = pd.Series(theirs[column].to_numpy(dtype=object, na_value=None), dtype=object)
        pd.testing.assert_frame_equal(frame(file.stem, code), theirs)


def test_gives_only_the_region_that_was_asked(file, ask):
    text = file.read_text(encoding="utf-8")
    cursor = ask(file.stem, "RA0205")
    names = [column[0] for column in cursor.description]
    if "$regio" in text and "regio" in names:
        place = names.index("regio")
        assert {row[place] for row in cursor.fetchall()} <= {"RA0205", None}


def test_says_what_it_gives_and_orders_its_rows(file):
    text = file.read_text(encoding="utf-8")
    assert text.startswith("-- ")
    one_row = re.search(r"uit_stand\nwhere indicator = \$indicator and regio = \$regio and|id, waarde, eenheid", text)
    assert "order by" in text.split("\n", 1)[1] or one_row


@pytest.fixture(scope="session")
def opened(open_chapter):
    return open_chapter("behoud", "RA0205")


def test_a_chapter_binds_its_region_and_the_parameters_that_are_named(opened):
    frame = opened.vraag("indicator_reeks", indicator="uitstroom", lijn="not used")
    assert set(frame["regio"]) == {"RA0205"}
    assert len(frame)


def test_missing_text_comes_back_as_none(opened):
    frame = opened.vraag("lijn_acties", lijn="2")
    assert {type(value) for value in frame["termijnen"]} == {str, type(None)}


def test_an_unknown_query_names_those_that_exist(opened):
    with pytest.raises(UsageError, match="onbekende vraag 'indicator_rek'.*indicator_reeks"):
        opened.vraag("indicator_rek")


def test_a_region_is_text_and_never_part_of_the_question(reading, built):
    evil = "RA0205'; drop table kern_bron; --"
    assert ask.query(reading, built.paths, "standen", regio=evil).empty
    assert reading.execute("select count(*) from kern_bron").fetchone()[0]
