"""Measurements, which ``azwboek bench`` runs: one module per subject, each with ``NAME``, ``measure`` and ``ratios``.

``measure(paths, say)`` returns raw numbers, ``ratios(raw)`` what they come to, each with its bound. A ratio compares two things of
the same run; so a busy or slow machine hardly moves it. Names of subjects and numbers are Dutch: they are typed and read by who uses
the command.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

from azwboek import dutch
from azwboek.errors import UsageError
from azwboek.paths import Paths


def subjects() -> dict[str, ModuleType]:
    """The measurements by name."""
    found = (
        importlib.import_module(f"{__name__}.{info.name}")
        for info in pkgutil.iter_modules(__path__)
        if info.name != "pages"
    )
    return {module.NAME: module for module in found if hasattr(module, "NAME")}


def run(paths: Paths, only: Iterable[str], say: Callable[[str], None]) -> list[dict]:
    """Measure, one subject after the other.

    Returns:
        Per subject ``naam``, ``metingen`` (raw numbers) and ``verhoudingen``, see :func:`ratio`.

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
        raw = known[name].measure(paths, lambda text, name=name: say(f"{name}: {text}"))
        reports.append({"naam": name, "metingen": raw, "verhoudingen": known[name].ratios(raw)})
    return reports


def ratio(name: str, value: float, bound: float, direction: str) -> dict:
    """A ratio with its bound; ``direction`` is ``minstens`` or ``hoogstens``."""
    good = value >= bound if direction == "minstens" else value <= bound
    return {"naam": name, "waarde": round(value, 4), "grens": bound, "richting": direction, "gehaald": good}


def missed(reports: list[dict]) -> list[str]:
    """The bounds that were not met, one line each."""
    return [
        line(report["naam"], found) for report in reports for found in report["verhoudingen"] if not found["gehaald"]
    ]


def line(subject: str, found: dict) -> str:
    """A ratio in words."""
    value, bound = dutch.number(found["waarde"], 3), dutch.number(found["grens"], 2)
    return f"{subject}: {found['naam']}: {value}, {found['richting']} {bound}"


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


def fresh(module: str, *arguments: object, environment: dict[str, str] | None = None) -> dict:
    """Run a module of this package in a process of its own; the JSON that it prints last.

    Raises:
        AssertionError: it failed.
    """
    place = {"PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, env=(environment or os.environ) | place, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f"{module}: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def memory_kb(name: str = "VmHWM") -> int:
    """Memory of this process in kB: the most that it held (``VmHWM``), or what it holds now (``VmRSS``).

    Not ``ru_maxrss``: that begins at the peak of the process that started this one, so it cannot show less than that.
    """
    for row in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if row.startswith(f"{name}:"):
            return int(row.split()[1])
    raise AssertionError(f"/proc/self/status has no {name}")
