"""Chapters as pages, kept by content; and what is stamped into pages when all is known."""

import dataclasses
import os

import nbformat
import pytest

from azwboek import files
from azwboek.site import stamps
from azwboek.site.chapters import Chapters
from azwboek.site.drawing import Drawings
from azwboek.site.shown import Figures
from azwboek.site.sphinx import process
from azwboek.site.take_along.downloads import Download
from azwboek.site.tree import Tree
from samples import FIGURE, SPOILT, chapter_notebook, executed_notebook, figure

EDITION = {"soort": "demonstratie", "id": "2026-11-05-1a2b3c4d", "datum": "2026-11-05"}


@pytest.fixture
def project(small, plan):
    """A small project with one chapter for three regions, executed."""
    small.plan = dataclasses.replace(plan, regions=plan.regions[:3], chapters=plan.chapters[2:3])
    small.put_chapter("behoud", chapter_notebook())
    for page in small.plan.pages:
        page.notebook_out(small.paths).parent.mkdir(parents=True)
        execute(small, page, 1.0)
    return small


def execute(project, page, value) -> None:
    columns = [column | {"link": ""} for column in FIGURE["kolommen"]]
    code = page.region.code
    shown = figure(regio=code, kolommen=columns, rijen=[[code, "2025", value]], spec=None)
    notebook = executed_notebook(page, shown)
    notebook.cells[6].outputs = []  # words on standard output are not for a page
    nbformat.write(notebook, page.notebook_out(project.paths))


def put(project, explored=()) -> tuple[list[str], dict[str, str], dict[str, str]]:
    """Put the pages: which were made, the sources, the CSV files."""
    tree = Tree(project.paths.build / "source")
    shown = Figures(project.paths.book, Drawings(project.paths), frozenset(explored))
    chapters = Chapters(project.paths, project.plan, shown)
    made = [page.key for page in chapters.notebooks]
    chapters.put(tree)
    assert list(shown.csv) == list(shown.shown)
    return made, {str(path): path.read_text() for path in sorted(tree.placed)}, shown.csv


def test_a_chapter_is_made_a_page_once_and_again_when_anything_changed(project):
    everything = [page.key for page in project.plan.pages]
    made, sources, csv = put(project)
    assert made == everything
    assert len(csv) == 3
    assert put(project) == ([], sources, csv)
    execute(project, project.plan.pages[1], 2.0)
    made, sources, csv = put(project)
    assert made == [everything[1]]
    assert csv["csv/regio/groningen/behoud/verloop-demonstratie.csv"].endswith(",2.0\n")
    assert put(project, ["verloop"])[0] == everything
    for spoil in SPOILT.values():
        for part in (project.paths.build / "kept" / "chapter-pages").iterdir():
            spoil(part)
        made, *again = put(project, ["verloop"])
        assert made == everything
        assert again == [sources, csv]


def test_what_is_stamped_comes_back_in_the_pages(tmp_path):
    words, book = stamps.words(EDITION), Download("downloads/a.xlsx", "Werkboek")
    marked, spoken = stamps.marked(EDITION), stamps.marked(EDITION, stamps.WORDS)
    # A deadline and a published figure of the day on which the book is made stay that day.
    source = f"Editie {marked['id']} van {spoken['datum']} ({marked['datum']}), {spoken['datum'][:4]}: {book.mark}, voor 5 november 2026"
    (tmp_path / "html" / "regio").mkdir(parents=True)
    (tmp_path / "html" / "regio" / "x.html").write_text(source, encoding="utf-8")
    (tmp_path / "html" / ".buildinfo").write_text("", encoding="utf-8")
    tomorrow = stamps.words(EDITION | {"id": "2026-11-06-1a2b3c4d", "datum": "2026-11-06"})
    for each, said in ((words, "05"), (tomorrow, "06")):
        stamps.stamped_copy(tmp_path / "html", tmp_path / said, each | {book.mark: "30 kB"})
        text = (tmp_path / said / "regio" / "x.html").read_text(encoding="utf-8")
        assert text == (
            f"Editie 2026-11-{said}-1a2b3c4d van {int(said)} november 2026 (2026-11-{said}), 2026: 30 kB, voor 5 november 2026"
        )
        assert [path.name for path in (tmp_path / said).rglob("*") if path.is_file()] == ["x.html"]


def test_a_checksum_behind_a_name_that_holds_one_is_taken_away(tmp_path):
    name = f"mystnb.{'0f' * 32}.css"
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "x.html").write_text(f'<link href="{name}?v=8cd3d715"><link href="azw.css?v=1a">', "utf-8")
    stamps.stamped_copy(tmp_path / "html", tmp_path / "out", stamps.words(EDITION))
    assert (tmp_path / "out" / "x.html").read_text("utf-8") == f'<link href="{name}"><link href="azw.css?v=1a">'


@pytest.fixture
def rendered(small):
    """Sources, and what Sphinx made and remembers of them."""
    tree = Tree(small.paths.build / "source")
    for name in ("a.md", "b.md"):
        tree.put(name, f"# Kop van {name}\n\nDe waarde is 1.\n")
    tree.put("azwboek.json", "{}")
    tree.put("_static/azw.css", "p { margin: 0 }")
    for name in ("html/a.html", "html/b.html", "doctrees/a.doctree", "doctrees/b.doctree"):
        files.write_text(small.paths.build / "sphinx" / name, f"gemaakt 1: {name}")
    process.stage(small.paths, tree).done()
    return small.paths, tree


def left(paths, tree) -> set[str]:
    """What is left for Sphinx to go on with."""
    process.make_room(paths, tree)
    out = paths.build / "sphinx"
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}


ALL = {"html/a.html", "html/b.html", "doctrees/a.doctree", "doctrees/b.doctree"}


def test_sphinx_goes_on_with_all_that_is_as_it_left_it_and_after_a_failure_with_nothing(rendered):
    assert left(*rendered) == ALL
    assert left(*rendered) == set()  # it was not said that Sphinx was done


def test_sphinx_forgets_a_page_whose_source_changed_also_when_the_clock_was_set_back(rendered):
    paths, tree = rendered
    tree.put("a.md", "# Kop van a.md\n\nDe waarde is 2.\n")
    os.utime(tree.root / "a.md", (0, 0))
    assert left(paths, tree) == ALL - {"doctrees/a.doctree"}


@pytest.mark.parametrize(
    "change",
    [
        lambda paths, tree: (paths.build / "sphinx" / "html" / "a.html").write_text("gemaakt 2: html/a.html"),
        lambda paths, tree: (paths.build / "sphinx" / "html" / "a.html").unlink(),
        lambda paths, tree: (paths.build / "sphinx" / "doctrees" / "b.doctree").write_text(""),
        lambda paths, tree: tree.put("a.md", "# Een andere kop\n\nDe waarde is 1.\n"),
        lambda paths, tree: tree.put("_static/azw.css", "p { margin: 1px }"),
        lambda paths, tree: tree.put("azwboek.json", '{"azwboek_editie": 1}'),
        lambda paths, tree: (paths.root / "_config.yml").write_text("title: Boek"),
        lambda paths, tree: (paths.root / "requirements.txt").write_text("sphinx==9"),
        lambda paths, tree: process.stage(paths, tree).record.unlink(),
    ],
    ids=[
        "page edited",
        "page gone",
        "doctree empty",
        "title",
        "style",
        "settings",
        "config",
        "versions",
        "record gone",
    ],
)
def test_sphinx_begins_anew_when_its_pages_are_not_as_it_left_them_or_all_look_different(rendered, change):
    change(*rendered)
    assert left(*rendered) == set()


def test_two_pages_that_were_swapped_are_made_again(rendered):
    a, b = (rendered[0].build / "sphinx" / "html" / name for name in ("a.html", "b.html"))
    content = a.read_bytes()
    a.write_bytes(b.read_bytes())
    b.write_bytes(content)
    assert left(*rendered) == set()


def test_a_source_that_was_edited_is_written_again(rendered):
    paths, tree = rendered
    (tree.root / "a.md").write_text("# Kop van a.md\n\nDe waarde is 7.\n")
    tree.put("a.md", "# Kop van a.md\n\nDe waarde is 1.\n")
    assert "is 1" in (tree.root / "a.md").read_text()
