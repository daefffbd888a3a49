"""What comes with the theme as HTML: its pages, and the macros of ``onderdelen`` beside this file."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from ... import templates

THEME = Path(__file__).parent
ENVIRONMENT = templates.environment(THEME)


def part(name: str, *values) -> Markup:
    """A part of the theme, such as ``navigatie.inhoud``, with what its macro gets; see :func:`azwboek.templates.part`."""
    return templates.part(ENVIRONMENT, name, *values)
