"""What an edition is: the kind of its data, its day, and an identifier over all that it was made from."""

from __future__ import annotations

import datetime
import functools
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from .errors import AzwboekError
from .paths import Paths

PACKAGE = Path(__file__).resolve().parent
_PASSING = ("__pycache__", ".ipynb_checkpoints")


def edition(paths: Paths) -> dict[str, str]:
    """Describe the edition that the present sources and warehouse make.

    Returns:
        ``{"soort": "demonstratie" or "cbs", "datum": "2026-11-23", "id": "2026-11-23-1a2b3c4d"}``; the day is
        today or the day of ``SOURCE_DATE_EPOCH``, so equal inputs give an equal id on the same day.

    Raises:
        AzwboekError: there is no warehouse, or ``SOURCE_DATE_EPOCH`` is not a number.
    """
    content = warehouse_content(paths)
    sources = [*files(paths.book), *files(paths.parameters), *files(paths.sql), *files(PACKAGE)]
    sources += files(paths.registers)  # some registers go into pages and not into the warehouse
    sources += [paths.refreshed, paths.root / "data" / "metingen.json"]  # so do the last refresh and what was measured
    sources += [paths.root / name for name in ("_config.yml", "_toc.yml", "requirements.txt", "package-lock.json")]
    digest = hashlib.sha256(f"{content['inhoud_sha256']} {fingerprint(sources)}".encode()).hexdigest()
    day = _day()
    return {"soort": content["soort"], "datum": day, "id": f"{day}-{digest[:8]}"}


def built(paths: Paths) -> dict[str, str]:
    """Return the edition that stands in ``_build/html``.

    Raises:
        AzwboekError: no book has been built, or its report cannot be read.
    """
    path = paths.build / "build.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))["editie"]
    except FileNotFoundError as error:
        raise AzwboekError(f"{path}: er is nog geen boek gebouwd; maak het met 'azwboek build'") from error
    except (ValueError, KeyError, TypeError) as error:
        raise AzwboekError(f"{path}: het verslag van de bouw is niet heel; bouw opnieuw met 'azwboek build'") from error


def warehouse_content(paths: Paths) -> dict:
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


def files(folder: Path, pattern: str = "*") -> list[Path]:
    """Return the files below a folder, sorted; what Python and Jupyter leave behind does not count."""
    found = (path for path in folder.rglob(pattern) if not set(path.parts) & set(_PASSING))
    return sorted(path for path in found if path.is_file())


def fingerprint(sources: Iterable[Path]) -> str:
    """Return a checksum over places and contents; a file that is not there counts as not there.

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


def _day() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.date.today().isoformat()
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date().isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise AzwboekError(f"SOURCE_DATE_EPOCH: {epoch[:40]!r} is geen aantal seconden") from error
