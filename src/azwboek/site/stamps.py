"""What differs per edition: pages carry marks for it until they are made, so that an unchanged page is not built every day.

A mark is put where the edition's identifier or day is meant, and nowhere else: another date that happens to be the same day stays.
"""

from __future__ import annotations

import datetime
import html as html_
import re
import shutil
from pathlib import Path

from .. import dutch
from .tree import write

IDENTIFIER, DAY, YEAR = "§EDITIE§", "§DAG§", "§JR§"
WORDS = f"{YEAR}DATUM§"  # the day in words; its first characters are the year, as of a real date
#: A checksum behind a name that holds one: Sphinx puts it there only when the file stands there before the pages are written.
TWICE = re.compile(r"(mystnb\.[0-9a-f]{64}\.css)\?v=[0-9a-f]+")


def marked(edition: dict, day: str = DAY) -> dict:
    """An edition with marks for its identifier and its day; the day as a date, or in words."""
    return edition | {"id": IDENTIFIER, "datum": day}


def words(edition: dict) -> dict[str, str]:
    """Every mark with the words that it stands for; longer marks first."""
    day = edition["datum"]
    spoken = dutch.date(datetime.date.fromisoformat(day))
    return {IDENTIFIER: edition["id"], WORDS: spoken, DAY: day, YEAR: day[:4]}


def stamped_copy(html: Path, target: Path, stamps: dict[str, str]) -> None:
    """Copy the pages and write into each which edition it belongs to, and how large what it leads to is."""
    passing = shutil.ignore_patterns(".buildinfo*", "objects.inv", "*.html")
    shutil.copytree(html, target, ignore=passing, dirs_exist_ok=True)
    for path in html.rglob("*.html"):
        write(target / path.relative_to(html), stamped(path.read_text(encoding="utf-8"), stamps))


def stamped(text: str, stamps: dict[str, str]) -> str:
    """A page with what its marks stand for."""
    every = re.compile("|".join(map(re.escape, stamps)))
    return every.sub(lambda found: html_.escape(stamps[found[0]]), TWICE.sub(r"\1", text))
