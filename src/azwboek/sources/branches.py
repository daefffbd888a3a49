"""The branches of the register by every name that a source gives them; none is ever assumed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from . import plain, registers


@dataclass(frozen=True)
class Branch:
    """A branch: its code, its name, whether it is a total, who belongs to it, and its other names."""

    code: str
    naam: str
    totaal: bool
    populatie: str
    andere_namen: tuple[str, ...] = ()


class Branches:
    """All branches that the book knows."""

    def __init__(self, branches: Iterable[Branch]):
        self.by_code = {branch.code: branch for branch in branches}
        self._by_name = {
            plain.title(name): branch
            for branch in self.by_code.values()
            for name in (branch.naam, *branch.andere_namen)
        }

    def find(self, title: str) -> Branch | None:
        """The branch of this name, or None."""
        return self._by_name.get(plain.title(title))

    def total(self, population: str) -> Branch | None:
        """The branch that is the whole of a population."""
        found = [branch for branch in self.by_code.values() if branch.totaal and branch.populatie == population]
        return found[0] if found else None

    def near(self, title: str, number: int = 2) -> list[str]:
        """The names that are most like this one."""
        wanted = plain.title(title)
        names = [branch.naam for branch in self.by_code.values()]
        return sorted(names, key=lambda n: -difflib.SequenceMatcher(None, wanted, plain.title(n)).ratio())[:number]


def load(folder: Path) -> Branches:
    """Read the branches of the register.

    Raises:
        RegisterError: the register is wrong.
    """
    return Branches(
        Branch(
            row.code,
            row.naam,
            row.soort == "totaal",
            row.populatie,
            tuple(filter(None, (row.andere_namen or "").split("; "))),
        )
        for row in registers.read_one(folder, "branches")
    )
