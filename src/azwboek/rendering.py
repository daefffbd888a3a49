"""Charts to SVG, and to the Vega specification that a live chart is drawn from; with Dutch numbers and dates.

Both are kept by content, so that an unchanged chart is made once. Compiling Vega-Lite here halves what a reader's browser
has to load.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import math
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from . import children
from .progress import Progress

#: Name of the layer that gives the values under a pointer; only a live chart has it.
POINTER = "aanwijzen"
#: Charts that a process gets at a time.
AT_A_TIME = 8


def svg(spec: dict) -> str:
    """Draw a Vega-Lite specification as SVG text.

    Raises:
        ValueError: the specification cannot be drawn.
    """
    return _drawing(_compiled(spec))


def vega(spec: dict) -> str:
    """Compile a Vega-Lite specification to a Vega specification, as JSON text.

    Raises:
        ValueError: the specification cannot be compiled.
    """
    return _text(_compiled(spec))


def still(compiled: dict) -> dict:
    """A Vega specification without the marks that only answer a pointer."""
    return compiled | {"marks": [mark for mark in compiled["marks"] if mark["name"] != f"{POINTER}_marks"]}


def key(spec: dict) -> str:
    """The name under which a chart is kept: a checksum of its specification and of the drawing program's version."""
    return hashlib.sha256((_version() + json.dumps(spec, sort_keys=True)).encode()).hexdigest()[:24]


@contextlib.contextmanager
def drawing(specs: Iterable[dict], folder: Path, *, workers: int | None = None) -> Iterator[int]:
    """Draw every chart that is not yet kept in ``folder`` while the block does other work; at its end all are there.

    The drawing program is slow to start and quick when warm, so a few long-lived processes share the work.

    Yields:
        How many are to be drawn.
    """
    folder.mkdir(parents=True, exist_ok=True)
    todo = {key(spec): spec for spec in specs}
    todo = {name: spec for name, spec in todo.items() if not (folder / f"{name}.json").is_file()}
    if not todo:
        yield 0
        return
    workers = workers or min(len(os.sched_getaffinity(0)), math.ceil(len(todo) / AT_A_TIME))
    pool = ProcessPoolExecutor(workers, children.server())
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
    with drawing(specs, folder) as number:
        return number


def kept(spec: dict, folder: Path, kind: str = "svg") -> str:
    """What :func:`draw` made of a chart: its SVG, or with ``json`` its Vega specification."""
    return (folder / f"{key(spec)}.{kind}").read_text(encoding="utf-8")


def _draw_one(job: tuple[Path, str, dict]) -> None:
    folder, name, spec = job
    compiled = _compiled(spec)  # once for both: it is a third of the work
    for kind, make in (("svg", _drawing), ("json", _text)):  # the JSON last: a chart is whole when that is there
        work = folder / f".{name}.{os.getpid()}"
        work.write_text(make(compiled), encoding="utf-8")
        work.replace(folder / f"{name}.{kind}")


def _compiled(spec: dict) -> dict:
    import vl_convert

    return vl_convert.vegalite_to_vega(spec)


def _drawing(compiled: dict) -> str:
    import vl_convert

    drawn = vl_convert.vega_to_svg(still(compiled), format_locale="nl-NL", time_format_locale="nl-NL")
    return drawn.replace("<svg ", '<svg aria-hidden="true" ', 1)  # the element around it has the words


def _text(compiled: dict) -> str:
    return json.dumps(compiled, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


@functools.cache
def _version() -> str:
    from importlib.metadata import version

    return f"vl-convert {version('vl-convert-python')} nl-NL aria-hidden "
