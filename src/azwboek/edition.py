"""What an edition is: the kind of its data, its day, and an identifier over all that it was made from."""

from __future__ import annotations

import datetime
import hashlib
import json
import os

from . import keep
from .errors import AzwboekError
from .paths import Paths
from .warehouse import ask


def edition(paths: Paths) -> dict[str, str]:
    """Describe the edition that the present sources and warehouse make.

    Returns:
        ``{"soort": "demonstratie" or "cbs", "datum": "2026-11-23", "id": "2026-11-23-1a2b3c4d"}``; the day is
        today or the day of ``SOURCE_DATE_EPOCH``, so equal inputs give an equal id on the same day. Of our own code comments do not
        count, as nowhere (:mod:`azwboek.keep`).

    Raises:
        AzwboekError: there is no warehouse, or ``SOURCE_DATE_EPOCH`` is not a number.
    """
    content = ask.summary(paths)
    sources = [*keep.files(paths.book), *keep.files(paths.parameters), *keep.files(paths.sql)]
    sources += [path for path in keep.files(keep.PACKAGE) if path.suffix != ".py"]
    sources += keep.files(paths.registers)  # some registers go into pages and not into the warehouse
    sources += keep.files(paths.own)
    sources += [paths.refreshed, paths.root / "data" / "metingen.json"]  # so do the last refresh and what was measured
    sources += [paths.root / name for name in ("_config.yml", "_toc.yml", "package.json", "package-lock.json")]
    parts = [content["inhoud_sha256"], keep.fingerprint(sources), keep.versions(paths), json.dumps(keep.all_code())]
    digest = hashlib.sha256(" ".join(parts).encode()).hexdigest()
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


def _day() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.date.today().isoformat()
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date().isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise AzwboekError(f"SOURCE_DATE_EPOCH: {epoch[:40]!r} is geen aantal seconden") from error
