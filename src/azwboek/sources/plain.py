"""One normal form for what a source and a mapping write in different ways: titles, units, names of regions.

What is kept stays as it was delivered; only what is compared goes through here.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

_TAG = re.compile(r"<[^<>]{0,200}>")
_SIGNS = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "×": "x"})
_THOUSANDS = re.compile(r"(?<=\d)[ .](?=\d{3}(?!\d))")
_CUT = 36  # titles of positions are cut near 40 characters, with what stands behind them counted


def shown(text: str | None) -> str:
    """The text as a reader sees it: no tags, entities or invisible signs, every kind of space a single space."""
    plain = unicodedata.normalize("NFKC", _TAG.sub(" ", html.unescape(html.unescape(text or ""))))
    return " ".join("".join(sign for sign in plain if unicodedata.category(sign) != "Cf").split())


def title(text: str | None) -> str:
    """The normal form of a title: as shown, without capitals and with plain quotes and dashes."""
    return shown(text).translate(_SIGNS).casefold()


def ascii(text: str | None) -> str:
    """The text as shown, with plain letters: ``enquête`` is ``enquete``."""
    return unicodedata.normalize("NFKD", shown(text)).encode("ascii", "ignore").decode()


def unit(text: str | None) -> str:
    """The normal form of a unit: ``x 1000``, ``X 1.000`` and ``x&nbsp;1 000`` are the same."""
    return re.sub(r"\bx\s*(?=\d)", "x ", _THOUSANDS.sub("", title(text)))


def region(text: str | None) -> str:
    """A region's name without what stands behind it in brackets: ``Twente (RA)`` is ``Twente``."""
    return re.sub(r"(\s*\([^()]*\))+$", "", shown(text))


def same_region(found: str | None, description: str | None, names: Iterable[str]) -> bool:
    """Whether a position is the region of one of these names.

    Args:
        found: title of the position, perhaps cut or shortened: ``Amstelland, Kennemerland en Meerl. (RA)``.
        description: its description, in which the whole name may stand on a line of its own.
        names: the names of the region, whole.
    """
    full = [_words(name) for name in names]
    lines = [region(line) for line in re.split(r"\\n|[\r\n]|<br */?>", html.unescape(description or ""))]
    if any(_words(line) in full for line in lines if line):
        return True
    return any(_abbreviates(found or "", name) for name in full)


def _words(name: str) -> list[str]:
    return re.findall(r"[\w.…]+", title(region(name)).replace("&", " en "))


def _abbreviates(found: str, name: list[str]) -> bool:
    words = _words(found)
    open_end = shown(region(found)).endswith(("...", "…")) or len(shown(found)) >= _CUT
    words = [word for word in words if word.strip(".…")]
    if len(words) > len(name) or (len(words) < len(name) and not open_end):
        return False
    for place, (word, full) in enumerate(zip(words, name, strict=False)):
        short = word.rstrip(".…")
        cut = word != short or (open_end and place == len(words) - 1)
        if full.rstrip(".") != short and not (cut and full.startswith(short)):
            return False
    return bool(words)
