"""Charts drawn by a few processes and kept by content, so that an unchanged chart is drawn once."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..chapters import rendering
from ..progress import Progress
from ..run.workers import executor

#: Charts that a process gets at a time.
AT_A_TIME = 8


@contextlib.contextmanager
def started(specs: Iterable[dict], folder: Path, *, workers: int | None = None) -> Iterator[int]:
    """Draw every chart that is not yet kept in ``folder`` while the block does other work; at its end all are there.

    The drawing program is slow to start and quick when warm, so a few long-lived processes share the work.

    Yields:
        How many are to be drawn.
    """
    folder.mkdir(parents=True, exist_ok=True)
    todo = {rendering.key(spec): spec for spec in specs}
    todo = {name: spec for name, spec in todo.items() if not (folder / f"{name}.json").is_file()}
    if not todo:
        yield 0
        return
    workers = workers or min(len(os.sched_getaffinity(0)), math.ceil(len(todo) / AT_A_TIME))
    pool = executor(workers)
    try:
        drawn = pool.map(_draw_one, [(folder, *item) for item in todo.items()], chunksize=AT_A_TIME)
        yield len(todo)
        with Progress(len(todo), "grafieken getekend") as progress:
            for _ in drawn:
                progress.advance()
    finally:
        pool.shutdown(cancel_futures=True)  # what the block raises is not held up by charts that nobody will see


def draw(specs: Iterable[dict], folder: Path) -> int:
    """Draw every chart that is not yet kept in ``folder`` and return how many were drawn."""
    with started(specs, folder) as number:
        return number


def kept(spec: dict, folder: Path, kind: str = "svg") -> str:
    """What :func:`draw` made of a chart: its SVG, or with ``json`` its Vega specification."""
    return (folder / f"{rendering.key(spec)}.{kind}").read_text(encoding="utf-8")


def _draw_one(job: tuple[Path, str, dict]) -> None:
    folder, name, spec = job
    compiled = rendering.compile_(spec)  # once for both: it is a third of the work
    for kind, make in (
        ("svg", rendering.draw),
        ("json", rendering.text),
    ):  # the JSON last: a chart is whole when that is there
        work = folder / f".{name}.{os.getpid()}"
        work.write_text(make(compiled), encoding="utf-8")
        work.replace(folder / f"{name}.{kind}")
