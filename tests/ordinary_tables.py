"""Tables of the ordinary StatLine in their proven form, made of the figures that the book brings along, and a year more of each.

What they serve is what the registers hold; only the year behind the last one is made here, from the last one.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import pandas as pd

from azwboek.sources import series
from azwboek.sources.snapshots import RawTable

CARE, ALL = "422400", "T001081"
GROUP = "RegioPlus-arbeidsmarktregio's"
AGES = {
    "inwoners_0_20": ["JongerDan5Jaar_4", "k_5Tot10Jaar_5", "k_10Tot15Jaar_6", "k_15Tot20Jaar_7"],
    "inwoners_20_65": ["k_20Tot25Jaar_8", "k_25Tot45Jaar_9", "k_45Tot65Jaar_10"],
    "inwoners_65_80": ["k_65Tot80Jaar_11"],
    "inwoners_80_plus": ["k_80JaarOfOuder_12"],
}
MARGINS = {"MW00000": "waarde", "MOG0095": "ondergrens", "MBG0095": "bovengrens"}


def tables(registers: Path) -> dict[str, RawTable]:
    """The five tables, by number."""
    frames = series.load(registers)
    figures = frames["reeksen_cijfers"].assign(waarde=lambda f: f["waarde"].astype(float))
    sick = {"verzuim_zorg": CARE, "verzuim_totaal": ALL, "verzuim_86": "422500", "verzuim_861": "422600"}
    sick |= {"verzuim_87": "425300", "verzuim_88": "426600"}
    made = [
        _people(frames, figures),
        _industry(
            "83582NED", "BanenVanWerknemersInDecember_1", "x 1 000", figures, {"banen_zorg": CARE, "banen_totaal": ALL}
        ),
        _industry("83599NED", "OpenstaandeVacatures_1", "x 1 000", figures, {"vacatures_zorg": CARE}),
        _industry("80072ned", "Ziekteverzuimpercentage_1", "%", figures, sick, "BedrijfskenmerkenSBI2008"),
        _pressure(figures),
    ]
    return {table.identifier: table for table in made}


def later(period: str) -> str:
    """The period a year later."""
    return f"{int(period[:4]) + 1}{period[4:]}"


def _people(frames: dict, figures: pd.DataFrame) -> RawTable:
    """70072ned: municipalities by age with the code of their region, of 2025 and a year later; and the country."""
    towns = frames["reeksen_gemeenten"]
    people = _ages(
        towns, figures[figures["periode"] == "2025JJ00"].pivot(index="gebied", columns="reeks", values="waarde")
    )
    people["NL01"] = {key: sum(own[key] for own in people.values()) for key in next(iter(people.values()))}
    codes = dict(zip(towns["code"], towns["regio"], strict=True))
    rows = [
        {"RegioS": code, "Perioden": year, "Code_300": codes.get(code, "")}
        | {key: value * (1 if year == "2025JJ00" else 2) for key, value in own.items()}
        for code, own in people.items()
        for year in ("2025JJ00", "2026JJ00")
    ]
    rows.append({"RegioS": "GM0003", "Perioden": "2025JJ00"})  # a municipality that is no more
    measures = [("TotaleBevolking_1", "aantal"), *((key, "aantal") for keys in AGES.values() for key in keys)]
    measures += [("JongerDan5Jaar_13", "%"), ("Code_300", None)]
    titles = dict(zip(towns["code"], towns["naam"], strict=True)) | {"NL01": "Nederland"}
    return _table("70072ned", "Regionale kerncijfers Nederland", rows, ["RegioS", "Perioden"], measures, titles)


def _ages(towns: pd.DataFrame, region: pd.DataFrame) -> dict[str, dict[str, float]]:
    """The ages of municipalities, of which only the sums are real: each has its own inhabitants, each region its own ages."""
    people = {}
    for code, own in towns.groupby("regio"):
        left = {name: region.loc[code, name] for name in AGES}
        for town in own.itertuples():
            found, rest = {"TotaleBevolking_1": float(town.inwoners)}, float(town.inwoners)
            for name, keys in AGES.items():
                number = min(rest, left[name])
                rest, left[name] = rest - number, left[name] - number
                found |= dict.fromkeys(keys, 0.0) | {keys[0]: number}
            people[town.code] = found
    return people


def _industry(number, measure, unit, figures, positions, dimension="BedrijfstakkenBranchesSBI2008") -> RawTable:
    own = figures[figures["reeks"].isin(list(positions))]
    scale = 1000 if unit == "x 1 000" else 1
    regional = own["gebied"].nunique() > 1
    last = own["periode"].max()
    more = own[own["periode"] == last].assign(periode=later(last))
    rows = {
        (positions[r.reeks], "NL01" if r.gebied == "NL" else r.gebied, r.periode): r.waarde / scale
        for r in pd.concat([own, more]).itertuples()
    }
    if regional and not any(area == "NL01" for _, area, _ in rows):
        for (position, _, period), value in list(rows.items()):
            rows[position, "NL01", period] = rows.get((position, "NL01", period), 0) + value
    periods = sorted({period for *_, period in rows})
    areas = sorted({area for _, area, _ in rows})
    keys = itertools.product([*positions.values(), "307500"], areas, periods)
    cells = [
        {dimension: p, "RegioS": area, "Perioden": period, measure: rows.get((p, area, period))}
        for p, area, period in keys
    ]
    names = [dimension, "RegioS", "Perioden"] if regional else [dimension, "Perioden"]
    return _table(number, f"Tabel {number}", cells, names, [(measure, unit)], {})


def _pressure(figures: pd.DataFrame) -> RawTable:
    """83157NED: percentages with their bounds, and measures that no series asks for."""
    measures = {
        "werkdruk_veel": "HeelVeelWerkDoen_2",
        "werkdruk_snel": "ErgSnelWerken_1",
        "werkdruk_hard": "ExtraHardWerken_3",
    }
    measures["burnout"] = "PsychischeVermoeidheidDoorHetWerk_48"
    ends = {"zorg": CARE, "totaal": ALL, "86": "422500", "87_88": "425305"}
    cells: dict[tuple, dict] = {}
    for r in figures[figures["reeks"].str.match("werkdruk|burnout")].itertuples():
        stem = next(name for name in measures if r.reeks.startswith(name))
        for period in {r.periode, "2025JJ00" if r.periode == "2024JJ00" else r.periode}:
            for margin, name in MARGINS.items():
                key = (ends[r.reeks[len(stem) + 1 :]], margin, period)
                cells.setdefault(key, {})[measures[stem]] = float(getattr(r, name))
    names = ["BedrijfstakkenBranchesSBI2008", "Marges", "Perioden"]
    rows = [dict(zip(names, key, strict=True)) | own for key, own in cells.items()]
    kinds = [(measure, "% van werknemers") for measure in (*measures.values(), "Pesten_30")]
    return _table("83157NED", "Psychosociale arbeidsbelasting", rows, names, kinds, {})


def _table(
    number: str, title: str, rows: list[dict], names: list[str], measures: list[tuple], titles: dict
) -> RawTable:
    """A table with all combinations of its keys; keys are padded as CBS pads them."""
    kinds = {"RegioS": "GeoDimension", "Perioden": "TimeDimension"}
    there = {tuple(row[name] for name in names): row for row in rows}
    lists = {name: sorted({row[name] for row in rows}) for name in names}
    width = {name: max(map(len, keys)) + 1 if kinds.get(name) != "TimeDimension" else 8 for name, keys in lists.items()}
    metadata: dict = {"DataProperties": [], "CategoryGroups": []}
    for place, name in enumerate(names):
        metadata["DataProperties"].append(
            {
                "ID": place,
                "ParentID": None,
                "Type": kinds.get(name, "Dimension"),
                "Key": name,
                "Title": name,
                "Description": "",
            }
        )
        metadata[name] = [
            {"Key": key.ljust(width[name]), "Title": titles.get(key, key), "Description": ""}
            | ({"Status": "Voorlopig" if key == lists[name][-1] else "Definitief"} if name == "Perioden" else {})
            for key in lists[name]
        ]
    metadata["DataProperties"].append({"ID": 90, "ParentID": None, "Type": "TopicGroup", "Key": "", "Title": GROUP})
    data = []
    for place, key in enumerate(itertools.product(*lists.values())):
        row = there.get(key, {})
        own = {name: value.ljust(width[name]) for name, value in zip(names, key, strict=True)}
        data.append({"ID": place} | own | {measure: row.get(measure) for measure, _ in measures})
    for place, (measure, unit) in enumerate(measures, start=len(names)):
        text = unit is None
        metadata["DataProperties"].append(
            {"ID": place, "ParentID": 90 if text else None, "Type": "Topic", "Key": measure, "Description": ""}
            | {
                "Title": "Code" if text else measure,
                "Unit": unit or "",
                "Datatype": "String" if text else "Double",
                "Decimals": 1,
            }
        )
    frame = pd.DataFrame(data)
    for measure, unit in measures:
        frame[measure] = frame[measure].astype(float) if unit else frame[measure].where(frame[measure].notna(), None)
    info = {"Identifier": number, "Title": title, "Modified": "2026-11-20T02:00:00", "Catalog": "CBS", "Summary": ""}
    return RawTable(number, frame, metadata | {"TableInfos": info | {"RecordCount": len(frame)}})
