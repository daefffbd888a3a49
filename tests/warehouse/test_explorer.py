"""The explorer's cubes hold exactly what the warehouse holds; a choice is whole or refused; the widget gives the same."""

from __future__ import annotations

import json
import re

import pytest

from azwboek import plan
from azwboek.errors import UsageError
from azwboek.site.explorer import cubes as explorer
from azwboek.site.explorer import widget
from samples import widget_message


@pytest.fixture(scope="session")
def cubes(built, reading):
    return {code: explorer.cube(reading, built.paths, code) for code in explorer.codes(reading, built.paths)}


def cells(cube: dict) -> dict[tuple, tuple]:
    """Every cell of a cube that is a row: (branch, region, period) -> (value, letter)."""
    periods = [code for code, _, _ in cube["perioden"]]
    return {
        (branch, region, period): (value, letter)
        for branch, regions in cube["waarden"].items()
        for region, values in regions.items()
        for period, value, letter in zip(periods, values, cube["status"][branch][region], strict=True)
        if letter != explorer.NO_ROW
    }


def test_every_value_of_the_warehouse_is_in_a_cube_and_nothing_else(reading, cubes):
    rows = reading.execute(
        "select indicator, branche, regio, periode, waarde, status, reden_ontbreekt from kern_waarneming"
    ).fetchall()
    letters = dict(reading.execute("select status, kort from kern_status").fetchall())
    found = {(code, *key): value for code, cube in cubes.items() for key, value in cells(cube).items()}
    expected = {
        row[:4]: (round(row[4], 6), letters[row[5]]) if row[4] is not None else (None, explorer.REASON[row[6]])
        for row in rows
    }
    assert len(expected) > 30_000
    assert found == expected


def test_a_changed_value_would_be_seen(cubes):
    cube = json.loads(json.dumps(cubes["zzp"]))
    before = cells(cube)
    cube["waarden"]["zw_smal"]["NL"][0] += 0.1
    assert cells(cube) != before


def test_a_cube_says_what_a_reader_must_know(cubes):
    for cube in cubes.values():
        assert all(cube[key] for key in ("naam", "eenheid", "definitie", "frequentie", "bron"))
        assert cube["soort"] == "demonstratie"
        assert "verzonnen" in cube["bron"]
    assert [row[0] for row in cubes["ziekteverzuim"]["breuken"]] == ["2022JJ00"]


def test_periods_are_in_order_and_the_country_comes_first(cubes):
    for cube in cubes.values():
        days = [day for _, _, day in cube["perioden"]]
        assert days == sorted(days)
        assert {next(iter(regions)) for regions in cube["waarden"].values()} == {"NL"}


def test_files_are_written_for_all_and_are_json(built, reading, tmp_path):
    count = explorer.write(reading, built.paths, plan.load(built.paths), tmp_path)
    written = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.glob("*.json")}
    assert len(written) == count + 1
    assert {i["code"] for i in written.pop("index")["indicatoren"]} == set(written)


def test_an_unknown_indicator_is_refused(built, reading):
    with pytest.raises(UsageError, match=r"onbekende indicator 'weg'; kies uit .*zzp"):
        explorer.cube(reading, built.paths, "weg")


def test_a_choice_is_made_whole(built, reading):
    choice = explorer.complete(reading, built.paths, {"indicator": "ziekteverzuim", "regio": "twente"})
    assert choice == {
        "indicator": "ziekteverzuim", "branche": "zw_smal", "regio": ["RA0205"], "van": "2014JJ00", "tot": "2025JJ00", "beeld": "lijn",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"indicator": "ziekteverzium"}, "bedoel je ziekteverzuim"),
        ({"indicator": "zzp", "regio": "Twentte"}, "Twente"),
        ({"indicator": "zzp", "branche": "umc"}, "kies uit zw_smal"),
        ({"indicator": "zzp", "van": "1999JJ00"}, "1999JJ00"),
        ({"indicator": "zzp", "beeld": "taart"}, "beeld 'taart'"),
        ({"indicatro": "zzp"}, "onbekende keuze indicatro"),
    ],
)
def test_a_wrong_choice_is_refused_with_what_there_is(built, reading, wish, said):
    with pytest.raises(UsageError, match=re.escape(said)):
        explorer.complete(reading, built.paths, wish)


@pytest.fixture
def here(built, monkeypatch):
    """The fresh warehouse as the one that a notebook finds."""
    monkeypatch.setenv("AZWBOEK_BUILD", str(built.paths.build))


def test_without_a_kernel_the_factory_gives_a_plain_table_with_the_same_values(here, monkeypatch):
    wish = {"indicator": "ziekteverzuim", "regio": ["NL", "RA0205"], "van": "2020JJ00"}
    live = widget.verkenner(**wish)
    live.keuze = explorer.complete(live.connection, live.paths, wish)
    monkeypatch.setenv("AZWBOEK_BUILDING", "1")
    still = widget.verkenner(**wish)
    assert not isinstance(still, widget.Verkenner)
    assert still.tabel().equals(live.tabel())
    html = still._repr_html_()
    assert "<script" not in html
    newest = still.tabel()[lambda frame: frame["periode"] == "2025JJ00"].set_index("regio")["waarde"]
    row = re.search(r'<tr><th scope="row">2025</th>(.*?)</tr>', html)[1]
    assert re.findall(r">([\d,]+)<", row) == [f"{newest[code]:.1f}".replace(".", ",") for code in ("NL", "RA0205")]


def test_the_widget_answers_what_its_front_end_asks(here):
    made = widget.verkenner(indicator="zzp")
    sent: list[dict] = []
    made.send = lambda content, buffers=None: sent.append(content)
    made.comm.handle_msg(widget_message({"laad": "zzp"}))
    made.comm.handle_msg(widget_message({"laad": "<b>"}))
    assert sent[0] == {"kubus": "zzp", "inhoud": explorer.cube(made.connection, made.paths, "zzp")}
    assert sent[1]["kubus"] == "<b>"
    assert "onbekende indicator" in sent[1]["fout"]


def test_the_table_under_the_widget_follows_the_choice(here):
    made = widget.verkenner(indicator="zzp")
    box = made.met_tabel()
    assert box.children[0] is made
    made.keuze = explorer.complete(made.connection, made.paths, {"indicator": "zzp", "beeld": "staaf"})
    assert made.tabel()["regio"].nunique() == 29
    assert made.tabel()["periode"].nunique() == 1
