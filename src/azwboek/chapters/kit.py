"""The analyst's kit of one region, as ``kit.json`` says: a folder that works by itself, with a slice of one edition."""

from __future__ import annotations

import json

from ..errors import AzwboekError, UsageError
from ..paths import Paths
from ..warehouse import ask

NAME = "kit.json"


def remark(paths: Paths, regio: str) -> str:
    """What a kit adds to the source line of every figure; nothing in a checkout of the whole book.

    Args:
        paths: the folder that holds the notebooks.
        regio: code of the region that is asked for.

    Raises:
        UsageError: the kit has no figures of that region.
        AzwboekError: the warehouse is not the one that the kit was made with.
    """
    path = paths.root / NAME
    if not path.is_file():
        return ""
    kit = json.loads(path.read_text(encoding="utf-8"))
    again = f"pak de kit opnieuw uit, of maak er een met 'azwboek kit {kit['regio']}'"
    if regio not in kit["gebieden"]:
        raise UsageError(f"{path}: deze kit heeft geen cijfers van {regio}, wel van {', '.join(kit['gebieden'])}")
    if ask.summary(paths)["inhoud_sha256"] != kit["inhoud_sha256"]:
        raise AzwboekError(
            f"{paths.warehouse}: het datawarehouse is van een andere editie dan de kit ({kit['editie']}); {again}"
        )
    return f"Eigen berekening met de kit van editie {kit['editie']}."
