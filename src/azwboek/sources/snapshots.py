"""Keep raw CBS tables: one immutable folder per table version, addressed by content; a pointer says which is in force.

Layout: ``<root>/<table>/actueel.json`` and ``<root>/<table>/<date>-<hash>/`` with

* ``data.parquet``: the rows of ``TypedDataSet`` as delivered, keys padded as CBS pads them;
* ``metadata.json``: ``TableInfos`` (one row), ``DataProperties``, and each dimension as a list of rows;
* ``verzoeken.json``: the requests by which the table was fetched, each with its answer;
* ``manifest.json``: table, kind (``cbs`` or ``demonstratie``), host, dates, number of rows, checksums, licence.

A version is written under a temporary name and moved into place; only then is it accepted, by replacing ``actueel.json``
in one step. What stands in a version folder never changes. A folder that is not accepted is not used.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
from duckdb import ColumnExpression as Column

from ..errors import AzwboekError
from ..files import write_json

DATA = "data.parquet"
METADATA = "metadata.json"
REQUESTS = "verzoeken.json"
MANIFEST = "manifest.json"
POINTER = "actueel.json"
KINDS = ("cbs", "demonstratie")
HOST = "dataderden.cbs.nl"  # of CBS; the AZW tables are not on opendata.cbs.nl
ORDINARY = "opendata.cbs.nl"  # the ordinary StatLine of CBS
BULK = "datasets.cbs.nl"  # the files of its successor, OData v4
HOSTS = (HOST, ORDINARY, BULK)  # any other host is a test source
# What CBS writes anew at every update, also when nothing else changed; no part of a version's content.
PASSING = ("Modified", "MetaDataModified", "Updated", "ReasonDelivery")
WORK = ".schrijven-"
# Names that become a part of an address, a folder or a column; they are checked wherever they come in.
IDENTIFIER = re.compile(r"[A-Za-z0-9_]{4,20}", re.ASCII)
COLUMN = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,99}", re.ASCII)
VERSION = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)


class _Described:
    """What a table and a kept version both know: their columns, from ``DataProperties``."""

    metadata: dict

    @property
    def dimensions(self) -> list[str]:
        """Keys of the dimensions, in the order of ``DataProperties``."""
        return [p["Key"] for p in self.metadata["DataProperties"] if is_dimension(p)]

    @property
    def dimension_types(self) -> dict[str, str]:
        """The dimensions with their type: ``GeoDimension``, ``TimeDimension``, ``Dimension``."""
        return {p["Key"]: p["Type"] for p in self.metadata["DataProperties"] if is_dimension(p)}

    @property
    def topics(self) -> list[str]:
        """Keys of the measures, in the order of ``DataProperties``."""
        return [p["Key"] for p in self.metadata["DataProperties"] if p["Type"] == "Topic"]

    @property
    def title(self) -> str:
        return self.metadata["TableInfos"]["Title"].strip()


@dataclass(frozen=True)
class RawTable(_Described):
    """One table as CBS delivers it.

    Attributes:
        identifier: CBS table identifier, for example ``24015NED``.
        data: the rows of ``TypedDataSet``: an ``ID`` column, one column per dimension with padded keys, one numeric
            column per topic with missing values as null.
        metadata: ``{"TableInfos": {...}, "DataProperties": [...], "Perioden": [...], ...}``.
        requests: how it was fetched, a row per request; empty for a table that was made here.
    """

    identifier: str
    data: pd.DataFrame
    metadata: dict
    requests: tuple[dict, ...] = ()

    @property
    def table(self) -> str:
        return self.identifier


@dataclass(frozen=True)
class Snapshot(_Described):
    """A kept table version: its folder, what its manifest says and its metadata."""

    folder: Path
    manifest: dict
    metadata: dict

    @property
    def table(self) -> str:
        return self.manifest["tabel"]

    @property
    def id(self) -> str:
        return f"{self.table}@{self.folder.name}"

    @property
    def is_test(self) -> bool:
        """Whether it was fetched from another host than those of CBS."""
        return self.manifest["soort"] == "cbs" and self.manifest["host"] not in HOSTS

    @property
    def data(self) -> Path:
        return self.folder / DATA

    def frame(self) -> pd.DataFrame:
        """The rows, as they were kept."""
        with duckdb.connect() as con:
            return con.read_parquet(str(self.data)).df()


def check_identifier(identifier: str, where: object) -> str:
    """The identifier of a table as it came in, when it has the form of one.

    Args:
        identifier: what is said to be one.
        where: the file or host it came from.

    Raises:
        AzwboekError: it has another form, so that it could stand for a path or an address.
    """
    if not IDENTIFIER.fullmatch(identifier):
        raise AzwboekError(
            f"{where}: {identifier[:60]!r} is geen nummer van een tabel; verwacht 4 tot 20 letters of cijfers, zoals 24103NED"
        )
    return identifier


def is_dimension(row: dict) -> bool:
    """Whether a row of ``DataProperties`` is a dimension (CBS also calls a dimension with regions ``GeoDetail``)."""
    return row["Type"].endswith("Dimension") or row["Type"] == "GeoDetail"


# --- keep ---------------------------------------------------------------------------------------------------


def keep(root: Path, table: RawTable, *, kind: str, host: str, date: str, channel: str = "v3") -> Path:
    """Store one table version and return its folder; identical content is stored once. It is not accepted yet.

    Args:
        root: folder of all snapshots.
        table: the table as delivered.
        kind: ``cbs`` or ``demonstratie``.
        host: where it came from; empty for demonstration data.
        date: day of access, ``yyyy-mm-dd``.
        channel: the way by which it came; see :mod:`azwboek.sources.channels`.
    """
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {KINDS}, not {kind!r}")
    parent = root / check_identifier(table.identifier, root)
    parent.mkdir(parents=True, exist_ok=True)
    content = _content_hash(table, "" if kind == "demonstratie" or host in HOSTS else machine(host))
    for known in sorted(parent.glob(f"*-{content[:12]}")):
        return known
    target = parent / f"{date}-{content[:12]}"
    work = Path(tempfile.mkdtemp(prefix=WORK, dir=parent))
    try:
        with duckdb.connect() as con:
            words = [Column(name).cast("varchar").alias(name) for name in table.dimensions]
            others = [Column(name) for name in table.data.columns if name not in table.dimensions]
            rows = con.from_df(table.data).select(*others[:1], *words, *others[1:])
            rows.write_parquet(str(work / DATA), compression="zstd")
        write_json(work / METADATA, table.metadata)
        write_json(work / REQUESTS, list(table.requests))
        manifest = {
            "tabel": table.identifier,
            "titel": table.title,
            "soort": kind,
            "host": host,
            "kanaal": channel,
            "opgehaald": date,
            "gewijzigd": table.metadata["TableInfos"]["Modified"],
            "rijen": len(table.data),
            "inhoud_sha256": content,
            "data_sha256": _sha256(work / DATA),
            "metadata_sha256": _sha256(work / METADATA),
            "verzoeken_sha256": _sha256(work / REQUESTS),
            "licentie": "CC BY 4.0, bron: CBS" if kind == "cbs" else "verzonnen demonstratiegegevens",
        }
        write_json(work / MANIFEST, manifest)
        work.chmod(0o755)
        work.rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def accept(folder: Path, *, modified: str, announced: dict | None = None) -> None:
    """Make a kept version the one in force; the versions before it from the same host stay as history.

    Args:
        folder: the version.
        modified: the ``Modified`` with which CBS announced it.
        announced: what else CBS said of it, see :func:`announcement`.
    """
    host = machine(_manifest(folder).get("host", ""))
    before = [
        name
        for name in pointer(folder.parent).get("versies", [])
        if name != folder.name and machine(_manifest(folder.parent / name).get("host", "")) == host
    ]
    content = {"gewijzigd": modified, "aangekondigd": announced or {}, "versies": [*before, folder.name]}
    write_json(folder.parent / POINTER, content)


def announcement(row: dict) -> dict:
    """What the list of tables says of a table that changes when its figures do, besides ``Modified``."""
    return {name: row.get(name) for name in ("RecordCount", "Period") if row.get(name) not in (None, "")}


def machine(host: str) -> str:
    """A host without its port: another port of one machine is no other source, and neither is another host of CBS."""
    if host in HOSTS:
        return HOST
    return host.rsplit(":", 1)[0] if host.rsplit(":", 1)[-1].isdigit() else host


def _manifest(folder: Path) -> dict:
    try:
        return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def write(root: Path, table: RawTable, *, kind: str, host: str, date: str) -> Path:
    """Keep a table version and accept it at once; see :func:`keep`."""
    folder = keep(root, table, kind=kind, host=host, date=date)
    accept(folder, modified=table.metadata["TableInfos"]["Modified"])
    return folder


def clear(root: Path) -> None:
    """Remove what a run that was cut off left behind."""
    for leftover in root.glob(f"*/{WORK}*"):
        shutil.rmtree(leftover)
    for leftover in root.glob(f"*/.{POINTER}.*"):
        leftover.unlink()


# --- look ---------------------------------------------------------------------------------------------------


def pointer(parent: Path) -> dict:
    """What ``actueel.json`` of a table says, or ``{}``: ``gewijzigd``, ``aangekondigd`` and ``versies`` (the last is in force).

    Raises:
        AzwboekError: it is not whole.
    """
    path = parent / POINTER
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {
            "gewijzigd": str(content["gewijzigd"]),
            "aangekondigd": dict(content.get("aangekondigd", {})),
            "versies": [str(name) for name in content["versies"]],
        }
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError) as error:
        raise AzwboekError(
            f"{path}: niet te lezen ({type(error).__name__}); verwijder dit bestand, de laatste versie geldt dan"
        ) from error


def versions(parent: Path) -> list[Path]:
    """The accepted versions of one table, oldest first; the last is in force.

    Without a pointer, as in a folder that was put there by hand, all versions count, by date.

    Raises:
        AzwboekError: the pointer is not whole or names a version that is not there.
    """
    names = pointer(parent).get("versies")
    if names is None:
        return sorted(path for path in parent.iterdir() if path.is_dir() and not path.name.startswith("."))
    for name in names:
        if Path(name).name != name or not (parent / name).is_dir():
            raise AzwboekError(f"{parent / POINTER}: noemt versie {name!r}, die er niet is; zet die map terug")
    return [parent / name for name in names]


def history(root: Path) -> list[Snapshot]:
    """Every accepted version of every table, by table, oldest first; the last of each table is in force.

    Raises:
        AzwboekError: a version lacks a file or does not match its checksums.
    """
    return [read(version) for parent in _tables(root) for version in versions(parent)]


def latest(root: Path) -> list[Snapshot]:
    """The version in force of every table, ordered by table.

    Raises:
        AzwboekError: a version lacks a file or does not match its checksums.
    """
    return [read(kept[-1]) for parent in _tables(root) if (kept := versions(parent))]


def usable(root: Path) -> list[Snapshot]:
    """The version in force of every table whose words are whole; rows are not read, what is not whole is left out."""
    found = []
    for parent in _tables(root):
        with contextlib.suppress(AzwboekError):
            found += [read(folder, rows=False) for folder in versions(parent)[-1:]]
    return found


def in_force(root: Path, table: str, *, rows: bool = True) -> Snapshot | None:
    """The version in force of one table, or None; see :func:`read` for ``rows``."""
    parent = root / table
    kept = versions(parent) if parent.is_dir() else []
    return read(kept[-1], rows=rows) if kept else None


def read(folder: Path, *, rows: bool = True) -> Snapshot:
    """Read one kept version and verify its checksums.

    Args:
        folder: the version.
        rows: whether the rows are verified too; without them it is a matter of milliseconds.

    Raises:
        AzwboekError: a file is missing, cannot be read or does not match its checksum.
    """
    for name in (DATA, METADATA, REQUESTS, MANIFEST):
        if not (folder / name).is_file():
            raise AzwboekError(
                f"{folder}: {name} ontbreekt; verwijder deze map en haal de tabel opnieuw op (azwboek refresh)"
            )
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        metadata = json.loads((folder / METADATA).read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise AzwboekError(f"{folder}: metadata is geen geldige JSON ({error}); verwijder deze map") from error
    if check_identifier(str(manifest["tabel"]), folder / MANIFEST) != folder.parent.name or not VERSION.fullmatch(
        folder.name
    ):
        raise AzwboekError(
            f"{folder}: de map hoort {manifest['tabel']}/<datum>-<controlegetal> te heten; zet de naam terug"
        )
    for row in metadata["DataProperties"]:
        if (is_dimension(row) or row["Type"] == "Topic") and not COLUMN.fullmatch(row["Key"]):
            raise AzwboekError(
                f"{folder / METADATA}: {row['Key'][:60]!r} is geen naam van een kolom; verwijder deze map"
            )
    parts = {METADATA: "metadata_sha256", REQUESTS: "verzoeken_sha256"} | ({DATA: "data_sha256"} if rows else {})
    for name, key in parts.items():
        found = _sha256(folder / name)
        if found != manifest[key]:
            raise AzwboekError(
                f"{folder / name}: controlegetal {found[:12]} is niet {manifest[key][:12]}; "
                "het bestand is half geschreven of gewijzigd, verwijder deze map"
            )
    return Snapshot(folder=folder, manifest=manifest, metadata=metadata)


def verify(root: Path) -> tuple[int, list[str]]:
    """Read every version, accepted or not, and return how many there are and a line per fault."""
    count, faults = 0, []
    for parent in _tables(root):
        try:
            versions(parent)
        except AzwboekError as error:
            faults.append(str(error))
        for folder in sorted(path for path in parent.iterdir() if path.is_dir() and not path.name.startswith(".")):
            count += 1
            try:
                read(folder)
            except AzwboekError as error:
                faults.append(str(error))
    return count, faults


def _tables(root: Path) -> list[Path]:
    if not root.is_dir():
        return []
    return sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))


def _content_hash(table: RawTable, host: str) -> str:
    """A checksum over rows, columns and words, and the host when it is a test source.

    What CBS writes anew at every update does not count.
    """
    info = {key: value for key, value in table.metadata["TableInfos"].items() if key not in PASSING}
    words = table.metadata | {"TableInfos": info}
    digest = hashlib.sha256((host + json.dumps(words, sort_keys=True, ensure_ascii=False)).encode())
    digest.update(json.dumps(list(table.data.columns)).encode())
    digest.update(pd.util.hash_pandas_object(table.data, index=False).to_numpy().tobytes())
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
