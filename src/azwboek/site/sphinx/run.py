"""Run Jupyter Book's Sphinx in a process of its own: in parallel, and only for pages whose source changed.

Sphinx goes by dates. A source here is written only when its text changes, and what decides how every page looks is watched by
:mod:`azwboek.site.build`; so the dates of templates, which are new after every checkout, must not count.

It is started while the sources are still being made: it imports what it needs, and begins at the first line on its standard input.
When that ends without a line, whoever started it is gone.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

EXTENSIONS = (
    "myst_nb.sphinx_ext",
    "sphinx_book_theme",
    "azwboek.site.theme.extension",
)  # those that take long to import
STORE = ("jupyter_cache", "jupyter_cache.base", "jupyter_cache.cache.db", "jupyter_cache.executors.utils")


def main(source: str, out: str, config: str, toc: str, jobs: str) -> int:
    """Build and return the exit status; warnings count as errors."""
    gc.disable()  # this process lives for seconds; looking for garbage took a fifth of its time
    leave_out()
    from jupyter_book.sphinx import build_sphinx
    from sphinx.application import builtin_extensions

    for name in (*builtin_extensions, *EXTENSIONS):
        import_module(name)
    if not sys.stdin.readline():
        return 1
    result = build_sphinx(
        Path(source),
        Path(out) / "html",
        noconfig=True,
        path_config=config,
        confoverrides={"external_toc_path": toc, "latex_individualpages": False, "nitpicky": True},
        doctreedir=Path(out) / "doctrees",
        warningiserror=True,
        keep_going=True,
        quiet=True,
        jobs=int(jobs),
    )
    return result if isinstance(result, int) else 1


def leave_out() -> None:
    """Leave out what the libraries do for every page and no page shows; no setting does it (``tests/site/test_sphinx.py``)."""
    # MyST-NB's store of executed notebooks brings a database library along, also where nothing is executed.
    store = SimpleNamespace(get_cache=None, CacheBundleIn=None, NbProjectRecord=None, single_nb_execution=None)
    sys.modules |= dict.fromkeys(STORE, store)

    import nbformat
    import sphinx_book_theme
    from docutils.frontend import get_default_settings
    from docutils.parsers.rst import Parser
    from docutils.utils import new_document
    from myst_parser.mdit_to_docutils import base
    from sphinx import events
    from sphinx.jinja2glue import BuiltinTemplateLoader

    BuiltinTemplateLoader.newest_template_mtime = lambda _: 0
    # Every event is written out with the whole page, for a log that nobody keeps.
    events.repr = lambda _: ""
    # A notebook was checked when it was written; MyST-NB has it checked again, and copies it to where no page leads.
    nbformat.validate = lambda *_, **__: None
    nbformat.writes = lambda *_, **__: ""
    # The theme writes all text of a page down for a description that no template asks for; ours is another.
    sphinx_book_theme.findall = lambda *_: ()
    # For every piece of Markdown MyST makes a spare document; that is quick once its settings are there.
    settings = get_default_settings(Parser)
    base.make_document = lambda source="notset", _=None: new_document(source, settings)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
