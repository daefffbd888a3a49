"""Talk to CBS: list the tables of AZW StatLine and fetch one whole, by the cbsodata package.

The package has no time-out and no retry, opens a new session for every page and believes whatever it is sent. While a
table is fetched it therefore gets a session of ours, which gives every request a time limit, tries again with growing
pauses, stays with the host that was asked, and hands on only an answer that is whole.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import math
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import cbsodata
import pandas as pd
import requests
import tenacity
import urllib3
from cbsodata import cbsodata3

from .faults import CbsError, Unreachable
from .pages import DATASET, Rows
from .recording import Recording
from .snapshots import COLUMN, HOST, IDENTIFIER, ORDINARY, RawTable, is_dimension

CATALOGUE = "AZW"
WORDS = ("TableInfos", "DataProperties", "CategoryGroups")  # what every table says of itself
LIST = "ODataCatalog/Tables"
FEED = "ODataFeed/odata"
PASSING = (429, 500, 502, 503, 504)


class _Passing(CbsError):
    """A fault that may be gone when asked again."""

    def __init__(self, message: str, wait: float = 0):
        super().__init__(message)
        self.wait = wait


@dataclass(frozen=True)
class Source:
    """Where the tables are fetched, and with how much patience.

    Attributes:
        host: host name, with a port if need be.
        scheme: ``https`` or ``http``.
        timeout: seconds that the host may be silent.
        attempts: how many times a request is tried.
        limit: seconds that one answer may take in all, however it trickles.
        record: where each answer is kept, to be played again; see :mod:`azwboek.sources.recording`.
        pause: seconds between requests, and the first pause after a failure; later ones double, to a minute. CBS asks for
            fair use; another host is ours, and need not be spared.
    """

    host: str = HOST
    scheme: str = "https"
    timeout: float = 60
    attempts: int = 5
    pause: float = 0.5
    limit: float = 900
    record: Recording | None = None

    @classmethod
    def at(cls, host: str, scheme: str, **patience: object) -> Source:
        """CBS at its own pace, or a test source at full speed."""
        return cls(host, scheme, **({} if host in (HOST, ORDINARY) else {"pause": 0.02}) | patience)

    @property
    def is_test(self) -> bool:
        """Whether this is another host than those of CBS."""
        return self.host not in (HOST, ORDINARY)


@dataclass
class Talk:
    """The requests of one conversation; each is reported to ``tell``.

    Attributes:
        about: the table, for messages.
        home: the part of the host to which each request must go, as a pattern.
        tell: called after each request with its row of the log.
        rows: the rows of the data set, page by page.
        there: what the service says that there is of the table.
        log: a row per answered request: ``url``, ``onderdeel``, ``rijen``, ``bytes``, ``sha256``, ``pogingen``, ``ms``.
    """

    about: str
    home: str
    tell: Callable[[dict], None] = lambda row: None
    log: list[dict] = field(default_factory=list)
    rows: Rows = field(default_factory=Rows)
    there: set[str] = field(default_factory=set)


def tables(
    source: Source, remark: Callable[[str], None] = lambda line: None, where: str = f"Catalog eq '{CATALOGUE}'"
) -> list[dict]:
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
    session, rows = _Session(source, Talk("de catalogus", LIST)), []
    while url:  # cbsodata reads the first page only
        answer = session.send(requests.Request("GET", url, params=params).prepare()).json()
        rows, url, params = rows + answer["value"], answer.get("odata.nextLink"), {}
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
    cbsodata3.Session = lambda: _Session(source, talk)
    cbsodata.options.use_https = source.scheme == "https"
    try:
        yield
    finally:
        cbsodata3.Session, cbsodata.options.use_https = before


class _Session(requests.Session):
    """A session that is patient, suspicious and polite; see the top of this module."""

    def __init__(self, source: Source, talk: Talk):
        super().__init__()
        self.trust_env = not source.is_test  # a test host is asked directly, also where a proxy is set
        self.source, self.talk = source, talk

    def send(self, request: requests.PreparedRequest, **kwargs) -> requests.Response:
        self._stay_home(request)
        if any(row["url"] == request.url for row in self.talk.log):
            raise CbsError(f"{self._place(request)}: verwacht een volgende pagina, gevonden opnieuw {request.url}")
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self.source.attempts),
            wait=self._wait,
            retry=tenacity.retry_if_exception_type(_Passing),
            reraise=True,
        )
        start = time.perf_counter()
        try:
            response, content = retrying(self._once, request, kwargs)
        except _Passing as error:
            raise CbsError(f"{error} ({self.source.attempts} keer geprobeerd)") from error
        row = {
            "url": request.url,
            "onderdeel": self._resource(request),
            "rijen": len(content["value"]),
            "bytes": len(response.content),
            "sha256": hashlib.sha256(response.content).hexdigest(),
            "pogingen": retrying.statistics["attempt_number"],
            "ms": round(1000 * (time.perf_counter() - start)),
        }
        if self.source.record:
            self.source.record.keep(request.url, response.content)
        response._content = self._slim(request, content)
        self.talk.log.append(row)
        self.talk.tell(row)
        time.sleep(self.source.pause)
        return response

    def _once(self, request: requests.PreparedRequest, kwargs: dict) -> tuple[requests.Response, dict]:
        place = self._place(request)
        options = {"proxies": kwargs.get("proxies"), "timeout": self.source.timeout, "allow_redirects": False}
        try:
            response = super().send(request, stream=True, **options)
            if response.status_code in PASSING:
                wait = response.headers.get("Retry-After", "")
                message = f"{place}: verwacht status 200, gevonden {response.status_code}"
                raise _Passing(message, float(wait) if wait.isdigit() else 0)
            if response.status_code != 200:
                raise CbsError(f"{place}: verwacht status 200, gevonden {response.status_code}")
            response._content = self._body(place, response)
        except (requests.Timeout, urllib3.exceptions.ReadTimeoutError) as error:
            raise _Passing(f"{place}: verwacht antwoord binnen {self.source.timeout:g} s, gevonden niets") from error
        except (requests.exceptions.ContentDecodingError, urllib3.exceptions.DecodeError) as error:
            raise _Passing(f"{place}: verwacht een heel antwoord, gevonden een beschadigd ingepakt antwoord") from error
        except (requests.exceptions.ChunkedEncodingError, urllib3.exceptions.HTTPError) as error:
            raise _Passing(f"{place}: verwacht een heel antwoord, gevonden een afgebroken antwoord") from error
        except requests.ConnectionError as error:
            raise self._no_connection(place, error) from error
        except requests.RequestException as error:
            raise CbsError(f"{place}: verwacht een antwoord, gevonden {type(error).__name__}") from error
        return response, self._whole(place, response)

    def _body(self, place: str, response: requests.Response) -> bytes:
        """The whole answer, within the time that one answer may take."""
        parts, until = [], time.monotonic() + self.source.limit
        try:
            while part := response.raw.read1(1 << 20, decode_content=True):
                parts.append(part)
                if time.monotonic() > until:
                    raise _Passing(
                        f"{place}: verwacht een heel antwoord binnen {self.source.limit:g} s, gevonden na die tijd nog maar "
                        f"{sum(map(len, parts))} bytes"
                    )
        finally:
            response.close()
        announced = response.headers.get("Content-Length", "")
        size = sum(map(len, parts))
        if announced.isdigit() and "Content-Encoding" not in response.headers and size < int(announced):
            raise urllib3.exceptions.IncompleteRead(size, int(announced) - size)
        return b"".join(parts)

    def _whole(self, place: str, response: requests.Response) -> dict:
        """What the answer says, when it is JSON with a list of rows and no number that is none."""
        kind = response.headers.get("Content-Type", "geen soort").split(";")[0]
        try:
            text = response.content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            found = f"byte {response.content[error.start]:#04x} op plaats {error.start}"
            raise CbsError(f"{place}: verwacht tekst in UTF-8, gevonden {found}") from error
        strange: list[str] = []
        try:
            content = json.loads(text, parse_constant=lambda word: strange.append(word) or float(word))
        except ValueError as error:
            found = f"{kind}, {len(response.content)} bytes die geen hele JSON zijn"
            raise _Passing(f"{place}: verwacht JSON, gevonden {found}") from error
        if not isinstance(content, dict) or not isinstance(content.get("value"), list):
            raise _Passing(f"{place}: verwacht een lijst 'value', gevonden {str(content)[:80]}")
        if bad := next((row for row in content["value"] if not isinstance(row, dict)), None):
            raise CbsError(f"{place}: verwacht rijen met kolommen, gevonden {str(bad)[:80]}")
        for row in content["value"] if strange else ():
            for name, value in row.items():
                if isinstance(value, float) and not math.isfinite(value):
                    raise CbsError(f"{place}: kolom {name}: verwacht een getal of null, gevonden {value}")
        return content

    def _slim(self, request: requests.PreparedRequest, content: dict) -> bytes:
        """The answer as cbsodata gets it: rows of the data set are taken out, addresses are whole."""
        resource = self._resource(request)
        if resource.casefold() == DATASET.casefold():
            self.talk.rows.add(self._place(request), content["value"])
            content = content | {"value": []}
        elif resource == self.talk.about:  # the list of what there is
            self.talk.there |= {row.get("name") for row in content["value"]}
            if not content.get("odata.nextLink"):  # cbsodata takes for granted that both data sets are in it
                absent = [name for name in ("UntypedDataSet", DATASET) if name not in self.talk.there]
                content = content | {"value": content["value"] + [{"name": name, "url": ""} for name in absent]}
        if link := content.get("odata.nextLink"):
            content = content | {"odata.nextLink": urljoin(request.url, str(link))}
        return json.dumps(content).encode()

    def _no_connection(self, place: str, error: requests.ConnectionError) -> CbsError:
        """No answer to the very first request: trying again has no use; a later one may be answered."""
        why = type(getattr(error.args[0], "reason", error.args[0])).__name__ if error.args else type(error).__name__
        refused = why in ("NameResolutionError", "NewConnectionError", "ConnectTimeoutError", "ProxyError", "SSLError")
        if refused and not self.talk.log:
            return Unreachable(f"{self.source.host} is niet te bereiken ({why})")
        return _Passing(f"{place}: verwacht een antwoord, gevonden een verbroken verbinding ({why})")

    def _stay_home(self, request: requests.PreparedRequest) -> None:
        """Every request goes to the host that was asked for, by the scheme that was asked for."""
        there = urlsplit(request.url)
        if there.netloc.casefold().removesuffix(":443") != self.source.host.casefold().removesuffix(":443"):
            raise CbsError(
                f"{self._place(request)}: verwacht een adres van {self.source.host}, gevonden {there.netloc}"
            )
        if not re.fullmatch(f"/{self.talk.home}", unquote(there.path), re.IGNORECASE):
            raise CbsError(
                f"{self._place(request)}: verwacht een adres onder {self.talk.about}, gevonden {there.path[:80]}"
            )
        request.url = there._replace(scheme=self.source.scheme, netloc=self.source.host).geturl()

    def _wait(self, state: tenacity.RetryCallState) -> float:
        grown = min(60.0, self.source.pause * 2 ** (state.attempt_number - 1))
        return max(grown, min(60.0, getattr(state.outcome.exception(), "wait", 0)))

    def _place(self, request: requests.PreparedRequest) -> str:
        resource = self._resource(request)
        pages = 1 + sum(row["onderdeel"] == resource for row in self.talk.log)
        return f"{self.talk.about}, {resource}" + (f", pagina {pages}" if pages > 1 else "")

    @staticmethod
    def _resource(request: requests.PreparedRequest) -> str:
        return unquote(urlsplit(request.url).path).rstrip("/").rsplit("/", 1)[-1]


def skipped(url: str) -> int | None:
    """How many rows a page's address says come before it; None when it does not say."""
    options = {name.casefold(): values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    value = options.get("$skip", "" if "$skiptoken" in options else "0")
    return int(value) if value.isdigit() else None
