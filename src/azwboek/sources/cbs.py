"""Talk to CBS: list the tables of AZW StatLine and fetch one whole, by the cbsodata package.

The package has no time-out and no retry, opens a new session for every page and believes whatever it is sent. While a
table is fetched it therefore gets a session of ours, which gives every request a time limit, tries again with growing
pauses, stays with the host that was asked, and hands on only an answer that is whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

import cbsodata
import pandas as pd
import requests
import tenacity
from cbsodata import cbsodata3

from ..errors import AzwboekError
from .snapshots import COLUMN, HOST, IDENTIFIER, RawTable, is_dimension

CATALOGUE = "AZW"
DATASET = "TypedDataSet"  # with numbers; cbsodata's typed=False asks for this one, its typed=True for the other
LIST = "ODataCatalog/Tables"
FEED = "ODataFeed/odata"
PASSING = (429, 500, 502, 503, 504)


class CbsError(AzwboekError):
    """The source did not give a usable answer; the message says which table, what was expected and what was found."""


class Unreachable(CbsError):
    """No answer at all from the host."""


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
        pause: seconds between requests, and the first pause after a failure; later ones double, to a minute. CBS asks for
            fair use; another host is ours, and need not be spared.
    """

    host: str = HOST
    scheme: str = "https"
    timeout: float = 60
    attempts: int = 5
    pause: float = 0.5

    @classmethod
    def at(cls, host: str, scheme: str, **patience: float) -> Source:
        """CBS at its own pace, or a test source at full speed."""
        return cls(host, scheme, **({} if host == HOST else {"pause": 0.02}) | patience)

    @property
    def is_test(self) -> bool:
        """Whether this is another host than that of CBS."""
        return self.host != HOST


@dataclass
class Talk:
    """The requests of one conversation; each is reported to ``tell``.

    Attributes:
        about: the table, for messages.
        home: the part of the host to which each request must go, as a pattern.
        tell: called after each request with its row of the log.
        log: a row per answered request: ``url``, ``onderdeel``, ``rijen``, ``bytes``, ``sha256``, ``pogingen``, ``ms``.
    """

    about: str
    home: str
    tell: Callable[[dict], None] = lambda row: None
    log: list[dict] = field(default_factory=list)


def tables(source: Source) -> list[dict]:
    """List the tables of the AZW catalogue.

    Returns:
        A row per table as the catalogue gives it: ``Identifier``, ``Title``, ``Modified``, …; ordered by identifier.

    Raises:
        CbsError: the host cannot be reached, or the list is not usable.
    """
    url = f"{source.scheme}://{source.host}/{LIST}"
    params = {"$format": "json", "$filter": f"Catalog eq '{CATALOGUE}'"}
    session, rows = _Session(source, Talk("de catalogus", LIST)), []
    while url:  # cbsodata reads the first page only
        answer = session.send(requests.Request("GET", url, params=params).prepare()).json()
        rows, url, params = rows + answer["value"], answer.get("odata.nextLink"), {}
    for row in rows:
        if not all(
            isinstance(row.get(name), str) and row[name].strip() for name in ("Identifier", "Title", "Modified")
        ):
            raise CbsError(
                f"de catalogus van {source.host}: een regel zonder Identifier, Title of Modified: {row!r:.200}"
            )
        if not IDENTIFIER.fullmatch(row["Identifier"].strip()):
            raise CbsError(
                f"de catalogus van {source.host}: verwacht nummers van tabellen, gevonden {row['Identifier'][:60]!r}"
            )
    known = {row["Identifier"].strip(): row for row in rows}
    if len(known) < len(rows):
        raise CbsError(f"de catalogus van {source.host}: {len(rows)} regels, maar {len(known)} verschillende tabellen")
    return [known[name] for name in sorted(known)]


def download(source: Source, identifier: str, tell: Callable[[dict], None] = lambda row: None) -> RawTable:
    """Fetch one table with all that describes it; keys stay as CBS pads them.

    Args:
        source: where from.
        identifier: the table.
        tell: called after each request with its row of the log.

    Raises:
        CbsError: the host fails, or what it sends is not the table that it describes.
    """
    if not IDENTIFIER.fullmatch(identifier):
        raise CbsError(f"{identifier[:60]!r}: verwacht het nummer van een tabel")
    talk = Talk(identifier, f"{FEED}/{identifier}/({COLUMN.pattern})?", tell)
    with _session_of_ours(source, talk):
        content = cbsodata.download_data(identifier, catalog_url=source.host)
    infos, properties = content.get("TableInfos"), content.get("DataProperties")
    if not infos or not properties:
        raise CbsError(f"{identifier}: verwacht TableInfos en DataProperties, gevonden {', '.join(content) or 'niets'}")
    for row in properties:
        if row["Type"] != "TopicGroup" and not COLUMN.fullmatch(str(row["Key"])):
            raise CbsError(f"{identifier}: verwacht namen van kolommen, gevonden {str(row['Key'])[:60]!r}")
    dimensions = [p["Key"] for p in properties if is_dimension(p)]
    if absent := [name for name in dimensions if name not in content]:
        raise CbsError(f"{identifier}: kolom {absent[0]}: verwacht een lijst met posities, gevonden niets")
    metadata = {
        "TableInfos": infos[0],
        "DataProperties": properties,
        "CategoryGroups": content.get("CategoryGroups", []),
        **{name: content[name] for name in dimensions},
    }
    return RawTable(identifier, _frame(identifier, content.pop(DATASET), properties), metadata, tuple(talk.log))


def _frame(identifier: str, rows: list[dict], properties: list[dict]) -> pd.DataFrame:
    """The rows as a frame with one column per dimension and topic, in the order of ``DataProperties``."""
    dimensions = [p["Key"] for p in properties if is_dimension(p)]
    topics = [p for p in properties if p["Type"] == "Topic"]
    expected = ["ID", *dimensions, *(p["Key"] for p in topics)]
    if not rows:
        raise CbsError(f"{identifier}: verwacht rijen, gevonden een lege tabel")
    for row in rows:
        if row.keys() != set(expected):
            missing, extra = sorted(set(expected) - set(row)), sorted(set(row) - set(expected))
            raise CbsError(
                f"{identifier}: kolom {(missing or extra)[0]}: verwacht de kolommen van DataProperties, gevonden "
                f"{'zonder ' + ', '.join(missing) if missing else ''}{' en ' if missing and extra else ''}"
                f"{'met ' + ', '.join(extra) if extra else ''}"
            )
    frame = pd.DataFrame.from_records(rows, columns=expected)
    for topic in topics:
        if topic.get("Datatype") != "String":
            key = topic["Key"]
            try:
                frame[key] = pd.to_numeric(frame[key]).astype("float64")
            except (ValueError, TypeError) as error:
                raise CbsError(f"{identifier}: kolom {key}: verwacht getallen, gevonden {error}") from error
    return frame


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
        self.trust_env = source.host == HOST  # a test host is asked directly, also where a proxy is set
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
            response = retrying(self._once, request, kwargs)
        except _Passing as error:
            raise CbsError(f"{error} ({self.source.attempts} keer geprobeerd)") from error
        row = {
            "url": request.url,
            "onderdeel": self._resource(request),
            "rijen": len(response.json()["value"]),
            "bytes": len(response.content),
            "sha256": hashlib.sha256(response.content).hexdigest(),
            "pogingen": retrying.statistics["attempt_number"],
            "ms": round(1000 * (time.perf_counter() - start)),
        }
        self.talk.log.append(row)
        self.talk.tell(row)
        time.sleep(self.source.pause)
        return response

    def _once(self, request: requests.PreparedRequest, kwargs: dict) -> requests.Response:
        place = self._place(request)
        options = {"proxies": kwargs.get("proxies"), "timeout": self.source.timeout, "allow_redirects": False}
        try:
            response = super().send(request, **options)
        except requests.Timeout as error:
            raise _Passing(f"{place}: verwacht antwoord binnen {self.source.timeout:g} s, gevonden niets") from error
        except requests.exceptions.ChunkedEncodingError as error:
            raise _Passing(f"{place}: verwacht een heel antwoord, gevonden een afgebroken antwoord") from error
        except requests.ConnectionError as error:
            raise self._no_connection(place, error) from error
        if response.status_code in PASSING:
            wait = response.headers.get("Retry-After", "")
            message = f"{place}: verwacht status 200, gevonden {response.status_code}"
            raise _Passing(message, float(wait) if wait.isdigit() else 0)
        if response.status_code != 200:
            raise CbsError(f"{place}: verwacht status 200, gevonden {response.status_code}")
        response.encoding = "utf-8"
        return self._whole(place, response)

    def _whole(self, place: str, response: requests.Response) -> requests.Response:
        """The answer, when it is JSON with a list of rows and no number that is none."""
        kind = response.headers.get("Content-Type", "geen soort").split(";")[0]
        try:
            content = json.loads(response.text)
        except ValueError as error:
            found = f"{kind}, {len(response.content)} bytes die geen hele JSON zijn"
            raise _Passing(f"{place}: verwacht JSON, gevonden {found}") from error
        if not isinstance(content, dict) or not isinstance(content.get("value"), list):
            raise _Passing(f"{place}: verwacht een lijst 'value', gevonden {str(content)[:80]}")
        for row in content["value"]:
            if not isinstance(row, dict):
                raise CbsError(f"{place}: verwacht rijen met kolommen, gevonden {str(row)[:80]}")
            for name, value in row.items():
                if isinstance(value, float) and not math.isfinite(value):
                    raise CbsError(f"{place}: kolom {name}: verwacht een getal of null, gevonden {value}")
        return response

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
        if there.netloc != self.source.host:
            raise CbsError(
                f"{self._place(request)}: verwacht een adres van {self.source.host}, gevonden {there.netloc}"
            )
        if not re.fullmatch(f"/{self.talk.home}", unquote(there.path), re.IGNORECASE):
            raise CbsError(
                f"{self._place(request)}: verwacht een adres onder {self.talk.about}, gevonden {there.path[:80]}"
            )
        request.url = there._replace(scheme=self.source.scheme).geturl()

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
    (value,) = parse_qs(urlsplit(url).query).get("$skip", ["0"])
    return int(value) if value.isdigit() else None
