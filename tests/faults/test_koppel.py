"""From a catalogue that was not seen before to figures in the book, by choices alone; and choices that cannot be right."""

from __future__ import annotations

import io
import re
import shlex
import shutil

import pandas as pd
import pytest

import made_catalogue
import ordinary_tables
from azwboek import doctor
from azwboek.cli import main
from azwboek.paths import Paths
from azwboek.sources import catalogue, cbs, pins, refresh, rules
from azwboek.sources.candidates import Search, wanted
from azwboek.sources.choices import choice
from azwboek.warehouse import ask
from azwboek.warehouse import build as warehouse
from cbs_server import CbsServer
from samples import ROOT


@pytest.fixture(scope="module", params=[1])
def source(request):
    """A server with a made catalogue, and what is right."""
    made = made_catalogue.made(Paths(ROOT, ROOT / "_build"), request.param)
    ordinary = ordinary_tables.tables(ROOT / "data" / "registers")
    with CbsServer([*made.tables, *ordinary.values()], page=5000) as server:
        yield server, made


@pytest.fixture
def project(tmp_path, monkeypatch) -> Paths:
    root = tmp_path / "boek"
    for name in ("data/registers", "sql", "parameters"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("catalogus.yml", "controles.yml", "demonstratie.yml"):
        shutil.copy(ROOT / "data" / name, root / "data")
    shutil.copy(ROOT / "requirements.txt", root)
    monkeypatch.setenv("AZWBOEK_ROOT", str(root))
    monkeypatch.setenv("AZWBOEK_BUILD", str(tmp_path / "bouw"))
    return Paths(root, tmp_path / "bouw")


def run(*args: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(args))
    return ended.value.code


def search(project: Paths, server: CbsServer) -> Search:
    settings = refresh.Settings.of(project, cbs.Source(server.host, "http", timeout=90, attempts=1, pause=0))
    return Search(settings.source, rules.load(settings.rules), settings.branches)


def test_every_series_finds_its_measure_and_the_book_its_figures(project, source, capsys):
    server, made = source
    looking = search(project, server)
    known = wanted(project, catalogue.load(project.catalogue).reeksen)
    choices = []
    for series, (table, measure) in made.truth.items():
        there = looking.candidates(known[series])
        (right,) = [c for c in there if (c.resolved.snapshot.table, c.resolved.measure) == (table, measure)]
        assert right.fits and right.lines(1, known[series])
        choices += ["--kies", choice(right.resolved)]
    assert run("koppel", *choices, "--host", server.host, "--scheme", "http") == 0
    said = capsys.readouterr().out
    assert all(f"{series}: " in said for series in made.truth)
    lock = pins.read_lock(pins.lock_file(project.catalogue))["reeksen"]
    assert {name: (pin["tabel"], pin["maat"]) for name, pin in lock.items()} == made.truth
    warehouse.build(project)
    with ask.connect(project.warehouse) as con:
        real = con.execute("select distinct indicator from kern_waarneming where soort = 'cbs'").fetchall()
    assert set(made.truth) <= {name for (name,) in real}
    assert run("refresh", "--host", server.host, "--scheme", "http") == 0


def test_from_unknown_tables_to_a_figure_in_the_book_by_commands_alone(project, source, capsys):
    """A first refresh finds no AZW title and ends in real figures all the same; koppel finds the measures; the book shows them."""
    server, made = source
    here = ("--host", server.host, "--scheme", "http")
    assert run("refresh", *here) == 0
    assert "azwboek koppel" in capsys.readouterr().out
    assert run("warehouse") == 0
    assert run("koppel", *here) == 0
    (paste,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  azwboek koppel --kies ")]
    assert paste.count("--kies") > 5
    assert run(*shlex.split(paste)[1:], *here) == 0, capsys.readouterr().err  # what is proposed may be pasted as it is
    assert "Volgende stap: azwboek doctor" in capsys.readouterr().out
    assert run("refresh", *here) == 0
    assert run("warehouse") == 0
    capsys.readouterr()
    assert run("vraag", "standen", "regio=RA0205") == 0
    rows = pd.read_csv(io.StringIO(capsys.readouterr().out)).set_index("indicator")
    table, measure = made.truth["werktevredenheid"]
    (raw,) = [one for one in made.tables if one.identifier == table]
    shown = rows.loc["werktevredenheid"]
    assert shown["soort"] == "cbs" and shown["vintage"].startswith(table)
    assert shown["waarde"] in set(raw.data[measure])
    assert run("vraag", "bevolking", "regio=RA0205") == 0
    assert (
        "2026JJ00" in capsys.readouterr().out
    )  # of the ordinary StatLine, a year newer than what the book brings along


def test_a_choice_with_another_level_is_refused_with_the_figures(project, source, capsys):
    server, made = source
    before = project.catalogue.read_bytes()
    table, measure = made.truth["werktevredenheid"]
    (raw,) = [t for t in made.tables if t.identifier == table]
    decoy = raw.topics[-1]
    assert run("koppel", "--kies", f"werktevredenheid={table}:{decoy}", "--host", server.host, "--scheme", "http") == 1
    said = capsys.readouterr().err
    assert "verwacht voor reeks werktevredenheid" in said and re.search(r"gevonden 0,\d", said)
    assert project.catalogue.read_bytes() == before and not pins.lock_file(project.catalogue).exists()


def test_two_series_do_not_come_from_the_same_figures(project, source, capsys):
    server, made = source
    table, measure = made.truth["werktevredenheid"]
    both = [f"{name}={table}:{measure}" for name in ("werktevredenheid", "loopbaanperspectief")]
    assert run("koppel", "--kies", both[0], "--kies", both[1], "--host", server.host, "--scheme", "http") == 1
    assert "dezelfde cijfers voeden al" in capsys.readouterr().err
    assert run("koppel", "loopbaanperspectief", "--host", server.host, "--scheme", "http") == 0
    assert "Om te koppelen" not in capsys.readouterr().out  # nothing here is called that


def test_a_choice_with_another_unit_is_refused(project, source, capsys):
    server, made = source
    table, _ = made.truth["werktevredenheid"]
    _, measure = made.truth["werkdruk"]
    assert run("koppel", "--kies", f"werknemers={table}:{measure}", "--host", server.host, "--scheme", "http") == 1
    assert "wordt geen 'personen'" in capsys.readouterr().err


def test_all_employees_of_the_country_are_not_taken_for_care(project, source, capsys):
    """The wrong number with every check green: the total of all branches under smal."""
    server, made = source
    table, measure = made.truth["werknemers"]
    (raw,) = [t for t in made.tables if t.identifier == table]
    branch, row = next((d, r) for d in raw.dimensions for r in raw.metadata[d] if "Alle economische" in r["Title"] or "alle economische" in r["Title"])  # fmt: skip
    sex, total = next(
        (d, r) for d in raw.dimensions for r in raw.metadata[d] if r["Title"] == "Totaal mannen en vrouwen"
    )
    what = f"werknemers={table}:{measure}:{branch}={row['Key']}:{sex}={total['Key']}"
    code = run("koppel", "--kies", what, "--host", server.host, "--scheme", "http")
    said = capsys.readouterr()
    lock = pins.read_lock(pins.lock_file(project.catalogue))["reeksen"]
    assert code == 1 or lock["werknemers"]["posities"].get(branch) is None, said.out


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("werknemers", "verwacht reeks=NUMMER"),
        ("werknemers=99999NED:X_1", "staat niet in de catalogus"),
        ("onzin=1", "onbekende reeks"),
        ("werknemers=99", "kies 1 tot en met"),
    ],
)
def test_a_choice_that_means_nothing_is_refused(project, source, capsys, what, words):
    server, _ = source
    assert run("koppel", "--kies", what, "--host", server.host, "--scheme", "http") == 2
    assert words in capsys.readouterr().err


def test_without_anybody_to_answer_the_candidates_are_shown_with_what_to_paste(project, source, capsys):
    server, made = source
    assert run("koppel", "werktevredenheid", "--host", server.host, "--scheme", "http") == 0
    said = capsys.readouterr().out
    table, measure = made.truth["werktevredenheid"]
    assert f"azwboek koppel --kies 'werktevredenheid={table}:{measure}" in said
    assert "gepubliceerd" in said or "verwacht 50 tot 95" in said


def test_doctor_names_the_one_next_step(project, source):
    server, _ = source
    where = cbs.Source(server.host, "http", timeout=90, attempts=1, pause=0)
    assert doctor.examine(project, where).vervolg == "azwboek refresh"
