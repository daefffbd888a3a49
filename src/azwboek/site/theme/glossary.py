"""Terms of the field: their own page, and at the first place on each other page where one is used."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from . import parts

# Where a term is not marked: in what is a link or a heading already, in tables, drawings and code.
_KEEP = "|".join(
    (
        "a",
        "svg",
        "table",
        "script",
        "style",
        "pre",
        "code",
        "form",
        "nav",
        "summary",
        "figcaption",
        "button",
        "dt",
        "mark",
    )
    + tuple(f"h{n}" for n in range(1, 7))
)
_PIECE = re.compile(rf"(<(?P<keep>{_KEEP})\b.*?</(?P=keep)\s*>|<!--.*?-->|<[^>]*>)", re.DOTALL | re.IGNORECASE)
_BETWEEN = "\0"  # in no HTML, and never part of a term


def mark(body: str, terms: Sequence[Sequence[str]], page: str) -> str:
    """Turn the first use of each term in a page's text into a link with its explanation.

    Args:
        body: HTML of the page's content.
        terms: code, the forms in running text parted by ``;``, and explanation of each term.
        page: address of the page with terms, seen from this page.
    """
    owners = {str(escape(form)): (code, words) for code, forms, words in terms for form in forms.split(";") if form}
    if not owners:
        return body
    longest = sorted(owners, key=lambda form: (-len(form), form))
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])")
    done: set[str] = set()

    def link(found: re.Match) -> str:
        code, words = owners[found[0]]
        if code in done:
            return found[0]
        done.add(code)
        return str(parts.part("pagina.begrip", page, code, words, Markup(found[0])))

    # All running text at once: what stands between the pieces of it is put back afterwards.
    pieces = _PIECE.split(body)
    texts = pattern.sub(link, _BETWEEN.join(pieces[0::3])).split(_BETWEEN)
    return "".join(part for pair in zip(texts, [*pieces[1::3], ""], strict=True) for part in pair)
