"""One page of a book that stands, made again from its executed notebook."""

from __future__ import annotations

import contextlib
import copy
import dataclasses
from collections.abc import Iterator
from pathlib import Path

import nbformat

from .. import edition
from .. import plan as plans
from ..paths import Paths
from ..plan import Page
from ..warehouse import ask
from . import chapters, stamps
from .drawing import Drawings
from .explorer import cubes as explorer
from .shown import Figures
from .sphinx.open import Opened
from .theme import csp
from .tree import Tree


@contextlib.contextmanager
def opened(paths: Paths, page: Page, folder: Path) -> Iterator[OnePage]:
    """What makes a page again, while the block runs.

    Args:
        paths: the checkout.
        page: which page.
        folder: where Sphinx works.

    Raises:
        AzwboekError: no book has been built.
    """
    with Opened(paths, folder) as sphinx:
        yield OnePage(paths, page, sphinx)


@dataclasses.dataclass
class OnePage:
    """What makes one page again; see :meth:`made`."""

    paths: Paths
    page: Page
    sphinx: Opened

    def __post_init__(self) -> None:
        with ask.connect(self.paths.warehouse) as connection:
            self.explored = frozenset(explorer.codes(connection, self.paths))
        self.compared = frozenset(page.code for page in plans.load(self.paths).indicators)
        self.stamps = stamps.words(edition.built(self.paths))
        self.drawings = Drawings(self.paths, "kijk-drawings")

    def made(self, executed: nbformat.NotebookNode) -> dict[str, str]:
        """The page as an executed notebook makes it, and what its figures lead to: text by address in the site.

        Raises:
            AzwboekError: an output of a cell, or something in a text, cannot stand on a page.
        """
        site = Figures(self.paths.book, self.drawings, self.explored, self.compared)
        made = chapters.placed(self.page, copy.deepcopy(executed), site)
        Tree(self.sphinx.source).put(f"{self.page.docname}.ipynb", made["bron"])
        html = stamps.stamped(self.sphinx.page(self.page.docname), self.stamps)
        return {f"{self.page.docname}.html": csp.protected(html), **made["csv"], **made["grafiek"]}
