"""Deciding what is stale, what is refused before anything runs, the lock, the edition. No kernel starts."""

import dataclasses
import io
import json
import shutil

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell

from azwboek import edition, files, templates
from azwboek.errors import AzwboekError, UsageError
from azwboek.files import locked
from azwboek.keep import code_behind
from azwboek.plan import Page, load
from azwboek.progress import Progress
from azwboek.run import pool as run
from azwboek.run import stale
from azwboek.run.page import PageOutcome
from azwboek.warehouse import ask
from azwboek.warehouse.stage import made_from
from samples import ROOT, SPOILT, chapter_notebook


@pytest.fixture
def project(small):
    """A small project with the chapter ``behoud`` and a warehouse."""
    small.put_warehouse()
    small.put_chapter("behoud", chapter_notebook())
    small.pages = load(small.paths).select(["/behoud"])
    return small


ASKED = [ask.Asked("vraag", ask.checksum("select 1"), "{}", "antwoord")]


def keep(project, page=None, asked=(), text="{}", used=(), read=()) -> Page:
    """Put an executed notebook in place, with what it was made from."""
    page = page or project.pages[0]
    files.write_text(page.notebook_out(project.paths), text)
    made_from = stale.bases(project.paths, [page])[page]
    outcome = PageOutcome(page.key, notebook=text, asked=list(asked), templates=dict(used), files=dict(read))
    stale.write_down(stale.record(project.paths, page), made_from, outcome, ask.content(project.paths))
    return page


def reason(project, page) -> str:
    return stale.reasons(project.paths, [page], ask.content(project.paths))[page]


def put_query(project, text: str, name: str = "vraag") -> None:
    files.write_text(project.paths.sql / "vragen" / f"{name}.sql", text)


def test_a_page_that_was_made_from_exactly_this_is_good(project):
    page, other = project.pages[:2]
    assert reason(project, page) == stale.NEVER
    put_query(project, "select 1")
    keep(project, page, ASKED)
    assert reason(project, page) == ""
    assert reason(project, other) == stale.NEVER
    assert len({made_from.key for made_from in stale.bases(project.paths, project.pages).values()}) == 29


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: p.put_chapter("behoud", chapter_notebook("3")), "behoud.ipynb is gewijzigd"),
        (
            lambda p: (p.paths.root / "requirements.txt").write_text("duckdb==9"),
            "requirements.txt, Python, woorden.csv, eenheden.csv of buren.yml is gewijzigd",
        ),
        (lambda p: put_query(p, "select 2"), "vraag gewijzigd: vraag.sql"),
        (lambda p: (p.paths.sql / "vragen" / "vraag.sql").unlink(), "vraag gewijzigd: vraag.sql"),
        (lambda p: p.pages[0].notebook_out(p.paths).unlink(), stale.GONE),
        (lambda p: p.pages[0].notebook_out(p.paths).write_text("{ }"), stale.EDITED),
    ],
    ids=["notebook", "versions", "query", "query gone", "output gone", "output edited"],
)
def test_what_makes_a_page_stale(project, change, said):
    put_query(project, "select 1")
    page = keep(project, asked=ASKED)
    assert reason(project, page) == ""
    change(project)
    assert reason(project, page) == said


@pytest.mark.parametrize(
    "change", [lambda file: file.write_text("b"), lambda file: file.unlink()], ids=["edited", "gone"]
)
def test_an_own_file_that_changed_makes_a_page_stale(project, monkeypatch, tmp_path, change):
    files.write_text(project.paths.own / "a.csv", "a")
    monkeypatch.setenv(ask.VARIABLE, str(tmp_path / "spoor"))
    ask.note_file(project.paths, project.paths.own / "a.csv")
    page = keep(project, read=ask.files_used(tmp_path / "spoor"))
    assert reason(project, page) == ""
    change(project.paths.own / "a.csv")
    assert reason(project, page) == "eigen bestand gewijzigd: eigen/a.csv"


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_damaged_record_makes_a_page_stale(project, spoil):
    page = keep(project, asked=ASKED)
    spoil(stale.record(project.paths, page))
    assert reason(project, page) == stale.NEVER


def test_the_record_of_another_page_or_of_another_day_is_no_record(project):
    page, other = (keep(project, page) for page in project.pages[:2])
    record, theirs = (stale.record(project.paths, one) for one in (page, other))
    older = record.read_bytes()
    record.write_bytes(theirs.read_bytes())
    assert reason(project, page) == stale.NEVER
    keep(project, page, text="{ }")
    record.write_bytes(older)
    assert reason(project, page) == stale.EDITED


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("sources/demonstration.py", "# a word\n", ""),
        ("cli.py", "# a word\n", ""),
        ("chapters/charts.py", "# a word\n", ""),
        ("sources/demonstration.py", "ANOTHER = 1\n", ""),
        ("site/build.py", "ANOTHER = 1\n", ""),
        ("chapters/charts.py", "ANOTHER = 1\n", "code gewijzigd: chapters/charts.py"),
        ("run/page.py", "ANOTHER = 1\n", "code gewijzigd: run/page.py"),
        ("run/fork/kernel.py", "ANOTHER = 1\n", "code gewijzigd: run/fork/kernel.py"),
    ],
)
def test_a_page_rests_only_on_the_code_that_it_uses(project, tmp_path, monkeypatch, name, text, said):
    package = tmp_path / "azwboek"
    shutil.copytree(ROOT / "src" / "azwboek", package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr("azwboek.keep.PACKAGE", package)
    project.put_chapter("behoud", nbformat.read(ROOT / "book" / "chapters" / "behoud.ipynb", as_version=4))
    page = keep(project)
    (package / name).write_text((package / name).read_text(encoding="utf-8") + text, encoding="utf-8")
    assert reason(project, page) == said


def test_a_changed_template_of_the_site_leaves_a_page_alone(project):
    page = keep(project)
    files.write_text(project.paths.book / "regio" / "regio.md", "{# een woord #}")
    assert reason(project, page) == ""


def test_a_query_that_a_page_does_not_ask_leaves_it_alone(project):
    put_query(project, "select 1")
    page = keep(project, asked=ASKED)
    put_query(project, "select 2", "andere")
    assert reason(project, page) == ""


def test_a_template_counts_with_those_it_imports_and_without_comments(project):
    folder, name = project.paths.book, "onderdelen/a.html"
    files.write_text(folder / name, '{% from "onderdelen/b.html" import b %}\n{% macro a() %}a{% endmacro %}\n')
    files.write_text(folder / "onderdelen/b.html", "{% macro b() %}b{% endmacro %}\n")
    page = keep(project, used={name: ask.checksum(templates.text(folder, name))})
    files.write_text(folder / "onderdelen/b.html", "{# woorden\nover b #}\n{% macro b() %}b{# en c #}{% endmacro %}\n")
    files.write_text(folder / "onderdelen/c.html", "iets anders")
    assert reason(project, page) == ""
    files.write_text(folder / "onderdelen/b.html", "{% macro b() %}c{% endmacro %}\n")
    assert reason(project, page) == "sjabloon gewijzigd: onderdelen/a.html"
    (folder / name).unlink()
    assert reason(project, page) == "sjabloon gewijzigd: onderdelen/a.html"


def test_another_region_or_parameter_makes_a_page_stale(project):
    page = keep(project)
    renamed = dataclasses.replace(page, region=dataclasses.replace(page.region, naam="Elders"))
    assert stale.reasons(project.paths, [renamed], "x")[renamed] == "de gegevens van de regio zijn gewijzigd"
    chapter = dataclasses.replace(page.chapter, parameters={"jaar": 2025})
    asked = dataclasses.replace(page, chapter=chapter)
    assert stale.reasons(project.paths, [asked], "x")[asked] == "de parameters zijn gewijzigd"


def test_another_warehouse_asks_only_again_and_another_answer_makes_stale(project, monkeypatch):
    put_query(project, "select 1")
    page = keep(project, asked=ASKED)
    project.put_warehouse("b" * 64)
    monkeypatch.setattr(stale, "ask_again", lambda *_: {("vraag", "{}"): "antwoord"})
    assert reason(project, page) == ""
    monkeypatch.setattr(stale, "ask_again", lambda *_: pytest.fail("asked although nothing changed"))
    assert reason(project, page) == ""
    project.put_warehouse("c" * 64)
    monkeypatch.setattr(stale, "ask_again", lambda *_: {("vraag", "{}"): "een ander"})
    assert reason(project, page) == "andere uitkomst: vraag"
    monkeypatch.setattr(stale, "ask_again", lambda *_: {})
    assert reason(project, page) == "andere uitkomst: vraag"


def answer(**columns):
    return {
        name: np.ma.array(value[0], mask=value[1]) if isinstance(value, tuple) else np.array(value)
        for name, value in columns.items()
    }


def test_the_outcome_of_an_answer_knows_names_types_values_their_order_and_what_is_missing():
    same = ask.outcome(answer(a=[1, 2], b=["x", "y"]))
    others = [
        answer(a=[1, 3], b=["x", "y"]),
        answer(a=[2, 1], b=["y", "x"]),
        answer(a=[1.0, 2.0], b=["x", "y"]),
        answer(b=["x", "y"], a=[1, 2]),
        answer(a=[1, 2], c=["x", "y"]),
        answer(a=([1, 2], [False, True]), b=["x", "y"]),
        answer(a=[1, 2]),
    ]
    assert ask.outcome(answer(a=[1, 2], b=["x", "y"])) == same
    assert len({same, *map(ask.outcome, others)}) == 1 + len(others)


def test_a_page_that_read_past_the_queries_rests_on_the_whole_warehouse(project):
    page = keep(project, asked=[ask.Asked(ask.EVERYTHING, "", "", "")])
    assert reason(project, page) == ""
    project.put_warehouse("b" * 64)
    assert reason(project, page) == "de notebook leest het hele datawarehouse, en dat is gewijzigd"


def test_a_warehouse_that_was_written_in_counts_as_another(project):
    before = ask.content(project.paths)
    project.paths.warehouse.write_bytes(b"iets anders")
    assert ask.content(project.paths) != before


def test_the_chapters_rest_on_what_they_use_and_not_on_the_machinery():
    for path in (ROOT / "book" / "chapters").glob("*.ipynb"):
        code = code_behind(stale.notebook_code(path.read_bytes()))
        assert {"chapters/chapter.py", "chapters/charts.py", "chapters/figures.py", "warehouse/ask.py"} <= code.keys()
        assert not {
            name
            for name in code
            if name.startswith(("run/", "site/", "gate/", "cli", "sources/demonstration", "warehouse/build"))
        }


def test_the_warehouse_is_made_again_when_what_it_is_built_from_changes(project):
    keys = {made_from(project.paths)}
    put_query(project, "select 1")
    assert made_from(project.paths) in keys  # a query is no part of the warehouse
    for name in (
        "sql/uit/x.sql",
        "sql/proeven/x.sql",
        "data/catalogus.yml",
        "data/catalogus.lock.json",
        "data/demonstratie.yml",
        "data/snapshots/T/1/manifest.json",
        "requirements.txt",
    ):
        files.write_text(project.paths.root / name, "x")
        key = made_from(project.paths)
        assert key not in keys, name
        keys.add(key)


def without_parameters():
    return chapter_notebook(tags=[])


def with_two_parameter_cells():
    notebook = chapter_notebook()
    notebook.cells.append(new_code_cell("regio = 1", metadata={"tags": ["parameters"]}, id="twee"))
    return notebook


def without_kernel():
    notebook = chapter_notebook()
    del notebook.metadata["kernelspec"]
    return notebook


@pytest.mark.parametrize(
    ("notebook", "said"),
    [
        (without_parameters(), "0 cellen met de tag 'parameters'"),
        (with_two_parameter_cells(), "2 cellen met de tag 'parameters'"),
        (
            chapter_notebook(parameters='regoi = "NL"'),
            "onbekende parameter 'regio'; in de cel .* staan: regoi",
        ),
        (chapter_notebook(parameters="# niets"), "onbekende parameter 'regio'; .* staan: geen"),
        (without_kernel(), "geen bruikbare notebook"),
    ],
)
def test_a_notebook_that_does_not_fit_is_refused(project, notebook, said):
    project.put_chapter("behoud", notebook)
    with pytest.raises(UsageError, match=f"book/chapters/behoud.ipynb: .*{said}"):
        run.execute(project.paths, project.pages)
    assert not project.paths.notebooks.exists()


def test_half_a_chapter_is_refused(project):
    path = project.pages[0].chapter.notebook(project.paths)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(UsageError, match=r"behoud.ipynb: geen bruikbare notebook"):
        run.execute(project.paths, project.pages)


def test_an_unknown_engine_is_refused(project):
    with pytest.raises(UsageError, match="onbekende engine 'dask'"):
        run.execute(project.paths, project.pages, engine="dask")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"soort": "cbs"}'])
def test_half_a_warehouse_description_is_named(project, text):
    project.paths.warehouse.with_suffix(".json").write_text(text)
    with pytest.raises(AzwboekError, match=r"azw.json: de beschrijving van het datawarehouse is niet heel"):
        run.execute(project.paths, project.pages)


def test_a_second_command_in_the_same_build_folder_is_refused(small):
    with (
        locked(small.paths),
        pytest.raises(AzwboekError, match=r"hier is al een opdracht van azwboek bezig \(proces \d+\)"),
        locked(small.paths),
    ):
        pass
    with locked(small.paths):
        pass


def test_the_edition_goes_with_its_inputs(project, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    first = edition.edition(project.paths)
    assert first.items() >= {"soort": "demonstratie", "datum": "2026-11-22"}.items()
    assert first["id"].startswith("2026-11-22-") and len(first["id"]) == len("2026-11-22-") + 8
    assert edition.edition(project.paths) == first
    ids = {first["id"]}
    for change in (
        lambda: project.put_warehouse("b" * 64),
        lambda: project.put_chapter("behoud", chapter_notebook("3")),
        lambda: (project.paths.book / "index.md").write_text("# Boek"),
        lambda: (project.paths.root / "requirements.txt").write_text("duckdb==9"),
    ):
        change()
        ids.add(edition.edition(project.paths)["id"])
    assert len(ids) == 5


@pytest.mark.parametrize("epoch", ["gisteren", "9" * 30])
def test_a_wrong_date_is_named(project, monkeypatch, epoch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(AzwboekError, match="SOURCE_DATE_EPOCH"):
        edition.edition(project.paths)


def test_progress_on_a_terminal_is_one_line():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    screen = Terminal()
    with Progress(3, "pagina's", screen, at_once=2, good=4) as progress:
        progress.advance(failed=True)
        assert progress.line().startswith("pagina's: 1 van 3 klaar, 2 bezig, 0 wachten, 4 al goed, 1 mislukt, nog ")
        progress.advance()
        progress.advance()
    assert "\n" not in screen.getvalue()
    assert screen.getvalue().endswith("\r\033[K")


def test_progress_says_a_line_every_ten(capsys):
    with Progress(25, "pagina's") as progress:
        for _ in range(25):
            progress.advance()
    assert capsys.readouterr().err.splitlines() == [
        "  10 van 25 pagina's",
        "  20 van 25 pagina's",
        "  25 van 25 pagina's",
    ]


def test_a_report_counts_and_names_the_slowest():
    report = run.RunReport(
        [
            run.Result("a", "uitgevoerd", 2.0),
            run.Result("b", "al goed"),
            run.Result("c", "mislukt", 3.0, "kapot"),
        ],
        seconden=5.04,
    )
    assert report.summary() == "3 pagina's: 1 uitgevoerd, 1 al goed, 1 mislukt in 5 s"
    assert [result.pagina for result in report.slowest()] == ["c", "a"]
    assert report.to_json()["al_goed"] == 1
    assert report.to_json()["paginas"][2] == {
        "pagina": "c",
        "status": "mislukt",
        "seconden": 3.0,
        "reden": "kapot",
    }


def test_what_a_refresh_refused_makes_the_warehouse_anew_and_its_date_only_the_site(project):
    """The warehouse holds refused tables; the page Dekking also shows when was last looked."""
    paths = project.paths
    row = {"tabel": "24103NED", "titel": "Mbo", "uitkomst": "ongewijzigd", "reden": "", "versie": "", "opgehaald": ""}

    def keys(**refreshed) -> tuple[str, str]:
        paths.refreshed.write_text(json.dumps({"host": "dataderden.cbs.nl", "testbron": False} | refreshed))
        return made_from(paths), edition.edition(paths)["id"]

    without = made_from(paths)
    monday = keys(datum="2026-11-23", tabellen=[row])
    tuesday = keys(datum="2026-11-24", tabellen=[row])
    refused = keys(datum="2026-11-24", tabellen=[row | {"uitkomst": "afgekeurd", "reden": "kolom weg"}])
    assert without == monday[0] == tuesday[0] != refused[0]
    assert len({monday[1], tuesday[1], refused[1]}) == 3
