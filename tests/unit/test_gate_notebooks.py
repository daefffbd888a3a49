"""The gate on executed notebooks: a good one passes, and each seeded fault is caught by name."""

import dataclasses
import shutil
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_output

from azwboek import files
from azwboek.chapters.figures import MIME
from azwboek.gate import notebooks
from azwboek.gate.fault import Fault, one_line_per_page
from azwboek.paths import Paths
from samples import chapter_notebook, executed_notebook, figure


@pytest.fixture
def page(plan):
    return plan.select(["RA0205/behoud"])[0]


def reasons(page, executed, source=None) -> str:
    faults = notebooks.check_notebook(page, source or chapter_notebook(), executed)
    assert {fault.page for fault in faults} <= {"RA0205/behoud"}
    return "\n".join(fault.reason for fault in faults)


def test_a_good_notebook_passes(page):
    assert reasons(page, executed_notebook(page)) == ""


def test_chapters_own_parameters_are_checked(page):
    chapter = dataclasses.replace(page.chapter, parameters={"vanaf": 2019})
    assert "parameter vanaf is volgens papermill None, hoort 2019" in reasons(
        dataclasses.replace(page, chapter=chapter), executed_notebook(page)
    )


def other_row(f):
    f["rijen"][1][0] = "RA0101"


def no_region_column(f):
    del f["kolommen"][0]
    f["rijen"] = [row[1:] for row in f["rijen"]]


def nested_other_region(f):
    f["spec"] = {"layer": [{"data": {"values": [{"regio": "NL", "waarde": 1}]}}]}


FIGURE_FAULTS = {
    "wrong region in the chart's rows": (
        other_row,
        "figuur verloop: gegevens van RA0101, hoort RA0205 te zijn",
    ),
    "wrong region in the figure": (
        lambda f: f.update(regio="RA0101"),
        "regio is 'RA0101', hoort RA0205 te zijn",
    ),
    "wrong region in the chart's own data": (
        lambda f: f["spec"]["datasets"]["data"].append({"regio": "RA0101"}),
        "de grafiek tekent gegevens van RA0101",
    ),
    "wrong region deep in the chart": (nested_other_region, "de grafiek tekent gegevens van NL"),
    "no column regio": (no_region_column, "de kolom regio ontbreekt"),
    "short row": (lambda f: f["rijen"].append([]), "gegevens van None"),
    "no title": (lambda f: f.update(titel=""), "leeg: titel"),
    "no sentence, alt text or source": (
        lambda f: f.update(zin=" ", alt="", bron=None),
        "leeg: zin, alt, bron",
    ),
    "no rows": (lambda f: f.update(rijen=[]), "leeg: rijen"),
    "no columns": (lambda f: f.update(kolommen=[]), "leeg: kolommen"),
}


@pytest.mark.parametrize("name", FIGURE_FAULTS)
def test_a_spoilt_figure_is_caught(page, name):
    spoil, said = FIGURE_FAULTS[name]
    spoilt = figure()
    spoil(spoilt)
    assert said in reasons(page, executed_notebook(page, spoilt))


def error_output(nb):
    nb.cells[4].outputs.append(
        new_output("error", ename="ValueError", evalue="kapot\nmeer", traceback=["Traceback ..."])
    )


def stderr_traceback(nb):
    text = "Traceback (most recent call last):\n  ..."
    nb.cells[4].outputs.append(new_output("stream", name="stderr", text=text))


def injected_for_another(nb):
    nb.cells[2].source = 'regio = "RA0101"'


def only_a_comment(nb):
    nb.cells[6].outputs = []
    nb.cells.append(new_markdown_cell("<!-- nog te doen -->"))


def empty_html(nb):
    nb.cells[6].outputs = [
        new_output("display_data", data={"text/html": "<div> <h3>Kop</h3></div>", "text/plain": "<HTML>"})
    ]


def hidden_output(nb):
    nb.cells[6].metadata["tags"] = ["remove-output"]


def double_figure(nb):
    nb.cells[4].outputs *= 2


def broken_figure(nb):
    nb.cells[4].outputs[0].data[MIME] = "{half"


NOTEBOOK_FAULTS = {
    "traceback": (error_output, "cel 4 gaf een fout: ValueError: kapot"),
    "traceback on stderr": (stderr_traceback, "cel 4 schreef een waarschuwing of fout op stderr"),
    "unexecuted cell": (lambda nb: nb.cells[4].update(execution_count=None), "cel 4 is niet uitgevoerd"),
    "missing heading": (lambda nb: nb.cells.pop(5), "de kop 'Verantwoording' ontbreekt"),
    "empty section": (lambda nb: nb.cells[6].update(outputs=[]), "het deel 'Verantwoording' is leeg"),
    "section with only a comment": (only_a_comment, "het deel 'Verantwoording' is leeg"),
    "section with only a heading as output": (empty_html, "het deel 'Verantwoording' is leeg"),
    "section whose output is not shown": (hidden_output, "het deel 'Verantwoording' is leeg"),
    "no figure": (lambda nb: nb.cells[4].outputs[0].data.pop(MIME), "geen enkele figuur"),
    "a sentence that its data contradict": (
        lambda nb: nb.cells[4].outputs[0].data[MIME].update(zin="Het verloop was 10,2%."),
        "figuur verloop: de zin noemt 10,2, en dat volgt niet uit de gegevens",
    ),
    "figure twice": (double_figure, "figuur verloop: de naam komt dubbel voor"),
    "half a figure": (broken_figure, "een figuur is geen geldige JSON"),
    "wrong parameter in the cell": (injected_for_another, "parameter regio is volgens de cel 'RA0101'"),
    "wrong parameter in papermill": (
        lambda nb: nb.metadata.papermill.parameters.update(regio="RA0101"),
        "parameter regio is volgens papermill 'RA0101'",
    ),
    "no parameters filled in": (lambda nb: nb.cells.pop(2), "0 cellen met ingevulde parameters"),
    "stamped for another region": (
        lambda nb: nb.metadata.azwboek.update(regio="RA0101"),
        "metadata regio is 'RA0101'",
    ),
    "stamped for another chapter": (
        lambda nb: nb.metadata.azwboek.update(hoofdstuk="financien"),
        "metadata hoofdstuk is 'financien'",
    ),
}


@pytest.mark.parametrize("name", NOTEBOOK_FAULTS)
def test_a_spoilt_notebook_is_caught(page, name):
    spoil, said = NOTEBOOK_FAULTS[name]
    executed = executed_notebook(page)
    spoil(executed)
    assert said in reasons(page, executed)


def test_a_section_counts_what_is_in_its_subsections(page):
    source, executed = chapter_notebook(), executed_notebook(page)
    for notebook, place in ((source, 4), (executed, 5)):
        notebook.cells.insert(place, new_markdown_cell("## Programma\n\n### Afspraken\n\nNiet leeg."))
    assert reasons(page, executed, source) == ""
    executed.cells[5].source = "## Programma\n\n### Afspraken"
    assert reasons(page, executed, source) == "het deel 'Programma' is leeg\nhet deel 'Afspraken' is leeg"


# ---- the folder ----


@pytest.fixture(scope="module")
def good(plan, tmp_path_factory) -> Paths:
    """One chapter for three regions, executed, and where is kept that all were found good."""
    folder = tmp_path_factory.mktemp("goed")
    made = Paths(folder, folder / "bouw")
    files.write_text(made.book / "chapters" / "behoud.ipynb", nbformat.writes(chapter_notebook()))
    for page in few(plan).pages:
        code = page.region.code
        shown = figure(regio=code, zin="Het verloop was 1,0%.", rijen=[[code, "2025", 1.0]], spec=None)
        files.write_text(page.notebook_out(made), nbformat.writes(executed_notebook(page, shown)))
    assert notebooks.check_notebooks(made, few(plan)) == []
    return made


def few(plan):
    """A plan of one chapter for three regions."""
    return dataclasses.replace(plan, regions=plan.regions[:3], chapters=plan.chapters[2:3])


@pytest.fixture(params=["for the first time", "found good before"])
def project(good, plan, tmp_path, request):
    """A copy of that, to be spoilt; with and without what is kept."""
    folder = shutil.copytree(good.root, tmp_path / "boek")
    paths = Paths(folder, folder / "bouw")
    if request.param == "for the first time":
        shutil.rmtree(paths.build / "kept")
    return SimpleNamespace(paths=paths, plan=few(plan))


def faults(project) -> list[str]:
    return [str(fault) for fault in notebooks.check_notebooks(project.paths, project.plan)]


def test_a_good_folder_passes(project):
    (project.paths.notebooks / "NL" / ".behoud.bezig.ipynb").write_text("{}")
    assert faults(project) == []


def test_a_missing_notebook_is_named(project):
    (project.paths.notebooks / "RA0101" / "behoud.ipynb").unlink()
    assert faults(project) == ["RA0101/behoud: de uitgevoerde notebook ontbreekt"]


def test_a_failed_notebook_is_named(project):
    path = project.paths.notebooks / "RA0101" / "behoud.ipynb"
    path.rename(path.with_name("behoud.mislukt.ipynb"))
    [fault] = faults(project)
    assert fault.startswith("RA0101/behoud: de uitgevoerde notebook is mislukt, zie notebooks/RA0101/behoud.mis")


@pytest.mark.parametrize("content", [b"", b'{"cells": [', b"\xff\xfe", b"[]", b'{"nbformat": 4}'])
def test_a_half_written_notebook_is_named(project, content):
    (project.paths.notebooks / "NL" / "behoud.ipynb").write_bytes(content)
    [fault] = faults(project)
    assert fault.startswith("NL/behoud: behoud.ipynb is geen geldige notebook")


@pytest.mark.parametrize("name", ["RA9999/behoud.ipynb", "NL/onzin.ipynb"])
def test_a_notebook_too_many_is_named(project, name):
    path = project.paths.notebooks / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("{}")
    [fault] = faults(project)
    assert fault.startswith(f"{name.removesuffix('.ipynb')}: staat niet in het plan")


def test_a_notebook_copied_from_another_region_is_caught(project):
    folder = project.paths.notebooks
    (folder / "RA0101" / "behoud.ipynb").write_bytes((folder / "NL" / "behoud.ipynb").read_bytes())
    found = "\n".join(faults(project))
    for said in ("parameter regio is volgens papermill 'NL'", "metadata regio is 'NL'", "gegevens van NL"):
        assert f"RA0101/behoud: {said}" in found or said in found


def test_a_missing_chapter_is_named(project):
    (project.paths.book / "chapters" / "behoud.ipynb").unlink()
    assert faults(project)[0] == "NL/behoud: de notebook van het hoofdstuk: behoud.ipynb ontbreekt"


def test_one_line_per_page():
    found = [Fault("a", str(number)) for number in range(5)] + [Fault("b", "x")]
    assert one_line_per_page(found) == ["a: 0; 1; 2; en nog 2", "b: x"]
