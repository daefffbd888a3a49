"""Talk to CBS: list the tables of AZW StatLine and fetch one whole, by the cbsodata package.

The package has no time-out and no retry, opens a new session for every page and believes whatever it is sent. While a
table is fetched it therefore gets a session of ours, which gives every request a time limit, tries again with growing
pauses, stays with the host that was asked, and hands on only an answer that is whole.
"""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import cbsodata
import pandas as pd
import requests
from cbsodata import cbsodata3

from .faults import CbsError
from .pages import DATASET
from .session import Session, Source, Talk
from .snapshots import COLUMN, IDENTIFIER, RawTable, is_dimension

OF_AZW = "Catalog eq 'AZW'"  # as a filter of OData: which tables are of AZW StatLine
WORDS = ("TableInfos", "DataProperties", "CategoryGroups")  # what every table says of itself
LIST = "ODataCatalog/Tables"
FEED = "ODataFeed/odata"


def tables(source: Source, remark: Callable[[str], None] = lambda line: None, where: str = OF_AZW) -> list[dict]:
    """List the tables of a catalogue; by default that of AZW.

    Args:
        source: where from.
        remark: called with a line for each row that is not as it should be; such a row costs nothing but itself.
        where: which tables, as a filter of OData.

    Returns:
        A row per table as the catalogue gives it: ``Identifier``, ``Title``, ``Modified`` (as ``2026-11-01T02:00:00``; empty
        when it cannot be read), …; ordered by identifier.

    Raises:
        CbsError: the host cannot be reached, or what it sends is no list.
    """
    url = f"{source.scheme}://{source.host}/{LIST}"
    params = {"$format": "json", "$filter": where}
    session, rows = Session(source, Talk("de catalogus", LIST)), []
    while url:  # cbsodata reads the first page only
        answer = session.send(requests.Request("GET", url, params=params).prepare()).json()
        rows, url, params = rows + answer["value"], answer.get("odata.nextLink"), {}
    return checked(source, rows, remark)


def checked(source: Source, rows: list[dict], remark: Callable[[str], None]) -> list[dict]:
    """The rows of a catalogue that name a table, each once, with the date of change in one form; ordered by identifier."""
    place, known = f"de catalogus van {source.host}", {}
    for number, row in enumerate(rows, start=1):
        name = str(row.get("Identifier") or "").strip()
        if not IDENTIFIER.fullmatch(name):
            remark(f"{place}, regel {number}: {name[:60]!r} is geen nummer van een tabel; deze regel telt niet mee")
            continue
        if not (isinstance(row.get("Title"), str) and row["Title"].strip()):
            remark(f"{place}: tabel {name} heeft geen titel; zij is alleen met haar nummer te vinden")
        when = moment(row.get("Modified"))
        if not when:
            remark(
                f"{place}: tabel {name} heeft geen leesbare datum van wijziging ({row.get('Modified')!r:.40}); zij wordt dan elke "
                "keer opgehaald"
            )
        title = row["Title"] if isinstance(row.get("Title"), str) else ""
        row = row | {"Identifier": name, "Title": title, "Modified": when}
        if name in known:
            remark(f"{place}: tabel {name} staat er twee keer in; de laatst gewijzigde regel telt")
            row = max(known[name], row, key=lambda r: r["Modified"])
        known[name] = row
    return [known[name] for name in sorted(known)]


def moment(text: object) -> str:
    """A point in time as CBS writes it in several ways, as ``2026-11-01T02:00:00``; empty when it cannot be read."""
    if not isinstance(text, str):
        return ""
    text = text.strip()
    if since := re.fullmatch(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/", text):
        try:
            found = datetime.datetime.fromtimestamp(int(since[1]) / 1000, datetime.UTC)
        except (OverflowError, ValueError, OSError):
            return ""
        return found.replace(tzinfo=None, microsecond=0).isoformat()
    if day_first := re.fullmatch(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})(?:[ T](.+))?", text):
        day, month, year, rest = day_first.groups()
        text = f"{year}-{int(month):02}-{int(day):02}" + (f"T{rest}" if rest else "")
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        return ""
    if not 1990 <= found.year <= 2100:
        return ""
    return found.replace(tzinfo=None, microsecond=0).isoformat()


def download(
    source: Source,
    identifier: str,
    tell: Callable[[dict], None] = lambda row: None,
    *,
    filters: str | None = None,
    select: list[str] | None = None,
) -> RawTable:
    """Fetch one table with all that describes it; keys stay as CBS pads them.

    Args:
        source: where from.
        identifier: the table.
        tell: called after each request with its row of the log.
        filters: which rows, as a filter of OData; all of them without one.
        select: which columns; all of them without it. Measures that are left out are not in what describes the table either.

    Raises:
        CbsError: the host fails, or what it sends is not the table that it describes.
    """
    talk = _talk(identifier, tell)
    with _session_of_ours(source, talk):
        content = cbsodata.download_data(identifier, catalog_url=source.host, filters=filters, select=select)
    metadata = _metadata(identifier, content)
    if select is not None:
        properties = metadata["DataProperties"]
        metadata["DataProperties"] = [p for p in properties if p["Type"] != "Topic" or p["Key"] in select]
    return RawTable(identifier, talk.rows.frame(identifier, metadata), metadata, tuple(talk.log))


def describe(source: Source, identifier: str) -> RawTable:
    """What a table says of itself, without its rows.

    Raises:
        CbsError: the host fails, or what it sends describes no table.
    """
    talk = _talk(identifier, lambda row: None)
    with _session_of_ours(source, talk):
        content = {name: cbsodata.get_meta(identifier, name, catalog_url=source.host) for name in WORDS}
        for row in content["DataProperties"]:
            if is_dimension(row):
                content[row["Key"]] = cbsodata.get_meta(identifier, row["Key"], catalog_url=source.host)
    return RawTable(identifier, pd.DataFrame(), _metadata(identifier, content), tuple(talk.log))


def _talk(identifier: str, tell: Callable[[dict], None]) -> Talk:
    if not IDENTIFIER.fullmatch(identifier):
        raise CbsError(f"{identifier[:60]!r}: verwacht het nummer van een tabel")
    return Talk(identifier, f"{FEED}/{identifier}/?({COLUMN.pattern})?", tell)


def _metadata(identifier: str, content: dict) -> dict:
    """What describes a table, checked; the date of change in one form."""
    infos, properties = content.get("TableInfos"), content.get("DataProperties")
    if not infos or not properties:
        raise CbsError(f"{identifier}: verwacht TableInfos en DataProperties, gevonden {', '.join(content) or 'niets'}")
    for row in properties:
        if not row.get("Type"):
            raise CbsError(f"{identifier}: verwacht in DataProperties overal een Type, gevonden {str(row)[:80]}")
        if row["Type"] != "TopicGroup" and not COLUMN.fullmatch(str(row.get("Key"))):
            raise CbsError(f"{identifier}: verwacht namen van kolommen, gevonden {str(row.get('Key'))[:60]!r}")
        row["Title"] = row.get("Title") or row.get("Key") or ""
    dimensions = [p["Key"] for p in properties if is_dimension(p)]
    if absent := [name for name in dimensions if name not in content]:
        raise CbsError(f"{identifier}: kolom {absent[0]}: verwacht een lijst met posities, gevonden niets")
    for name in dimensions:
        for row in content[name]:
            if not isinstance(row.get("Key"), str):
                raise CbsError(
                    f"{identifier}: kolom {name}: verwacht posities met een sleutel, gevonden {str(row)[:80]}"
                )
            row["Title"] = row.get("Title") or row["Key"]
    info = infos[0]
    today = datetime.date.today().isoformat()
    info |= {"Title": info.get("Title") or identifier, "Modified": moment(info.get("Modified")) or f"{today}T00:00:00"}
    return {
        "TableInfos": info,
        "DataProperties": properties,
        "CategoryGroups": content.get("CategoryGroups") or [],
        **{name: content[name] for name in dimensions},
    }


@contextlib.contextmanager
def _session_of_ours(source: Source, talk: Talk) -> Iterator[None]:
    """Give cbsodata our session and scheme for as long as this lasts."""
    before = cbsodata3.Session, cbsodata.options.use_https
    cbsodata3.Session = lambda: _Feed(source, talk)
    cbsodata.options.use_https = source.scheme == "https"
    try:
        yield
    finally:
        cbsodata3.Session, cbsodata.options.use_https = before


class _Feed(Session):
    """The session that cbsodata is given."""

    def slim(self, request: requests.PreparedRequest, response: requests.Response, content: dict) -> bytes:
        """The answer as cbsodata gets it: rows of the data set are taken out, both data sets are there."""
        resource = self.resource(request)
        if resource.casefold() == DATASET.casefold():
            self.talk.rows.add(self.place(request), content["value"])
            content = content | {"value": []}
        elif resource == self.talk.about:  # the list of what there is
            self.talk.there |= {row.get("name") for row in content["value"]}
            if not content.get("odata.nextLink"):  # cbsodata takes for granted that both data sets are in it
                absent = [name for name in ("UntypedDataSet", DATASET) if name not in self.talk.there]
                content = content | {"value": content["value"] + [{"name": name, "url": ""} for name in absent]}
        return super().slim(request, response, content)


def skipped(url: str) -> int | None:
    """How many rows a page's address says come before it; None when it does not say."""
    options = {name.casefold(): values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    value = options.get("$skip", "" if "$skiptoken" in options else "0")
    return int(value) if value.isdigit() else None
