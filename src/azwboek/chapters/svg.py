"""A chart to SVG, and to the Vega specification that a live chart is drawn from; with Dutch numbers and dates.

Compiling Vega-Lite here halves what a reader's browser has to load.
"""

from __future__ import annotations

import functools
import json

#: Name of the layer that gives the values under a pointer; only a live chart has it.
POINTER = "aanwijzen"


def of(spec: dict) -> str:
    """Draw a Vega-Lite specification as SVG text.

    Raises:
        ValueError: the specification cannot be drawn.
    """
    return draw(compile_(spec))


def vega(spec: dict) -> str:
    """Compile a Vega-Lite specification to a Vega specification, as JSON text.

    Raises:
        ValueError: the specification cannot be compiled.
    """
    return text(compile_(spec))


def still(compiled: dict) -> dict:
    """A Vega specification without the marks that only answer a pointer."""
    return compiled | {"marks": [mark for mark in compiled["marks"] if mark["name"] != f"{POINTER}_marks"]}


def compile_(spec: dict) -> dict:
    """Compile a Vega-Lite specification to a Vega specification."""
    import vl_convert

    return vl_convert.vegalite_to_vega(spec)


def draw(compiled: dict) -> str:
    """Draw a Vega specification as SVG text."""
    import vl_convert

    drawn = vl_convert.vega_to_svg(still(compiled), format_locale="nl-NL", time_format_locale="nl-NL")
    return drawn.replace(" ", ' aria-hidden="true" ', 1)  # of the first element; the one around it has the words


def text(compiled: dict) -> str:
    """A Vega specification as JSON text."""
    return json.dumps(compiled, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


@functools.cache
def version() -> str:
    """The version of the drawing program that is installed."""
    from importlib import metadata

    return metadata.version("vl-convert-python")
