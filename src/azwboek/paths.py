"""The places of all files. Every path is derived from the project folder, so that a test can point it elsewhere."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

#: The variable that names the sets of areas, and the folder of their books.
AREAS, SETS = "AZWBOEK_GEBIEDEN", "gebieden"


@dataclass(frozen=True)
class Paths:
    """The folders and files of one checkout.

    Attributes:
        root: the project folder, the one that holds ``_toc.yml``.
        build: where everything that is made goes.
        areas: the sets of areas that the book is about, by name; none means the standard ones.
    """

    root: Path
    build: Path
    areas: tuple[str, ...] = ()

    @property
    def registers(self) -> Path:
        return self.root / "data" / "registers"

    @property
    def catalogue(self) -> Path:
        return self.root / "data" / "catalogus.yml"

    @property
    def demonstration_catalogue(self) -> Path:
        return self.root / "data" / "demonstratie.yml"

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
    def own(self) -> Path:
        """The files with an analyst's own figures."""
        return self.root / "eigen"

    @property
    def refreshed(self) -> Path:
        """What the last refresh said; books of other areas rest on the same tables and so share it."""
        own = self.areas and self.build.parent.name == SETS
        build = self.build.parents[1] if own else self.build
        return build / "refresh.json"

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


def project(areas: str | None = None) -> Paths:
    """Return the paths of the checkout this package was installed from.

    ``AZWBOEK_ROOT`` points to another checkout and ``AZWBOEK_BUILD`` to another build folder.

    Args:
        areas: names of sets of areas with a comma between them, or else those that ``AZWBOEK_GEBIEDEN`` names. Their book is built
            in a folder of its own under ``_build/gebieden``.
    """
    root = Path(os.environ.get("AZWBOEK_ROOT") or Path(__file__).resolve().parents[2]).resolve()
    wanted = os.environ.get(AREAS, "") if areas is None else areas
    names = tuple(name.strip() for name in wanted.split(",") if name.strip())
    usual = root / "_build" / SETS / "+".join(names) if names else root / "_build"
    build = Path(os.environ.get("AZWBOEK_BUILD") or usual).resolve()
    return Paths(root=root, build=build, areas=names)
