"""Run Jupyter Book's Sphinx in a process of its own: in parallel, and only for pages whose source changed.

Sphinx goes by dates. A source here is written only when its text changes, and what decides how every page looks is watched by
:mod:`azwboek.site`; so the dates of templates, which are new after every checkout, must not count.

It is started while the sources are still being made: it imports what it needs, and begins at the first line on its standard input.
When that ends without a line, whoever started it is gone.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

EXTENSIONS = ("myst_nb.sphinx_ext", "sphinx_book_theme", "azwboek.sphinx_ext")  # those that take long to import


def main(source: str, out: str, config: str, toc: str, jobs: str) -> int:
    """Build and return the exit status; warnings count as errors."""
    from jupyter_book.sphinx import build_sphinx
    from sphinx.application import builtin_extensions
    from sphinx.jinja2glue import BuiltinTemplateLoader

    for name in (*builtin_extensions, *EXTENSIONS):
        import_module(name)
    if not sys.stdin.readline():
        return 1
    BuiltinTemplateLoader.newest_template_mtime = lambda _: 0
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


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
