"""What a page's source cannot do: call a directive or a role, show a picture, offer a file of this machine.

Every source is made by the build, and none needs more than headings, lists, links, code and definitions. Text that comes from
elsewhere passes :mod:`azwboek.site.escape`; this is the second door, for a template or notebook that lets some through.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from myst_parser.mdit_to_docutils.base import DocutilsRenderer
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)

#: Nodes that have Sphinx copy a file of this machine into the site.
COPYING = {nodes.image: "uri", addnodes.download_reference: "reftarget"}


def setup(app: Sphinx) -> None:
    """Close MyST, docutils and Sphinx for what no page needs."""
    for name in ("render_directive", "render_restructuredtext", "render_myst_role"):
        setattr(DocutilsRenderer, name, _refuse)
    app.connect("builder-inited", _no_files)
    app.connect("doctree-read", _no_copies, priority=1)


def _refuse(renderer: DocutilsRenderer, token: Any, *_: Any, **__: Any) -> None:
    """Report what is written there; a warning stops the build."""
    what = (token.info or token.meta.get("name") or token.type).strip()
    line = (token.map or [0])[0] + 1
    logger.warning(
        "%s is off: a page calls no directive or role",
        what,
        location=(renderer.sphinx_env.docname, line),
        type="azwboek",
    )


def _no_files(app: Sphinx) -> None:
    """Should a directive run all the same, it reads no file and writes no raw output."""
    app.env.settings |= {"file_insertion_enabled": False, "raw_enabled": False}


def _no_copies(app: Sphinx, doctree: nodes.document) -> None:
    """Report and take away what would be copied, before Sphinx looks for it."""
    for kind, name in COPYING.items():
        for node in list(doctree.findall(kind)):
            logger.warning("a page offers no file: %s", node.get(name), location=node, type="azwboek")
            node.parent.remove(node)
