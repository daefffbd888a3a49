"""The only place that makes HTML: templates below a folder, rendered by Jinja with every value escaped.

A part of a page is a macro in ``onderdelen/<file>.html``. It is laid out over lines for who reads it: a line break beside a tag
is left out of the page, any other is a space. So a part holds no empty line, which would end a piece of HTML in Markdown.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable
from pathlib import Path

import jinja2
from markupsafe import Markup

from .errors import AzwboekError

PARTS = "onderdelen"
_LINE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|[ \t]*\n\s*", re.DOTALL)
_COMMENT = re.compile(r"(?:^[ \t]*)?\{#.*?#\}\n?", re.DOTALL | re.MULTILINE)
_IMPORTED = re.compile(r"\{%-?\s*(?:from|import|include|extends)\s+\"([^\"]+)\"")


def environment(folder: Path) -> jinja2.Environment:
    """The templates below a folder; each is read and compiled once, and again when its file changed."""
    return _Environment(
        loader=_Loader(folder),
        autoescape=True,
        undefined=_Unknown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def for_pages(parts: jinja2.Environment, door: Callable[[object], Markup]) -> jinja2.Environment:
    """The same templates for pages whose text is read once more, as Markdown.

    Args:
        parts: where the parts come from; what they make passes the door as a whole.
        door: what every value passes that a page shows.
    """
    made = parts.overlay(finalize=door)
    made.parts = parts
    return made


def part(environment: jinja2.Environment, name: str, *values, **named) -> Markup:
    """A part of a page.

    Args:
        environment: see :func:`environment`.
        name: file and macro, such as ``figuur.figuur``.
        *values: what the macro gets.
        **named: what the macro gets by name.

    Raises:
        AzwboekError: there is no such part, or it uses something that is not there; the message names its file.
    """
    place, macro = file_of(name), name.partition(".")[2]
    try:
        module = environment.get_template(place).module
        if not hasattr(module, macro):
            raise AzwboekError(f"{place}: onbekende macro {macro!r}")
        return getattr(module, macro)(*values, **named)
    except (jinja2.TemplateError, TypeError, ValueError, LookupError) as error:
        # Not "from error": IPython cannot show a traceback through a template, and then a notebook loses the message too.
        raise AzwboekError(_reason(environment, place, error)) from None


def page(environment: jinja2.Environment, name: str, **named) -> str:
    """A whole page from its template.

    Raises:
        AzwboekError: the template is missing or wrong, or it uses a macro or variable that is not there; the message names
            the page.
    """
    try:
        return environment.get_template(name).render(**named)
    except (jinja2.TemplateError, TypeError, ValueError, LookupError) as error:
        raise AzwboekError(_reason(environment, name, error)) from error
    except AzwboekError as error:
        raise type(error)(f"{name}: {error}") from error


def file_of(name: str) -> str:
    """The file of a part: of ``figuur.figuur`` it is ``onderdelen/figuur.html``."""
    return f"{PARTS}/{name.partition('.')[0]}.html"


def text(folder: Path, *names: str) -> str:
    """What is rendered through templates rests on this: their text and that of the templates they import, without comments.

    Args:
        folder: what the names start from.
        names: such as ``onderdelen/figuur.html``; of one that is not there only the name is in the answer.
    """
    found: dict[str, str] = {}
    todo = list(names)
    while todo:
        name = todo.pop()
        if name not in found:
            path = folder / name
            found[name] = _COMMENT.sub("", path.read_text(encoding="utf-8")) if path.is_file() else ""
            todo += _IMPORTED.findall(found[name])
    return "\n".join(f"{name}\n{found[name]}" for name in sorted(found))


def _reason(environment: jinja2.Environment, name: str, error: Exception) -> str:
    """What is wrong, in one line: the page, what, and the file and line where it went wrong."""
    folders = [Path(folder) for folder in environment.loader.searchpath]
    called = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).parent in _below(folders)]
    place, line = (called[-1].filename, called[-1].lineno) if called else (name, None)
    if isinstance(error, jinja2.TemplateSyntaxError):
        what, place, line = f"geen geldig sjabloon ({error.message})", error.filename or name, error.lineno
    elif isinstance(error, jinja2.TemplateNotFound):
        what = f"er is geen sjabloon {error.name}"
    else:
        what = " ".join(str(error).split())
    for folder in folders:
        place = str(place).removeprefix(f"{folder}/")
    return f"{name}: {what}" + (f" ({place}, regel {line})" if line else "")


def _below(folders: list[Path]) -> set[Path]:
    return {path for folder in folders for path in (folder, *(p for p in folder.iterdir() if p.is_dir()))}


class _Environment(jinja2.Environment):
    """Templates of which the parts may come from another environment."""

    parts: jinja2.Environment | None = None

    def get_template(self, name, parent=None, globals=None):
        if self.parts and isinstance(name, str) and name.startswith(f"{PARTS}/"):
            return self.parts.get_template(name, parent, globals)
        return super().get_template(name, parent, globals)


class _Loader(jinja2.FileSystemLoader):
    """Templates from files; the line breaks of a part are left out, and still count as lines in a message."""

    def get_source(self, environment, template):
        source, path, fresh = super().get_source(environment, template)
        return (_joined(source) if template.startswith(f"{PARTS}/") else source), path, fresh


def _joined(source: str) -> str:
    def join(found: re.Match) -> str:
        if found[0].startswith("{"):
            return found[0]
        before, after = source[: found.start()][-2:], source[found.end() :][:2]
        beside = not before or not after or before.endswith((">", "%}", "#}")) or after.startswith(("<", "{%", "{#"))
        return "{#" + "\n" * found[0].count("\n") + "#}" + ("" if beside else " ")

    return _LINE.sub(join, source)


class _Unknown(jinja2.StrictUndefined):
    """What a template uses and is not there."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:  # a macro that its file does not have
            return f"onbekende macro {self._undefined_name!r}"
        if self._undefined_obj is jinja2.utils.missing:
            return f"onbekende macro of variabele {self._undefined_name!r}"
        return f"onbekend veld {self._undefined_name!r}"
