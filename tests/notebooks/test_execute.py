"""Executing notebooks with real kernels, on a small project: good, bad, again, interrupted."""

import dataclasses
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from azwboek import files
from azwboek.gate import notebooks
from azwboek.plan import load
from azwboek.run import pool as run
from samples import chapter_notebook, figure

SHOW = f"""
import os
from IPython.display import display
figuur = {figure()!r} | {{"regio": regio, "rijen": [[regio, "2025", 10.1]], "spec": None}}
display({{"application/vnd.azwboek.figuur+json": figuur, "text/html": "<p>x</p>"}}, raw=True)
print(os.getcwd(), *sorted(key for key in os.environ if key.startswith("AZWBOEK")))
"""


@pytest.fixture
def project(small):
    """A small project with the chapters ``behoud`` and ``financien`` and a warehouse."""
    small.put_warehouse()
    small.put_chapter("behoud", chapter_notebook(SHOW, "print('klaar')"))
    small.put_chapter("financien", chapter_notebook("import time", "time.sleep(60)"))
    small.plan = load(small.paths)
    return small


def test_pages_are_executed_once_and_pass_the_gate(project):
    pages = project.plan.select(["NL/behoud", "Twente/behoud"])
    report = run.execute(project.paths, pages)
    assert report.summary().startswith("2 pagina's: 2 uitgevoerd, 0 al goed, 0 mislukt in ")

    few = dataclasses.replace(project.plan, regions=(pages[0].region, pages[1].region), chapters=(pages[0].chapter,))
    assert notebooks.check_notebooks(project.paths, few) == []
    executed = nbformat.read(pages[1].notebook_out(project.paths), as_version=4)
    assert next(notebooks.figures(executed))["regio"] == "RA0205"
    said = executed.cells[4].outputs[1].text.split()
    own = ["AZWBOEK_BUILD", "AZWBOEK_BUILDING", "AZWBOEK_GEBIEDEN", "AZWBOEK_ROOT", "AZWBOEK_TRACE"]
    assert said == [str(project.paths.root), *own]

    before = {page: page.notebook_out(project.paths).read_bytes() for page in pages}
    assert run.execute(project.paths, pages).count(run.FRESH) == 2
    assert run.execute(project.paths, pages[:1], force=True).count(run.DONE) == 1
    assert {page: page.notebook_out(project.paths).read_bytes() for page in pages} == before
    assert [path.name for path in project.paths.notebooks.glob("*/*")] == ["behoud.ipynb", "behoud.ipynb"]


def test_a_failing_page_is_named_and_the_others_go_on(project, azwboek, tmp_path):
    bad = 'if regio == "RA0101": raise ValueError("kapot\\nen meer")\nif regio == "RA0102": os._exit(1)'
    project.put_chapter("behoud", chapter_notebook(SHOW, bad))
    stale = project.paths.notebooks / "RA0101" / "behoud.ipynb"
    stale.parent.mkdir(parents=True)
    stale.write_text("{}")
    choice = [part for code in ("RA0101", "RA0102", "RA0103") for part in ("--only", f"{code}/behoud")]
    outcome = azwboek("run", *choice, "--json", str(tmp_path / "verslag.json"))
    assert outcome.status == 1
    first, *lines = outcome.err.splitlines()[-3:]
    assert first.startswith("azwboek: 3 pagina's: 1 uitgevoerd, 0 al goed, 2 mislukt in ")
    assert lines == [
        "RA0101/behoud: cel 6: ValueError: kapot",
        "RA0102/behoud: cel 6: DeadKernelError: het kindproces eindigde met status 1",
    ]
    folder = project.paths.notebooks
    names = sorted(path.relative_to(folder).as_posix() for path in folder.glob("*/*"))
    assert names == ["RA0101/behoud.mislukt.ipynb", "RA0102/behoud.mislukt.ipynb", "RA0103/behoud.ipynb"]
    assert "ValueError" in (folder / names[0]).read_text()
    report = json.loads((tmp_path / "verslag.json").read_text())
    assert [page["status"] for page in report["paginas"]] == ["mislukt", "mislukt", "uitgevoerd"]

    project.put_chapter("behoud", chapter_notebook(SHOW))
    assert azwboek("run", "--only", "RA0101/behoud").status == 0
    assert not (project.paths.notebooks / "RA0101" / "behoud.mislukt.ipynb").exists()


def test_a_kernel_that_dies_once_is_tried_again(project, tmp_path):
    once = f"mark = {str(tmp_path / 'gestorven')!r}\nif not os.path.exists(mark):\n    open(mark, 'w')\n"
    project.put_chapter("behoud", chapter_notebook(SHOW, once + "    os._exit(1)\n"))
    report = run.execute(project.paths, project.plan.select(["NL/behoud"]))
    assert report.count(run.DONE) == 1


@pytest.mark.parametrize("engine", run.ENGINES)
def test_a_notebook_that_hangs_is_stopped_and_named(project, engine, monkeypatch):
    monkeypatch.setattr(run, "CELL_TIMEOUT", 2)
    page = project.plan.select(["NL/financien"])[0]
    report = run.execute(project.paths, [page], engine=engine)
    [result] = report.failed
    assert result.reden.startswith("cel 6: CellTimeoutError: A cell timed out")
    folder = project.paths.notebooks / "NL"
    assert [path.name for path in folder.iterdir()] == ["financien.mislukt.ipynb"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import sys; sys.exit()", "cel 6: SystemExit: de notebook sluit zichzelf af"),
        ("import sys; sys.exit(3)", "cel 6: SystemExit: 3"),
        ("input('naam?')", "cel 6: StdinNotImplementedError: raw_input was called, but this frontend does not support"),
        ("print('x' * 50_000_000)", "cel 6: OutputLimitError: meer dan 20 MB uitvoer; dat past niet op een pagina"),
        ("import os; os.kill(os.getpid(), 9)", "cel 6: DeadKernelError: het kindproces eindigde door signaal SIGKILL"),
    ],
    ids=["exit", "exit 3", "input", "50 MB", "killed"],
)
def test_a_bad_notebook_is_named_and_costs_no_other(project, code, said):
    project.put_chapter("behoud", chapter_notebook(SHOW, f"if regio == 'RA0101':\n    {code}"))
    report = run.execute(project.paths, project.plan.select(["RA0101/behoud", "RA0102/behoud"]))
    assert [result.status for result in report.paginas] == [run.FAILED, run.DONE]
    assert report.failed[0].reden.startswith(said)


def test_all_notebooks_of_a_run_come_from_one_fork_server(project):
    """When Python changes what ``server.share`` sets, each process of the pool starts a server of its own."""
    project.put_chapter("behoud", chapter_notebook(SHOW, "print('uit', os.getppid())"))
    pages = project.plan.select(["RA0101/behoud", "RA0102/behoud", "RA0103/behoud"])
    assert not run.execute(project.paths, pages, workers=3).failed
    said = {re.search(r"uit (\d+)", page.notebook_out(project.paths).read_text())[1] for page in pages}
    assert len(said) == 1


def test_a_template_that_is_wrong_stops_only_the_pages_that_use_it(project):
    (project.paths.book / "onderdelen" / "stuk.html").write_text("{% macro stuk( %}", encoding="utf-8")
    use = "from azwboek.chapters import view\nview.part('stuk.stuk')"
    project.put_chapter("financien", chapter_notebook(use))
    command = [str(Path(sys.executable).with_name("azwboek")), "run", "--only", "NL/behoud", "--only", "NL/financien"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # a fork server of its own reads it too
    assert done.returncode == 1 and (project.paths.notebooks / "NL" / "behoud.ipynb").is_file()
    assert "NL/financien: cel 4: AzwboekError: onderdelen/stuk.html: geen geldig sjabloon" in done.stderr


def test_output_that_cannot_be_written_is_named_and_costs_no_other(project):
    in_the_way = project.paths.notebooks / "RA0101"
    files.write_text(in_the_way, "een bestand in de plaats van de map")
    report = run.execute(project.paths, project.plan.select(["RA0101/behoud", "RA0102/behoud"]))
    assert [result.status for result in report.paginas] == [run.FAILED, run.DONE]
    assert "RA0101" in report.failed[0].reden and in_the_way.is_file()


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def ours(marker: str) -> list[int]:
    """Processes with this text in their environment."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            try:
                if marker.encode() in (folder / "environ").read_bytes():
                    found.append(int(folder.name))
            except OSError:
                continue
    return found


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_an_interrupted_run_keeps_what_is_done_and_leaves_nothing_running(project, number, status):
    marker = str(project.paths.build)
    command = [str(Path(sys.executable).with_name("azwboek")), "run", "--workers", "2"]
    choice = ["--only", "NL/behoud", "--only", "NL/financien", "--only", "RA0101/financien"]
    process = subprocess.Popen(command + choice, stderr=subprocess.PIPE, text=True)
    folder = project.paths.notebooks / "NL"
    wait_for(lambda: (folder / "behoud.ipynb").is_file() and len(ours(marker)) >= 4)
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == status
    if number == signal.SIGINT:
        assert err.splitlines()[-1] == "azwboek: afgebroken; wat klaar was, blijft staan"
        assert [path.name for path in folder.iterdir()] == ["behoud.ipynb"]
    wait_for(lambda: not ours(marker), 20)
    report = run.execute(project.paths, project.plan.select(["NL/behoud"]))
    assert report.count(run.FRESH) == 1
    assert [path.name for path in folder.iterdir()] == ["behoud.ipynb"]
