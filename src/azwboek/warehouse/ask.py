"""What a page asks of the warehouse and what it gets, written down while it is made; and whether the warehouse still says the same.

A notebook's process writes one line of JSON per query to the file that ``AZWBOEK_TRACE`` names, whatever engine runs it. A page of
the site is made with a :class:`Remembering` connection. For both :func:`difference` is the one comparison.
An answer is taken as arrays: pandas makes frames of them for a page, and asking again does without pandas.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import AzwboekError, UsageError
from ..keep import checksum
from ..paths import Paths

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import pandas as pd

VARIABLE = "AZWBOEK_TRACE"
# One thread: float aggregates then come out the same on every run.
CONFIG = {"threads": 1, "autoinstall_known_extensions": False, "autoload_known_extensions": False}
EVERYTHING = "*"  # in the place of a query: the page read past the queries, so it rests on the whole warehouse

_NOTED: set[tuple[str, str]] = set()  # the record and the template, so that each is written once


@dataclass(frozen=True)
class Asked:
    """A query that a page asked: name, checksum of its SQL, parameters as JSON, checksum of the answer."""

    vraag: str
    sql: str
    parameters: str
    uitkomst: str


PAST = Asked(EVERYTHING, "", "", "")  # what is written down then


def summary(paths: Paths) -> dict:
    """Return what the warehouse says it holds: kind, checksum and rows per table.

    Raises:
        AzwboekError: there is no whole warehouse.
    """
    again = "maak het met 'azwboek warehouse'"
    if not paths.warehouse.is_file():
        raise AzwboekError(f"{paths.warehouse}: het datawarehouse ontbreekt; {again}")
    path = paths.warehouse.with_suffix(".json")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {key: content[key] for key in ("soort", "inhoud_sha256", "tabellen")}
    except FileNotFoundError as error:
        raise AzwboekError(f"{path}: de beschrijving van het datawarehouse ontbreekt; {again}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise AzwboekError(f"{path}: de beschrijving van het datawarehouse is niet heel; {again}") from error


def content(paths: Paths) -> str:
    """Checksum of the warehouse: of what it says that it holds and of the file itself, for it may have been changed since.

    Raises:
        AzwboekError: there is no whole warehouse.
    """
    return checksum(f"{summary(paths)['inhoud_sha256']} {checksum(paths.warehouse.read_bytes())}")


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
    """Run a query file, and record it when a record is kept; only the parameters that it names are bound.

    Returns:
        An array for each column; one with missing values is a masked array.

    Raises:
        UsageError: there is no such query.
    """
    text = _text(paths, name)
    if not text:
        known = ", ".join(sorted(f.stem for f in _file(paths, name).parent.glob("*.sql")))
        raise UsageError(f"onbekende vraag {name!r}; er zijn: {known}")
    used = {key: value for key, value in parameters.items() if re.search(rf"\${key}\b", text)}
    plain = con._connection if isinstance(con, Remembering) else con
    answer = plain.execute(text, used).fetchnumpy()
    if os.environ.get(VARIABLE) or isinstance(con, Remembering):
        _note(con, Asked(name, checksum(text), json.dumps(used, sort_keys=True, default=_plain), outcome(answer)))
    return answer


def parameters(paths: Paths, name: str) -> list[str]:
    """The names of the parameters that a query file binds, in the order of their first use."""
    return list(dict.fromkeys(re.findall(r"\$([a-z_]+)", _text(paths, name))))


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


def _values(found: np.ndarray) -> np.ndarray | pd.Series | pd.api.extensions.ExtensionArray:
    """A column for a frame: text as Python's own, whole numbers that stay whole beside a missing one."""
    import numpy as np
    import pandas as pd

    if found.dtype == object:
        return pd.Series(found.tolist(), dtype=object)
    if found.dtype.kind == "i" and np.ma.is_masked(found):
        return pd.array(found.tolist(), dtype=f"Int{8 * found.dtype.itemsize}")
    return found


def _file(paths: Paths, name: str) -> Path:
    return paths.sql / "vragen" / f"{name}.sql"


def _text(paths: Paths, name: str) -> str:
    """The text of a query; empty when there is no such query."""
    file = _file(paths, name)
    return file.read_text(encoding="utf-8") if file.is_file() else ""


class Remembering:
    """A connection that knows what was asked of it.

    Use it for any other purpose than :func:`ask`, and what was asked is :data:`EVERYTHING`.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection):
        self._connection = connection
        self._noted: set[Asked] = set()

    def __getattr__(self, name: str):
        self._noted.add(PAST)
        return getattr(self._connection, name)

    def note(self, asked: Asked) -> None:
        """Write down that this was asked."""
        self._noted.add(asked)

    @contextlib.contextmanager
    def asked(self) -> Iterator[set[Asked]]:
        """What is asked in the block."""
        before, self._noted = self._noted, set()
        try:
            yield self._noted
        finally:
            self._noted = before | self._noted


def record_everything() -> None:
    """Write down that the page read the warehouse past the queries."""
    if os.environ.get(VARIABLE):
        _write(PAST)


def difference(paths: Paths, asked: Iterable[Asked], answer: Callable[[Asked], str]) -> str:
    """Why what was made from these answers is not what it would be now; nothing when it is.

    Args:
        paths: the checkout, where the queries stand.
        asked: what was asked, with the answers of then.
        answer: the checksum of the answer that a question has now; nothing when it cannot be asked. It is not called when the text of
            a query changed.

    Returns:
        The reason in Dutch.
    """
    past, asked = PAST in (asked := ordered(asked)), [one for one in asked if one != PAST]
    texts = {name: _text(paths, name) for name in {one.vraag for one in asked}}
    if names := sorted({one.vraag for one in asked if checksum(texts[one.vraag]) != one.sql}):
        return f"vraag gewijzigd: {', '.join(f'{name}.sql' for name in names)}"
    if past and answer(PAST) != PAST.uitkomst:
        return "de notebook leest het hele datawarehouse, en dat is gewijzigd"
    names = sorted({one.vraag for one in asked if answer(one) != one.uitkomst})
    return f"andere uitkomst: {', '.join(names)}" if names else ""


def ask_again(con: duckdb.DuckDBPyConnection, paths: Paths, question: Asked) -> str:
    """The checksum of the answer that a question has now; nothing when it cannot be asked, or is :data:`PAST`."""
    import duckdb

    if question == PAST:
        return "onbekend"
    with contextlib.suppress(duckdb.Error, UsageError):  # making a page of it says what is wrong
        return outcome(ask(con, paths, question.vraag, json.loads(question.parameters)))
    return ""


def note_template(name: str, text: Callable[[], str]) -> None:
    """Write down, once, that the page was rendered through this template."""
    record = os.environ.get(VARIABLE)
    if record and (record, name) not in _NOTED:
        _NOTED.add((record, name))
        _write_line({"sjabloon": name, "tekst": checksum(text())})


def note_file(paths: Paths, file: Path) -> None:
    """Write down that the page read this file; below the checkout by its name from there."""
    if os.environ.get(VARIABLE):
        name = os.path.relpath(file, paths.root) if file.is_relative_to(paths.root) else str(file)
        _write_line({"bestand": name, "inhoud": checksum(file.read_bytes())})


def files_used(path: Path) -> dict[str, str]:
    """The files that were written down: name and checksum of their content."""
    return {line["bestand"]: line["inhoud"] for line in _lines(path) if "bestand" in line}


def templates_used(path: Path) -> dict[str, str]:
    """The templates that were written down: name and checksum of their text."""
    return {line["sjabloon"]: line["tekst"] for line in _lines(path) if "sjabloon" in line}


def read(path: Path) -> list[Asked]:
    """What was written down, each question once, in a fixed order."""
    return ordered({Asked(**line) for line in _lines(path) if "vraag" in line})


def ordered(asked: Iterable[Asked]) -> list[Asked]:
    """Questions in a fixed order."""
    return sorted(asked, key=lambda one: (one.vraag, one.parameters))


def outcome(answer: dict[str, np.ndarray]) -> str:
    """Checksum of an answer: names, types and values in their order."""
    return checksum("\n".join(f"{name}:{values.dtype}:{values.tolist()!r}" for name, values in answer.items()))


def _note(con: duckdb.DuckDBPyConnection | Remembering, asked: Asked) -> None:
    if isinstance(con, Remembering):
        con.note(asked)
    if os.environ.get(VARIABLE):
        _write(asked)


def _write(asked: Asked) -> None:
    _write_line(asdict(asked))


def _write_line(content: dict) -> None:
    with open(os.environ[VARIABLE], "a", encoding="utf-8") as file:
        file.write(json.dumps(content, ensure_ascii=False) + "\n")


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []


def _plain(value):
    return value.item() if hasattr(value, "item") else str(value)
