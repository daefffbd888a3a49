"""Where everything lives. Every path is derived from the project folder, so that a test can point it elsewhere."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """The folders and files of one checkout.

    Attributes:
        root: the project folder, the one that holds ``_toc.yml``.
        build: where everything that is made goes.
    """

    root: Path
    build: Path

    @property
    def registers(self) -> Path:
        return self.root / "data" / "registers"

    @property
    def catalogue(self) -> Path:
        return self.root / "data" / "catalogus.yml"

    @property
    def rules(self) -> Path:
        return self.root / "data" / "controles.yml"

    @property
    def snapshots(self) -> Path:
        return self.root / "data" / "snapshots"

    @property
    def sql(self) -> Path:
        return self.root / "sql"

    @property
    def book(self) -> Path:
        return self.root / "book"

    @property
    def parameters(self) -> Path:
        return self.root / "parameters"

    @property
    def refreshed(self) -> Path:
        return self.build / "refresh.json"

    @property
    def demonstration(self) -> Path:
        return self.build / "demonstration"

    @property
    def warehouse(self) -> Path:
        return self.build / "warehouse" / "azw.duckdb"

    @property
    def notebooks(self) -> Path:
        return self.build / "notebooks"

    @property
    def html(self) -> Path:
        return self.build / "html"


def project() -> Paths:
    """Return the paths of the checkout this package was installed from.

    ``AZWBOEK_ROOT`` points to another checkout and ``AZWBOEK_BUILD`` to another build folder.
    """
    root = Path(os.environ.get("AZWBOEK_ROOT") or Path(__file__).resolve().parents[2]).resolve()
    build = Path(os.environ.get("AZWBOEK_BUILD") or root / "_build").resolve()
    return Paths(root=root, build=build)
