"""A chart that a cell makes with Altair alone, as a figure of the book: its own drawing, live chart, table and CSV.

The chart says what the book cannot know: its title, and in ``description`` what is seen in it. All else follows from its rows.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator

import altair as alt

from ..kinds import INVENTED, MIXED, OWN
from . import charts, lean, svg
from .figures import NUMBER, Column, Figure, kind

#: The media type of a Vega-Lite chart; Altair's own name for it ends in ``.json``, which no notebook may hold as data.
MIME = "application/vnd.vegalite.v6+json"
#: Views that have no size of their own.
COMPOSED = ("hconcat", "vconcat", "concat", "facet", "repeat")
#: Marks and channels with which a chart fetches something, or leads elsewhere.
FETCHING = {"url", "href"}


def use_in_builds() -> None:
    """In a notebook that is executed for the book, let Altair give a chart as data and nothing else, whatever way a cell asks for.

    By default a chart is a script that asks another site.
    """
    if os.environ.get("AZWBOEK_BUILDING") != "1":
        return
    for name in alt.renderers.names():
        alt.renderers.register(name, lambda spec, **_: {MIME: lean.sound(spec), "text/plain": "grafiek"})
    alt.renderers.enable("mimetype")


def figure(spec: dict, regio: str) -> Figure:
    """A chart as a figure for one region.

    Args:
        spec: the chart as Vega-Lite, with its rows in it.
        regio: code of the page's region; rows without a column ``regio`` are of this one.

    Raises:
        ValueError: it cannot be shown in the book; the message, in Dutch, says why and what to do.
    """
    title, subtitle = _title(spec)
    if not title:
        raise ValueError("een grafiek zonder titel; geef die: grafiek.properties(title='…')")
    if fetched := sorted(set(_fetched(spec))):
        raise ValueError(f"de grafiek haalt iets op ({', '.join(fetched)}); geef de rijen zelf mee, als DataFrame")
    rows = _rows(spec)
    if not rows:
        raise ValueError("een grafiek zonder rijen; geef die mee als DataFrame")
    if any("regio" not in row for row in rows):
        rows = [{"regio": regio} | row for row in rows]
    columns = [Column(name, "" if name == "regio" else name, _unit(rows, name)) for name in _names(spec, rows)]
    found = kind(row.get("soort") for row in rows)
    if found == MIXED:
        raise ValueError("echte en verzonnen cijfers staan in een grafiek; teken ze apart")
    soort = INVENTED if found == INVENTED else OWN
    drawing = _dressed(spec, soort)
    try:
        svg.compile_(drawing)
    except ValueError as error:
        raise ValueError(f"de grafiek is geen geldige Vega-Lite ({_first_line(error)})") from error
    usermeta = spec.get("usermeta") or {}
    return Figure(
        id=_slug(title),
        regio=regio,
        titel=title,
        onderschrift=subtitle,
        zin="",
        alt=str(spec.get("description") or f"Grafiek: {title}"),
        bron=str(usermeta.get("bron") or "Bron: eigen berekening in een cel van dit hoofdstuk."),
        soort=soort,
        kolommen=columns,
        rijen=[[_cell(row.get(column.naam)) for column in columns] for row in rows],
        spec=drawing,
        eigen=True,
    )


def _title(spec: dict) -> tuple[str, str]:
    """Title and subtitle; a chart of layers or views may have them in its first."""
    found = spec.get("title")
    parts = spec.get("layer") or next((spec[name] for name in COMPOSED if isinstance(spec.get(name), list)), None)
    if not found and parts:
        return _title(parts[0])
    if not isinstance(found, dict):
        return _line(found), ""
    return _line(found.get("text")), _line(found.get("subtitle"))


def _line(text) -> str:
    return " ".join(" ".join(map(str, text)).split()) if isinstance(text, list) else " ".join(str(text or "").split())


def _views(spec) -> Iterator[dict]:
    """The parts of a specification, without the rows."""
    if isinstance(spec, dict):
        yield spec
        for name, part in spec.items():
            if name not in ("datasets", "usermeta") and not (name == "values" and isinstance(part, list)):
                yield from _views(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from _views(part)


def _fetched(spec: dict) -> Iterator[str]:
    for part in _views(spec):
        yield from FETCHING & part.keys()
        mark = part.get("mark")
        if "image" in (mark, mark.get("type") if isinstance(mark, dict) else ""):
            yield "image"


def _rows(spec: dict) -> list[dict]:
    """All rows that a chart draws, in the order of their first use.

    Raises:
        ValueError: a row is no row of plain values.
    """
    used = [part["data"] for part in _views(spec) if isinstance(part.get("data"), dict)]
    datasets = spec.get("datasets") or {}
    named = dict.fromkeys(data["name"] for data in used if data.get("name") in datasets)
    found = [row for name in named for row in datasets[name]]
    found += [row for data in used for row in data.get("values") or []]
    if not all(isinstance(row, dict) and not any(isinstance(v, dict | list) for v in row.values()) for row in found):
        raise ValueError("de rijen van de grafiek zijn geen rijen met gewone waarden; geef een DataFrame mee")
    return found


def _names(spec: dict, rows: list[dict]) -> list[str]:
    """The columns: first what is drawn, then the others, for a notebook keeps no order of them."""
    there = {name for row in rows for name in row}
    drawn = [part["field"] for part in _views(spec) if isinstance(part.get("field"), str) and part["field"] in there]
    return list(dict.fromkeys(["regio", *drawn, *sorted(there)]))


def _unit(rows: list[dict], name: str) -> str:
    """Numbers get the book's form; whole numbers that are all years are text."""
    values = [row[name] for row in rows if row.get(name) is not None]
    if not values or not all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
        return ""
    years = all(isinstance(value, int) and 1900 <= value <= 2100 for value in values)
    return "" if years else NUMBER


def _cell(value):
    """A value as a table has it: Altair writes a day with its midnight."""
    return (
        value.removesuffix("T00:00:00")
        if isinstance(value, str)
        else str(value)
        if value is True or value is False
        else value
    )


def _dressed(spec: dict, soort: str) -> dict:
    """The specification in the book's style; its title stands above the drawing, its kind in it."""
    own = {name: part for name, part in spec.items() if name not in ("title", "usermeta", "description", "config")}
    size = {}
    if not set(COMPOSED) & spec.keys():
        size = {"width": charts.WIDTH, "autosize": {"type": "fit-x", "contains": "padding"}}
        if not _has_names(spec):
            size |= {"height": charts.HEIGHT, "autosize": {"type": "fit", "contains": "padding"}}
    return size | own | {"title": charts.mark(soort), "config": charts.PLAIN}


def _has_names(spec: dict) -> bool:
    """Whether names stand along the height: each needs its room."""
    places = [part["y"] for part in _views(spec) if isinstance(part.get("y"), dict)]
    return any(place.get("type") in ("nominal", "ordinal") for place in places)


def _slug(title: str) -> str:
    letters = unicodedata.normalize("NFKD", title.casefold())
    return (
        "-".join(re.findall(r"[a-z0-9]+", "".join(c for c in letters if not unicodedata.combining(c))))[:60]
        or "grafiek"
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:160] if str(error).strip() else type(error).__name__
