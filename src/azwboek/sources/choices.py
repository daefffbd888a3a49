"""A choice in words that a person can paste: which table, measure and positions feed a series."""

from __future__ import annotations

from .catalogue import Resolved


def choice(resolved: Resolved) -> str:
    """What was found as a choice for ``azwboek koppel --kies``: ``werknemers=24001NED:Werknemers_1:Geslacht=T001038:Branche=*``.

    Positions are named by key; ``*`` stands for the dimension with branches.
    """
    parts = [resolved.snapshot.table, resolved.measure]
    parts += [f"{dimension}={key.strip()}" for dimension, key in sorted(resolved.positions.items())]
    parts += [f"{resolved.branch}=*"] if resolved.branch else []
    return f"{resolved.entry.reeks}={':'.join(parts)}"
