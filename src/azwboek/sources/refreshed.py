"""What the last refresh said, as :mod:`azwboek.sources.refresh` wrote it down."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING

from ..errors import AzwboekError
from ..paths import Paths

if TYPE_CHECKING:
    import pandas as pd

REFUSED = ("afgekeurd", "mislukt")


def last_refresh(paths: Paths) -> dict | None:
    """What ``azwboek refresh`` wrote about its last run, or None when there was none.

    Raises:
        AzwboekError: the file is not whole.
    """
    path = paths.refreshed
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        datetime.date.fromisoformat(content["datum"])
        tables = [{**row, "tabel": row["tabel"], "uitkomst": row["uitkomst"]} for row in content["tabellen"]]
        return {"datum": content["datum"], "host": content["host"], "testbron": content["testbron"], "tabellen": tables}
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise AzwboekError(
            f"{path}: niet te lezen ({type(error).__name__}); verwijder het bestand of ververs opnieuw (azwboek refresh)"
        ) from error


def refused(paths: Paths) -> pd.DataFrame:
    """The tables whose last refresh was refused or failed: ``tabel``, ``poging_datum``, ``uitkomst``, ``reden``."""
    state = last_refresh(paths) or {"datum": "", "tabellen": []}
    import pandas as pd  # an unchanged build does without

    rows = [
        (row["tabel"], state["datum"], row["uitkomst"], row.get("reden") or "geen reden genoemd")
        for row in state["tabellen"]
        if row["uitkomst"] in REFUSED
    ]
    return pd.DataFrame(rows, columns=["tabel", "poging_datum", "uitkomst", "reden"], dtype=object)
