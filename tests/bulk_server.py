"""A local counterpart of the bulk files of OData v4: ``RawTable`` objects as zips of CSV, in the form that CBS gives them.

A BOM, ``;`` between cells, a comma in numbers, trimmed keys, measures under keys of their own, and no row for an empty cell.
``server.spoil`` changes the answers on their way out: a function of address and bytes.
"""

from __future__ import annotations

import csv
import io
import json
import math
import threading
import zipfile
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from azwboek.sources.snapshots import RawTable, is_dimension

SERVICE, FILES = "/odata/v1/CBS/", "/csv/CBS/nl/"


class BulkServer:
    """Serves tables on 127.0.0.1 for as long as the ``with`` block lasts; ``host`` is ``127.0.0.1:PORT``."""

    def __init__(self, tables: Iterable[RawTable]):
        self.tables: dict[str, tuple[RawTable, list[dict], bytes]] = {}
        for table in tables:
            self.put(table)
        self.asked: list[str] = []
        self.spoil: Callable[[str, bytes], bytes] = lambda path, body: body
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), type("Bulk", (_Handler,), {"bulk": self}))
        self.host = f"127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> BulkServer:
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def put(self, table: RawTable) -> None:
        """Serve this table from now on."""
        found = observations(table)
        self.tables[table.identifier] = (table, found, zipped(table, found))

    def answer(self, path: str) -> bytes | None:
        """The body for an address, or None when there is nothing."""
        self.asked.append(path)
        if path == f"{SERVICE}Datasets":
            rows = [_said(table, found) for table, found, _ in self.tables.values()]
            return json.dumps({"@odata.context": "Datasets", "value": rows}).encode()
        if path.startswith(FILES):
            known = self.tables.get(path.removeprefix(FILES))
            return known and known[2]
        name, _, resource = path.removeprefix(SERVICE).partition("/")
        if name not in self.tables or resource not in ("Properties", "Dimensions"):
            return None
        table, found, _ = self.tables[name]
        if resource == "Properties":
            return json.dumps({"@odata.context": resource} | _said(table, found)).encode()
        kinds = [p for p in table.metadata["DataProperties"] if is_dimension(p)]
        rows = [{"Identifier": p["Key"], "Title": p["Title"], "Kind": p["Type"]} for p in kinds]
        return json.dumps({"value": rows}).encode()


class _Handler(BaseHTTPRequestHandler):
    bulk: BulkServer

    def log_message(self, *_):
        """Keep tests quiet."""

    def do_GET(self):  # noqa: N802 (the name is http.server's)
        path = self.path.partition("?")[0]
        body = self.bulk.answer(path)
        self.send_response(200 if body is not None else 404)
        body = self.bulk.spoil(path, body) if body is not None else b"{}"
        self.send_header("Content-Type", "application/zip" if path.startswith(FILES) else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _said(table: RawTable, found: list[dict]) -> dict:
    info = table.metadata["TableInfos"]
    return {"Identifier": table.identifier, "Title": info["Title"]} | {
        "Modified": info["Modified"] + "+01:00",
        "ObservationCount": len(found),
    }


def observations(table: RawTable) -> list[dict]:
    """The cells that are not empty, a row each."""
    rows = []
    for place, key in enumerate(table.topics):
        values = table.data[key].tolist()
        for row, value in zip(table.data[table.dimensions].itertuples(index=False), values, strict=True):
            if value is None or (isinstance(value, float) and math.isnan(value)):
                continue
            text = isinstance(value, str)
            number = "" if text else repr(float(value)).removesuffix(".0").replace(".", ",")
            own = {"Id": len(rows), "Measure": f"M{place:06}", "ValueAttribute": "None", "Value": number}
            own |= {"StringValue": value if text else ""}
            rows.append(own | {name: code.strip() for name, code in zip(table.dimensions, row, strict=True)})
    return rows


def zipped(table: RawTable, found: list[dict]) -> bytes:
    """The zip of a table with these observations."""
    properties = table.metadata["DataProperties"]
    groups = [p for p in properties if p["Type"] == "TopicGroup"]
    numbers = {p["ID"]: str(place) for place, p in enumerate(groups)}
    topics = [p for p in properties if p["Type"] == "Topic"]
    files = {"Observations": found}
    files["MeasureGroups"] = [
        {
            "Id": numbers[p["ID"]],
            "Index": numbers[p["ID"]],
            "Title": p["Title"],
            "Description": "",
            "ParentId": numbers.get(p.get("ParentID"), ""),
        }
        for p in groups
    ]
    files["MeasureCodes"] = [
        {
            "Identifier": f"M{place:06}",
            "Index": str(place),
            "Title": p["Title"],
            "Description": p.get("Description") or "",
        }
        | {"MeasureGroupId": numbers.get(p.get("ParentID"), ""), "DataType": p["Datatype"], "Unit": p.get("Unit") or ""}
        | {"Format": "", "Decimals": str(p.get("Decimals") or 0), "PresentationType": "Relative"}
        for place, p in enumerate(topics)
    ]
    for name in table.dimensions:
        files[f"{name}Codes"] = [
            {
                "Identifier": row["Key"].strip(),
                "Index": str(place),
                "Title": row["Title"],
                "Description": row.get("Description") or "",
            }
            | {"DimensionGroupId": "", "Status": row.get("Status") or ""}
            for place, row in enumerate(table.metadata[name])
        ]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as content:
        for name, rows in files.items():
            if rows:
                content.writestr(f"{name}.csv", written(rows))
    return made.getvalue()


def written(rows: list[dict]) -> bytes:
    """Rows as CSV in the form of CBS."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
