"""Processes that start with pandas, Altair and DuckDB imported: children of the fork server that also serves notebooks."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor

from .fork import server


def executor(number: int) -> ProcessPoolExecutor:
    """A pool of such processes."""
    return ProcessPoolExecutor(number, server.server())
