"""One build at a time in a build folder."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator

from .errors import AzwboekError
from .paths import Paths


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
