"""What something is made from, and what is kept: used when it was made from exactly the same, never when anything is wrong with it."""

import json
import os
import shutil

import pytest

from azwboek import files, keep
from azwboek.keep import Kept, Stage
from azwboek.paths import Paths
from samples import ROOT, SPOILT

#: The modules that make each kind of part.
MAKERS = [
    "site.chapters", "site.render", "site.drawing", "site.search", "site.explorer.bundle", "site.take_along.downloads", "gate.notebooks", "gate.site",
]  # fmt: skip
NOTEBOOK = "from azwboek.chapters import chapter"


# ---- what something is made from -------------------------------------------------------------------------------------


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A small package in the place of ours."""
    folder = tmp_path / keep.NAME
    texts = {
        "__init__": "", "a": "from . import b\nfrom .c import x", "b": "def f():\n    import azwboek.d", "c": "", "d": "",
        "e": "from . import a", "room/__init__": "", "room/f": "from .g import y\nfrom ..c import x\nfrom .. import d", "room/g": "",
    }  # fmt: skip
    for name, text in texts.items():
        files.write_text(folder / f"{name}.py", text)
    monkeypatch.setattr(keep, "PACKAGE", folder)
    return folder


def names(code: dict[str, str]) -> list[str]:
    return [name.removesuffix(".py") for name in code]


def test_the_code_of_something_is_what_it_imports_and_no_more(package):
    assert names(keep.code("a")) == ["__init__", "a", "b", "c", "d"]
    assert names(keep.code("azwboek.e")) == ["__init__", "a", "b", "c", "d", "e"]
    assert names(keep.code("room.f")) == ["__init__", "c", "d", "room/__init__", "room/f", "room/g"]
    assert keep.code_behind("import azwboek.a") == keep.code_behind("from azwboek import a") == keep.code("a")
    assert names(keep.code_behind("import pandas")) == names(keep.code()) == ["__init__"]
    with pytest.raises(ValueError, match="no module x"):
        keep.code("x")


def test_code_that_is_no_python_rests_on_everything(package):
    assert keep.code_behind("dit is geen python") == keep.all_code()
    files.write_text(package / "c.py", "def (")
    assert keep.code("a") == keep.all_code()


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("# a word\n\nx = 1  # and another\n", True),
        ("x = (1)\n", True),
        ("x = 2\n", False),
        ("x = 1.0\n", False),
        ('"""A docstring is a value."""\nx = 1\n', False),
        ("x = 1\ny = x\n", False),
    ],
)
def test_of_code_comments_and_layout_say_nothing(package, text, same):
    files.write_text(package / "d.py", "x = 1\n")
    before = keep.code("a")
    files.write_text(package / "d.py", text)
    assert (keep.code("a") == before) is same


@pytest.fixture
def ours(tmp_path, monkeypatch):
    """A copy of our own package, to be changed."""
    folder = tmp_path / keep.NAME
    shutil.copytree(ROOT / "src" / keep.NAME, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(keep, "PACKAGE", folder)

    def change(name: str, text: str) -> None:
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    return change


def keys(paths) -> dict[str, str]:
    """The name of a part of each kind, and what a notebook rests on."""
    made = {maker: Kept(paths, "soort", maker).name("a") for maker in MAKERS}
    return made | {"notebook": keep.checksum(json.dumps(keep.code_behind(NOTEBOOK)))}


@pytest.fixture(scope="module")
def before(tmp_path_factory) -> dict[str, str]:
    """The keys that our package gives as it is; the folder of the project makes no difference."""
    folder = tmp_path_factory.mktemp("boek")
    return keys(Paths(folder, folder))


def test_a_copy_of_the_package_gives_the_same(empty, ours, before):
    assert keys(empty.paths) == before


@pytest.mark.parametrize("name", ["sources/demonstration.py", "cli.py", "chapters/charts.py", "keep.py"])
def test_a_changed_comment_discards_nothing(empty, ours, before, name):
    ours(name, "# a word\n")
    assert keys(empty.paths) == before


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("cli.py", set()),
        ("sources/demonstration.py", {"site.render", "site.take_along.downloads"}),
        ("site/theme/navigation.py", set()),
        ("site/search.py", {"site.search"}),
        ("chapters/svg.py", {*MAKERS, "notebook"} - {"site.explorer.bundle"}),
        ("keep.py", {*MAKERS, "notebook"}),
    ],
)
def test_a_changed_line_of_code_discards_what_it_makes_and_no_more(empty, ours, before, name, changed):
    ours(name, "ANOTHER = 1\n")
    after = keys(empty.paths)
    assert {key for key, value in after.items() if value != before[key]} <= changed
    assert (after != before) is bool(changed)


# ---- parts -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def parts(empty):
    return Kept(empty.paths, "soort", "errors")


def kept(parts: Kept) -> list:
    return sorted(parts.folder.glob("*"))


def test_a_part_is_made_once(parts):
    assert parts.get(lambda: b"gemaakt", "a", b"b") == b"gemaakt"
    assert parts.get(lambda: pytest.fail("made twice"), "a", b"b") == b"gemaakt"
    assert parts.get(lambda: b"", "leeg") == parts.find("leeg") == b""


@pytest.mark.parametrize("other", [("a",), ("a", "c"), ("ab",), ("a", "b", ""), ("", "a", "b"), ("a\n1\nb",)])
def test_a_part_made_from_something_else_is_not_used(parts, other):
    parts.put(b"gemaakt", "a", "b")
    assert parts.find(*other) is None
    assert parts.get(lambda: b"anders", *other) == b"anders"


def test_a_part_of_other_versions_is_not_used(empty, parts, monkeypatch):
    parts.put(b"gemaakt", "a")
    assert Kept(empty.paths, "soort", "errors").find("a") == b"gemaakt"
    (empty.paths.root / "requirements.txt").write_text("duckdb==9\n", encoding="utf-8")
    assert Kept(empty.paths, "soort", "errors").find("a") is None
    (empty.paths.root / "requirements.txt").unlink()
    assert Kept(empty.paths, "soort", "errors").find("a") == b"gemaakt"
    monkeypatch.setattr("platform.python_version", lambda: "4.0.0")
    assert Kept(empty.paths, "soort", "errors").find("a") is None


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_part_that_was_edited_or_is_half_written_is_made_again(parts, spoil):
    parts.put(b"een deel 1\nvan twee regels", "a")
    [path] = kept(parts)
    spoil(path)
    assert parts.find("a") is None
    assert parts.get(lambda: b"opnieuw", "a") == parts.find("a") == b"opnieuw"


def test_a_part_in_the_place_of_another_is_not_used(empty, parts):
    parts.put(b"van a", "a")
    [path] = kept(parts)
    parts.put(b"van b", "b")
    [other] = set(kept(parts)) - {path}
    path.write_bytes(other.read_bytes())
    assert parts.find("a") is None
    elsewhere = Kept(empty.paths, "ander", "errors")  # nor a part of another kind
    elsewhere.put(b"van c", "c")
    (parts.folder / elsewhere.name("c")).write_bytes((elsewhere.folder / elsewhere.name("c")).read_bytes())
    assert parts.find("c") is None


def test_what_was_not_used_is_swept(empty, parts):
    for content in (b"1", b"2", b"4"):
        parts.put(content, content)
    (parts.folder / ".half").write_bytes(b"left by a killed build")
    again = Kept(empty.paths, "soort", "errors")
    again.find(b"1")
    again.put(b"3", b"3")
    again.use([parts.name(b"4")])
    again.sweep()
    assert len(kept(again)) == 3
    assert [again.find(content) for content in (b"1", b"2", b"3", b"4")] == [b"1", None, b"3", b"4"]


# ---- stages ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def made(empty):
    """Two files of a stage that is done."""
    folder = empty.paths.build / "gemaakt"
    for name in ("a", "b"):
        files.write_text(folder / name, f"inhoud 1 van {name}")
    stage(empty, "van dit").done()
    return folder


def stage(empty, key: str) -> Stage:
    return Stage(empty.paths, "stap", key, lambda: keep.files(empty.paths.build / "gemaakt"))


def test_a_stage_is_left_out_only_when_it_was_made_from_the_same(empty, made):
    assert stage(empty, "van dit").fresh()
    assert stage(empty, "van dat").changed() is None
    assert not stage(empty, "van dat").fresh()
    stage(empty, "van dit").forget()
    assert not stage(empty, "van dit").fresh()
    stage(empty, "van dit").done()
    assert stage(empty, "van dit").fresh()


def test_a_stage_is_made_again_when_a_file_is_not_as_it_was_left(empty, made):
    status = (made / "a").stat()
    (made / "a").write_text("inhoud 7 van a", encoding="utf-8")  # of the same size
    os.utime(made / "a", ns=(status.st_atime_ns, status.st_mtime_ns))  # and date
    assert stage(empty, "van dit").changed() == {made / "a"}
    (made / "a").unlink()
    (made / "c").write_text("", encoding="utf-8")
    assert stage(empty, "van dit").changed() == {made / "a", made / "c"}


def test_two_files_of_a_stage_that_were_swapped_are_seen(empty, made):
    (made / "a").rename(made / "x")
    (made / "b").rename(made / "a")
    (made / "x").rename(made / "b")
    assert stage(empty, "van dit").changed() == {made / "a", made / "b"}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_damaged_record_of_a_stage_counts_as_none(empty, made, spoil):
    spoil(stage(empty, "van dit").record)
    assert stage(empty, "van dit").changed() is None


def test_the_name_of_the_folder_of_a_clone_makes_no_difference(tmp_path):
    """As when a cache of the night before is put back in a fresh clone."""
    prints = set()
    for name in ("boek", "kloon"):
        root = tmp_path / name
        (root / "sql" / "kern").mkdir(parents=True)
        for file in ("pyproject.toml", "requirements.txt", "sql/kern/a.sql", "sql/a.sql"):
            (root / file).write_text(file)
        prints.add(keep.fingerprint([root / "requirements.txt", root / "sql" / "kern" / "a.sql"]))
    assert len(prints) == 1
    assert keep.fingerprint([root / "sql" / "a.sql"]) != keep.fingerprint([root / "sql" / "kern" / "a.sql"])
