"""Ask CBS: one request after another, with patience, a limit on everything, and only to the host that was chosen.

Every byte from a source comes through here, whatever the channel; what an answer must look like, a kind of session says.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

import requests
import tenacity
import urllib3

from .faults import CbsError, Passing, Unreachable
from .pages import Rows
from .recording import Recording
from .snapshots import HOST, HOSTS

PASSING = (429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Source:
    """Where the tables are fetched, and with how much patience.

    Attributes:
        host: host name, with a port if need be.
        scheme: ``https`` or ``http``.
        timeout: seconds that the host may be silent.
        attempts: how many times a request is tried.
        limit: seconds that one answer may take in all, however it trickles.
        channel: ``v3`` for the feed of OData, ``v4`` for the files of its successor; see :mod:`azwboek.sources.channels`.
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
    channel: str = "v3"
    record: Recording | None = None

    @classmethod
    def at(cls, host: str, scheme: str, **patience: object) -> Source:
        """CBS at its own pace, or a test source at full speed."""
        return cls(host, scheme, **({} if host in HOSTS else {"pause": 0.02}) | patience)

    @property
    def is_test(self) -> bool:
        """Whether this is another host than those of CBS."""
        return self.host not in HOSTS


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


class Session(requests.Session):
    """A session that is patient, suspicious and polite; ``one`` says that an answer is one object and no list of rows."""

    one = False

    def __init__(self, source: Source, talk: Talk):
        super().__init__()
        self.trust_env = not source.is_test  # a test host is asked directly, also where a proxy is set
        self.source, self.talk = source, talk

    def send(self, request: requests.PreparedRequest, **kwargs) -> requests.Response:
        self._stay_home(request)
        if any(row["url"] == request.url for row in self.talk.log):
            raise CbsError(f"{self.place(request)}: verwacht een volgende pagina, gevonden opnieuw {request.url}")
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self.source.attempts),
            wait=self._wait,
            retry=tenacity.retry_if_exception_type(Passing),
            reraise=True,
        )
        start = time.perf_counter()
        try:
            response, content = retrying(self._once, request, kwargs)
        except Passing as error:
            raise CbsError(f"{error} ({self.source.attempts} keer geprobeerd)") from error
        row = {
            "url": request.url,
            "onderdeel": self.resource(request),
            "rijen": len(content["value"]),
            "bytes": len(response.content),
            "sha256": hashlib.sha256(response.content).hexdigest(),
            "pogingen": retrying.statistics["attempt_number"],
            "ms": round(1000 * (time.perf_counter() - start)),
        }
        if self.source.record:
            self.source.record.keep(request.url, response.content)
        response._content = self.slim(request, response, content)
        self.talk.log.append(row)
        self.talk.tell(row)
        time.sleep(self.source.pause)
        return response

    def _once(self, request: requests.PreparedRequest, kwargs: dict) -> tuple[requests.Response, dict]:
        place = self.place(request)
        options = {"proxies": kwargs.get("proxies"), "timeout": self.source.timeout, "allow_redirects": False}
        try:
            response = super().send(request, stream=True, **options)
            if response.status_code in PASSING:
                wait = response.headers.get("Retry-After", "")
                message = f"{place}: verwacht status 200, gevonden {response.status_code}"
                raise Passing(message, float(wait) if wait.isdigit() else 0)
            if response.status_code != 200:
                raise CbsError(f"{place}: verwacht status 200, gevonden {response.status_code}")
            response._content = self._body(place, response)
        except (requests.Timeout, urllib3.exceptions.ReadTimeoutError) as error:
            raise Passing(f"{place}: verwacht antwoord binnen {self.source.timeout:g} s, gevonden niets") from error
        except (requests.exceptions.ContentDecodingError, urllib3.exceptions.DecodeError) as error:
            raise Passing(f"{place}: verwacht een heel antwoord, gevonden een beschadigd ingepakt antwoord") from error
        except (requests.exceptions.ChunkedEncodingError, urllib3.exceptions.HTTPError) as error:
            raise Passing(f"{place}: verwacht een heel antwoord, gevonden een afgebroken antwoord") from error
        except requests.ConnectionError as error:
            raise self._no_connection(place, error) from error
        except requests.RequestException as error:
            raise CbsError(f"{place}: verwacht een antwoord, gevonden {type(error).__name__}") from error
        return response, self.checked(place, response)

    def _body(self, place: str, response: requests.Response) -> bytes:
        """The whole answer, within the time that one answer may take."""
        parts, until = [], time.monotonic() + self.source.limit
        try:
            while part := response.raw.read1(1 << 20, decode_content=True):
                parts.append(part)
                if time.monotonic() > until:
                    raise Passing(
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

    def checked(self, place: str, response: requests.Response) -> dict:
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
            raise Passing(f"{place}: verwacht JSON, gevonden {found}") from error
        content = {"value": [content]} if self.one else content
        if not isinstance(content, dict) or not isinstance(content.get("value"), list):
            raise Passing(f"{place}: verwacht een lijst 'value', gevonden {str(content)[:80]}")
        if bad := next((row for row in content["value"] if not isinstance(row, dict)), None):
            raise CbsError(f"{place}: verwacht rijen met kolommen, gevonden {str(bad)[:80]}")
        for row in content["value"] if strange else ():
            for name, value in row.items():
                if isinstance(value, float) and not math.isfinite(value):
                    raise CbsError(f"{place}: kolom {name}: verwacht een getal of null, gevonden {value}")
        return content

    def slim(self, request: requests.PreparedRequest, response: requests.Response, content: dict) -> bytes:
        """The answer as who asked gets it: addresses are whole."""
        for name in ("odata.nextLink", "@odata.nextLink"):
            if link := content.get(name):
                content = content | {name: urljoin(request.url, str(link))}
        return json.dumps(content).encode()

    def _no_connection(self, place: str, error: requests.ConnectionError) -> CbsError:
        """No answer to the very first request: trying again has no use; a later one may be answered."""
        why = type(getattr(error.args[0], "reason", error.args[0])).__name__ if error.args else type(error).__name__
        refused = why in ("NameResolutionError", "NewConnectionError", "ConnectTimeoutError", "ProxyError", "SSLError")
        if refused and not self.talk.log:
            return Unreachable(f"{self.source.host} is niet te bereiken ({why})")
        return Passing(f"{place}: verwacht een antwoord, gevonden een verbroken verbinding ({why})")

    def _stay_home(self, request: requests.PreparedRequest) -> None:
        """Every request goes to the host that was asked for, by the scheme that was asked for."""
        there = urlsplit(request.url)
        if there.netloc.casefold().removesuffix(":443") != self.source.host.casefold().removesuffix(":443"):
            raise CbsError(f"{self.place(request)}: verwacht een adres van {self.source.host}, gevonden {there.netloc}")
        if not re.fullmatch(f"/{self.talk.home}", unquote(there.path), re.IGNORECASE):
            raise CbsError(
                f"{self.place(request)}: verwacht een adres onder {self.talk.about}, gevonden {there.path[:80]}"
            )
        request.url = there._replace(scheme=self.source.scheme, netloc=self.source.host).geturl()

    def _wait(self, state: tenacity.RetryCallState) -> float:
        grown = min(60.0, self.source.pause * 2 ** (state.attempt_number - 1))
        return max(grown, min(60.0, getattr(state.outcome.exception(), "wait", 0)))

    def place(self, request: requests.PreparedRequest) -> str:
        resource = self.resource(request)
        pages = 1 + sum(row["onderdeel"] == resource for row in self.talk.log)
        return f"{self.talk.about}, {resource}" + (f", pagina {pages}" if pages > 1 else "")

    @staticmethod
    def resource(request: requests.PreparedRequest) -> str:
        return unquote(urlsplit(request.url).path).rstrip("/").rsplit("/", 1)[-1]
