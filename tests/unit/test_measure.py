"""What measurements make of their numbers: each bound is missed by the fault that it is for. Measuring itself takes minutes."""

import copy

import pytest

import measure
from samples import ROOT

RAW = {
    "bouwen": {
        "paginas": 145, "steekproef": 15, "koud": 100.0, "niets_veranderd": [2.0, 2.5, 9.0], "lus": 60.0, "jupyter_book": 80.0,
        "een_cel": {"seconden": 15.0, "uitgevoerd": ["RA0205/behoud"], "veranderd": ["RA0205/behoud"], "anders_vanaf_niets": []},
        "site": {"150": 15.0, "600": 66.0},
    },
    "notebooks": {"paginas": 145, "steekproef": ["a"] * 15, "lus": 60.0, "twee_stock": 40.0, "jupyter_cache": 50.0, "alles": [40.0, 45.0, 90.0]},
    "motor": {
        "stand": [
            {"bytes": 100, "server_bytes": 200, "bestanden": 8, "server_bestanden": 9, "sockets": 2, "kinderen": 0},
            {"bytes": 104, "server_bytes": 201, "bestanden": 8, "server_bestanden": 9, "sockets": 2, "kinderen": 0},
        ]
    },
    "laden": {"gewoon_s": [30.0, 31.0, 32.0], "eigen_s": [2.0, 2.1, 2.2], "geheugen_groot_mb": 700},
    "verversen": {
        "vragen_per_keer": 1.0,
        "ongewijzigd": [{"seconden": 0.1}] * 5,
        "eerste_2_tabellen": {"seconden": 2.0, "vooraf_kb": 100_000, "piek_kb": 180_000},
        "eerste_8_tabellen": {"seconden": 8.0, "vooraf_kb": 100_000, "piek_kb": 185_000},
    },
    "ophalen": {
        "rijen": 1_000_000,
        "eigen": [{"seconden": 9.0, "piek_kb": 400_000}] * 3,
        "gewoon": [{"seconden": 12.0, "piek_kb": 1_000_000}] * 3,
    },
}  # fmt: skip
#: A subject, where in its numbers, a value that is a fault, and the words of the bound that must be missed.
FAULTS = [
    ("bouwen", ("koud",), 115.0, "koud, sneller dan de lus en jupyter-book"),
    ("bouwen", ("niets_veranderd",), [2.0, 3.5, 4.0], "niets veranderd"),
    ("bouwen", ("een_cel", "seconden"), 21.0, "één cel veranderd"),
    ("bouwen", ("een_cel",), {"seconden": 15.0, "uitgevoerd": [], "veranderd": [], "anders_vanaf_niets": []}, "anders werden"),
    ("bouwen", ("een_cel", "uitgevoerd"), ["RA0205/behoud", "NL/behoud"], "te veel of te weinig"),
    ("bouwen", ("een_cel", "uitgevoerd"), [], "te veel of te weinig"),
    ("bouwen", ("een_cel", "anders_vanaf_niets"), ["index.html"], "anders dan bij een site vanaf niets"),
    ("bouwen", ("site", "600"), 80.0, "tijd per pagina van de site"),
    ("notebooks", ("lus",), 40.0, "sneller dan de lus"),
    ("notebooks", ("twee_stock",), 4.0, "sneller dan twee processen"),
    ("notebooks", ("jupyter_cache",), 4.0, "sneller dan jupyter-cache"),
    ("motor", ("stand", 1, "bytes"), 106, "geheugen na 1000 notebooks"),
    ("motor", ("stand", 1, "server_bytes"), 212, "geheugen van het moederproces"),
    ("motor", ("stand", 1, "kinderen"), 1, "achtergebleven"),
    ("motor", ("stand", 1, "bestanden"), 9, "achtergebleven"),
    ("motor", ("stand", 1, "server_bestanden"), 10, "achtergebleven"),
    ("motor", ("stand", 1, "sockets"), 3, "achtergebleven"),
    ("laden", ("gewoon_s",), [20.0, 20.5, 40.0], "laden tegenover"),
    ("laden", ("geheugen_groot_mb",), 1001, "geheugen bij 10000000 rijen"),
    ("verversen", ("vragen_per_keer",), 1.2, "vragen aan de bron"),
    ("verversen", ("eerste_8_tabellen", "seconden"), 0.9, "eerste keer ten opzichte van ongewijzigd"),
    ("verversen", ("eerste_8_tabellen", "piek_kb"), 195_000, "geheugen voor 8 tabellen"),
    ("ophalen", ("eigen",), [{"seconden": 13.0, "piek_kb": 400_000}] * 3, "tijd tegenover cbsodata"),
    ("ophalen", ("eigen",), [{"seconden": 9.0, "piek_kb": 510_000}] * 3, "geheugen tegenover cbsodata"),
]  # fmt: skip


def reports(raw: dict) -> list[dict]:
    subjects = measure.subjects()
    return [
        {"naam": name, "metingen": found, "verhoudingen": subjects[name].ratios(found)} for name, found in raw.items()
    ]


def test_every_subject_measures_and_has_numbers_here():
    known = measure.subjects()
    assert known.keys() == RAW.keys()
    assert all(callable(module.measure) for module in known.values())


def test_good_numbers_miss_no_bound():
    assert measure.missed(reports(RAW)) == []


@pytest.mark.parametrize(("subject", "place", "value", "words"), FAULTS)
def test_a_fault_misses_its_bound_and_no_other(subject, place, value, words):
    raw = copy.deepcopy(RAW)
    inside = raw[subject]
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = value
    [line] = measure.missed(reports(raw))
    assert line.startswith(f"{subject}: ") and words in line


def test_every_bound_has_a_fault():
    bounds = [f"{one['naam']}: {found['naam']}" for one in reports(RAW) for found in one["verhoudingen"]]
    without = [
        bound for bound in bounds if not any(bound.startswith(f"{s}: ") and words in bound for s, _, _, words in FAULTS)
    ]
    assert without == []


def test_a_bound_that_is_missed_is_named_and_ends_with_1(small, azwboek, monkeypatch, tmp_path):
    class Subject:
        @staticmethod
        def measure(paths, say):
            say("bezig")
            return {"s": 1}

        @staticmethod
        def ratios(raw):
            return [measure.ratio("goed", 13, 12, "minstens"), measure.ratio("traag", 1.45, 1.4, "hoogstens")]

    (small.paths.root / "tools").symlink_to(ROOT / "tools")
    monkeypatch.setattr(measure, "subjects", lambda: {"proef": Subject})
    outcome = azwboek("bench", "--json", str(tmp_path / "bench.json"))
    assert outcome.status == 1
    assert outcome.out.splitlines() == [
        "gehaald   proef: goed: 13,000, minstens 12,00",
        "NIET      proef: traag: 1,450, hoogstens 1,40",
    ]
    assert outcome.err.splitlines()[-1] == "proef: traag: 1,450, hoogstens 1,40"
    assert '"metingen"' in (tmp_path / "bench.json").read_text()
    assert azwboek("bench", "--only", "niets").status == 2


def test_without_the_source_code_nothing_is_measured(small, azwboek):
    outcome = azwboek("bench")
    assert outcome.status == 2
    assert "tools/measure: is er niet; meten kan alleen in een map met de hele broncode" in outcome.err
