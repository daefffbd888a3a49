"""The real chapters: their shape as they stand in the book, and every page as executed."""

import json

import nbformat
import pytest

from azwboek.files import locked
from azwboek.gate import notebooks
from azwboek.gate.fault import one_line_per_page
from azwboek.paths import project
from azwboek.plan import load
from azwboek.run import pool as run

CHAPTERS = load(project()).chapters
MOST_LINES_IN_A_CELL = 15


@pytest.fixture(params=CHAPTERS, ids=lambda chapter: chapter.naam)
def source(request, paths):
    return nbformat.read(request.param.notebook(paths), as_version=4)


def test_a_chapter_has_no_outputs_and_fixed_cell_ids(source):
    assert (source.nbformat, source.nbformat_minor >= 5) == (4, True)
    for cell in source.cells:
        assert not cell.get("outputs") and cell.get("execution_count") is None


def test_a_chapter_has_the_fixed_anatomy(source):
    assert source.cells[0].source.startswith("# ")
    tagged = [i for i, cell in enumerate(source.cells) if "parameters" in cell.metadata.get("tags", [])]
    assert tagged == [1]
    headings = [line for cell in source.cells if cell.cell_type == "markdown" for line in cell.source.splitlines()]
    assert [line for line in headings if line.startswith("## ")][-1] == "## Verantwoording"


def test_cells_are_thin_and_hide_no_errors(source):
    for cell in source.cells:
        if cell.cell_type == "code":
            assert len(cell.source.splitlines()) <= MOST_LINES_IN_A_CELL, cell.source
            assert "except" not in cell.source


def test_a_chapter_has_the_title_of_the_matrix(paths):
    for chapter in CHAPTERS:
        first = nbformat.read(chapter.notebook(paths), as_version=4).cells[0].source
        assert first.splitlines()[0] == f"# {chapter.titel}"


def test_every_notebook_in_the_book_is_a_chapter(paths):
    found = {path.stem for path in (paths.book / "chapters").glob("*.ipynb")}
    assert found == {chapter.naam for chapter in CHAPTERS}


def test_every_page_passes_the_gate(paths, plan, executed):
    assert one_line_per_page(notebooks.check_notebooks(paths, plan)) == []


def test_nothing_is_executed_twice(paths, executed):
    with locked(paths):
        assert run.execute(paths, executed).count(run.FRESH) == len(executed)


def test_a_page_executed_again_is_byte_for_byte_the_same(paths, plan, executed):
    page = plan.select(["RA0205/behoud"])[0]
    before = page.notebook_out(paths).read_bytes()
    with locked(paths):
        run.execute(paths, [page], force=True)
    assert page.notebook_out(paths).read_bytes() == before


def test_another_regions_notebook_in_a_pages_place_is_caught(paths, plan, executed):
    twente, groningen = plan.select(["RA0205/behoud", "RA0101/behoud"])[::-1]
    text = json.dumps(nbformat.read(groningen.notebook_out(paths), as_version=4))
    source = nbformat.read(twente.chapter.notebook(paths), as_version=4)
    for renamed in (text, text.replace('\\"RA0101\\"', '\\"RA0205\\"')):
        found = notebooks.check_notebook(twente, source, nbformat.reads(renamed, as_version=4))
        assert any("gegevens van RA0101" in fault.reason for fault in found)
