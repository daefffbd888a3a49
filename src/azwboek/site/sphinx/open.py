"""Jupyter Book's Sphinx kept open, to make one page again: what it remembers of all pages is read once, from a copy.

It works in a folder of its own and leaves what the last build made as it is.
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import shutil
from pathlib import Path

from ...errors import AzwboekError
from ...paths import Paths
from .run import settings

MEMORY = "environment.pickle"


class Opened(contextlib.ExitStack):
    """Sphinx with all pages of the last build in its memory, as a context manager.

    Args:
        paths: the checkout; its book has been built.
        folder: where the copy and the page go.

    Raises:
        AzwboekError: no book has been built.
    """

    def __init__(self, paths: Paths, folder: Path):
        super().__init__()
        memory = paths.build / "sphinx" / "doctrees"
        if not (memory / MEMORY).is_file() or not (paths.build / "source" / "azwboek.json").is_file():
            raise AzwboekError(f"{paths.build}: er is nog geen boek gebouwd; maak het met 'azwboek build'")
        self.source, self.folder, self.said = folder / "source", folder, io.StringIO()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(memory, folder / "doctrees")
        shutil.copytree(paths.build / "source", self.source)
        self.config = paths.root / "_config.yml"

    def __enter__(self) -> Opened:
        from jupyter_book.config import get_final_config
        from sphinx.application import Sphinx
        from sphinx.util.docutils import docutils_namespace, patch_docutils

        super().__enter__()
        os.environ["AZWBOEK_SITE_DATA"] = str(self.source / "azwboek.json")
        self._move()
        config, _ = get_final_config(
            user_yaml=self.config,
            cli_config=settings(str(self.source / "_toc.yml")),
            sourcedir=self.source,
            use_external_toc=True,
        )
        self.enter_context(patch_docutils(None))
        self.enter_context(docutils_namespace())
        self.app = Sphinx(
            srcdir=self.source,
            confdir=None,
            outdir=self.folder / "html",
            doctreedir=self.folder / "doctrees",
            buildername="html",
            confoverrides=config,
            status=None,
            warning=self.said,
        )
        return self

    def _move(self) -> None:
        """Say in what Sphinx remembers where the sources stand now; else it reads every page again."""
        file = self.folder / "doctrees" / MEMORY
        remembered = pickle.loads(file.read_bytes())
        remembered.srcdir = type(remembered.srcdir)(self.source)
        remembered.config.external_toc_path = str(self.source / "_toc.yml")
        file.write_bytes(pickle.dumps(remembered))

    def page(self, docname: str) -> str:
        """The page that the present source gives, as HTML.

        Raises:
            AzwboekError: Sphinx warns of something in it.
        """
        from sphinx.util.build_phase import BuildPhase

        app = self.app
        self.said.seek(0)
        self.said.truncate()
        app.phase = BuildPhase.READING
        app.builder.read()
        app.builder.prepare_writing({docname})
        app.phase = BuildPhase.RESOLVING
        tree = app.env.get_and_resolve_doctree(docname, app.builder)
        app.phase = BuildPhase.WRITING
        app.builder.write_doc_serialized(docname, tree)
        app.builder.write_doc(docname, tree)
        if warned := self.said.getvalue().strip():
            raise AzwboekError(f"{docname}: {warned.splitlines()[0]}")
        return (self.folder / "html" / f"{docname}.html").read_text(encoding="utf-8")
