"""The contents of the book beside each page: all parts, and of the regions only the one that the page is about.

Sphinx would list every region on the pages of every region, so that the site grows with the square of the regions.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator

from markupsafe import Markup

from . import parts


def sidebar(toc: dict, page: str, title: Callable[[str], str]) -> Markup:
    """The contents as nested lists.

    Args:
        toc: the table of contents, as in ``_toc.yml``.
        page: name of the page it stands beside, without ``.html``.
        title: what a page is called that has no title of its own in the table of contents.
    """
    contents = [
        (part["caption"], [_entry(entry, page, title) for entry in part["chapters"]]) for part in toc.get("parts", [])
    ]
    return parts.part("navigatie.inhoud", _entry({"file": toc["root"]}, page, title), contents)


def _entry(entry: dict, page: str, title: Callable[[str], str]) -> dict:
    """An entry as the template shows it, with what stands below it on this page."""
    name = entry["file"]
    here, within = name == page, page in _pages(entry)
    shown = [section for section in entry.get("sections", []) if within and _shown(section, page)]
    return {
        "titel": entry.get("title") or title(name),
        "adres": "#" if here else posixpath.relpath(f"{name}.html", posixpath.dirname(page) or "."),
        "hier": here,
        "binnen": within,
        "onder": [_entry(section, page, title) for section in shown],
    }


def _shown(section: dict, page: str) -> bool:
    """A section that has pages of its own is a region: only the page's own is shown."""
    return "sections" not in section or page in _pages(section)


def _pages(entry: dict) -> Iterator[str]:
    yield entry["file"]
    for section in entry.get("sections", []):
        yield from _pages(section)
