"""The contents of the book beside each page: all parts, and of the regions only the one that the page is about.

Sphinx would list every region on the pages of every region, so that the site grows with the square of the regions.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator

from markupsafe import Markup, escape


def sidebar(toc: dict, page: str, title: Callable[[str], str]) -> Markup:
    """The contents as nested lists.

    Args:
        toc: the table of contents, as in ``_toc.yml``.
        page: name of the page it stands beside, without ``.html``.
        title: what a page is called that has no title of its own in the table of contents.
    """
    root = _item({"file": toc["root"]}, page, title, 1)
    parts = (
        '<p aria-level="2" class="caption" role="heading">'
        f'<span class="caption-text">{escape(part["caption"])}</span></p>'
        f'<ul class="nav bd-sidenav">{"".join(_item(entry, page, title, 1) for entry in part["chapters"])}</ul>'
        for part in toc.get("parts", [])
    )
    return Markup(f'<ul class="nav bd-sidenav bd-sidenav__home-link">{root}</ul>{"".join(parts)}')


def _item(entry: dict, page: str, title: Callable[[str], str], level: int) -> str:
    name = entry["file"]
    here, within = name == page, page in _pages(entry)
    shown = [section for section in entry.get("sections", []) if within and _shown(section, page)]
    below = "".join(_item(section, page, title, level + 1) for section in shown)
    address = "#" if here else posixpath.relpath(f"{name}.html", posixpath.dirname(page) or ".")
    current = ' aria-current="page"' if here else ""
    return (
        f'<li class="toctree-l{level}{" current active" if within else ""}">'
        f'<a class="reference internal{" current" if here else ""}" href="{escape(address)}"{current}>'
        f"{escape(entry.get('title') or title(name))}</a>{f'<ul>{below}</ul>' if below else ''}</li>"
    )


def _shown(section: dict, page: str) -> bool:
    """A section that has pages of its own is a region: only the page's own is shown."""
    return "sections" not in section or page in _pages(section)


def _pages(entry: dict) -> Iterator[str]:
    yield entry["file"]
    for section in entry.get("sections", []):
        yield from _pages(section)
