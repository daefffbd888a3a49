"""One indicator in one region: its series as a figure."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from . import charts, programme, sentences, units
from .figures import Column, Figure


def figure(row: pd.Series, data: pd.DataFrame, own: str, place: str, source: Callable[[pd.DataFrame], str]) -> Figure:
    """An indicator as a figure: the region's series with the country and the spread of the regions.

    Args:
        row: where the indicator stands: a row of ``uit_stand``.
        data: its periods: rows of the query ``indicator_reeks``.
        own: name of the region.
        place: the region in a sentence, such as ``in Twente``.
        source: makes the source line of rows.
    """
    unit, decimals = row["eenheid"], units.decimals(row["eenheid"])
    data, known = measured(data.assign(begin_datum=pd.to_datetime(data["begin_datum"])))
    counts = units.counts(unit)
    if counts:  # a region's count and the country's do not belong on one axis
        data[["waarde_nl", "laagste", "hoogste"]] = None
        known[["waarde_nl", "laagste", "hoogste"]] = None
    columns = [Column("regio"), Column("periode"), Column("periode_label", "Periode"), Column("waarde", own, unit)]
    if not counts:
        columns += [] if row["regio"] == "NL" else [Column("waarde_nl", "Nederland", unit)]
        columns += [Column("laagste", "Laagste regio", unit), Column("hoogste", "Hoogste regio", unit)]
    columns += [Column("status", "Status"), *map(Column, ("eenheid", "populatie", "soort", "vintage"))]
    sentence = sentences.indicator(row)
    return Figure.of(
        row["regio"],
        row["indicator"],
        data[::-1],
        columns,
        titel=f"{row['naam']}, {own}",
        onderschrift=_subtitle(known, unit, row["populatie"], counts),
        zin=sentence,
        alt=f"Lijngrafiek van {_span(known)}: {row['naam'].lower()} {place}. {sentence}",
        bron=source(known),
        soort=row["soort"],
        spec=charts.series(known, own=own, unit=unit, decimals=decimals),
    )


def measured(data: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The periods in which an indicator is measured, and of those the ones with a value.

    A quarter that never has a value for this region (some surveys have none per region then) is left out. A value that
    is missing stays in the table with its reason, and the line stops there: ``stuk`` numbers the unbroken pieces.
    """
    part = data["periode"].str[4:]
    data = data[data["waarde"].notna().groupby(part).transform("any")].reset_index(drop=True)
    unknown = data["reden_ontbreekt"].fillna("onbekend").eq("onbekend")
    reason = ("ontbreekt: " + data["reden_ontbreekt"].astype(str)).mask(unknown, "ontbreekt, reden onbekend")
    data["status"] = data["status"].where(data["waarde"].notna(), reason)
    known = data[data["waarde"].notna()].reset_index(drop=True)
    steps = known["begin_datum"].diff()
    gap = steps > 1.5 * steps.median()
    known["stuk"] = (gap | known["segment"].ne(known["segment"].shift())).cumsum()
    return data, known


def _subtitle(data: pd.DataFrame, unit: str, population: str, counts: bool) -> str:
    who = programme.population(population)
    parts = [units.caption(unit), who if population != "onbekend" else "", "de as begint niet bij 0"]
    if not counts and data["laagste"].notna().any():
        parts.append("grijze band: van de laagste tot de hoogste regio")
    if (data["status"] != "definitief").any():
        parts.append("open punt: voorlopig")
    return "; ".join(part for part in parts if part)


def _span(data: pd.DataFrame) -> str:
    return f"{data.iloc[0]['periode_label']} tot en met {data.iloc[-1]['periode_label']}"
