"""What a page asked of the warehouse and what it got, written down while it runs; :mod:`azwboek.stale` asks again.

A notebook's process writes one line of JSON per query to the file that ``AZWBOEK_SPOOR`` names, whatever engine runs it.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

VARIABLE = "AZWBOEK_SPOOR"
EVERYTHING = "*"  # in the place of a query: the page read past the queries, so it rests on the whole warehouse


@dataclass(frozen=True)
class Asked:
    """A query that a page asked: name, checksum of its SQL, parameters as JSON, checksum of the answer."""

    vraag: str
    sql: str
    parameters: str
    uitkomst: str


def record(name: str, sql: str, parameters: dict, frame: pd.DataFrame) -> None:
    """Write down a query, when somebody wants to know."""
    if os.environ.get(VARIABLE):
        _write(Asked(name, checksum(sql), json.dumps(parameters, sort_keys=True, default=_plain), outcome(frame)))


def record_everything() -> None:
    """Write down that the page read the warehouse past the queries."""
    if os.environ.get(VARIABLE):
        _write(Asked(EVERYTHING, "", "", ""))


def read(path: Path) -> list[Asked]:
    """What was written down, each question once, in a fixed order."""
    if not path.is_file():
        return []
    asked = {Asked(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()}
    return sorted(asked, key=lambda a: (a.vraag, a.parameters))


def outcome(frame: pd.DataFrame) -> str:
    """Checksum of an answer: names, and values with their types in their order."""
    return checksum(f"{list(frame)}\n{frame.to_numpy(dtype=object).tolist()!r}")


def checksum(text: str | bytes) -> str:
    """A short checksum of a text."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()[:24]


def _write(asked: Asked) -> None:
    with open(os.environ[VARIABLE], "a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(asked), ensure_ascii=False) + "\n")


def _plain(value):
    return value.item() if hasattr(value, "item") else str(value)
