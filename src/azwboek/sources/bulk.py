"""The second channel: the bulk CSV of OData v4, read into the same form as the feed of v3.

What the service says of itself comes as JSON (``odata/v1/CBS``), a table whole as a zip of CSV files (``csv/CBS/nl``): a BOM, ``;``
between cells, a comma in numbers, and no row for an empty cell. Measures have other keys than in v3: a measure gets the key that
the kept version of its table has for the same title, unit and group, or else the key that v3 makes of its title.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable

import numpy as np
import pandas as pd
import requests

from . import plain
from .catalogue import topic_groups
from .faults import CbsError, Passing
from .pages import DATASET
from .session import Session, Source, Talk
from .snapshots import COLUMN, IDENTIFIER, RawTable

SERVICE, FILES = "odata/v1/CBS", "csv/CBS/nl"
OBSERVATIONS, MEASURES, GROUPS = "Observations.csv", "MeasureCodes.csv", "MeasureGroups.csv"
KEYS = ("Id", "Measure", "ValueAttribute", "Value", "StringValue")  # columns of the observations that are no dimensions
TYPES = {"Text": "String"}  # what v4 calls a type otherwise than v3


def listing(source: Source) -> list[dict]:
    """The tables of the service: ``Identifier``, ``Title``, ``Modified`` and what else it says of each.

    Raises:
        CbsError: the source fails, or what it sends is no list.
    """
    session, rows = Session(source, Talk("de catalogus", f"{SERVICE}/Datasets")), []
    url: str | None = f"{source.scheme}://{source.host}/{SERVICE}/Datasets"
    while url:
        answer = session.send(requests.Request("GET", url).prepare()).json()
        rows, url = rows + answer["value"], answer.get("@odata.nextLink")
    return rows


def download(
    source: Source, identifier: str, tell: Callable[[dict], None] = lambda row: None, known: dict | None = None
) -> RawTable:
    """Fetch one table whole, with a row for every combination of positions as v3 has them.

    Args:
        source: where from.
        identifier: the table.
        tell: called after each request with its row of the log.
        known: what describes the kept version of the table, for the keys of its measures.

    Raises:
        CbsError: the source fails, or what it sends is not the table that it describes.
    """
    if not IDENTIFIER.fullmatch(identifier):
        raise CbsError(f"{identifier[:60]!r}: verwacht het nummer van een tabel")
    home = f"({SERVICE}|{FILES})/{identifier}(/(Properties|Dimensions))?"
    talk = Talk(identifier, home, tell)
    said, kinds, files = (
        kind(source, talk).send(requests.Request("GET", f"{source.scheme}://{source.host}/{path}").prepare())
        for kind, path in (
            (_Properties, f"{SERVICE}/{identifier}/Properties"),
            (Session, f"{SERVICE}/{identifier}/Dimensions"),
            (_Zip, f"{FILES}/{identifier}"),
        )
    )
    with zipfile.ZipFile(io.BytesIO(files.content)) as content:
        table = _Bulk(identifier, content)
        metadata, measures = table.metadata(said.json()["value"][0], kinds.json()["value"], known)
        data = table.rows(metadata, measures)
    return RawTable(identifier, data, metadata, tuple(talk.log))


class _Properties(Session):
    """What a table says of itself: one object in place of a list of rows."""

    one = True


class _Zip(Session):
    """A zip with the observations in it."""

    def checked(self, place: str, response: requests.Response) -> dict:
        try:
            with zipfile.ZipFile(io.BytesIO(response.content)) as content:
                broken, names = content.testzip(), content.namelist()
        except zipfile.BadZipFile as error:
            raise Passing(
                f"{place}: verwacht een zip, gevonden {len(response.content)} bytes die dat niet zijn"
            ) from error
        if broken or OBSERVATIONS not in names:
            raise Passing(
                f"{place}: verwacht een hele zip met {OBSERVATIONS}, gevonden {broken or ', '.join(names)[:80]}"
            )
        return {"value": []}

    def slim(self, request: requests.PreparedRequest, response: requests.Response, content: dict) -> bytes:
        return response.content

    @staticmethod
    def resource(request: requests.PreparedRequest) -> str:
        return DATASET


class _Bulk:
    """One table's zip."""

    def __init__(self, identifier: str, content: zipfile.ZipFile):
        self.name, self.content = identifier, content

    def read(self, file: str) -> list[dict[str, str]]:
        """The rows of a file of codes; none when it is not there."""
        if file not in self.content.namelist():
            return []
        try:
            text = self.content.read(file).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise CbsError(
                f"{self.name}, {file}: verwacht tekst in UTF-8, gevonden byte {error.object[error.start]:#04x}"
            ) from error
        return list(csv.DictReader(io.StringIO(text), delimiter=";"))

    def metadata(self, said: dict, dimensions: list[dict], known: dict | None) -> tuple[dict, dict[str, str]]:
        """What describes the table in the form of v3, and the key of each measure by its identifier in v4."""
        rows: list[dict] = []
        words: dict[str, list[dict]] = {}
        for row in dimensions:
            key = str(row.get("Identifier"))
            if not COLUMN.fullmatch(key):
                raise CbsError(f"{self.name}: verwacht namen van dimensies, gevonden {key[:60]!r}")
            rows.append(
                {
                    "ID": len(rows),
                    "ParentID": None,
                    "Type": row.get("Kind") or "Dimension",
                    "Key": key,
                    "Title": row["Title"],
                }
            )
            codes = self.read(f"{key}Codes.csv")
            if not codes:
                raise CbsError(f"{self.name}: kolom {key}: verwacht een lijst met posities, gevonden niets")
            words[key] = [
                {
                    "Key": code["Identifier"].strip(),
                    "Title": code["Title"],
                    "Description": code.get("Description") or "",
                }
                | ({"Status": code["Status"]} if code.get("Status") else {})
                for code in codes
            ]
        groups = {row["Id"]: row for row in self.read(GROUPS)}
        rows += [
            {
                "ID": f"g{number}",
                "ParentID": f"g{row['ParentId']}" if row.get("ParentId") else None,
                "Type": "TopicGroup",
            }
            | {"Key": "", "Title": row["Title"]}
            for number, row in groups.items()
        ]
        measures = self.read(MEASURES)
        topics = [
            {"ID": f"m{number}", "ParentID": f"g{row['MeasureGroupId']}" if row.get("MeasureGroupId") else None}
            | {"Type": "Topic", "Key": f"{key_of(row['Title'])}_{number}", "Title": row["Title"]}
            | {"Description": row.get("Description") or "", "Unit": row.get("Unit") or ""}
            | {"Datatype": TYPES.get(row["DataType"], row["DataType"]), "Decimals": int(row.get("Decimals") or 0)}
            for number, row in enumerate(sorted(measures, key=lambda row: int(row["Index"])), start=1)
        ]
        identifiers = [row["Identifier"] for row in sorted(measures, key=lambda row: int(row["Index"]))]
        rows += _as_known(topics, rows, known) if known else topics
        info = {
            "Identifier": self.name,
            "Title": said["Title"],
            "Summary": said.get("Summary") or "",
            "Modified": said.get("Modified"),
        }
        info["Waarnemingen"] = said.get("ObservationCount")
        metadata = {"TableInfos": info, "DataProperties": rows, "CategoryGroups": [], **words}
        keys = [row["Key"] for row in rows if row["Type"] == "Topic"]
        return metadata, dict(zip(identifiers, keys, strict=True))

    def rows(self, metadata: dict, measures: dict[str, str]) -> pd.DataFrame:
        """A row per combination of positions, in the order of the dimensions; what has no observation is missing."""
        names = [row["Key"] for row in metadata["DataProperties"] if row["Type"] not in ("Topic", "TopicGroup")]
        positions = {name: [row["Key"] for row in metadata[name]] for name in names}
        try:
            with self.content.open(OBSERVATIONS) as file:
                found = pd.read_csv(
                    file, sep=";", decimal=",", encoding="utf-8-sig", na_values=[""], keep_default_na=False,
                    dtype=dict.fromkeys(["Measure", *names], "category") | {"Value": "float64", "StringValue": "object"},
                    usecols=lambda name: name in (*KEYS[1:], *names),
                )  # fmt: skip
        except (ValueError, UnicodeDecodeError) as error:
            raise CbsError(
                f"{self.name}, {OBSERVATIONS}: verwacht getallen en sleutels, gevonden {' '.join(str(error).split())[:120]}"
            ) from error
        if absent := [name for name in ("Measure", "Value", *names) if name not in found]:
            raise CbsError(
                f"{self.name}, {OBSERVATIONS}: kolom {absent[0]}: verwacht de kolommen van de tabel, gevonden {', '.join(found)}"
            )
        announced = metadata["TableInfos"].pop("Waarnemingen")
        if announced is not None and announced != len(found):
            raise CbsError(
                f"{self.name}, {OBSERVATIONS}: verwacht {announced} waarnemingen (aangekondigd), gevonden {len(found)}"
            )
        if not len(found):
            raise CbsError(f"{self.name}: verwacht rijen, gevonden een lege tabel")
        places = [self._codes(name, found[name], positions[name]) for name in names]
        measure = self._codes("Measure", found["Measure"], list(measures))
        shape = tuple(map(len, positions.values()))
        cell = np.ravel_multi_index(places, shape)
        if len(np.unique(cell * len(measures) + measure)) < len(found):
            raise CbsError(
                f"{self.name}, {OBSERVATIONS}: verwacht één waarneming per cel, gevonden cellen die er dubbel staan"
            )
        number = int(np.prod(shape, dtype=np.int64))
        grid = np.unravel_index(np.arange(number), shape)
        data: dict[str, object] = {"ID": np.arange(number)}
        for name, codes in zip(names, grid, strict=True):
            data[name] = pd.Categorical.from_codes(codes, categories=pd.Index(positions[name], dtype=object))
        text = {row["Key"] for row in metadata["DataProperties"] if row.get("Datatype") == "String"}
        for code, key in enumerate(measures.values()):
            own = measure == code
            column = np.full(number, None if key in text else np.nan, dtype=object if key in text else "float64")
            column[cell[own]] = found.loc[own, "StringValue" if key in text else "Value"].to_numpy()
            data[key] = column
        return pd.DataFrame(data, copy=False)

    def _codes(self, name: str, values: pd.Series, positions: list[str]) -> np.ndarray:
        """The place of each key in its list."""
        place = {key: number for number, key in enumerate(positions)}
        own = [place.get(str(key).strip(), -1) for key in values.cat.categories]
        if unknown := [str(key) for key, number in zip(values.cat.categories, own, strict=True) if number < 0]:
            raise CbsError(
                f"{self.name}, kolom {name}: verwacht alleen sleutels die de tabel noemt, gevonden {', '.join(unknown[:3])}"
            )
        codes = values.cat.codes.to_numpy()
        if (codes < 0).any():
            raise CbsError(
                f"{self.name}, kolom {name}: verwacht in elke rij een sleutel, gevonden {int((codes < 0).sum())} rijen zonder"
            )
        return np.array(own, dtype="int64")[codes]


def key_of(title: str) -> str:
    """The key that v3 makes of a title, without the number behind it: ``65 tot 80 jaar`` is ``k_65Tot80Jaar``."""
    words = re.findall(r"[^\W_]+", plain.ascii(title))
    key = "".join(word[:1].upper() + word[1:] for word in words)
    return (f"k_{key}" if key[:1].isdigit() else key)[:90] or "Maat"


def _as_known(topics: list[dict], others: list[dict], known: dict) -> list[dict]:
    """The measures with the keys of the kept version, where title, unit and group are those of one measure there."""
    paths, theirs = topic_groups([*others, *topics]), topic_groups(known["DataProperties"])
    there: dict[tuple, list[str]] = {}
    for row in known["DataProperties"]:
        if row["Type"] == "Topic":
            there.setdefault(_meaning(row, theirs), []).append(row["Key"])
    found = []
    for row in topics:
        keys = there.get(_meaning(row, paths), [])
        found.append(row | {"Key": keys[0]} if len(keys) == 1 else row)
    return found


def _meaning(row: dict, paths: dict[str, list[str]]) -> tuple[str, str, str]:
    return plain.title(row["Title"]), plain.unit(row.get("Unit")), plain.title(" ".join(paths[row["Key"]]))
