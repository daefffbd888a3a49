"""Positions of a dimension: who a chosen one counts, which branches there are, and which one makes sense where none is chosen."""

from __future__ import annotations

from collections.abc import Mapping

from . import plain
from .branches import Branch, Branches

# Words in the title of a dimension that is about branches, also when the register knows none of its positions.
BRANCH_WORDS = ("branche", "bedrijfstak", "bedrijfskenmerk", "sbi")
TOTAL_WORDS = ("totaal", "alle ")
CARE = "zorg en welzijn"
LISTED = 12  # positions that a message shows


def listing(rows: list[dict], groups: Mapping[object, str] | None = None) -> str:
    """Positions in words: title, key and group, as many as one can read."""
    words = []
    for row in rows[:LISTED]:
        group = (groups or {}).get(row.get("CategoryGroupID"), "")
        words.append(f"{plain.shown(row['Title'])} [{row['Key'].strip()}]{' in groep ' + group if group else ''}")
    more = len(rows) - LISTED
    return "; ".join(words) + (f"; en nog {more}" if more > 0 else "")


def groups(metadata: Mapping, dimension: str) -> dict[object, str]:
    """The groups of a dimension's positions: number -> title."""
    rows = metadata.get("CategoryGroups") or []
    return {row.get("ID"): plain.shown(row.get("Title")) for row in rows if row.get("DimensionKey") == dimension}


def branch_of(title: str, own: Mapping[str, str], branches: Branches) -> Branch | None:
    """The branch of a position: as the mapping says it, or as the register knows it."""
    for name, code in own.items():
        if plain.title(name) == plain.title(title):
            return branches.by_code.get(code)
    return branches.find(title)


def about_branches(title: str, rows: list[dict], own: Mapping[str, str], branches: Branches) -> bool:
    """Whether a dimension is about branches: by its title or by its positions."""
    named = any(word in plain.title(title) for word in BRANCH_WORDS)
    return named or any(branch_of(row["Title"], own, branches) for row in rows)


def sensible(
    rows: list[dict], titles: Mapping[object, str], populations: list[str], own: Mapping[str, str], branches: Branches
) -> dict | None:
    """The only position that makes sense where none was chosen, or None when there is not exactly one.

    The total of the population that is wanted goes before *zorg en welzijn*, and that before the total of a code list.

    Args:
        rows: the positions.
        titles: the groups of the dimension.
        populations: whom the series is about.
        own: names of branches in the mapping.
        branches: the branches of the register.
    """
    known = {row["Key"]: branch_of(row["Title"], own, branches) for row in rows}
    if any(known.values()):
        totals = [row for row in rows if (b := known[row["Key"]]) and b.totaal and b.populatie in populations]
        return totals[0] if len(totals) == 1 else None
    care = [row for row in rows if plain.title(row["Title"]) == CARE]
    total = [row for row in rows if plain.title(row["Title"]).startswith(TOTAL_WORDS)]
    in_group = [row for row in rows if plain.title(titles.get(row.get("CategoryGroupID"))).startswith("tota")]
    for found in (care, total, in_group):
        if len(found) == 1:
            return found[0]
    exact = [row for row in total if plain.title(row["Title"]) == "totaal"]
    return exact[0] if len(exact) == 1 else None
