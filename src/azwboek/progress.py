"""The progress of a stage: one live line on a terminal, otherwise a plain line now and then."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import TextIO

EVERY_ITEMS = 10
EVERY_SECONDS = 10.0
REDRAW = 0.1  # seconds between two drawings of the live line


class Progress:
    """Counts what is done, as a context manager.

    Args:
        total: how many there are to do.
        what: what is counted, in the plural.
        stream: where to show it.
        at_once: how many are done at the same time.
        good: how many need not be done.
    """

    def __init__(self, total: int, what: str, stream: TextIO | None = None, *, at_once: int = 1, good: int = 0):
        self.total, self.what, self.at_once, self.good = total, what, at_once, good
        self.done = self.failed = 0
        self.stream = stream or sys.stderr
        self._live = bool(total) and self.stream.isatty()
        self._start = self._said_at = time.monotonic()
        self._said = 0

    def __enter__(self) -> Progress:
        self._show()
        return self

    def __exit__(self, *_) -> None:
        if self._live:
            print("\r\033[K", end="", file=self.stream, flush=True)

    def advance(self, *, failed: bool = False) -> None:
        """Count one more."""
        self.done += 1
        self.failed += failed
        now = time.monotonic()
        last = self.done == self.total
        if self._live:
            if last or now - self._said_at >= REDRAW:
                self._show()
                self._said_at = now
        elif last or self.done - self._said >= EVERY_ITEMS or now - self._said_at >= EVERY_SECONDS:
            wrong = f", {self.failed} mislukt" if self.failed else ""
            print(f"  {self.done} van {self.total} {self.what}{wrong}", file=self.stream, flush=True)
            self._said_at, self._said = now, self.done

    def line(self) -> str:
        """The progress in one line."""
        left = self.total - self.done
        running = min(left, self.at_once)
        parts = [f"{self.done} van {self.total} klaar", f"{running} bezig", f"{left - running} wachten"]
        parts += [f"{self.good} al goed"] if self.good else []
        parts += [f"{self.failed} mislukt"] if self.failed else []
        if self.done and left:
            parts.append(f"nog {(time.monotonic() - self._start) / self.done * left:.0f} s")
        return f"{self.what}: {', '.join(parts)}"

    def _show(self) -> None:
        if self._live:
            print(f"\r\033[K  {self.line()}", end="", file=self.stream, flush=True)


class Ticker:
    """Shows the progress of something without a fixed number of steps: on a terminal in one line, else now and then."""

    def __init__(self, stream: TextIO | None = None):
        self.stream = stream or sys.stderr
        self._said_at = 0.0

    def tell(self, line: str) -> None:
        """Show a line, in the place of the last one on a terminal."""
        if self.stream.isatty():
            print(f"\r\033[K  {line}", end="", file=self.stream, flush=True)
        elif time.monotonic() - self._said_at >= EVERY_SECONDS / 5:
            print(f"  {line}", file=self.stream, flush=True)
            self._said_at = time.monotonic()


class Stage:
    """What a stage has to say when it is done."""

    def __init__(self) -> None:
        self.text = ""

    def say(self, text: str) -> None:
        self.text = text


@contextlib.contextmanager
def stage(name: str, stages: dict[str, float] | None = None) -> Iterator[Stage]:
    """Time a stage and report it in one line: ``datawarehouse klaar in 3,2 s: 41.223 waarnemingen``."""
    start, current = time.perf_counter(), Stage()
    yield current
    seconds = round(time.perf_counter() - start, 2)
    if stages is not None:
        stages[name] = seconds
    words = f": {current.text}" if current.text else ""
    print(f"{name} klaar in {format(seconds, '.1f').replace('.', ',')} s{words}", flush=True)
