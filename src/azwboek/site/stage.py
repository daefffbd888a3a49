"""The site as a stage that is left out when nothing that goes into it changed and it was not edited."""

from __future__ import annotations

from .. import keep
from ..paths import Paths
from ..plan import Plan
from ..run import stale


def stage(paths: Paths, plan: Plan, edition: str) -> keep.Stage:
    """The site as it would be made now, and its files."""
    key = keep.checksum(f"{edition} {stale.executed(paths, plan.pages)}")
    return keep.Stage(paths, "site", key, lambda: keep.files(paths.html))
