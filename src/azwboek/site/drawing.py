"""Charts drawn by a few processes and kept by content, so that an unchanged chart is drawn once."""

from __future__ import annotations

import contextlib
import json
import math
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..chapters import svg
from ..keep import Kept, seal
from ..paths import Paths
from ..progress import Progress
from ..run.workers import executor

#: Charts that a process gets at a time.
AT_A_TIME = 8


class Drawings:
    """Drawn charts: of each the SVG and the Vega specification in one part. What is asked and not there, is drawn.

    Args:
        paths: the checkout.
        kind: name of the folder; whoever sweeps has a folder of his own.
    """

    def __init__(self, paths: Paths, kind: str = "drawings"):
        self.kept = Kept(paths, kind, __name__)

    def svg(self, spec: dict) -> str:
        """A chart as SVG."""
        return self._get(spec)["svg"]

    def vega(self, spec: dict) -> str:
        """A chart as the text of a Vega specification."""
        return self._get(spec)["vega"]

    def name(self, spec: dict) -> str:
        """The name of the part that holds a chart."""
        return self.kept.name(*_made_from(spec))

    def _get(self, spec: dict) -> dict:
        return json.loads(self.kept.get(lambda: _drawn(spec), *_made_from(spec)))

    @contextlib.contextmanager
    def started(self, specs: Iterable[dict], *, workers: int | None = None) -> Iterator[int]:
        """Draw every chart that is not kept yet while the block does other work; at its end all are there.

        The drawing program is slow to start and quick when warm, so a few long-lived processes share the work.

        Yields:
            How many are to be drawn.
        """
        todo = {self.name(spec): spec for spec in specs if self.kept.find(*_made_from(spec)) is None}
        if not todo:
            yield 0
            return
        workers = workers or min(len(os.sched_getaffinity(0)), math.ceil(len(todo) / AT_A_TIME))
        pool = executor(workers)
        try:
            drawn = pool.map(_draw, [(self.kept.folder / n, spec) for n, spec in todo.items()], chunksize=AT_A_TIME)
            yield len(todo)
            with Progress(len(todo), "grafieken getekend") as progress:
                for _ in drawn:
                    progress.advance()
        finally:
            pool.shutdown(cancel_futures=True)  # what the block raises is not held up by charts that nobody will see

    def draw(self, specs: Iterable[dict]) -> int:
        """Draw every chart that is not kept yet and return how many were drawn."""
        with self.started(specs) as number:
            return number


def _made_from(spec: dict) -> tuple[str, str]:
    return svg.version(), json.dumps(spec, sort_keys=True)


def _drawn(spec: dict) -> bytes:
    compiled = svg.compile_(spec)  # once for both: it is a third of the work
    return json.dumps({"svg": svg.draw(compiled), "vega": svg.text(compiled)}, ensure_ascii=False).encode()


def _draw(job: tuple[Path, dict]) -> None:
    path, spec = job
    seal(path, _drawn(spec))
