"""What stands out: counted, judged at 99.8% only, recomputed from its own figures, and without a word about causes."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from azwboek.chapters import tested
from azwboek.chapters.figures import Figure
from azwboek.gate import notebooks
from samples import INDICATORS


@pytest.fixture(scope="module")
def shown(open_chapter, reading) -> dict[str, Figure]:
    """The figure of every region."""
    codes = [
        code for (code,) in reading.execute("select code from kern_regio where code <> 'NL' order by 1").fetchall()
    ]
    return {code: tested.figure(open_chapter("x", code)) for code in codes}


def frame(figure: Figure) -> pd.DataFrame:
    return pd.DataFrame(figure.rijen, columns=[column.naam for column in figure.kolommen])


def test_every_indicator_stands_in_it_once_and_the_gate_lets_it_through(shown):
    for code, figure in shown.items():
        rows = frame(figure)
        assert sorted(rows["indicator"]) == sorted(indicator.code for indicator in INDICATORS)
        assert notebooks.check_figure(code, figure.to_json()) == []


def test_invented_values_that_a_real_figure_replaces_are_not_tested(shown, reading):
    replaced = {
        code
        for (code,) in reading.execute(
            "select in_plaats_van from kern_figuur where in_plaats_van is not null"
        ).fetchall()
    }
    assert replaced
    for figure in shown.values():
        rows = frame(figure).set_index("indicator").loc[sorted(replaced)]
        assert rows["waarde"].isna().all() and (rows["reden_land"] == "geen_cijfer").all()


def test_what_is_not_tested_has_a_reason_and_what_is_tested_has_limits(shown):
    for figure in shown.values():
        for row in frame(figure).to_dict("records"):
            for what in ("land", "jaar_eerder"):
                untested = row[f"uitkomst_{what}"] == "niet_getoetst"
                assert not untested or row[f"reden_{what}"]
                assert untested == pd.isna(row[f"onder_{what}"])


def test_the_sentence_counts_what_the_table_has(shown):
    seen = set()
    for figure in shown.values():
        rows = frame(figure)
        compared = int((rows["uitkomst_land"] != "niet_getoetst").sum())
        assert re.search(rf"Van de {len(rows)} indicatoren (?:zijn|is) er {compared} zo gemeten", figure.zin)
        reasons = sum(map(int, re.findall(r"(\d+) ×", figure.zin)))
        assert reasons == len(rows) - compared
        striking = rows[rows["oordeel_land"].isin(["gunstig", "ongunstig"])]
        for row in striking.itertuples():
            assert f"{row.naam.lower()}: {row.uitkomst_land} ({row.oordeel_land})" in figure.zin
        assert figure.zin.startswith("Er valt niets op. ") == striking.empty
        seen |= set(striking["oordeel_land"])
    assert seen == {"gunstig", "ongunstig"}, "good and bad alike"


def test_an_outcome_follows_from_the_counts_by_another_library(shown, reading):
    """Wilson's interval by statsmodels from the counts in the warehouse, which are rounded: all of it above or below the country."""
    (step,) = reading.execute("select afronding from kern_toetsregel where indicator = 'uitstroom'").fetchone()
    sql = (
        "select teller_aantal, noemer_aantal from uit_toets where indicator = 'uitstroom' and regio = ? and periode = ?"
    )
    outcomes = set()
    for code, figure in shown.items():
        row = frame(figure).set_index("indicator").loc["uitstroom"]
        count, people = reading.execute(sql, [code, row["periode"]]).fetchone()
        low = 100 * proportion_confint(count - step / 2, people, alpha=0.002, method="wilson")[0]
        high = 100 * proportion_confint(count + step / 2, people, alpha=0.002, method="wilson")[1]
        assert (row["onder_land"], row["boven_land"]) == pytest.approx((low, high), abs=1e-6)
        country = row["waarde_nl"]
        outside = "hoger" if low > country else "lager" if high < country else "vergelijkbaar"
        small = outside != "vergelijkbaar" and row["reden_land"] == "klein_verschil"
        assert row["uitkomst_land"] == ("vergelijkbaar" if small else outside)
        outcomes.add(outside)
    assert len(outcomes) == 3


CAUSAL = re.compile(
    r"\b(?:door(?! toeval)|omdat|doordat|dankzij|daardoor|vanwege|leidt tot|zorgt voor|komt door|gevolg)\b"
)


def test_no_cause_is_named(shown):
    assert CAUSAL.search("lager door betere roosters") and not CAUSAL.search("Door toeval alleen".lower())
    assert [code for code, figure in shown.items() if CAUSAL.search(figure.zin.lower())] == []
