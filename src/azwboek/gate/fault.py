"""One thing that is wrong with a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a page, by its key (``RA0205/behoud``) or address (``index.html``)."""

    page: str
    reason: str

    def __str__(self) -> str:
        return f"{self.page}: {self.reason}"


def one_line_per_page(faults: Iterable[Fault], most: int = 3) -> list[str]:
    """Return a line for each page with its first reasons."""
    reasons: dict[str, list[str]] = {}
    for fault in faults:
        reasons.setdefault(fault.page, []).append(fault.reason)
    return [
        f"{page}: {'; '.join(found[:most])}" + (f"; en nog {len(found) - most}" if len(found) > most else "")
        for page, found in reasons.items()
    ]
