"""Charts to SVG, with Dutch numbers and dates; kept by content so that an unchanged chart is drawn once."""

from __future__ import annotations

import functools
import hashlib
import json
import multiprocessing
import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from .progress import Progress


def svg(spec: dict) -> str:
    """Draw a Vega-Lite specification as SVG text.

    Raises:
        ValueError: the specification cannot be drawn.
    """
    import vl_convert

    return vl_convert.vegalite_to_svg(spec, format_locale="nl-NL", time_format_locale="nl-NL")


def key(spec: dict) -> str:
    """The name under which a chart is kept: a checksum of its specification and of the drawing program's version."""
    return hashlib.sha256((_version() + json.dumps(spec, sort_keys=True)).encode()).hexdigest()[:24]


def draw(specs: Iterable[dict], folder: Path, *, workers: int | None = None) -> int:
    """Draw every chart that is not yet kept in ``folder`` and return how many were drawn.

    The drawing program is slow to start and quick when warm, so a few long-lived processes share the work.
    """
    folder.mkdir(parents=True, exist_ok=True)
    todo = {key(spec): spec for spec in specs}
    todo = {name: spec for name, spec in todo.items() if not (folder / f"{name}.svg").is_file()}
    if not todo:
        return 0
    pool = ProcessPoolExecutor(workers or min(2, os.cpu_count() or 1), multiprocessing.get_context("spawn"))
    with pool, Progress(len(todo), "grafieken getekend") as progress:
        for _ in pool.map(_draw_one, [(folder, *item) for item in todo.items()], chunksize=8):
            progress.advance()
    return len(todo)


def kept(spec: dict, folder: Path) -> str:
    """The SVG of a chart that :func:`draw` made."""
    return (folder / f"{key(spec)}.svg").read_text(encoding="utf-8")


def _draw_one(job: tuple[Path, str, dict]) -> None:
    folder, name, spec = job
    work = folder / f".{name}.{os.getpid()}"
    work.write_text(svg(spec), encoding="utf-8")
    work.replace(folder / f"{name}.svg")


@functools.cache
def _version() -> str:
    from importlib.metadata import version

    return f"vl-convert {version('vl-convert-python')} nl-NL "
