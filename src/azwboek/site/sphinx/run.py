"""Run Jupyter Book's Sphinx: in parallel, and only for pages whose source changed.

Sphinx goes by dates. A source here is written only when its text changes, and what decides how every page looks is watched by
:mod:`azwboek.site.sphinx.process`.
"""

from __future__ import annotations

import sys
from pathlib import Path

TEMPLATES = "azwboek.site.sphinx.templates.UndatedTemplates"


def settings(toc: str) -> dict:
    """What is set beside ``_config.yml``."""
    return {
        "external_toc_path": toc,
        "latex_individualpages": False,
        "nitpicky": True,
        "template_bridge": TEMPLATES,
    }


def main(source: str, out: str, config: str, toc: str, jobs: str) -> int:
    """Build and return the exit status; warnings count as errors."""
    from jupyter_book.sphinx import build_sphinx

    result = build_sphinx(
        Path(source),
        Path(out) / "html",
        noconfig=True,
        path_config=config,
        confoverrides=settings(toc),
        doctreedir=Path(out) / "doctrees",
        warningiserror=True,
        keep_going=True,
        quiet=True,
        jobs=int(jobs),
    )
    return result if isinstance(result, int) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
