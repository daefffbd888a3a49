"""Kept parts: used when they were made from exactly the same, and never when anything is wrong with them."""

import pytest
from azwboek.keep import Kept

from azwboek import keep as kept


@pytest.fixture
def parts(small):
    return Kept(small.paths, "soort")


def files(parts: Kept) -> list:
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


def test_a_part_of_other_code_or_versions_is_not_used(small, tmp_path, monkeypatch):
    Kept(small.paths, "soort").put(b"gemaakt", "a")
    assert Kept(small.paths, "soort").find("a") == b"gemaakt"
    (small.paths.root / "requirements.txt").write_text("duckdb==9\n", encoding="utf-8")
    assert Kept(small.paths, "soort").find("a") is None
    (small.paths.root / "requirements.txt").unlink()
    assert Kept(small.paths, "soort").find("a") == b"gemaakt"
    (tmp_path / "module.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(kept, "PACKAGE", tmp_path)
    assert Kept(small.paths, "soort").find("a") is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data + b"!",  # edited
        lambda data: data[:-3],  # half written
        lambda data: data.partition(b"\n")[2],  # without its checksum
        lambda data: b"\xff" + data,
        lambda data: b"",
    ],
)
def test_a_part_that_was_edited_or_is_half_written_is_made_again(parts, spoil):
    parts.put(b"een deel\nvan twee regels", "a")
    [path] = files(parts)
    path.write_bytes(spoil(path.read_bytes()))
    assert parts.find("a") is None
    assert parts.get(lambda: b"opnieuw", "a") == parts.find("a") == b"opnieuw"


def test_a_part_in_the_place_of_another_is_not_used(parts):
    parts.put(b"van a", "a")
    [path] = files(parts)
    parts.put(b"van b", "b")
    [other] = set(files(parts)) - {path}
    path.write_bytes(other.read_bytes())
    assert parts.find("a") is None


def test_what_was_not_used_is_swept(small, parts):
    parts.put(b"1", "a")
    parts.put(b"2", "b")
    (parts.folder / ".half").write_bytes(b"left by a killed build")
    again = Kept(small.paths, "soort")
    again.find("a")
    again.put(b"3", "c")
    again.sweep()
    assert len(files(again)) == 2
    assert (again.find("a"), again.find("b"), again.find("c")) == (b"1", None, b"3")
