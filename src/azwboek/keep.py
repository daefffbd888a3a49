"""Parts of a build that are kept by what they were made from, so that an unchanged part is made once.

A part's name is a checksum of everything that decides it: what it is made from, the code of this package and the locked
versions. It carries a checksum of itself under that name. So a part that was made from something else, by other code, was edited by hand or is
half written is never used. What a build did not use is gone after it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from .edition import PACKAGE, files, fingerprint
from .files import write_bytes
from .paths import Paths
from .warehouse.ask import checksum


class Kept:
    """Parts of one kind, in a folder of their own.

    Args:
        paths: the checkout.
        kind: name of the folder.
    """

    def __init__(self, paths: Paths, kind: str):
        self.folder = paths.build / "kept" / kind
        self._code = fingerprint([*files(PACKAGE), paths.root / "requirements.txt"])
        self._used: set[Path] = set()

    def find(self, *made_from: str | bytes) -> bytes | None:
        """The part that was made from exactly this, or None."""
        path = self._path(made_from)
        try:
            seal, _, content = path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        return content if seal == _seal(path, content) else None

    def put(self, content: bytes, *made_from: str | bytes) -> bytes:
        """Keep a part and give it back."""
        path = self._path(made_from)
        write_bytes(path, _seal(path, content) + b"\n" + content)
        return content

    def get(self, make: Callable[[], bytes], *made_from: str | bytes) -> bytes:
        """The part that was made from this; it is made when there is none."""
        found = self.find(*made_from)
        return self.put(make(), *made_from) if found is None else found

    def sweep(self) -> None:
        """Delete what was neither found nor put since this object was made."""
        for path in self.folder.glob("*"):
            if path not in self._used:
                path.unlink()

    def _path(self, made_from: tuple[str | bytes, ...]) -> Path:
        digest = hashlib.sha256(self._code.encode())
        for part in made_from:  # each with its length, so that no two lists give the same text
            data = part.encode() if isinstance(part, str) else part
            digest.update(f"\n{len(data)}\n".encode() + data)
        path = self.folder / digest.hexdigest()[:32]
        self._used.add(path)
        return path


def _seal(path: Path, content: bytes) -> bytes:
    """Checksum of a part under its name."""
    return checksum(path.name.encode() + content).encode()
