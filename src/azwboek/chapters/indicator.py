"""One indicator in one region: its series as a figure."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from . import programme, sentences, units


def words(stand: pd.Series, data: pd.DataFrame, own: str, in_zin: str, source: Callable[[pd.DataFrame], str]) -> dict:
    """What stands around an indicator as a figure: the columns of its table, title, description and source line.

    Args:
        stand: where the indicator stands: a row of ``uit_stand``.
        data: its periods, as :func:`measured` gives them.
        own: name of the region.
        in_zin: the region in a sentence, such as ``in Twente``.
        source: makes the source line of rows.
    """
    unit, known = stand["eenheid"], data[data["waarde"].notna()]
    columns = {"periode": "", "periode_label": "Periode", "waarde": (own, unit)}
    if not units.counts(unit):
        columns |= {} if stand["regio"] == "NL" else {"waarde_nl": ("Nederland", unit)}
        columns |= {"laagste": ("Laagste regio", unit), "hoogste": ("Hoogste regio", unit)}
    columns |= {"status": "Status", "eenheid": "", "populatie": "", "soort": "", "vintage": ""}
    if known.empty:
        return {"kolommen": columns}
    span = f"{known.iloc[0]['periode_label']} tot en met {known.iloc[-1]['periode_label']}"
    return {
        "kolommen": columns,
        "titel": f"{stand['naam']}, {own}",
        "onderschrift": _subtitle(known, unit, stand["populatie"]),
        "alt": f"Lijngrafiek van {span}: {stand['naam'].lower()} {in_zin}. {sentences.indicator(stand)}",
        "bron": source(known),
        "soort": stand["soort"],
    }


def measured(data: pd.DataFrame) -> pd.DataFrame:
    """The periods in which an indicator is measured, in time order; no rows when there is no value at all.

    A quarter that never has a value for this region (some surveys have none per region then) is left out. A value that
    is missing stays with its reason, and the line stops there: ``stuk`` numbers the unbroken pieces. Of a count the country and the
    other regions are left empty: a region's count and theirs do not belong on one axis.

    Args:
        data: rows of the query ``indicator_reeks``.
    """
    asked = data.attrs
    data = data.assign(begin_datum=pd.to_datetime(data["begin_datum"]))
    data = data[data["waarde"].notna().groupby(data["periode"].str[4:]).transform("any")].reset_index(drop=True)
    unknown = data["reden_ontbreekt"].fillna("onbekend").eq("onbekend")
    reason = ("ontbreekt: " + data["reden_ontbreekt"].astype(str)).mask(unknown, "ontbreekt, reden onbekend")
    data["status"] = data["status"].where(data["waarde"].notna(), reason)
    known = data[data["waarde"].notna()]
    steps = known["begin_datum"].diff()
    gap = steps > 1.5 * steps.median()
    data["stuk"] = (gap | known["segment"].ne(known["segment"].shift())).cumsum()
    if len(data) and units.counts(data["eenheid"].iloc[0]):
        data[["waarde_nl", "laagste", "hoogste"]] = None
    data.attrs = asked
    return data


def _subtitle(data: pd.DataFrame, unit: str, population: str) -> str:
    who = programme.population(population)
    parts = [units.caption(unit), who if population != "onbekend" else "", "de as begint niet bij 0"]
    if data["laagste"].notna().any():
        parts.append("grijze band: van de laagste tot de hoogste regio")
    if (data["status"] != "definitief").any():
        parts.append("open punt: voorlopig")
    return "; ".join(part for part in parts if part)
