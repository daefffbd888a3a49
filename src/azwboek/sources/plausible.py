"""Whether figures can be right: the level of each series, how many cells are filled on the first day, regions that swapped.

What is expected stands in ``data/controles.yml``, with the published figures that it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from .. import dutch
from .case import COUNTRY, Case, Words
from .catalogue import Resolved
from .rules import Level

SAME = 0.5  # from this part of the cells on, two regions have the same figures


def levels(case: Case) -> Iterator[Words]:
    """The country's values of every series lie where published figures put them; without such a level nothing can be taken over."""
    for resolved in case.series:
        for population in resolved.entry.populaties:
            level = case.rules.level(resolved.entry.reeks, population)
            values = national(resolved, case.data, population).dropna()
            wrong = values[(values < level.van) | (values > level.tot)] if level else values
            if not level:
                place = (
                    f"een niveau van reeks {resolved.entry.reeks} ({population}) onder niveaus in data/controles.yml"
                )
                yield resolved.measure, place, f"geen; de tabel geeft {found(values)}" if len(values) else "geen"
            elif len(wrong):
                yield resolved.measure, expected(resolved.entry.reeks, population, level), found(wrong)


def expected(series: str, population: str, level: Level) -> str:
    """The level that is expected of a series, in words."""
    known = f", gepubliceerd: {', '.join(level.gepubliceerd)}" if level.gepubliceerd else ""
    span = f"{dutch.number(level.van)} tot {dutch.number(level.tot)}"
    return f"voor reeks {series} ({population}, Nederland) {span} ({level.reden.rstrip('.')}{known})"


def found(values: pd.Series) -> str:
    """The last of some values by period, in words."""
    last = values.sort_index().index[-1]
    more = f" ({len(values)} perioden buiten het verwachte)" if len(values) > 1 else ""
    return f"{dutch.number(values[last])} in {last}{more}"


def national(resolved: Resolved, data: pd.DataFrame, population: str) -> pd.Series:
    """The country's values of a series in the unit of the book, by period.

    Args:
        resolved: the series with its keys.
        data: the rows of its table.
        population: whom of; the total of a branch dimension.
    """
    return values(resolved, data, population, {COUNTRY}).droplevel("regio")


def values(resolved: Resolved, data: pd.DataFrame, population: str, regions: set[str]) -> pd.Series:
    """The values of a series at total level in the unit of the book, by ``regio`` and ``periode``."""
    period = data[resolved.period].str.strip()
    chosen = period.str[4:6].isin(resolved.entry.perioden)
    region = data[resolved.region].str.strip() if resolved.region else pd.Series(COUNTRY, index=data.index)
    chosen &= region.isin(regions)
    for dimension, key in resolved.positions.items():
        chosen &= data[dimension].str.strip() == key.strip()
    if resolved.branch:
        chosen &= data[resolved.branch].str.strip() == resolved.totals.get(population)
    index = pd.MultiIndex.from_arrays([region[chosen], period[chosen]], names=["regio", "periode"])
    numbers = pd.to_numeric(data.loc[chosen, resolved.measure], errors="coerce").to_numpy(dtype="float64")
    return pd.Series(numbers * resolved.entry.schaal, index=index)


def filled(case: Case) -> Iterator[Words]:
    """A first version is not a table of empty cells: the series has values for the country, and the regions where it has any."""
    if case.previous is not None:
        return
    limit = case.rules.drempels.gevuld_eerste_pct.waarde
    for resolved in case.series:
        for population in resolved.entry.populaties:
            series = f"reeks {resolved.entry.reeks} ({population})"
            country = national(resolved, case.data, population).sort_index()
            kinds = country.groupby(country.index.str[4:6])
            shares = [
                100 * part.loc[part.first_valid_index() : part.last_valid_index()].notna().mean() for _, part in kinds
            ]
            if country.notna().sum() == 0:
                if len(country):
                    yield resolved.measure, f"voor {series} cijfers voor Nederland", "alleen lege cellen"
                continue
            if (share := max(share for share in shares if share == share)) < limit:
                yield resolved.measure, f"voor {series}, Nederland, {limit:g}% of meer gevulde cellen", f"{share:.0f}%"
            regions = values(resolved, case.data, population, set(case.areas)).unstack("regio")
            part = 100 * regions.notna().mean(axis=1)
            if len(part := part[part > 0]) and part.mean() < limit:
                yield (
                    resolved.measure,
                    f"voor {series}, de regio's, {limit:g}% of meer gevulde cellen",
                    f"{part.mean():.0f}%",
                )


def swapped(case: Case) -> Iterator[Words]:
    """No two regions took each other's figures since the version before."""
    keys = case.of_type("GeoDimension", "GeoDetail")
    if case.previous is None or len(keys) != 1 or any(key not in case.before for key in case.table.dimensions):
        return
    others = [key for key in case.table.dimensions if key != keys[0]]
    for measure in (key for key in case.numeric if key in case.before):
        now, before = (_by_region(case, data, keys[0], others, measure) for data in (case.data, case.before))
        shared = now.index.intersection(before.index)
        now, before = now.loc[shared], before.loc[shared]
        own = [code for code in now.columns if code in before.columns]
        same = {code: (now[code] == before[code]).sum() / max(1, before[code].notna().sum()) for code in own}
        moved = [code for code in own if same[code] < SAME]
        for code in moved:
            for other in moved:
                there = max(1, before[other].notna().sum())
                if other > code and all(
                    (now[a] == before[b]).sum() / there >= SAME for a, b in ((code, other), (other, code))
                ):
                    yield measure, "elke regio met haar eigen cijfers", f"{code} en {other} hebben elkaars cijfers"


def _by_region(case: Case, data: pd.DataFrame, region: str, others: list[str], measure: str) -> pd.DataFrame:
    """A measure of our regions: a row per combination of the other keys, a column per region."""
    codes = case.codes(region, data)
    rows = data[codes.isin(case.areas)]
    index = [case.codes(key, rows).rename(key) for key in others]
    return rows.set_index([*index, codes[codes.isin(case.areas)].rename("regio")])[measure].unstack("regio")
