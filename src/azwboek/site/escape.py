r"""The one door through which text of others comes into a page's source.

A page's source is Markdown with HTML in it, which markdown-it reads first and a browser last. Behind this door neither finds
anything in a text: what means something to either is a numeric character reference (``*`` is ``&#42;``), which both show as the
character, in running text, in a heading, within an element and within an attribute. Line ends are references too, so that no text
begins a line of its own, where lists, fences and directives begin.

Whatever a template shows passes here (``finalize`` of its environment), and so does HTML that a component made, of which the tags
stay. What passed may pass again: it stays the same.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

# What Markdown or MyST knows within a line.
_ACTIVE = r"""\\`*_{}\[\]|~$^"""
# What ends a line for Python, YAML or a browser, and what HTML cannot write as a reference.
_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_NEVER = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SPECIAL = re.compile(rf"\r\n|[{_ACTIVE}{_ENDS}]")
# What Markdown knows at the beginning of a line, where a text may stand.
_FIRST = re.compile(r"[-+=:%(\s]|#(?=[#\s]|$)|(?<=\d)[.)](?=\s|$)")
_LAST = re.compile(r"(?<!&)#(?=[#\s]*$)")
_NUMBER = re.compile(r"\d{1,9}(?=[.)](?:\s|$))")
# Data for machines, a comment, a tag; in a tag a value between quotes may hold anything.
_TAG = re.compile(
    r"""(<script\b[^>]*>.*?</script>|<!--.*?-->|</?[A-Za-z](?:"[^"]*"|'[^']*'|[^"'<>])*>)""", re.DOTALL | re.IGNORECASE
)
_VALUE = re.compile(r""""[^"]*"|'[^']*'""")
_SPACE = re.compile(r"\s+")


def door(value: object) -> Markup:
    """A value as it may stand in a page's source: text so that it is shown to the letter, HTML with its tags."""
    if hasattr(value, "__html__"):
        return _html(Markup(value.__html__()))
    return Markup(_edges(_text(str(escape(value)))))


def _html(markup: str) -> Markup:
    """HTML in one line, with texts and values that mean nothing to Markdown."""
    pieces = _TAG.split(markup)
    made = [_tag(piece) if number % 2 else _between(piece) for number, piece in enumerate(pieces)]
    return Markup("".join(made) if markup[:1].isspace() else _edges("".join(made)))


def _between(text: str) -> str:
    """Text between tags. Where it is only the layout of a template it is a space; a ``<`` by itself is no tag."""
    return " " if text.isspace() else _text(text.replace("<", "&lt;"))


def _tag(tag: str) -> str:
    if tag.startswith("<!--") or tag[:7].lower() == "<script":
        return tag.replace("\n", " ")
    parts, at = [], 0
    for value in _VALUE.finditer(tag):
        parts += [_SPACE.sub(" ", tag[at : value.start()]), _text(value[0])]
        at = value.end()
    return "".join([*parts, _SPACE.sub(" ", tag[at:])])


def _text(text: str) -> str:
    return _SPECIAL.sub(_reference, _NEVER.sub("\N{REPLACEMENT CHARACTER}", text))


def _reference(found: re.Match) -> str:
    return "&#10;" if found[0][0] in _ENDS else f"&#{ord(found[0])};"


def _edges(text: str) -> str:
    """Take its meaning from what would begin a list, a heading, a definition, a comment or code, or end a heading."""
    text = _LAST.sub("&#35;", text)
    at = number.end() if (number := _NUMBER.match(text)) else 0
    if found := _FIRST.match(text, at):
        return f"{text[:at]}&#{ord(found[0])};{text[at + 1 :]}"
    return text
