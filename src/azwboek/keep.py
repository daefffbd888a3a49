"""Is this still the same? One answer for whatever a build makes: by what it was made from, never by the date of a file.

What counts, and why:

- *Data and settings*: exactly those that the part is made from, given by the caller: bytes, values, answers of the warehouse.
- *Code*: the modules of this package that make the part, and all that those import (:func:`code`). A module counts by the checksum of its
  syntax tree: comments and layout say nothing, docstrings count, for code can read them. Imports in functions and those for types
  count too. What is started by name and not imported (``-m``, a plug-in) its user names.
- *Versions*: ``requirements.txt`` and the version of Python (:func:`versions`). Packages that were changed by hand do not show; ``azwboek doctor``
  compares those.
- *Templates* count without their comments.

Three things are kept, all under ``_build/kept``, each file with a checksum over its place and its content in front (:func:`seal`):

- a *part* (:class:`Kept`), named by the checksum of what it was made from;
- the *record* of a page: what it was made from, the questions it asked and their answers (:mod:`azwboek.run.stale`);
- the record of a *stage* (:class:`Stage`): what it was made from and the checksum of each file that it left.

A file that was edited, cut, emptied, swapped with another or put back from another day fails its checksum or has another name: it counts as
not there, and what it held is made again. Who also recomputes the checksums is not stopped: they are no signature.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import json
import os
import platform
from collections.abc import Callable, Iterable
from pathlib import Path

from .files import write_bytes
from .paths import Paths

PACKAGE = Path(__file__).resolve().parent
NAME = PACKAGE.name
_PASSING = ("__pycache__", ".ipynb_checkpoints")


def checksum(content: str | bytes) -> str:
    """A short checksum of a text."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()[:24]


# ---- what something is made from -------------------------------------------------------------------------------------


def files(folder: Path, pattern: str = "*") -> list[Path]:
    """The files below a folder, sorted; what Python and Jupyter leave behind does not count."""
    found = (path for path in folder.rglob(pattern) if not set(path.parts) & set(_PASSING))
    return sorted(path for path in found if path.is_file())


def fingerprint(sources: Iterable[Path]) -> str:
    """A checksum over places and contents; a file that is not there counts as not there.

    A place counts from the root of the checkout, so that another clone in a folder of another name gives the same.
    """
    digest = hashlib.sha256()
    for path in sources:
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "-"
        digest.update(f"{_place(path.parent)}{path.name} {content}\n".encode())
    return digest.hexdigest()


@functools.cache
def _place(folder: Path) -> str:
    """A folder from the root of its checkout, which is where ``pyproject.toml`` stands; nothing outside one."""
    for root in (folder, *folder.parents):
        if (root / "pyproject.toml").is_file():
            return f"{folder.relative_to(root).as_posix()}/"
    return ""


def versions(paths: Paths) -> str:
    """Checksum over what everything is made with: the locked versions, Python's, the book's words and units, and the chosen peers."""
    shared = [
        paths.root / "requirements.txt",
        paths.registers / "woorden.csv",
        paths.registers / "eenheden.csv",
        paths.parameters / "buren.yml",
    ]
    return checksum(f"{platform.python_version()} {fingerprint(shared)}")


def code(*modules: str) -> dict[str, str]:
    """Modules of the package by their dotted names, and all that they import: path below the package and checksum.

    Raises:
        ValueError: there is no such module.
    """
    first = []
    for name in modules:
        found = _files(tuple(name.removeprefix(f"{NAME}.").split(".")))
        if not found:
            raise ValueError(f"no module {name} in {PACKAGE}")
        first += found
    return _closure(first)


def code_behind(text: str) -> dict[str, str]:
    """As :func:`code`, for the modules that a text of Python imports."""
    return _closure(_imported(text, ()))


def all_code() -> dict[str, str]:
    """As :func:`code`, for every module of the package."""
    return _closure(files(PACKAGE, "*.py"))


def _closure(first: Iterable[Path]) -> dict[str, str]:
    found: dict[Path, str] = {}
    todo = [PACKAGE / "__init__.py", *first]
    while todo:
        path = todo.pop()
        if path not in found:
            text = path.read_text(encoding="utf-8")
            found[path] = _read(text)[0]
            todo += _imported(text, path.parent.relative_to(PACKAGE).parts)
    return {path.relative_to(PACKAGE).as_posix(): found[path] for path in sorted(found)}


def _imported(text: str, place: tuple[str, ...]) -> list[Path]:
    """The files of the package that a text imports when it stands in this folder below the package."""
    names = _read(text)[1]
    if names is None:
        return files(PACKAGE, "*.py")
    found: list[Path] = []
    for level, parts in names:
        if level:
            found += _files((*place[: len(place) + 1 - level], *parts))
        elif parts[0] == NAME:
            found += _files(parts[1:])
    return found


@functools.cache
def _read(text: str) -> tuple[str, list[tuple[int, tuple[str, ...]]] | None]:
    """Checksum of a text of Python, and what it imports: (dots in front, names). Of what is no Python: everything."""
    try:
        tree = ast.parse(text)
    except SyntaxError:  # running it will say so; until then everything counts
        return checksum(text), None
    names: list[tuple[int, tuple[str, ...]]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [(0, tuple(alias.name.split("."))) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            place = tuple(node.module.split(".")) if node.module else ()
            names += [(node.level, (*place, alias.name)) for alias in node.names]
    return checksum(ast.dump(tree)), names


def _files(parts: tuple[str, ...]) -> list[Path]:
    """The files of a dotted name: the module, or the module that the name stands in, and the packages around it."""
    found = [PACKAGE.joinpath(*parts[:n]) for n in range(1, len(parts) + 1)]
    candidates = [path.with_name(f"{path.name}.py") for path in found] + [path / "__init__.py" for path in found]
    return [path for path in candidates if path.is_file()]


# ---- what is kept ----------------------------------------------------------------------------------------------------


def seal(path: Path, content: bytes) -> None:
    """Write a file with a checksum over its place and content in front."""
    write_bytes(path, _seal(path, content) + b"\n" + content)


def sealed(path: Path) -> bytes | None:
    """The content of a file that :func:`seal` wrote; None when it is not there or not as it was written."""
    try:
        found, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if found == _seal(path, content) else None


def _seal(path: Path, content: bytes) -> bytes:
    return checksum(f"{path.parent.name}/{path.name}\n".encode() + content).encode()


class Kept:
    """Parts of one kind, in a folder of their own, so that an unchanged part is made once.

    Args:
        paths: the checkout.
        kind: name of the folder.
        modules: those that make the parts, by their dotted names.
    """

    def __init__(self, paths: Paths, kind: str, *modules: str):
        self.folder = paths.build / "kept" / kind
        self._shared = json.dumps([versions(paths), code(*modules)])
        self._used: set[str] = set()

    def find(self, *made_from: str | bytes) -> bytes | None:
        """The part that was made from exactly this, or None."""
        return sealed(self.folder / self.name(*made_from))

    def put(self, content: bytes, *made_from: str | bytes) -> bytes:
        """Keep a part and give it back."""
        seal(self.folder / self.name(*made_from), content)
        return content

    def get(self, make: Callable[[], bytes], *made_from: str | bytes) -> bytes:
        """The part that was made from this; it is made when there is none."""
        found = self.find(*made_from)
        return self.put(make(), *made_from) if found is None else found

    def name(self, *made_from: str | bytes) -> str:
        """The name of the part that is made from this; from now on it counts as used."""
        digest = hashlib.sha256(self._shared.encode())
        for part in made_from:  # each with its length, so that no two lists give the same text
            data = part.encode() if isinstance(part, str) else part
            digest.update(f"\n{len(data)}\n".encode() + data)
        name = digest.hexdigest()[:32]
        self.use([name])
        return name

    def use(self, names: Iterable[str]) -> None:
        """Say that these parts are still of use, for example because another part holds what is in them."""
        self._used.update(names)

    def sweep(self) -> None:
        """Delete what was not used since this object was made."""
        for path in self.folder.glob("*"):
            if path.name not in self._used:
                path.unlink()


class Stage:
    """A stage of a build, which is left out when it would be made from the same and all that it left is as it was.

    Args:
        paths: the checkout.
        name: of the stage.
        key: checksum over what it is made from.
        outputs: the files that it leaves, as they are when this is called.
    """

    def __init__(self, paths: Paths, name: str, key: str, outputs: Callable[[], Iterable[Path]]):
        self.record, self.key, self.outputs = paths.build / "kept" / "stages" / name, key, outputs
        self.build = paths.build

    def fresh(self) -> bool:
        """Whether it was made from exactly this, and every file is as it was left."""
        return self.changed() == set()

    def changed(self) -> set[Path] | None:
        """The files that are not as they were left; None when it was made from something else, or is not known."""
        content = sealed(self.record)
        known = json.loads(content) if content else {}
        if known.get("key") != self.key:
            return None
        now = self._sums()
        return {
            self.build / name
            for name in now.keys() | known["files"].keys()
            if now.get(name) != known["files"].get(name)
        }

    def forget(self) -> None:
        """The stage is being made: until it is done, what stands there counts as not made."""
        self.record.unlink(missing_ok=True)

    def done(self) -> None:
        """Write down that it was made from this, and what it left."""
        seal(self.record, json.dumps({"key": self.key, "files": self._sums()}, indent=1).encode())

    def _sums(self) -> dict[str, str]:
        found = {}
        for path in self.outputs():
            with open(path, "rb") as file:
                found[os.path.relpath(path, self.build)] = hashlib.file_digest(file, "sha256").hexdigest()
        return found
