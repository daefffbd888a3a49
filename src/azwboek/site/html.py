"""Reading HTML: a page as a tree, and what a reader sees of it."""

from __future__ import annotations

from pathlib import Path

import lxml.html

UNSEEN = ("h1", "h2", "h3", "h4", "h5", "h6", "script", "style", "template")
VISIBLE = ("img", "svg", "table", "input", "select", "button", "iframe", "video", "audio", "canvas", "object")


def parse(path: Path):
    """Parse a page as a browser would; an empty file gives an empty page."""
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = lxml.html.parse(str(path), parser).getroot() if path.stat().st_size else None
    return lxml.html.Element("html") if root is None else root


def has_content(element) -> bool:
    """Whether a reader sees anything in it besides headings."""
    if (element.text or "").strip():
        return True
    for child in element:
        shown = isinstance(child.tag, str) and child.tag not in UNSEEN
        if shown and (child.tag in VISIBLE or has_content(child)):
            return True
        if (child.tail or "").strip():
            return True
    return False
