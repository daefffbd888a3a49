"""Keep raw CBS tables: one immutable folder per table version, addressed by content.

Layout: ``<root>/<table>/<date>-<hash>/`` with

* ``data.parquet``: the rows of ``TypedDataSet`` as delivered, keys padded as CBS pads them;
* ``metadata.json``: ``TableInfos`` (one row), ``DataProperties``, and each dimension as a list of rows;
* ``manifest.json``: table, kind (``cbs`` or ``demonstratie``), host, dates, number of rows, checksum, licence.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from .errors import AzwboekError

DATA = "data.parquet"
METADATA = "metadata.json"
MANIFEST = "manifest.json"
KINDS = ("cbs", "demonstratie")


@dataclass(frozen=True)
class RawTable:
    """One table as CBS delivers it.

    Attributes:
        identifier: CBS table identifier, for example ``24015NED``.
        data: the rows of ``TypedDataSet``: an ``ID`` column, one column per dimension with padded keys, one numeric
            column per topic with missing values as null.
        metadata: ``{"TableInfos": {...}, "DataProperties": [...], "Perioden": [...], ...}``.
    """

    identifier: str
    data: pd.DataFrame
    metadata: dict

    @property
    def dimensions(self) -> list[str]:
        """Keys of the dimensions, in the order of ``DataProperties``."""
        return [p["Key"] for p in self.metadata["DataProperties"] if is_dimension(p)]

    @property
    def topics(self) -> list[str]:
        """Keys of the measures, in the order of ``DataProperties``."""
        return [p["Key"] for p in self.metadata["DataProperties"] if p["Type"] == "Topic"]


@dataclass(frozen=True)
class Snapshot:
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
    def data(self) -> Path:
        return self.folder / DATA

    @property
    def dimensions(self) -> list[str]:
        return [p["Key"] for p in self.metadata["DataProperties"] if is_dimension(p)]

    @property
    def topics(self) -> list[str]:
        return [p["Key"] for p in self.metadata["DataProperties"] if p["Type"] == "Topic"]


def is_dimension(row: dict) -> bool:
    """Whether a row of ``DataProperties`` is a dimension (CBS also calls a dimension with regions ``GeoDetail``)."""
    return row["Type"].endswith("Dimension") or row["Type"] == "GeoDetail"


def write(root: Path, table: RawTable, *, kind: str, host: str, date: str) -> Path:
    """Keep one table version and return its folder; identical content is kept once.

    Args:
        root: folder of all snapshots.
        table: the table as delivered.
        kind: ``cbs`` or ``demonstratie``.
        host: where it came from; empty for demonstration data.
        date: day of access, ``yyyy-mm-dd``.

    The folder is written under a temporary name and moved into place, so a half-written one is never seen.
    """
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {KINDS}, not {kind!r}")
    parent = root / table.identifier
    parent.mkdir(parents=True, exist_ok=True)
    content = _content_hash(table)
    for known in sorted(parent.glob(f"*-{content[:12]}")):
        return known
    target = parent / f"{date}-{content[:12]}"
    work = Path(tempfile.mkdtemp(prefix=".schrijven-", dir=parent))
    try:
        with duckdb.connect() as con:
            con.from_df(table.data).write_parquet(str(work / DATA), compression="zstd")
        _dump(work / METADATA, table.metadata)
        _dump(
            work / MANIFEST,
            {
                "tabel": table.identifier,
                "titel": table.metadata["TableInfos"]["Title"],
                "soort": kind,
                "host": host,
                "opgehaald": date,
                "gewijzigd": table.metadata["TableInfos"]["Modified"],
                "rijen": len(table.data),
                "inhoud_sha256": content,
                "data_sha256": hashlib.sha256((work / DATA).read_bytes()).hexdigest(),
                "licentie": "CC BY 4.0, bron: CBS" if kind == "cbs" else "verzonnen demonstratiegegevens",
            },
        )
        work.rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def latest(root: Path) -> list[Snapshot]:
    """Return the newest kept version of every table, ordered by table.

    Raises:
        AzwboekError: a snapshot folder lacks a file, or its data do not match the manifest.
    """
    if not root.is_dir():
        return []
    folders = (sorted(p for p in table.iterdir() if not p.name.startswith(".")) for table in sorted(root.iterdir()))
    return [read(versions[-1]) for versions in folders if versions]


def read(folder: Path) -> Snapshot:
    """Read one kept version and verify its checksum.

    Raises:
        AzwboekError: a file is missing, cannot be read or does not match its checksum.
    """
    for name in (DATA, METADATA, MANIFEST):
        if not (folder / name).is_file():
            raise AzwboekError(
                f"{folder}: {name} ontbreekt; verwijder deze map en haal de tabel opnieuw op (azwboek refresh)"
            )
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        metadata = json.loads((folder / METADATA).read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise AzwboekError(f"{folder}: metadata is geen geldige JSON ({error}); verwijder deze map") from error
    found = hashlib.sha256((folder / DATA).read_bytes()).hexdigest()
    if found != manifest["data_sha256"]:
        raise AzwboekError(
            f"{folder / DATA}: controlegetal {found[:12]} is niet {manifest['data_sha256'][:12]}; "
            "het bestand is half geschreven of gewijzigd, verwijder deze map"
        )
    return Snapshot(folder=folder, manifest=manifest, metadata=metadata)


def _content_hash(table: RawTable) -> str:
    digest = hashlib.sha256(json.dumps(table.metadata, sort_keys=True, ensure_ascii=False).encode())
    digest.update(json.dumps(list(table.data.columns)).encode())
    digest.update(pd.util.hash_pandas_object(table.data, index=False).to_numpy().tobytes())
    return digest.hexdigest()


def _dump(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
