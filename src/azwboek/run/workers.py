"""Processes that start with pandas, Altair and DuckDB imported: children of the fork server that also serves notebooks."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor

from .fork import server


def get_ready() -> None:
    """Start what the processes come from, for who knows that they will be wanted soon; it needs a second."""
    server.server()


def executor(number: int) -> ProcessPoolExecutor:
    """A pool of such processes; they can have children of the same kind themselves."""
    return ProcessPoolExecutor(number, server.server(), server.share, (server.address(),))
