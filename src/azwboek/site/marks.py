"""How many figures of a page are real and how many invented: the marks that its parts carry, counted.

What shows a figure says in ``data-cijfer`` of which kind it is, as the warehouse has it in ``soort``. A chart counts once, with its
sentence and its table; so do a number in a sentence, a tile, a column of the explorer's table, and each row where rows differ.
What an analyst computed or brought (``eigen``) is neither of both and is not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from ..keep import checksum
from ..kinds import INVENTED, OWN, REAL

_MARK = re.compile(r'\bdata-cijfer="([^"]*)"')
BOOK = "heel het boek"


class Counted(NamedTuple):
    """How many figures are real and how many invented."""

    echt: int
    verzonnen: int

    def __str__(self) -> str:
        return f"{self.echt} echt, {self.verzonnen} verzonnen" if self.verzonnen else f"{self.echt} echt"


def counted(kinds: Iterable[str]) -> Counted:
    """Count the kinds of figures.

    Raises:
        ValueError: a kind is none that there is.
    """
    found = list(kinds)
    if unknown := sorted(set(found) - {*REAL, INVENTED, OWN}):
        known = ", ".join((*REAL, INVENTED, OWN))
        raise ValueError(f"data-cijfer: onbekende soort {', '.join(unknown)}; kies uit {known}")
    return Counted(sum(one in REAL for one in found), found.count(INVENTED))


def of(html: str) -> Counted:
    """Count the figures of a page, or of a part of it."""
    return counted(_MARK.findall(html))


def stamp(docname: str) -> str:
    """What stands for the count of a page until its site is made."""
    return f"§{checksum('cijfers ' + docname)[:12]}§"


def stamps(html: Path, docnames: Iterable[str]) -> Mapping[str, str]:
    """The counts of built pages by their stamp, and that of all together.

    Args:
        html: folder of the pages.
        docnames: their addresses without ``.html``.
    """
    found = {name: of((html / f"{name}.html").read_text(encoding="utf-8")) for name in docnames}
    total = Counted(*map(sum, zip(*found.values(), strict=True)))
    return {stamp(name): str(count) for name, count in [*found.items(), (BOOK, total)]}
