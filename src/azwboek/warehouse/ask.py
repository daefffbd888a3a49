"""What a page asks of the warehouse and what it gets, written down while it runs; :mod:`azwboek.run.stale` asks again.

A notebook's process writes one line of JSON per query to the file that ``AZWBOEK_TRACE`` names, whatever engine runs it.
An answer is taken as arrays: pandas makes frames of them for a page, and asking again does without pandas.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import AzwboekError, UsageError
from ..paths import Paths

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import pandas as pd

VARIABLE = "AZWBOEK_TRACE"
# One thread: float aggregates then come out the same on every run.
CONFIG = {"threads": 1, "autoinstall_known_extensions": False, "autoload_known_extensions": False}
EVERYTHING = "*"  # in the place of a query: the page read past the queries, so it rests on the whole warehouse


_PARSED: dict[str, duckdb.Statement] = {}  # by their text: hundreds of questions differ only in their parameters


@dataclass(frozen=True)
class Asked:
    """A query that a page asked: name, checksum of its SQL, parameters as JSON, checksum of the answer."""

    vraag: str
    sql: str
    parameters: str
    uitkomst: str


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the warehouse for reading.

    Raises:
        AzwboekError: there is no warehouse, or it cannot be read.
    """
    import duckdb

    if not path.is_file():
        raise AzwboekError(f"{path}: het datawarehouse ontbreekt; maak het met 'azwboek warehouse'")
    try:
        return duckdb.connect(str(path), read_only=True, config=CONFIG)
    except duckdb.Error as error:
        raise AzwboekError(
            f"{path}: niet te openen ({str(error).splitlines()[0]}); maak het opnieuw met 'azwboek warehouse'"
        ) from error


def ask(con: duckdb.DuckDBPyConnection, paths: Paths, name: str, parameters: dict) -> dict[str, np.ndarray]:
    """Run a query file, and write it down when somebody wants to know; only the parameters that it names are bound.

    Returns:
        An array for each column; one with missing values is a masked array.

    Raises:
        UsageError: there is no such query.
    """
    file = paths.sql / "vragen" / f"{name}.sql"
    if not file.is_file():
        known = ", ".join(sorted(f.stem for f in file.parent.glob("*.sql")))
        raise UsageError(f"onbekende vraag {name!r}; er zijn: {known}")
    text = file.read_text(encoding="utf-8")
    used = {key: value for key, value in parameters.items() if re.search(rf"\${key}\b", text)}
    answer = con.execute(_parsed(con, text), used).fetchnumpy()
    if os.environ.get(VARIABLE):
        _write(Asked(name, checksum(text), json.dumps(used, sort_keys=True, default=_plain), outcome(answer)))
    return answer


def query(con: duckdb.DuckDBPyConnection, paths: Paths, name: str, **parameters) -> pd.DataFrame:
    """Run a query file; only the parameters that it names are bound. Missing text comes back as None.

    Raises:
        UsageError: there is no such query.
    """
    return frame(ask(con, paths, name, parameters))


def frame(answer: dict[str, np.ndarray]) -> pd.DataFrame:
    """An answer of :func:`ask` as a frame. Missing text is None."""
    import pandas as pd  # asking again does without

    return pd.DataFrame({column: _values(found) for column, found in answer.items()})


def _values(found: np.ndarray) -> np.ndarray | pd.Index | pd.api.extensions.ExtensionArray:
    """A column for a frame. Text stays the objects that it is: to make pandas' own text of it takes longer than the query."""
    import numpy as np
    import pandas as pd

    missing = np.ma.getmask(found)
    if found.dtype == object:
        return pd.Index(np.where(missing, None, found.data) if missing is not np.ma.nomask else found, dtype=object)
    if missing is not np.ma.nomask and found.dtype.kind == "i":
        return pd.arrays.IntegerArray(found.data, missing)
    return found


def _parsed(con: duckdb.DuckDBPyConnection, text: str) -> duckdb.Statement:
    if text not in _PARSED:
        [_PARSED[text]] = con.extract_statements(text)
    return _PARSED[text]


class Remembering:
    """A connection that asks the same question once: the pages of all regions have many questions in common.

    Attributes:
        asked: each question, as text and parameters, that was asked since this was made an empty list; None when nobody wants to
            know, or when the connection was used for something else too.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection):
        self._connection, self._answers = connection, {}
        self.asked: list[tuple[str, dict]] | None = None

    def __getattr__(self, name: str):
        if name != "extract_statements":
            self.asked = None
        return getattr(self._connection, name)

    def execute(self, statement: duckdb.Statement, parameters: dict) -> Remembering:
        key = self._last = statement.query, tuple(sorted(parameters.items()))
        if key not in self._answers:
            self._answers[key] = self._connection.execute(statement, parameters).fetchnumpy()
        if self.asked is not None:
            self.asked.append((statement.query, parameters))
        return self

    def outcomes(self, questions: Iterable[tuple[str, dict]]) -> list[str]:
        """The checksum of the answer to each question."""
        return [outcome(self.execute(_parsed(self, text), given).fetchnumpy()) for text, given in questions]

    def fetchnumpy(self) -> dict[str, np.ndarray]:
        return self._answers[self._last]


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


def outcome(answer: dict[str, np.ndarray]) -> str:
    """Checksum of an answer: names, types and values in their order."""
    return checksum("\n".join(f"{name}:{values.dtype}:{values.tolist()!r}" for name, values in answer.items()))


def checksum(text: str | bytes) -> str:
    """A short checksum of a text."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()[:24]


def _write(asked: Asked) -> None:
    with open(os.environ[VARIABLE], "a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(asked), ensure_ascii=False) + "\n")


def _plain(value):
    return value.item() if hasattr(value, "item") else str(value)
