"""Building the warehouse as a stage that is left out when nothing that goes into it changed."""

from __future__ import annotations

import json

from .. import keep
from ..paths import Paths
from ..sources import pins


def stage(paths: Paths) -> keep.Stage:
    """The warehouse as it would be made now, and the two files that it leaves."""
    outputs = (paths.warehouse, paths.warehouse.with_suffix(".json"))
    return keep.Stage(paths, "warehouse", made_from(paths), lambda: [path for path in outputs if path.is_file()])


def made_from(paths: Paths) -> str:
    """Checksum over what the warehouse is built from; kept tables count by their manifests, which hold checksums.

    Of the last refresh only what was refused is part of a warehouse.
    """
    queries = paths.sql / "vragen"
    sources = [path for path in keep.files(paths.sql) if queries not in path.parents]
    sources += keep.files(paths.registers)
    tables = keep.files(paths.snapshots)
    sources += [path for path in tables if path.suffix != ".parquet"]
    sources += [paths.catalogue, pins.lock_file(paths.catalogue), paths.demonstration_catalogue, paths.rules]
    sources += keep.files(paths.parameters / "gebieden")
    sizes = [
        f"{path.relative_to(paths.snapshots)} {path.stat().st_size}" for path in tables if path.suffix == ".parquet"
    ]
    code = json.dumps(keep.code("warehouse.build"))
    return keep.checksum(
        "\n".join([keep.fingerprint(sources), keep.versions(paths), code, _refused(paths), *paths.areas, *sizes])
    )


def _refused(paths: Paths) -> str:
    """What the last refresh refused, as text; empty when there was none or nothing was."""
    if not paths.refreshed.is_file():
        return ""
    from ..sources import refreshed  # imports pandas, which an unchanged build does without

    return "\n".join(map(str, refreshed.refused(paths).to_dict("records")))
