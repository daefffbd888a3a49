"""The form of measurements; what they measure runs by itself."""

from azwboek import bench


def test_every_measurement_has_a_name_and_a_function():
    known = bench.subjects()
    assert {"notebooks", "motor", "bouwen"} <= known.keys()
    assert all(callable(module.measure) for module in known.values())


def test_a_bound_that_is_missed_is_named_and_ends_with_1(small, azwboek, monkeypatch, tmp_path):
    class Subject:
        NAAM = "proef"

        @staticmethod
        def measure(paths, say):
            say("bezig")
            good, bad = bench.ratio("goed", 13, 12, "minstens"), bench.ratio("traag", 1.5, 1.4, "hoogstens")
            return {"naam": "proef", "metingen": {"s": 1}, "verhoudingen": [good, bad]}

    monkeypatch.setattr(bench, "subjects", lambda: {"proef": Subject})
    outcome = azwboek("bench", "--json", str(tmp_path / "bench.json"))
    assert outcome.status == 1
    assert outcome.out.splitlines() == [
        "gehaald   proef: goed: 13,00, minstens 12,00",
        "NIET      proef: traag: 1,50, hoogstens 1,40",
    ]
    assert outcome.err.splitlines()[-1] == "proef: traag: 1,50, hoogstens 1,40"
    assert '"metingen"' in (tmp_path / "bench.json").read_text()
    assert azwboek("bench", "--only", "niets").status == 2
