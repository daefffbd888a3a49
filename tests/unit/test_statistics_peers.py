"""Similar regions: an open distance, always with what it is made of; a list that was chosen; every fault in it named."""

from __future__ import annotations

import math
import operator

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azwboek import plan as plans
from azwboek.errors import AzwboekError
from azwboek.paths import Paths
from azwboek.statistics import peers
from azwboek.statistics.peers import Settings
from samples import ROOT

PLAN = plans.load(Paths(ROOT, ROOT / "_build"))
CODES = [region.code for region in PLAN.regions if region.code != plans.NATIONAL]
TRAITS = pd.DataFrame(
    {"bevolking": [1.0, 2.0, 3.0, 4.0], "dichtheid": [10.0, 10.0, 40.0, 20.0], "banen": [5.0, None, 6.0, 7.0]},
    index=["RA0101", "RA0102", "RA0103", "RA0204"],
)
TWO = Settings(aantal=2, kenmerken=["bevolking", "dichtheid"])
COLUMNS = tuple(operator.itemgetter(place) for place in range(3))
tables = st.lists(st.tuples(*[st.integers(1, 10**6)] * 3), min_size=3, max_size=12, unique_by=COLUMNS)


def frame(rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["a", "b", "c"], index=CODES[: len(rows)], dtype=float)


# --- the distance -------------------------------------------------------------------------------------------


def test_a_distance_worked_out_by_hand():
    """Bevolking: mean 2.5, sd sqrt(1.25). Dichtheid: mean 20, sd sqrt(150). From the first to the third: 2/sd and 30/sd."""
    by_hand = math.sqrt(4 / 1.25 + 900 / 150)
    assert peers.distances(TRAITS[TWO.kenmerken]).loc["RA0101", "RA0103"] == pytest.approx(by_hand)


@given(tables)
@settings(max_examples=40, deadline=None)
def test_a_distance_is_one(rows):
    away = peers.distances(frame(rows)).to_numpy()
    assert (away == away.T).all()
    assert (np.diag(away) == 0).all()
    assert (away[:, None, :] <= away[:, :, None] + away[None, :, :] + 1e-9).all()


@given(tables, st.floats(0.001, 1000), st.floats(-1000, 1000))
@settings(max_examples=40, deadline=None)
def test_units_and_order_make_no_difference(rows, factor, shift):
    plain = frame(rows)
    other = plain.assign(b=plain["b"] * factor + shift).iloc[::-1]
    expected = peers.distances(plain)
    found = peers.distances(other).loc[expected.index, expected.columns]
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_every_trait_counts_the_same():
    squares = (peers.standardised(TRAITS[TWO.kenmerken]) ** 2).sum()
    assert squares["bevolking"] == pytest.approx(squares["dichtheid"]) == pytest.approx(len(TRAITS))


def test_a_trait_that_is_not_known_everywhere_counts_for_none_and_is_shown():
    three = Settings(aantal=2, kenmerken=[*TWO.kenmerken, "banen"])
    with_jobs, without = (peers.nearest(TRAITS, "RA0101", chosen) for chosen in (three, TWO))
    assert peers.counted(TRAITS) == TWO.kenmerken
    assert with_jobs["afstand"].tolist() == without["afstand"].tolist()
    assert with_jobs["banen"].isna().tolist() == [True, False]
    assert "banen_verschil" not in with_jobs


# --- the peers ----------------------------------------------------------------------------------------------


def test_the_nearest_with_what_their_distance_is_made_of():
    found = peers.nearest(TRAITS, "RA0101", TWO)
    assert found["regio"].tolist() == ["RA0102", "RA0204"]
    assert found["afstand"].is_monotonic_increasing
    assert not found["gekozen"].any()
    made_of = np.sqrt((found[["bevolking_verschil", "dichtheid_verschil"]] ** 2).sum(axis=1))
    np.testing.assert_allclose(made_of, found["afstand"])


def test_at_the_same_distance_the_lower_code_comes_first():
    even = pd.DataFrame({"a": [0.0, 1.0, -1.0, 5.0]}, index=["RA0204", "RA0103", "RA0102", "RA0101"])
    found = peers.nearest(even, "RA0204", Settings(aantal=2, kenmerken=["a"]))
    assert found["regio"].tolist() == ["RA0102", "RA0103"]


def test_the_peers_of_every_region_are_those_of_each():
    chosen = TWO.model_copy(update={"gekozen": {"RA0102": ["RA0204", "RA0101"]}})
    found = peers.every(TRAITS, chosen)
    assert found == {code: list(peers.nearest(TRAITS, code, chosen)["regio"]) for code in TRAITS.index}
    assert found["RA0102"] == ["RA0204", "RA0101"] != peers.every(TRAITS, TWO)["RA0102"]


def test_a_chosen_list_comes_in_its_own_order_with_its_distances():
    chosen = TWO.model_copy(update={"gekozen": {"RA0101": ["RA0103", "RA0102", "RA0204"]}})
    found = peers.nearest(TRAITS, "RA0101", chosen)
    assert found["regio"].tolist() == ["RA0103", "RA0102", "RA0204"]
    assert found["gekozen"].all()
    assert found["afstand"].tolist() == peers.distances(TRAITS[TWO.kenmerken]).loc["RA0101", found["regio"]].tolist()


@pytest.mark.parametrize(
    ("traits", "region", "chosen", "word"),
    [
        (TRAITS, "RA0101", Settings(aantal=2, kenmerken=["omzet"]), "onbekend kenmerk 'omzet'; er zijn: bevolking"),
        (TRAITS, "RA9999", TWO, "RA9999 ontbreekt"),
        (TRAITS, "RA0101", TWO.model_copy(update={"gekozen": {"RA0101": ["RA1428"]}}), "RA1428 ontbreekt"),
        (TRAITS.assign(bevolking=3.0), "RA0101", TWO, "'bevolking' is in alle regio's gelijk"),
        (TRAITS, "RA0101", Settings(aantal=2, kenmerken=["banen"]), "geen enkel kenmerk is van alle regio's bekend"),
        (pd.concat([TRAITS, TRAITS.head(1)]), "RA0102", TWO, "RA0101 staat er dubbel in"),
        (TRAITS.rename(index={"RA0204": "NL"}), "RA0101", TWO, "Nederland is geen regio"),
    ],
)
def test_traits_that_give_no_peers_are_refused(traits, region, chosen, word):
    with pytest.raises(AzwboekError, match=word):
        peers.nearest(traits, region, chosen)


# --- the parameters -----------------------------------------------------------------------------------------

GOOD = "aantal: 5\nkenmerken: [bevolking]\n"


@pytest.fixture
def load(tmp_path):
    def loaded(text: str | bytes) -> Settings:
        path = tmp_path / "buren.yml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return peers.load(path, PLAN)

    return loaded


def test_the_books_own_parameters_are_good():
    found = peers.load(ROOT / "parameters" / "buren.yml", PLAN)
    assert (found.aantal, len(found.kenmerken), found.gekozen) == (5, 4, {})


def test_regions_may_be_named_in_any_way_and_become_codes(load):
    found = load(GOOD + "gekozen:\n  Twente: [drenthe, RA0101, Achterhoek]\n")
    assert found.gekozen == {"RA0205": ["RA0102", "RA0101", "RA0207"]}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (GOOD + "gekozen:\n  Twente: [RA0101, Twente]\n", "gekozen Twente: de regio staat in haar eigen lijst"),
        (GOOD + "gekozen:\n  Twente: [RA0205]\n", "gekozen Twente: de regio staat in haar eigen lijst"),
        (GOOD + "gekozen:\n  Twente: [Twentte]\n", "gekozen Twente: onbekende regio 'Twentte': bedoel je Twente"),
        (GOOD + "gekozen:\n  Lutjebroek: [Twente]\n", "gekozen Lutjebroek: onbekende regio"),
        (GOOD + "gekozen:\n  Twente: [AM05]\n", "gekozen Twente: 'AM05' is een van de 35 arbeidsmarktregio's van UWV"),
        (GOOD + "gekozen:\n  Twente: [Nederland]\n", "gekozen Twente: Nederland is geen regio"),
        (GOOD + "gekozen:\n  NL: [Twente]\n", "gekozen NL: Nederland is geen regio"),
        (GOOD + "gekozen:\n  Twente: [RA0101, Groningen]\n", "gekozen Twente: RA0101 staat er dubbel in"),
        (GOOD + "gekozen:\n  Twente: [RA0101]\n  RA0205: [RA0102]\n", "gekozen RA0205: RA0205 staat er dubbel in"),
        (GOOD + "gekozen:\n  Twente: []\n", "gekozen Twente: mag niet leeg zijn"),
        (GOOD + "gekozen:\n  Twente: RA0101\n", "gekozen Twente: moet een lijst zijn"),
        (GOOD + "gekozen: [Twente]\n", "gekozen: moet per regio een lijst hebben"),
        (GOOD + "gekozen:\n  Twente: [101]\n", "gekozen Twente 0: moet tekst zijn"),
        (GOOD + "gewicht: 3\n", "gewicht: onbekend veld"),
        ("kenmerken: [a]\n", "aantal: ontbreekt"),
        ("aantal: 5\nkenmerken: []\n", "kenmerken: mag niet leeg zijn"),
        ("aantal: 5\nkenmerken: [a, b, a]\n", "kenmerk a staat er dubbel in"),
        ("aantal: 0\nkenmerken: [a]\n", "aantal: moet 1 of meer zijn"),
        ("aantal: 28\nkenmerken: [a]\n", "aantal: een regio heeft 27 andere regio's, geen 28"),
        ("aantal: vijf\nkenmerken: [a]\n", "aantal: moet een heel getal zijn"),
        ("", "bestand: moet velden hebben"),
        ("aantal: [5\n", "geen geldige YAML"),
        (b"aantal: \xff\n", "geen geldige YAML"),
    ],
)
def test_a_fault_in_the_parameters_is_named_with_its_place(load, text, word):
    with pytest.raises(AzwboekError, match=word) as caught:
        load(text)
    assert "buren.yml" in str(caught.value)


def test_parameters_that_are_not_there_are_missed(tmp_path):
    with pytest.raises(AzwboekError, match="het bestand ontbreekt"):
        peers.load(tmp_path / "buren.yml", PLAN)
