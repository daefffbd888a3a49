"""A local counterpart of CBS's OData v3 service: the feed and the table list, over a real socket, with faults.

It serves ``RawTable`` objects as ``dataderden.cbs.nl`` serves the AZW tables: service root, metadata, typed and
untyped rows, pages with ``odata.nextLink``, ``$filter``, ``$select``, ``$top``, ``$skip``; only with ``$format=json``
(CBS answers in Atom without it, this server with 406). Not served: ``$metadata``, ``$orderby``, ``$inlinecount``.

* ``server.fault = Fault(...)`` makes the *service* fail: ``KINDS`` says how.
* The functions of ``cbs_faults`` make a spoilt copy of a *table* for ``server.put``.

By hand: ``python tests/cbs_server.py --port 8123 [--fout reset --tabel DEMO01]`` serves the demonstration tables.
"""

from __future__ import annotations

import argparse
import gzip
import inspect
import json
import operator
import re
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from azwboek.sources.snapshots import RawTable

FEED, CATALOGUE = "/odatafeed/odata/", "/odatacatalog/"
JSON = "application/json;odata=minimalmetadata;streaming=true;charset=utf-8"
OPTIONS = ("$format", "$filter", "$select", "$top", "$skip")
DATA_SETS = ("UntypedDataSet", "TypedDataSet")
NAMESPACE = "#Cbs.OData.WebAPI."
WIDTH = 8  # characters of a value in UntypedDataSet
# What a row of Tables and TableInfos holds besides what the table itself says.
INFO = {"Summary": "", "SummaryAndLinks": "", "ShortDescription": "", "ReasonDelivery": "Actualisering", "ExplanatoryText": ""} | {
    "Source": "CBS", "SearchPriority": "2", "DefaultPresentation": "", "DefaultSelection": "", "GraphTypes": "Table,Bar,Line"
}  # fmt: skip

KINDS = {
    "500": "answers 500",
    "503": "answers 503, with Retry-After (seconds, else 0)",
    "hang": "sends nothing for so many seconds, else until the server closes",
    "reset": "resets the connection after half the body",
    "html": "answers 200 with a page of HTML",
    "truncated": "cuts the JSON in half, with a Content-Length that fits",
    "cut": "closes after half the body that Content-Length announces",
    "missing_page": "lets odata.nextLink skip a page: rows are lacking",
    "repeated_page": "lets odata.nextLink point at the page itself: rows come twice (without times: endlessly)",
    "stale_page": "serves the rows of the page before: rows come twice, others are lacking, the count is right",
    "empty": "answers without rows",
    "trickle": "sends a byte at a time for so many seconds, else until the server closes: never silent, never ready",
}


@dataclass(frozen=True)
class Fault:
    """A failing service.

    Attributes:
        kind: one of ``KINDS``.
        table: only for this table; None is every table.
        resource: only for this one, such as ``TypedDataSet``, ``Tables`` or ``""`` (the service root).
        page: only for this page, counted from 1.
        times: how often it strikes; None is always.
        seconds: see ``KINDS``.
    """

    kind: str
    table: str | None = None
    resource: str | None = None
    page: int | None = None
    times: int | None = None
    seconds: float | None = None

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}: choose from {', '.join(KINDS)}")

    def hits(self, request: Request, page: int) -> bool:
        pairs = ((self.table, request.table), (self.resource, request.resource), (self.page, page))
        return all(wanted in (None, found) for wanted, found in pairs)


class Request(NamedTuple):
    """One request as it was logged; ``query`` holds the decoded options, such as ``{"$format": "json"}``."""

    method: str
    path: str
    query: dict[str, str]

    @property
    def table(self) -> str | None:
        """Identifier of the table; None for the table list."""
        return self.path[len(FEED) :].split("/")[0] if self.path.lower().startswith(FEED) else None

    @property
    def resource(self) -> str | None:
        """What was asked: ``Tables``, ``TypedDataSet``, ... or ``""`` for the service root."""
        for prefix, depth in ((FEED, 1), (CATALOGUE, 0)):
            if self.path.lower().startswith(prefix):
                return "/".join(self.path[len(prefix) :].split("/")[depth:])
        return None


class Source(NamedTuple):
    """The rows behind an address: where it stands, its type, its columns, how many rows, and those at given places."""

    base: str
    kind: str
    names: list[str]
    total: int
    rows: Callable[[Sequence[int]], list[dict]]


class ODataError(Exception):
    """An answer with an error status and CBS's envelope."""

    def __init__(self, status: int, message: str):
        super().__init__(message)
        self.status = status


# --- the server ---------------------------------------------------------------------------------------------


class CbsServer:
    """Serves tables on 127.0.0.1 for as long as the ``with`` block lasts.

    Args:
        tables: what it serves, in the order of the table list.
        page: rows per page of a table (CBS: 10,000).
        catalogue_page: rows per page of the table list.
        port: 0 is any free port.

    Attributes:
        host: ``127.0.0.1:PORT``, the ``catalog_url`` of cbsodata (with ``options.use_https = False``).
        dress: changes an answer on its way out: a function of request and body, which gives the body and headers to set
            (``status`` is the status).
        struck: how often the present fault struck.
    """

    def __init__(
        self, tables: Iterable[RawTable] = (), *, page: int = 10_000, catalogue_page: int = 500, port: int = 0
    ):
        self.page, self.catalogue_page = page, catalogue_page
        self._tables = {table.identifier: table for table in tables}
        self._log: list[Request] = []
        self._lock = threading.RLock()
        self._fault: Fault | None = None
        self.dress: Callable[[Request, bytes], tuple[bytes, dict]] = lambda request, body: (body, {})
        self.struck = 0
        self.closing = threading.Event()
        self._http = _Http(("127.0.0.1", port), self)
        self.host = f"127.0.0.1:{self._http.server_port}"
        self.url = f"http://{self.host}"

    def __enter__(self) -> CbsServer:
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), name="cbs-server")
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.closing.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    @property
    def fault(self) -> Fault | None:
        """The fault that is switched on; setting it starts its count anew, None switches it off."""
        return self._fault

    @fault.setter
    def fault(self, fault: Fault | None) -> None:
        with self._lock:
            self._fault, self.struck = fault, 0

    @property
    def requests(self) -> list[Request]:
        """What was asked since the start or the last ``reset_log``."""
        with self._lock:
            return list(self._log)

    def reset_log(self) -> None:
        with self._lock:
            self._log.clear()

    def put(self, *tables: RawTable) -> None:
        """Serve these tables from now on, in place of those with the same identifier."""
        with self._lock:
            self._tables |= {table.identifier: table for table in tables}

    def remove(self, identifier: str) -> None:
        """Stop serving a table: 404, and no longer in the list."""
        with self._lock:
            del self._tables[identifier]

    def answer(self, request: Request) -> tuple[dict, Fault | None]:
        """Return the body of the answer, and the fault that strikes it.

        Raises:
            ODataError: there is no such table or resource (404), or an option is wrong (400, 406).
        """
        with self._lock:
            self._log.append(request)
        size = self.catalogue_page if request.resource == "Tables" else self.page
        skip, top = _number(request.query, "$skip", 0), _number(request.query, "$top", sys.maxsize)
        fault = self._strike(request, skip // size + 1)
        if unknown := sorted(key for key in request.query if key.startswith("$") and key not in OPTIONS):
            raise ODataError(400, f"The query parameter '{unknown[0]}' is not supported.")
        if request.query.get("$format") != "json":
            raise ODataError(406, "Only $format=json is served here.")
        source = self._source(request)
        places: Sequence[int] = range(source.total)
        if (text := request.query.get("$filter")) is not None:
            test = parse_filter(text, source.names)
            places = [place for place, row in enumerate(source.rows(places)) if test(row)]
        select = [name.strip() for name in request.query.get("$select", "").split(",") if name.strip()]
        _check_names(select, source.names)

        kind = fault.kind if fault else ""
        first = max(skip - size, 0) if kind == "stale_page" else skip
        rows = [] if kind == "empty" else source.rows(places[first : first + min(size, top)])
        if select:
            rows = [{name: row[name] for name in select if name in row} for row in rows]
        body = {"odata.metadata": source.base + "$metadata" + source.kind, "value": rows}
        following = skip + {"missing_page": 2 * size, "repeated_page": 0}.get(kind, size)
        if kind != "empty" and top > size and following < len(places):
            options = request.query | {"$skip": str(following)}
            if "$top" in options:
                options["$top"] = str(top - size)
            query = "&".join(f"{key}={quote(options[key], safe=',()')}" for key in OPTIONS if key in options)
            body["odata.nextLink"] = f"{source.base}{request.resource}?{query}"
        return body, fault

    def _source(self, request: Request) -> Source:
        with self._lock:
            tables = dict(self._tables)
        if request.table is None:
            if request.resource != "Tables":
                raise ODataError(404, f"Resource not found for the segment '{request.path.strip('/')}'.")
            infos = [table_info(table) | {"ID": n} for n, table in enumerate(tables.values())]
            return _listed(f"{self.url}/ODataCatalog/", "Tables", infos)
        if (table := tables.get(request.table)) is None:
            raise ODataError(404, f"Resource not found for the segment '{request.table}'.")
        base, names = f"{self.url}/ODataFeed/odata/{table.identifier}/", resources(table)
        if request.resource == "":
            return _listed(base, "", [{"name": name, "url": base + name} for name in names])
        if request.resource not in names:
            raise ODataError(404, f"Resource not found for the segment '{request.resource}'.")
        if request.resource == "TableInfos":
            info = table_info(table)
            return _listed(base, request.resource, [{"Description": info["Summary"]} | info])
        if request.resource in DATA_SETS:
            rows = partial(data_rows, table, request.resource)
            return Source(base, NAMESPACE + request.resource, list(table.data.columns), len(table.data), rows)
        return _listed(base, request.resource, table.metadata[request.resource])

    def _strike(self, request: Request, page: int) -> Fault | None:
        with self._lock:
            fault = self._fault
            spent = fault is not None and fault.times is not None and self.struck >= fault.times
            if fault is None or spent or not fault.hits(request, page):
                return None
            self.struck += 1
            return fault


class _Http(ThreadingHTTPServer):
    daemon_threads = False  # closing waits for the threads, so that a test leaves none behind

    def __init__(self, address: tuple[str, int], cbs: CbsServer):
        self.cbs, self.open = cbs, set()
        super().__init__(address, _Handler)

    def process_request(self, request, client_address):
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        self.open.discard(request)
        super().shutdown_request(request)

    def server_close(self):
        for connection in list(self.open):  # idle ones wait for a next request
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it was closed at the same moment
        super().server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        """Keep tests quiet; ``CbsServer.requests`` is the log."""

    def do_GET(self):  # noqa: N802 (the name is http.server's)
        cbs, url = self.server.cbs, urlsplit(self.path)
        request = Request("GET", unquote(url.path), dict(parse_qsl(url.query, keep_blank_values=True)))
        try:
            try:
                body, fault = cbs.answer(request)
                text, headers = cbs.dress(request, json.dumps(body, ensure_ascii=False).encode())
                self.deliver(text, fault, headers)
            except ODataError as error:
                self.reply(error.status, _envelope(str(error)))
        except ConnectionError:
            self.close_connection = True  # the client left

    def deliver(self, body: bytes, fault: Fault | None, headers: dict) -> None:
        match fault.kind if fault else "":
            case "500":
                self.reply(500, _envelope("An error occurred while processing this request."))
            case "503":
                self.reply(503, _envelope("Service Unavailable"), retry_after=fault.seconds or 0)
            case "html":
                self.reply(200, b"<!DOCTYPE html><html><body>Onderhoud</body></html>", "text/html; charset=utf-8")
            case "truncated":
                self.reply(200, body[: len(body) // 2])
            case "cut":
                self.reply(200, body[: len(body) // 2], length=len(body))
                self.close_connection = True
            case "hang":
                self.server.cbs.closing.wait(fault.seconds)
                self.close_connection = True
            case "reset":
                self.reply(200, body[: len(body) // 2], length=len(body))
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                socket.close(self.connection.detach())  # at once: a shutdown first would be an ordinary end
                self.close_connection = True
            case "trickle":
                self.reply(200, body[:1], length=len(body))
                until = time.monotonic() + (fault.seconds or sys.maxsize)
                while time.monotonic() < until and not self.server.cbs.closing.wait(0.1):
                    self.wfile.write(b" ")
                self.close_connection = True
            case _:
                self.reply(headers.pop("status", 200), body, headers.pop("Content-Type", JSON), headers=headers)

    def reply(self, status, body, kind=JSON, *, length=None, retry_after=None, headers=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("DataServiceVersion", "3.0;")
        if retry_after is not None:
            self.send_header("Retry-After", f"{retry_after:.0f}")
        self.end_headers()
        self.wfile.write(body)


def _envelope(message: str) -> bytes:
    return json.dumps({"odata.error": {"code": "", "message": {"lang": "nl-NL", "value": message}}}).encode()


def _number(query: dict[str, str], option: str, default: int) -> int:
    text = query.get(option)
    if text is not None and not re.fullmatch(r"\d+", text):
        raise ODataError(400, f"Incorrect format for {option} argument '{text}'.")
    return default if text is None else int(text)


class Replay(BaseHTTPRequestHandler):
    """Plays a recording again: each address with the answer that was kept; hosts within it become this one."""

    folder: Path
    answers: dict[str, str]

    def log_message(self, *_):
        """Keep tests quiet."""

    def do_GET(self):  # noqa: N802 (the name is http.server's)
        name = self.answers.get(unquote(self.path.replace("+", " ")))
        body = gzip.decompress((self.folder / name).read_bytes()) if name else _envelope("Niet opgenomen.")
        here = f"http://{self.headers['Host']}/OData".encode()
        body = re.sub(rb"https?://[^/\"\s]+/OData", here, body)
        self.send_response(200 if name else 404)
        self.send_header("Content-Type", JSON)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def replay(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server on 127.0.0.1 that plays a recording; ``serve_forever`` starts it."""
    answers = json.loads((folder / "opname.json").read_text(encoding="utf-8"))
    return ThreadingHTTPServer(("127.0.0.1", port), type("Opname", (Replay,), {"folder": folder, "answers": answers}))


# --- rows ---------------------------------------------------------------------------------------------------


def resources(table: RawTable) -> list[str]:
    """Names in the service root, in CBS's order."""
    return ["TableInfos", *DATA_SETS, "DataProperties", "CategoryGroups", *table.dimensions]


def table_info(table: RawTable) -> dict:
    """The row of Tables and TableInfos: what the table says, and the fields that it leaves out."""
    info = table.metadata["TableInfos"]
    return INFO | dict.fromkeys(("MetaDataModified", "Updated"), info["Modified"]) | info


def data_rows(table: RawTable, resource: str, places: Sequence[int]) -> list[dict]:
    """Rows of a data set: numbers and None, or padded text.

    A NaN in a column of numbers is a missing value; in a column of objects it goes out as NaN (see ``nan_value``).
    """
    part = table.data.iloc[places]
    columns = {name: part[name].tolist() for name in part.columns}
    for topic in (p for p in table.metadata["DataProperties"] if p["Type"] == "Topic" and p["Key"] in columns):
        key, missing = topic["Key"], part[topic["Key"]].isna()
        if part[key].dtype == object:
            missing = part[key].map(lambda value: value is None).astype(bool)
        show = _typed if resource == "TypedDataSet" else _untyped
        columns[key] = [show(None if m else v, topic) for v, m in zip(columns[key], missing, strict=True)]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _typed(value: float | str | None, topic: dict) -> float | int | str | None:
    integer = value is not None and topic["Datatype"] in ("Integer", "Long") and float(value).is_integer()
    return int(value) if integer else value


def _untyped(value: float | str | None, topic: dict) -> str:
    if isinstance(value, str):
        return value.rjust(WIDTH)
    text = "." if value is None else "NaN" if value != value else f"{value:.{topic['Decimals']}f}"
    return text.rjust(WIDTH)


def _check_names(used: Iterable[str], known: Sequence[str]) -> None:
    for name in used:
        if name not in known:
            raise ODataError(400, f"Could not find a property named '{name}'.")


def _listed(base: str, resource: str, rows: list[dict]) -> Source:
    names = list(dict.fromkeys(name for row in rows for name in row))
    kind = NAMESPACE + resource if resource else ""
    return Source(base, kind, names, len(rows), lambda places: [rows[place] for place in places])


# --- $filter ------------------------------------------------------------------------------------------------

TOKEN = re.compile(r"\s*(?:(?:datetime)?'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)[LMDF]?\b|([A-Za-z_]\w*)|([(),]))\s*")
LEVELS = {"or": 1, "and": 2} | dict.fromkeys(("eq", "ne", "gt", "ge", "lt", "le"), 3)
CONSTANTS = {"true": True, "false": False, "null": None}
FUNCTIONS: dict[str, Callable] = {
    "startswith": lambda text, start: text.startswith(start),
    "endswith": lambda text, end: text.endswith(end),
    "substringof": lambda part, text: part in text,
    "substring": lambda text, start, length=None: text[start:] if length is None else text[start : start + length],
    "tolower": lambda text: text.lower(),
    "toupper": lambda text: text.upper(),
    "trim": lambda text: text.strip(),
    "length": lambda text: len(text),
}


def parse_filter(text: str, known: Sequence[str]) -> Callable[[dict], bool]:
    """Turn an OData v3 filter into a test of one row.

    Raises:
        ODataError: 400, it does not parse or names an unknown property; by the test: the types do not fit.
    """
    tokens, place = [], 0
    while place < len(text):
        if (found := TOKEN.match(text, place)) is None:
            raise ODataError(400, f"Syntax error at position {place} in '{text}'.")
        tokens.append(found.groups())
        place = found.end()

    def take(*wanted: str) -> str | None:
        """The next word or sign, if it is one of these."""
        return next(filter(None, tokens.pop(0))) if tokens and {*tokens[0][2:]} & {*wanted} else None

    def expression(level: int = 1) -> Callable[[dict], object]:
        left = operand()
        while name := take(*(name for name, own in LEVELS.items() if own >= level)):
            left = partial(_binary, name, left, expression(LEVELS[name] + 1))
        return left

    def operand() -> Callable[[dict], object]:
        if take("not"):
            inner = expression(3)
            return lambda row: not _truth(inner(row))
        if take("("):
            inner = expression()
            return close(inner)
        if not tokens or tokens[0][3]:
            raise ODataError(400, f"Expression expected in '{text}'.")
        string, number, name, _ = tokens.pop(0)
        if name is None:
            constant = string.replace("''", "'") if number is None else float(number)
            return lambda row: constant
        if take("("):
            parts = [expression()]
            while take(","):
                parts.append(expression())
            try:
                inspect.signature(FUNCTIONS[name]).bind(*parts)
            except (KeyError, TypeError) as error:
                raise ODataError(400, f"No function '{name}' with {len(parts)} argument(s) in '{text}'.") from error
            return close(lambda row: _call(name, [part(row) for part in parts]))
        if name in CONSTANTS:
            return lambda row: CONSTANTS[name]
        _check_names([name], known)
        return lambda row: row.get(name)

    def close(inner: Callable) -> Callable:
        if not take(")"):
            raise ODataError(400, f"')' expected in '{text}'.")
        return inner

    test = expression()
    if tokens:
        raise ODataError(400, f"Syntax error at '{next(filter(None, tokens[0]), '')}' in '{text}'.")
    return lambda row: _truth(test(row))


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ODataError(400, "A boolean expression is expected in $filter.")
    return value


def _binary(name: str, left: Callable, right: Callable, row: dict) -> bool:
    if name == "and":
        return _truth(left(row)) and _truth(right(row))
    if name == "or":
        return _truth(left(row)) or _truth(right(row))
    first, second = left(row), right(row)
    if first is None or second is None:
        return first is second if name == "eq" else first is not second if name == "ne" else False
    if isinstance(first, str) != isinstance(second, str):
        raise ODataError(400, f"Incompatible types for '{name}'.")
    return getattr(operator, name)(first, second)


def _call(name: str, values: list) -> object:
    values = [int(v) if isinstance(v, float) else v for v in values]
    try:
        return None if None in values else FUNCTIONS[name](*values)
    except (AttributeError, TypeError) as error:
        raise ODataError(400, f"Incompatible types for '{name}'.") from error


# --- by hand ------------------------------------------------------------------------------------------------


def main() -> None:
    """Serve the demonstration tables until Ctrl-C."""
    from cbs_faults import SPOILERS
    from samples import invented_tables

    parser = argparse.ArgumentParser(description="Lokale tegenhanger van de OData-dienst van het CBS.")
    parser.add_argument("--port", type=int, default=8123)
    parser.add_argument("--fout", choices=[*KINDS, *SPOILERS], help="een fout van de dienst of in een tabel")
    parser.add_argument("--tabel", help="alleen bij deze tabel, bijvoorbeeld DEMO01")
    parser.add_argument("--keer", type=int, help="hoe vaak de dienst faalt; anders altijd")
    parser.add_argument("--opname", type=Path, help="speel deze opname na, van azwboek refresh --opnemen")
    chosen = parser.parse_args()
    if chosen.opname:
        server = replay(chosen.opname, chosen.port)
        print(f"{chosen.opname}: azwboek refresh --host 127.0.0.1:{server.server_port} --scheme http", flush=True)
        server.serve_forever()
    tables = list(invented_tables().values())
    if chosen.tabel and chosen.tabel not in {table.identifier for table in tables}:
        parser.error(f"onbekende tabel {chosen.tabel!r}: kies uit {', '.join(t.identifier for t in tables)}")
    for place, table in enumerate(tables):
        if chosen.fout in SPOILERS and chosen.tabel in (None, table.identifier):
            try:
                tables[place] = SPOILERS[chosen.fout](table)
            except ValueError:
                print(f"{table.identifier}: {chosen.fout} kan in deze tabel niet; zij blijft gaaf")
    try:
        server = CbsServer(tables, port=chosen.port)
    except OSError as error:
        parser.error(f"poort {chosen.port}: {error.strerror}; kies een andere met --port")
    server.fault = Fault(chosen.fout, table=chosen.tabel, times=chosen.keer) if chosen.fout in KINDS else None
    with server:
        print(
            f"{len(tables)} tabellen: azwboek refresh --host {server.host} --scheme http (stoppen: Ctrl-C)", flush=True
        )
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("gestopt")


if __name__ == "__main__":
    main()
