"""Write files so that a reader sees the old one or the new one, never half of one; and one build at a time in a build folder."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path

from .errors import AzwboekError
from .paths import Paths


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


@contextlib.contextmanager
def locked(paths: Paths) -> Iterator[None]:
    """Hold the build folder; the lock goes with the process, however it ends.

    Raises:
        AzwboekError: another process is building here.
    """
    paths.build.mkdir(parents=True, exist_ok=True)
    path = paths.build / ".lock"
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read(20).strip() or "onbekend"
            raise AzwboekError(
                f"{paths.build}: hier is al een opdracht van azwboek bezig (proces {holder}); "
                "wacht tot die klaar is, of kies een andere map met AZWBOEK_BUILD"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
