"""The lock of a mapping: which table, columns and positions were found and reviewed, so that a change at the source is seen."""

from __future__ import annotations

import json
from pathlib import Path

from ..errors import AzwboekError


def lock_file(mapping: Path) -> Path:
    """The lock of a mapping: ``catalogus.lock.json`` beside ``catalogus.yml``."""
    return mapping.with_name(f"{mapping.stem}.lock.json")


def read_lock(path: Path) -> dict:
    """What was pinned: ``{"host": ..., "tabellen": {...}, "reeksen": {...}}``.

    Raises:
        AzwboekError: the file is not whole.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {"host": content["host"], "tabellen": dict(content["tabellen"]), "reeksen": dict(content["reeksen"])}
    except FileNotFoundError:
        return {"host": "", "tabellen": {}, "reeksen": {}}
    except (ValueError, KeyError, TypeError) as error:
        raise AzwboekError(
            f"{path}: niet te lezen ({type(error).__name__}); zet de vorige versie terug uit git"
        ) from error
