"""AZW table 24103NED in the form in which CBS publishes it: its own code lists, with figures made here.

Codes and titles follow the published structure of December 2024; regions come from the register of the book. What matters: four
levels of regions, positions for what cannot be placed, titles cut near 40 characters, groups of positions, school years.
"""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from azwboek.sources import registers
from azwboek.sources.snapshots import RawTable
from samples import ROOT

IDENTIFIER, TITLE, MEASURE = "24103NED", "Mbo; deelnemers, leerweg, opleiding, regio", "DeelnemersMbo_1"
LEERWEG = {"A041867": "Totaal mbo (excl. extranei)", "A041868": "Bol totaal", "A025293": "Bbl totaal"}
OPLEIDING = {
    "T001605": "Totaal", "A049845": "Geen zorg en welzijn", "A049844": "Zorg en welzijn",
    "A049771": "Dossier apothekersassistent", "A049801": "Kwalificatie praktijkopleider", "A049792": "Kwalificatie z.n.d., dossier dienst...",
}  # fmt: skip
PROVINCES = {
    "PV20": "Groningen", "PV21": "Fryslân", "PV22": "Drenthe", "PV23": "Overijssel", "PV24": "Flevoland", "PV25": "Gelderland",
    "PV26": "Utrecht", "PV27": "Noord-Holland", "PV28": "Zuid-Holland", "PV29": "Zeeland", "PV30": "Noord-Brabant", "PV31": "Limburg",
}  # fmt: skip
LANDSDELEN = {"LD01": "Noord-Nederland", "LD02": "Oost-Nederland", "LD03": "West-Nederland", "LD04": "Zuid-Nederland"}
YEARS = [f"{year}SJ00" for year in range(2010, 2024)]
SHORT = {"Amstelland, Kennemerland en Meerlanden": "Amstelland, Kennemerland en Meerl."}
NOT_PLACED = 0.08  # part of the country that CBS cannot place in a region


def regions() -> dict[str, str]:
    """Codes and titles of RegioS, in CBS's order."""
    ours = {
        row.code: f"{SHORT.get(row.naam, row.naam)} (RA)"
        for row in registers.read_one(ROOT / "data" / "registers", "regios")
    }
    return {
        "NL00": "Nederland, Buitenland, Niet in te delen", "NL01": "Nederland",
        **{code: f"{name} (PV)" for code, name in PROVINCES.items()}, "PV99": "Niet in te delen (PV)",
        **{code: f"{name} (LD)" for code, name in LANDSDELEN.items()}, "LD99": "Niet in te delen (LD)",
        **ours, "RA0999": "Niet in te delen (RA)",
    }  # fmt: skip


def table(*, padded: bool = True, modified: str = "2026-11-01T02:00:00") -> RawTable:
    """The table: participants, with what cannot be placed counted in NL00 and in the codes on 99."""
    names = regions()
    width = 6 if padded else 0
    keys = {
        "Leerweg": list(LEERWEG),
        "Opleiding": list(OPLEIDING),
        "RegioS": [c.ljust(width) for c in names],
        "Perioden": YEARS,
    }
    rows = pd.DataFrame(list(itertools.product(*keys.values())), columns=list(keys))
    rows.insert(0, "ID", range(len(rows)))
    level = {"T001605": 480_000, "A049845": 330_000, "A049844": 150_000}
    share = {"A041867": 1.0, "A041868": 0.7, "A025293": 0.3}
    number = {
        name: sum(code.startswith(name) and not code.endswith("99") for code in names) for name in ("PV", "LD", "RA")
    }
    number["RA"] = len(names) - len(PROVINCES) - len(LANDSDELEN) - 5
    part = {code: (1 - NOT_PLACED) / number[code[:2]] if code[:2] in number else 1.0 for code in names}
    part |= {"NL00": 1.0, "NL01": 1.0 - NOT_PLACED / 2, "PV99": NOT_PLACED, "LD99": NOT_PLACED, "RA0999": NOT_PLACED}
    values = [
        level.get(o, 3_000) * share[w] * part[r.strip()] * (1 + 0.01 * YEARS.index(p))
        for w, o, r, p in rows[list(keys)].itertuples(index=False)
    ]
    rows[MEASURE] = np.round(values, -1)
    kinds = {"Leerweg": "Dimension", "Opleiding": "Dimension", "RegioS": "GeoDimension", "Perioden": "TimeDimension"}
    titles = {"Leerweg": "Leerweg", "Opleiding": "Opleiding", "RegioS": "Regio's", "Perioden": "Studiejaar"}
    properties = [
        {
            "odata.type": f"Cbs.OData.{kind}",
            "ID": n,
            "Position": n,
            "ParentID": None,
            "Type": kind,
            "Key": key,
            "Title": titles[key],
        }
        for n, (key, kind) in enumerate(kinds.items())
    ]
    topic = {
        "Type": "Topic",
        "Key": MEASURE,
        "Title": "Deelnemers mbo",
        "Unit": "aantal",
        "Datatype": "Integer",
        "Decimals": 0,
    }
    properties.append({"odata.type": "Cbs.OData.Topic", "ID": 4, "Position": 4, "ParentID": None, **topic})
    groups = [
        {"ID": n, "DimensionKey": "Opleiding", "Title": title, "Description": "", "ParentID": None}
        for n, title in enumerate(("Totaal", "Geen zorg en welzijn", "Zorg en welzijn"))
    ]
    about = "RA = RegioPlus-arbeidsmarktregio\r\n\r\nEen indeling in regio's, verenigd in RegioPlus."
    metadata = {
        "TableInfos": {
            "ID": 0, "Identifier": IDENTIFIER, "Title": TITLE, "ShortTitle": TITLE, "Summary": "", "Modified": modified, "Catalog": "AZW",
            "Frequency": "Perjaar", "Period": "2010/'11 - 2023/'24", "OutputStatus": "Regulier", "Language": "nl",
            "RecordCount": len(rows), "ColumnCount": rows.shape[1],
        },
        "DataProperties": properties,
        "CategoryGroups": groups,
        "Leerweg": [{"Key": key, "Title": name, "Description": "", "CategoryGroupID": None} for key, name in LEERWEG.items()],
        "Opleiding": [
            {"Key": key, "Title": name, "Description": "", "CategoryGroupID": min(n, 2)} for n, (key, name) in enumerate(OPLEIDING.items())
        ],
        "RegioS": [
            {"Key": code.ljust(width), "Title": name, "Description": about, "CategoryGroupID": None} for code, name in names.items()
        ],
        "Perioden": [
            {"Key": key, "Title": f"{key[:4]}/'{(int(key[:4]) + 1) % 100:02}", "Description": "",
             "Status": "Voorlopig" if key == YEARS[-1] else "Definitief"} for key in YEARS
        ],
    }  # fmt: skip
    return RawTable(IDENTIFIER, rows, metadata)
