"""Words that differ per edition: marks stand for them until the pages are made, so that an unchanged page is not built every day."""

from __future__ import annotations

import datetime
import html as html_
import re
import shutil
from pathlib import Path

from .. import dutch
from .tree import write

STAMPS = {"id": "§EDITIE§", "datum": "§JR§DATUM§"}
DAY = "§DAG§"
#: A checksum behind a name that holds one: Sphinx puts it there only when the file stands there before the pages are written.
TWICE = re.compile(r"(mystnb\.[0-9a-f]{64}\.css)\?v=[0-9a-f]+")


def stamps_of(made_of: dict[str, str]) -> dict[str, str]:
    """Every stamp with the words that it stands for, longest words first."""
    day = made_of["datum"]
    words = dutch.date(datetime.date.fromisoformat(day))
    return {STAMPS["id"]: made_of["id"], STAMPS["datum"]: words, DAY: day, STAMPS["datum"][:4]: day[:4]}


def unstamped(text: str, stamps: dict[str, str]) -> str:
    """A page's source with stamps in the place of the words of this edition; a year alone stays."""
    for stamp in (STAMPS["id"], STAMPS["datum"], DAY):
        text = text.replace(stamps[stamp], stamp)
    return text


def stamped_copy(html: Path, target: Path, stamps: dict[str, str]) -> None:
    """Copy the pages and write into each which edition it belongs to, and how large what it leads to is."""
    passing = shutil.ignore_patterns(".buildinfo*", "objects.inv", "*.html")
    shutil.copytree(html, target, ignore=passing, dirs_exist_ok=True)
    every = re.compile("|".join(map(re.escape, stamps)))
    for path in html.rglob("*.html"):
        text = TWICE.sub(r"\1", path.read_text(encoding="utf-8"))
        text = every.sub(lambda found: html_.escape(stamps[found[0]]), text)
        write(target / path.relative_to(html), text)
