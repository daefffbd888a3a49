"""Charts drawn by a few processes and kept by content, so that an unchanged chart is drawn once."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable
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
        kind: name of the folder; one who removes unused parts needs a folder of his own.
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

    def draw(self, specs: Iterable[dict], *, workers: int | None = None) -> int:
        """Draw every chart that is not kept yet and return how many were drawn.

        The drawing program is slow to start and quick when warm, so a few long-lived processes share the work.
        """
        todo = {self.name(spec): spec for spec in specs if self.kept.find(*_made_from(spec)) is None}
        if not todo:
            return 0
        workers = workers or min(len(os.sched_getaffinity(0)), math.ceil(len(todo) / AT_A_TIME))
        with executor(workers) as pool, Progress(len(todo), "grafieken getekend") as progress:
            jobs = [(self.kept.folder / name, spec) for name, spec in todo.items()]
            for _ in pool.map(_draw, jobs, chunksize=AT_A_TIME):
                progress.advance()
        return len(todo)


def _made_from(spec: dict) -> tuple[str, str]:
    return svg.version(), json.dumps(spec, sort_keys=True)


def _drawn(spec: dict) -> bytes:
    compiled = svg.compile_(spec)  # once for both: it is a third of the work
    return json.dumps({"svg": svg.draw(compiled), "vega": svg.text(compiled)}, ensure_ascii=False).encode()


def _draw(job: tuple[Path, dict]) -> None:
    path, spec = job
    seal(path, _drawn(spec))
