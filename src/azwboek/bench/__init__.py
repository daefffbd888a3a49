"""Measurements: one module per subject, each with ``NAAM`` and ``measure(paths, say)``.

``measure`` returns ``{"naam", "metingen": raw numbers, "verhoudingen": [{"naam", "waarde", "grens", "richting", "gehaald"}]}``; a
ratio compares two things that were measured in the same run, ``richting`` is ``minstens`` or ``hoogstens``.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import platform
from collections.abc import Callable, Iterable
from types import ModuleType

from ..errors import UsageError
from ..paths import Paths


def subjects() -> dict[str, ModuleType]:
    """The measurements by name."""
    found = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    return {module.NAAM: module for module in found if hasattr(module, "NAAM")}


def run(paths: Paths, only: Iterable[str], say: Callable[[str], None]) -> list[dict]:
    """Measure, one subject after the other.

    Raises:
        UsageError: there is no measurement of that name.
    """
    known = subjects()
    wanted = list(dict.fromkeys(only)) or list(known)
    if unknown := [name for name in wanted if name not in known]:
        raise UsageError(f"onbekende meting {unknown[0]!r}: kies uit {', '.join(known)}")
    reports = []
    for name in wanted:
        say(f"meting: {name}")
        reports.append(known[name].measure(paths, lambda text, name=name: say(f"{name}: {text}")))
    return reports


def ratio(name: str, value: float, bound: float, direction: str) -> dict:
    """A ratio with its bound; ``direction`` is ``minstens`` or ``hoogstens``."""
    good = value >= bound if direction == "minstens" else value <= bound
    return {"naam": name, "waarde": round(value, 3), "grens": bound, "richting": direction, "gehaald": good}


def missed(reports: list[dict]) -> list[str]:
    """The bounds that were not met, one line each."""
    return [
        line(report["naam"], found) for report in reports for found in report["verhoudingen"] if not found["gehaald"]
    ]


def line(subject: str, found: dict) -> str:
    """A ratio in words."""
    from .. import dutch

    return f"{subject}: {found['naam']}: {dutch.number(found['waarde'], 2)}, {found['richting']} {dutch.number(found['grens'], 2)}"


def table(reports: list[dict]) -> str:
    """All ratios, each on a line."""
    return "\n".join(
        f"{'gehaald   ' if found['gehaald'] else 'NIET      '}{line(report['naam'], found)}"
        for report in reports
        for found in report["verhoudingen"]
    )


def machine() -> dict:
    """Where it was measured, and how busy it was."""
    return {
        "processors": len(os.sched_getaffinity(0)),
        "belasting": os.getloadavg(),
        "python": platform.python_version(),
        "systeem": platform.platform(),
    }
