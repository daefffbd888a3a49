"""Searching the book in Dutch, without a server: what the search page loads.

The index holds the text of the pages by section, and for every word in it the stem that the Dutch stemmer gives. The
browser has no stemmer of its own that could differ: it looks words up in that list. The regions have the same
chapters, so only those of the country are in the index; the search page leads on to the region that a reader names.
"""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..keep import Kept
from ..kinds import INVENTED
from ..plan import NATIONAL, Plan
from .html import parse
from .theme.addresses import labels
from .theme.contents import expected_pages

#: Words that say nothing about where to look.
STOP_WORDS = (
    "aan af al alle als bij dan dat de deze die dit door een en er geen het hier hoe hun in is je kan maar meer met mijn na "
    "naar niet nog nu of om onder ook op over per te tot uit van voor waar wat wie wordt worden zich zij zijn ze zo"
)
STOP = frozenset(STOP_WORDS.split())
#: What is part of a page and not of what it says.
SKIP_CLASS = {"azw-tabel", "azw-bronregel", "azw-kaart", "headerlink"}
INVENTED_FIGURE = f".//*[@data-cijfer='{INVENTED}']"
SKIP = {"script", "style", "svg", "nav", "form", "template", "h1", "h2", "h3", "footer", "colgroup"}
_WORD = re.compile(r"[0-9a-z]+(?:'[0-9a-z]+)*")


def plain(text: str) -> str:
    """Lower case, without accents, with one kind of apostrophe."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ʼ", "'").replace("\u00ad", "").lower())
    return "".join(c for c in letters if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words of a text as the index knows them: ``regio's`` is ``regio``, ``zzp'ers`` is ``zzpers``."""
    return [re.sub(r"'s$", "", word).replace("'", "") for word in _WORD.findall(plain(text))]


@functools.cache
def _stemmer():
    import snowballstemmer  # a second edition with the same words does without

    return snowballstemmer.stemmer("dutch")


@functools.cache
def stem(word: str) -> str:
    """The stem of a word from :func:`words`; a stem is its own stem (``adviezen`` gives ``advies``, that gives ``advie``)."""
    shorter = _stemmer().stemWord(word) if len(word) > 2 else word
    return word if shorter == word else stem(shorter)


def forms(word: str) -> Iterator[str]:
    """Other forms of a word with the same stem: what a reader may type when the book has only this one."""
    changed = set()
    if found := re.fullmatch(r"(.*[^aeiou])([aeou])\2([bcdfgklmnprst])", word):  # baan: banen
        changed.add(found[1] + found[2] + found[3])
    elif re.fullmatch(r".*[^aeiou][aeiou][bdfgklmnprst]", word):  # vak: vakken
        changed.add(word + word[-1])
    changed |= {word[:-1] + soft for hard, soft in (("s", "z"), ("f", "v")) if word.endswith(hard)}  # huis: huizen
    tried = {base + ending for base in changed or {word} for ending in ("en", "e")} | {word + "s", word + "n"}
    tried |= {word.removesuffix(ending) for ending in ("en", "e", "s") if len(word) > 5}
    for form in sorted(tried):
        if stem(form) == stem(word):
            yield form


def listed(texts: Iterable[str]) -> list[str]:
    """The words of the texts that are listed with their stem: not those that say nothing, nor those with a digit in them."""
    return sorted({word for text in texts for word in words(text) if word not in STOP and word.isalpha()})


def stems(known: Iterable[str]) -> dict[str, str]:
    """For every stem the words and their other forms that have it, between spaces; a word that is its own stem is left out."""
    every = {form for word in known if 2 < len(word) < 16 for form in forms(word)}.union(known)
    groups: dict[str, list[str]] = {}
    for word in sorted(every):
        groups.setdefault(stem(word), []).append(word)
    return {base: " ".join(own) for base, own in groups.items() if own != [base]}


def sections(tree, address: str) -> list[list[str]]:
    """The parts of a page: address with anchor, title of the page, heading, text, and a 1 when an invented figure stands in it."""
    title = _heading(tree.find(".//h1"))
    found = []
    for section in tree.iter("section"):
        heading = next((child for child in section if child.tag in ("h1", "h2", "h3")), None)
        if heading is None:
            continue
        text = " ".join("".join(_text(section)).split())
        anchor = "" if heading.tag == "h1" else f"#{section.get('id')}"
        if text or heading.tag == "h1":
            invented = any(_section_of(mark) is section for mark in section.xpath(INVENTED_FIGURE))
            own = [f"{address}{anchor}", title, "" if heading.tag == "h1" else _heading(heading), text]
            found.append([*own, 1] if invented else own)
    return found


def index(root: Path, plan: Plan, kept: Kept) -> dict:
    """What the search page needs, as plain data.

    Args:
        root: the built site.
        plan: its regions and chapters.
        kept: where stems are kept: an edition that brings no new word needs no stemmer.
    """
    found: list[list[str]] = []
    for docname, code in expected_pages(plan).items():
        if code == NATIONAL:
            found += sections(parse(root / f"{docname}.html"), f"{docname}.html")
    regions = [labels(plan, region) for region in plan.regions if region.code != NATIONAL]
    known = listed(" ".join(part[1:4]) for part in found)
    grouped = json.loads(kept.get(lambda: json.dumps(stems(known)).encode(), *known))
    kept.sweep()
    return {"stop": STOP_WORDS, "stammen": grouped, "delen": found, "regios": regions}


def write(root: Path, plan: Plan, kept: Kept) -> int:
    """Write the index as a script, for a page opened from a folder cannot fetch data; returns its size in bytes."""
    content = json.dumps(index(root, plan, kept), ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    path = root / "scripts" / "zoekindex.js"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"window.azwZoekindex = {content};\n", encoding="utf-8")
    return path.stat().st_size


def _section_of(element):
    """The part of a page that something stands in: not the sections of a choice, which have no heading."""
    return next(one for one in element.iterancestors("section") if not one.get("data-optie"))


def _heading(element) -> str:
    return "" if element is None else element.text_content().replace("#", "").replace("\N{PILCROW SIGN}", "").strip()


def _text(element) -> Iterator[str]:
    """The text of an element without that of the sections in it and of what is no reading matter."""
    yield element.text or ""
    for child in element:
        inner = isinstance(child.tag, str) and child.tag not in SKIP and child.tag != "section"
        inner = inner and not SKIP_CLASS & set(child.get("class", "").split())
        if inner:
            yield " "
            yield from _text(child)
        elif child.tag == "section" and child.get("data-optie"):
            yield from _text(child)
        yield " "
        yield child.tail or ""
