"""The workbench of JupyterLab: figure, sentence, test and table follow what is chosen."""

from __future__ import annotations

import pytest

from azwboek.chapters import notebook as notebooks
from azwboek.errors import UsageError
from azwboek.site.explorer import workbench


@pytest.fixture
def bank(open_chapter, monkeypatch) -> workbench.Werkbank:
    monkeypatch.setattr(notebooks, "open", open_chapter)
    return workbench.werkbank("Twente", "werktevredenheid")


def shown(bank: workbench.Werkbank) -> str:
    """What is seen below the choices."""
    return bank.children[-1].value


def test_it_shows_what_the_chapter_shows(bank, cells_of):
    figure = cells_of("kernindicatoren", "RA0205")["boek"].figuren["werktevredenheid"]
    assert bank.figuur.to_json() == figure.to_json()
    assert figure.zin in shown(bank) and figure.toets in shown(bank) and "<svg" in shown(bank)


def test_another_region_and_indicator_give_their_figure(bank, open_chapter):
    bank.regio.value = "RA0410"
    assert bank.figuur.regio == "RA0410" and "Flevoland" in bank.figuur.titel
    bank.indicator.value = "deeltijdfactor"
    assert bank.figuur.id == "deeltijdfactor"
    assert bank.periode.value == (bank.periode.options[0], bank.periode.options[-1])
    assert set(bank.tabel()["regio"]) == {"RA0410"}


def test_a_shorter_period_has_only_its_rows(bank):
    bank.periode.value = bank.periode.options[1:3]
    assert list(bank.tabel()["periode_label"]) == list(bank.periode.options[1:3])[::-1]


@pytest.mark.parametrize(("chosen", "lines"), [(workbench.ALIKE, 4), ("RA0410", 2)])
def test_other_regions_are_drawn_beside_it(bank, chosen, lines):
    bank.vergelijk.value = chosen
    names = {row["reeks"] for rows in bank.figuur.spec["datasets"].values() for row in rows if "reeks" in row}
    assert len(names) == lines and "Twente" in names


def test_an_indicator_without_a_figure_says_why(bank):
    bank.indicator.value = "technologie"
    assert bank.figuur is None and bank.tabel().empty
    assert "nog geen" in shown(bank)


def test_an_unknown_region_is_refused(open_chapter):
    with pytest.raises(UsageError, match="Twnte"):
        workbench.werkbank("Twnte")


def test_a_control_chart_is_drawn_or_says_why_not(bank, open_chapter, reading):
    apart = {code for (code,) in reading.execute("select indicator from kern_toetsregel where los = 'ja'").fetchall()}
    bank.regelkaart.value = True
    reasons = set()
    for code in bank.indicator.options.values():
        bank.indicator.value = code
        if bank.figuur is None:
            continue
        zin = bank.figuur.zin
        values = bank.tabel()["waarde"].notna().sum()
        if zin.startswith("Geen regelkaart"):
            assert code not in apart or values < 12 or "breuk" in zin
            reasons.add(zin)
        else:
            assert code in apart and values >= 12 and zin.startswith("Gewone schommeling")
    assert reasons
