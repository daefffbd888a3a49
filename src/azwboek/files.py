"""Write files so that a reader sees the old one or the new one, never half of one."""

from __future__ import annotations

import json
import os
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """Write under a temporary name and move into place; missing folders are made."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """The same for bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    work = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        work.write_bytes(content)
        work.replace(path)
    finally:
        work.unlink(missing_ok=True)


def write_json(path: Path, content: dict | list) -> None:
    """Write as readable JSON, keys in their own order, in one step; see :func:`write_text`."""
    write_text(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
