"""Deciding what is stale, what is refused before anything runs, the lock, the edition. No kernel starts."""

import ast
import json

import pytest
from nbformat.v4 import new_code_cell

from azwboek import edition, run
from azwboek.errors import AzwboekError, UsageError
from azwboek.lock import locked
from azwboek.matrix import load
from azwboek.progress import Progress
from samples import ROOT, chapter_notebook


@pytest.fixture
def project(small):
    """A small project with the chapter ``behoud`` and a warehouse."""
    small.put_warehouse()
    small.put_chapter("behoud", chapter_notebook())
    small.pages = load(small.paths).select(["/behoud"])
    return small


def stamps(project) -> dict[str, str]:
    content = edition.warehouse_content(project.paths)["inhoud_sha256"]
    jobs = run.plan(project.paths, project.pages, engine="nbclient", content=content)
    return {job.page: job.stamp["sleutel"] for job in jobs}


def test_every_page_has_its_own_stamp_and_equal_input_the_same(project):
    assert len(set(stamps(project).values())) == 29
    assert stamps(project) == stamps(project)


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p.put_chapter("behoud", chapter_notebook("3")),
        lambda p: p.put_warehouse("b" * 64),
        lambda p: (p.paths.root / "requirements.txt").write_text("duckdb==9"),
        lambda p: (
            (p.paths.sql / "queries").mkdir(parents=True)
            or (p.paths.sql / "queries" / "vraag.sql").write_text("select 1")
        ),
    ],
    ids=["notebook", "warehouse", "requirements", "query"],
)
def test_a_change_makes_every_page_stale(project, change):
    before = stamps(project)
    change(project)
    after = stamps(project)
    assert all(after[page] != before[page] for page in before)


def test_only_a_whole_notebook_with_the_same_stamp_is_fresh(project):
    [job] = run.plan(project.paths, project.pages[:1], engine="nbclient", content="c")
    assert not run.is_fresh(job)
    job.output.parent.mkdir(parents=True)
    whole = json.dumps({"metadata": {"azwboek": job.stamp}})
    for text, fresh in (
        (whole, True),
        (whole[:-3], False),
        ("[]", False),
        (whole.replace("NL", "RA0101"), False),
    ):
        job.output.write_text(text)
        assert run.is_fresh(job) is fresh


def test_modules_outside_notebooks_are_imported_by_no_other():
    for path in (ROOT / "src" / "azwboek").glob("*.py"):
        if path.stem in run.OUTSIDE_NOTEBOOKS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == 1:
                names = {node.module} if node.module else {alias.name for alias in node.names}
                assert not names & set(run.OUTSIDE_NOTEBOOKS), f"{path.name} imports {names}"


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
    report = run.Report(
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
