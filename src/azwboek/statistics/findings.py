"""What stands out in a region: every comparison of its indicators, how many were tested, and how many flags chance alone gives."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import outcomes, series
from .intervals import LEVELS, LISTED, Interval
from .outcomes import BAD, GOOD, NOT_TESTED, FalseFlags, Measured, Outcome, Rule

if TYPE_CHECKING:
    import pandas as pd

COUNTRY, EARLIER, TREND = "land", "jaar_eerder", "trend"
COLUMNS = ["indicator", "vergelijking", "niveau", "uitkomst", "oordeel", "reden", "verschil", "onder", "boven"]


def rules(table: pd.DataFrame) -> dict[str, Rule]:
    """The rules by indicator, from rows with ``indicator``, ``eenheid``, ``richting``, ``meting``, ``drempel``, ``afronding``, ``los``."""
    return {
        row.indicator: Rule(
            row.eenheid, row.richting, row.meting, _number(row.drempel), _number(row.afronding) or 0.0, row.los == "ja"
        )
        for row in table.itertuples(index=False)
    }


def of_area(rows: pd.DataFrame, known: dict[str, Rule], area: str) -> pd.DataFrame:
    """Compare the latest figure of each indicator with the country and a year earlier, and test its trend.

    Args:
        rows: a row per indicator and period of one area: ``indicator``, ``periode``, ``segment``, ``waarde``, ``waarde_nl``,
            ``teller_aantal``, ``noemer_aantal``, and where a source publishes them ``ondergrens`` and ``bovengrens`` (95%).
        known: the rules; an indicator without one is not compared.
        area: code of the area.

    Returns:
        A row per indicator, comparison (land, jaar_eerder, trend) and level: ``uitkomst``, ``oordeel``, ``reden``, ``verschil`` and the
        limits ``onder`` and ``boven`` in the indicator's unit. The country itself is not compared with the country. A trend has one level.
    """
    import pandas as pd

    found = []
    ordered = rows.sort_values("periode", kind="stable")
    by_indicator = dict(iter(ordered.groupby("indicator", sort=False)))
    for indicator, rule in known.items():
        own = by_indicator.get(indicator, ordered.head(0))
        found += [[indicator, what, *_cells(outcome)] for what, outcome in _compared(own, rule, area)]
    table = pd.DataFrame(found, columns=COLUMNS)
    return table.astype({name: float for name in ("niveau", "verschil", "onder", "boven")})


def of_areas(rows: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """Compare the figure of one indicator in each of many areas with the country in the same period.

    Args:
        rows: a row per area: ``regio``, and of its figure the columns that :func:`of_area` asks; an area without a figure has no value.
        rule: the rule of the indicator.

    Returns:
        A row per area and level, in the order of the areas: ``regio`` and ``niveau``, ``uitkomst``, ``oordeel``, ``reden``, ``verschil``,
        ``onder`` and ``boven`` as in :func:`of_area`.
    """
    import pandas as pd

    found = [
        [row["regio"], *_cells(outcome)]
        for _, row in rows.iterrows()
        for outcome in _beside_country(row, row["regio"], rule)
    ]
    table = pd.DataFrame(found, columns=["regio", *COLUMNS[2:]])
    return table.astype({name: float for name in ("niveau", "verschil", "onder", "boven")})


@dataclass(frozen=True)
class Tally:
    """How many of the comparisons were tested, why the others were not, and what chance alone gives.

    Attributes:
        getoetst: number tested, and ``totaal`` number of indicators.
        redenen: number of indicators not tested, by reason.
        toeval: false flags to expect among those tested.
    """

    getoetst: int
    totaal: int
    redenen: dict[str, int]
    toeval: FalseFlags


def tally(found: pd.DataFrame, comparison: str = COUNTRY, level: float = LISTED) -> Tally:
    """Count the rows of one comparison at one level, of one area or of many together."""
    chosen = _chosen(found, comparison, level)
    left = chosen[chosen["uitkomst"] == NOT_TESTED]
    tested = len(chosen) - len(left)
    return Tally(tested, len(chosen), dict(sorted(Counter(left["reden"]).items())), outcomes.false_flags(tested, level))


def standing_out(found: pd.DataFrame, comparison: str = COUNTRY, level: float = LISTED) -> pd.DataFrame:
    """The rows of one comparison that are judged, good and bad alike, in the order of the table; by default at 99.8%."""
    chosen = _chosen(found, comparison, level)
    return chosen[chosen["oordeel"].isin([GOOD, BAD])]


def worse_and_worsening(found: pd.DataFrame) -> list[str]:
    """The indicators that are worse than the country and get worse, both at 99.8%."""
    worse, worsening = (
        chosen.loc[chosen["oordeel"] == BAD, "indicator"]
        for chosen in (_chosen(found, COUNTRY, LISTED), _chosen(found, TREND, LISTED))
    )
    return [indicator for indicator in worse if indicator in set(worsening)]


def _compared(own: pd.DataFrame, rule: Rule, area: str) -> list[tuple[str, Outcome]]:
    valued = own[own["waarde"].notna()]
    if valued.empty:
        return [
            (what, Outcome(NOT_TESTED, level, reden="geen_cijfer")) for what in (COUNTRY, EARLIER) for level in LEVELS
        ] + [(TREND, Outcome(NOT_TESTED, LISTED, reden="geen_cijfer"))]
    row = valued.iloc[-1]
    now = _measured(row, area)
    before = own[own["periode"] == f"{int(now.periode[:4]) - 1}{now.periode[4:]}"]
    earlier = _measured(before.iloc[-1], area) if len(before) else Measured(area, None)
    line = series.trend(own, rule)
    judged = outcomes.development(line.uitkomst, rule.richting)
    return [
        *((COUNTRY, outcome) for outcome in _beside_country(row, area, rule)),
        *((EARLIER, outcomes.with_earlier(now, earlier, rule, level)) for level in LEVELS),
        (TREND, Outcome(line.uitkomst, LISTED, judged, line.reden)),
    ]


def _beside_country(row: pd.Series, area: str, rule: Rule) -> list[Outcome]:
    """The figure of a row against the country's at each level."""
    if _number(row["waarde"]) is None:
        return [Outcome(NOT_TESTED, level, reden="geen_cijfer") for level in LEVELS]
    own = _measured(row, area)
    country = Measured("NL", _number(row["waarde_nl"]), periode=own.periode)
    return [outcomes.with_country(own, country, rule, level) for level in LEVELS]


def _cells(outcome: Outcome) -> list:
    """An outcome as cells of a row, in the order of :data:`COLUMNS`."""
    limits = outcome.interval or Interval(None, None)
    return [outcome.niveau, outcome.uitkomst, outcome.oordeel, outcome.reden, outcome.verschil, *limits]


def _measured(row: pd.Series, area: str) -> Measured:
    limits = {}
    if _number(row.get("ondergrens")) is not None and _number(row.get("bovengrens")) is not None:
        limits = {LEVELS[0]: Interval(float(row["ondergrens"]), float(row["bovengrens"]))}
    return Measured(
        area,
        float(row["waarde"]) if _number(row["waarde"]) is not None else None,
        _number(row["teller_aantal"]),
        _number(row["noemer_aantal"]),
        limits,
        row["periode"],
        int(row["segment"]),
    )


def _chosen(found: pd.DataFrame, comparison: str, level: float) -> pd.DataFrame:
    return found[(found["vergelijking"] == comparison) & (found["niveau"] == level)]


def _number(value: float | None) -> float | None:
    return None if value is None or value != value else float(value)
