"""The whole chain: warehouse, notebooks, gate, site, gate. Each step is also a command of its own in :mod:`azwboek.cli`."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import AzwboekError
from .files import write_json
from .paths import Paths
from .plan import Page, Plan
from .progress import Stage, stage

if TYPE_CHECKING:
    from .gate.fault import Fault
    from .run.pool import RunReport

#: Programs whose versions stand in the report of a build.
TOOLS = (
    "jupyter-book",
    "sphinx",
    "papermill",
    "nbclient",
    "ipykernel",
    "duckdb",
    "pandas",
    "altair",
    "vl-convert-python",
)


def book(paths: Paths, plan: Plan, *, force: bool = False, **options) -> list[str]:
    """Bring the book up to date; what is as it was made from the present inputs is left alone.

    Args:
        paths: the checkout; the caller holds the lock of the build folder.
        plan: its areas and chapters.
        force: make everything again.
        options: for :func:`azwboek.run.pool.execute`: ``engine``, ``workers``, ``cluster``.

    Returns:
        Lines to show: how long each stage and the slowest notebooks took, and where the book stands.

    Raises:
        AzwboekError: something fell short; the book that stood in ``_build/html`` is still there.
    """
    from . import edition
    from .site import stage as of_site

    stages: dict[str, float] = {}
    with stage("datawarehouse", stages) as current:
        _bring_warehouse(paths, current, force=force)
    with stage("notebooks", stages) as current:
        report = execute(paths, plan.pages, force=force, **options)
        current.say(report.counts())
    made_from = edition.edition(paths)
    state = of_site.stage(paths, plan, made_from["id"])
    if not force and state.fresh():
        print("site ongewijzigd")
    else:
        counts = _make_site(paths, plan, stages)
        _report(paths, report, made_from, stages, counts)
        state.done()
    place = f"het boek staat in {paths.html / 'index.html'} (editie {made_from['id']}, {sum(stages.values()):.0f} s)"
    return [*_durations(stages, report), place]


def warehouse(
    paths: Paths,
    current: Stage,
    *,
    snapshots: Path | None = None,
    out: Path | None = None,
    catalogue: Path | None = None,
) -> None:
    """Build the warehouse and say what it holds; see :func:`azwboek.warehouse.build.build`."""
    from . import dutch
    from .warehouse import build

    made = build.build(paths, snapshot_folder=snapshots, out=out, mapping=catalogue)
    current.say(f"{dutch.number(made['tabellen']['kern_waarneming'], 0)} waarnemingen, {made['soort']}")


def execute(paths: Paths, pages: Sequence[Page], json_file: Path | None = None, **options) -> RunReport:
    """Execute pages, and stop when one of them failed.

    Raises:
        AzwboekError: a page failed; there is a line for each.
    """
    from .run import pool

    report = pool.execute(paths, pages, **options)
    if json_file:
        write_json(json_file, report.to_json())
    if report.failed:
        lines = [f"{result.pagina}: {result.reden}" for result in report.failed]
        raise AzwboekError("\n".join([report.summary(), *lines]))
    return report


def check_notebooks(paths: Paths, plan: Plan, current: Stage) -> list[Fault]:
    """What is wrong with the executed notebooks."""
    from .gate import notebooks

    faults = notebooks.check_notebooks(paths, plan)
    current.say(f"{len(plan.pages)} verwacht, {_count(faults)}")
    return faults


def check_site(paths: Paths, folder: Path, plan: Plan, current: Stage) -> list[Fault]:
    """What is wrong with the site in a folder."""
    from .gate import site
    from .site.theme.contents import expected_pages

    faults = site.check_site(folder, plan, site.checked(paths))
    current.say(f"{len(expected_pages(plan))} pagina's verwacht, {_count(faults)}")
    return faults


def stop_at(faults: list[Fault]) -> None:
    """Stop when something is wrong.

    Raises:
        AzwboekError: there is a line for each page.
    """
    from .gate.fault import one_line_per_page

    if faults:
        lines = one_line_per_page(faults)
        raise AzwboekError("\n".join([f"niet in orde: {len(lines)} pagina's", *lines]))


def _bring_warehouse(paths: Paths, current: Stage, *, force: bool) -> None:
    """Build the warehouse unless it stands as it was made from exactly the present inputs."""
    from .warehouse import stage as of_warehouse

    state = of_warehouse.stage(paths)
    if not force and state.fresh():
        current.say("ongewijzigd")
        return
    state.forget()
    warehouse(paths, current)
    state.done()


def _make_site(paths: Paths, plan: Plan, stages: dict[str, float]) -> dict:
    """Check the notebooks, make the site, check it, and put it in place."""
    from .site import build

    with stage("controle van de notebooks", stages) as current:
        stop_at(check_notebooks(paths, plan, current))
    with stage("site", stages) as current:
        counts = build.build(paths, plan)
        current.say(", ".join(f"{number} {name}" for name, number in counts.items()))
    with stage("controle van de site", stages) as current:
        stop_at(check_site(paths, build.new_html(paths), plan, current))
    build.put_in_place(paths)
    return counts


def _report(paths: Paths, report: RunReport, made_from: dict, stages: dict[str, float], counts: dict) -> None:
    from .site.take_along import downloads
    from .warehouse import ask

    tables = ask.summary(paths)["tabellen"]
    made = {
        "editie": made_from,
        "stappen": stages,
        "aantallen": {**tables, **counts, "notebooks": len(report.paginas)},
        "versies": {"python": sys.version.split()[0], **{name: version(name) for name in TOOLS}},
        "omvang": downloads.size(paths.html),
        "paginas": [dataclasses.asdict(result) for result in report.paginas],
    }
    write_json(paths.build / "build.json", made)


def _durations(stages: dict[str, float], report: RunReport) -> list[str]:
    """The stages and the slowest notebooks, longest first; ``build.json`` holds the same."""
    from . import dutch

    rows = sorted(stages.items(), key=lambda row: -row[1])
    rows += [(f"notebook {result.pagina}", result.seconden) for result in report.slowest()]
    width = max(len(name) for name, _ in rows)
    return [f"  {name:<{width}}  {dutch.number(seconds, 1):>7} s" for name, seconds in rows]


def _count(faults: list[Fault]) -> str:
    pages = len({fault.page for fault in faults})
    return f"{len(faults)} fouten op {pages} pagina's" if faults else "alles in orde"
