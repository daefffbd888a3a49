"""How far a stage is: a bar on a terminal, otherwise a plain line now and then."""

from __future__ import annotations

import sys
import time
from typing import TextIO

EVERY_ITEMS = 10
EVERY_SECONDS = 10.0


class Progress:
    """Counts what is done, as a context manager.

    Args:
        total: how many there are.
        what: what is counted, in the plural.
        stream: where to show it.
    """

    def __init__(self, total: int, what: str, stream: TextIO | None = None):
        self.total, self.what, self.done = total, what, 0
        self.stream = stream or sys.stderr
        self._bar = None
        self._said_at, self._said = time.monotonic(), 0

    def __enter__(self) -> Progress:
        if self.total and self.stream.isatty():
            from tqdm import tqdm

            layout = "{desc}: {n_fmt}/{total_fmt} |{bar}| nog {remaining}"
            self._bar = tqdm(total=self.total, desc=self.what, file=self.stream, bar_format=layout, leave=False)
        return self

    def __exit__(self, *_) -> None:
        if self._bar is not None:
            self._bar.close()

    def advance(self) -> None:
        """Count one more."""
        self.done += 1
        if self._bar is not None:
            self._bar.update()
            return
        now = time.monotonic()
        enough = self.done - self._said >= EVERY_ITEMS or now - self._said_at >= EVERY_SECONDS
        if enough or self.done == self.total:
            print(f"  {self.done} van {self.total} {self.what}", file=self.stream, flush=True)
            self._said_at, self._said = now, self.done


class Ticker:
    """Says how far something is that has no fixed number of steps: on a terminal in one line, else now and then."""

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
