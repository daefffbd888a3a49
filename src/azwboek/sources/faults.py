"""How a source can fall short."""

from __future__ import annotations

from ..errors import AzwboekError


class CbsError(AzwboekError):
    """The source did not give a usable answer; the message says which table, what was expected and what was found."""


class Unreachable(CbsError):
    """No answer at all from the host."""


class Passing(CbsError):
    """A fault that may be gone when asked again; ``wait`` is how many seconds the source asks for."""

    def __init__(self, message: str, wait: float = 0):
        super().__init__(message)
        self.wait = wait
