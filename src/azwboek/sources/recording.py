"""A recording of a refresh: every answer as it came in, to be played again by a test server or sent along with a question.

A folder with ``opname.json``, which names for each request its address (without host) and its file, and a file per answer,
gzipped. Nothing else is kept: no headers, no host, no name of this machine.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ..errors import UsageError
from ..files import write_bytes, write_json

INDEX = "opname.json"


@dataclass
class Recording:
    """A recording that grows with each answer; the index is whole after every one."""

    folder: Path
    answers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def into(cls, folder: Path) -> Recording:
        """Begin a recording in a new or empty folder.

        Raises:
            UsageError: something stands in it.
        """
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"{folder}: hier staat al iets; kies een nieuwe of lege map voor de opname")
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder)

    def keep(self, url: str, body: bytes) -> None:
        """Keep one answer."""
        there = urlsplit(url)
        address = unquote(f"{there.path}?{there.query}".replace("+", " "))
        name = f"{len(self.answers) + 1:05}-{hashlib.sha256(body).hexdigest()[:8]}.json.gz"
        write_bytes(self.folder / name, gzip.compress(body, mtime=0))
        self.answers[address] = name
        write_json(self.folder / INDEX, self.answers)
