"""The charts of the book, one style: no frame, light grid on the value axis, direct labels, colours from the page's theme.

Each function takes a frame and returns a Vega-Lite specification as a plain dict. Colours are CSS variables with a
fallback, so that one SVG serves the light theme, the dark theme and print; colour is never the only signal.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

import altair as alt
import pandas as pd
from altair.utils import schemapi

WIDTH, HEIGHT = 420, 250

REGION = "var(--azw-accent, #085b64)"
COUNTRY = "var(--azw-nl, #2d3237)"
BAND = "var(--azw-band, #dfe3e6)"
GRID = "var(--azw-grid, #d9dde0)"
TEXT = "var(--azw-tekst, #1f2328)"
SOFT = "var(--azw-tekst-zacht, #565e66)"
WARNING = "var(--azw-waarschuwing, #8a4b00)"
PAPER = "var(--azw-papier, #ffffff)"
SERIES = [REGION, "var(--azw-2, #ab4810)", "var(--azw-3, #4d2c80)", "var(--azw-4, #4673b4)"]

_DASHES = [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2]]
_LABEL_ROOM = 0.36  # part of the time axis that is kept free for the labels at the end of the lines


def _unchecked(chart: Callable[..., dict]) -> Callable[..., dict]:
    """Leave out Altair's check of every part, half of the work: tests check each kind of chart, drawing refuses a bad one."""

    @functools.wraps(chart)
    def made(*args, **options) -> dict:
        with schemapi.debug_mode(False):
            return chart(*args, **options)

    return made


@_unchecked
def series(frame: pd.DataFrame, *, own: str, unit: str, decimals: int) -> dict:
    """A region's line with the country's, over a light band from the lowest to the highest region.

    Args:
        frame: rows in time order with ``begin_datum``, ``waarde``, ``status``, ``segment``, ``waarde_nl``, ``laagste``,
            ``hoogste`` and ``regio``.
        own: name of the page's region; for the country itself no second line is drawn.
        unit: unit of the value axis.
        decimals: decimals on the axis.

    ``stuk`` (optional) numbers the unbroken pieces of the line. Lines and band stop at a series break and at a gap; a provisional value has an open point.
    """
    data = frame.assign(begin_datum=pd.to_datetime(frame["begin_datum"]).dt.strftime("%Y-%m-%d"))
    if "stuk" not in data:
        data["stuk"] = data["segment"]
    data["los"] = data.groupby("stuk")["stuk"].transform("size") == 1  # a line of one value would not be seen
    national = bool((data["regio"] == "NL").all())
    lines = [("waarde", own, REGION, 2.6, [1, 0])]
    if not national:
        lines.insert(0, ("waarde_nl", "Nederland", COUNTRY, 1.8, [5, 3]))
    base = alt.Chart(alt.InlineData(values=_records(data)))
    x = _time(data)
    layers = [
        base.transform_filter("isValid(datum.laagste)")
        .mark_area(color=BAND, opacity=1, line=False)
        .encode(x=x, y=_value("laagste", decimals), y2=alt.Y2("hoogste:Q"), detail=alt.Detail("stuk:N"))
    ]
    layers += _breaks(base, data, x)
    for column, _, colour, width, dash in lines:
        layers.append(
            base.transform_filter(f"isValid(datum.{column})")
            .mark_line(color=colour, strokeWidth=width, strokeDash=dash, strokeCap="round")
            .encode(x=x, y=_value(column, decimals), detail=alt.Detail("stuk:N"))
        )
    if not national:
        alone = base.transform_filter("datum.los && isValid(datum.waarde_nl)")
        layers.append(
            alone.mark_point(shape="diamond", size=30, filled=True, color=COUNTRY, opacity=1).encode(
                x=x, y=_value("waarde_nl", decimals)
            )
        )
    points = base.transform_filter("isValid(datum.waarde)")
    if len(data) > 16:
        layers.append(_points(points.transform_filter("datum.laatste || datum.los"), x, "waarde", REGION, decimals))
    else:
        layers.append(_points(points, x, "waarde", REGION, decimals))
    layers += _end_labels(data, lines, decimals)
    return _finish(alt.layer(*layers), data)


@_unchecked
def lines(frame: pd.DataFrame, *, decimals: int, zero: bool = False) -> dict:
    """Several named lines with their names at the end; each has its own dash as well as its own colour.

    Args:
        frame: long rows with ``begin_datum``, ``reeks``, ``waarde``, ``status`` and ``regio``; at most four series.
        decimals: decimals on the axis.
        zero: whether the axis starts at zero.
    """
    data = frame.assign(begin_datum=pd.to_datetime(frame["begin_datum"]).dt.strftime("%Y-%m-%d"))
    data["segment"] = data.get("segment", 0)
    names = list(dict.fromkeys(data["reeks"]))
    x = _time(data)
    layers = []
    for name, colour, dash in zip(names, SERIES, _DASHES, strict=False):
        own = alt.Chart(alt.InlineData(values=_records(data[data["reeks"] == name])))
        own = own.transform_filter("isValid(datum.waarde)")
        y = _value("waarde", decimals, zero=zero)
        layers.append(
            own.mark_line(color=colour, strokeWidth=2.4, strokeDash=dash).encode(
                x=x, y=y, detail=alt.Detail("segment:N")
            )
        )
        layers.append(_points(own.transform_filter("datum.laatste"), x, "waarde", colour, decimals, zero=zero))
    last = [data[(data["reeks"] == name) & data["waarde"].notna()].iloc[-1] for name in names]
    labels = [(row["waarde"], name, colour) for row, name, colour in zip(last, names, SERIES, strict=False)]
    layers += _labels(labels, _label_date(data), data["waarde"], decimals, zero=zero)
    return _finish(alt.layer(*layers), data)


@_unchecked
def shares_ahead(frame: pd.DataFrame, *, own: str) -> dict:
    """The measured share of employees beside the points that the programme names for now, 2030 and 2040.

    Args:
        frame: long rows with ``begin_datum``, ``reeks``, ``waarde``, ``soort`` and ``regio``; rows of kind ``document`` are
            the programme's points, all others are measured series.
        own: name of the page's region.
    """
    data = frame.assign(begin_datum=pd.to_datetime(frame["begin_datum"]).dt.strftime("%Y-%m-%d"), segment=0)
    measured, points = data[data["soort"] != "document"], data[data["soort"] == "document"]
    x = _time(data, room=0.18)
    layers = []
    names = sorted(measured["reeks"].unique(), key=lambda name: name == own)
    labels = []
    for name in names:
        colour, dash, width = (REGION, [1, 0], 2.6) if name == own else (COUNTRY, [5, 3], 1.8)
        rows = measured[measured["reeks"] == name]
        layers.append(
            alt.Chart(alt.InlineData(values=_records(rows)))
            .mark_line(color=colour, strokeDash=dash, strokeWidth=width)
            .encode(x=x, y=_value("waarde", 0))
        )
        labels.append((rows.iloc[-1]["waarde"], name, colour))
    marks = alt.Chart(alt.InlineData(values=_records(points)))
    layers.append(
        marks.mark_point(shape="diamond", size=90, filled=True, color=TEXT, opacity=1).encode(
            x=x, y=_value("waarde", 0)
        )
    )
    layers.append(
        marks.mark_text(dy=-13, color=TEXT, fontSize=12, align="center").encode(
            x=x, y=_value("waarde", 0), text=alt.Text("reeks:N")
        )
    )
    layers += _labels(labels, measured["begin_datum"].max(), data["waarde"], 0)
    return _finish(alt.layer(*layers), data)


@_unchecked
def dots(frame: pd.DataFrame, *, decimals: int) -> dict:
    """Published figures as separate points: not a series, so no line joins them; shape tells the kind of source.

    Args:
        frame: rows with ``begin_datum``, ``waarde``, ``bronsoort_naam`` and ``regio``.
        decimals: decimals of the labels.
    """
    data = frame.assign(begin_datum=pd.to_datetime(frame["begin_datum"]).dt.strftime("%Y-%m-%d"))
    base = alt.Chart(alt.InlineData(values=_records(data)))
    x = _time(data, room=0.06)
    y = _value("waarde", decimals, zero=False)
    kinds = sorted(data["bronsoort_naam"].unique())
    shapes = alt.Scale(domain=kinds, range=["circle", "square", "triangle-up"][: len(kinds)])
    legend = alt.Legend(title=None, orient="top", labelColor=TEXT, symbolFillColor=REGION, symbolStrokeColor=REGION)
    points = base.mark_point(size=70, color=REGION, filled=True).encode(
        x=x, y=y, shape=alt.Shape("bronsoort_naam:N", scale=shapes, legend=legend)
    )
    text = base.mark_text(dy=-11, color=TEXT, fontSize=11).encode(
        x=x, y=y, text=alt.Text("waarde:Q", format=f",.{decimals}f")
    )
    return _finish(alt.layer(points, text), data)


@_unchecked
def bars(frame: pd.DataFrame, *, decimals: int, target: float | None = None, target_label: str = "") -> dict:
    """Groups of horizontal bars from zero, one group per year, with the value behind each bar.

    Args:
        frame: rows with ``groep`` (the heading of a group), ``naam``, ``waarde``, ``label`` and ``regio``.
        decimals: decimals on the axis.
        target: a value to mark with a dashed line.
        target_label: the words at that line.
    """
    data = frame.copy()
    names = list(dict.fromkeys(data["naam"]))
    colour = alt.Color("naam:N", scale=alt.Scale(domain=names, range=(SERIES * 2)[: len(names)]), legend=None)
    top = max(float(data["waarde"].max()), target or 0) * 1.28
    x = alt.X("waarde:Q", title=None, scale=alt.Scale(domain=[0, top], nice=False), axis=_axis(decimals, grid=True))
    base = alt.Chart()
    layers = [
        base.mark_bar(height={"band": 0.72}).encode(
            x=x, y=alt.Y("naam:N", sort=names, title=None, axis=_names()), color=colour
        ),
        base.mark_text(align="left", dx=4, color=TEXT, fontSize=11).encode(
            x=x, y=alt.Y("naam:N", sort=names, title=None), text=alt.Text("label:N")
        ),
    ]
    if target is not None:
        layers.append(base.mark_rule(strokeDash=[4, 3], strokeWidth=1.4, color=TEXT).encode(x=alt.datum(target)))
    chart = alt.layer(*layers, data=alt.InlineData(values=_records(data))).properties(width=245, height=24 * len(names))
    header = alt.Header(
        title=None, labelOrient="top", labelAnchor="start", labelFontWeight="bold", labelColor=TEXT, labelFontSize=12
    )
    groups = chart.facet(row=alt.Row("groep:O", header=header, sort=list(dict.fromkeys(data["groep"]))), spacing=14)
    return _finish(groups, data, fit=False)


def _time(data: pd.DataFrame, room: float = _LABEL_ROOM) -> alt.X:
    dates = pd.to_datetime(data["begin_datum"])
    first, last = dates.min(), dates.max()
    end = last + max((last - first), pd.Timedelta(days=365)) * room
    span = last.year - first.year
    step = next(step for step in (1, 2, 5, 10, 20) if span / step <= 6 or step == 20)
    years = [year for year in range(first.year, last.year + 1) if year % step == 0]
    scale = alt.Scale(type="utc", domain=[f"{first.year}-01-01", end.strftime("%Y-%m-%d")], nice=False)
    axis = alt.Axis(
        title=None, values=[alt.DateTime(year=year, month=1, date=1, utc=True) for year in years], format="%Y", grid=False,
        labelColor=SOFT, domainColor=GRID, tickColor=GRID, labelFontSize=12, labelFlush=False,
    )  # fmt: skip
    return alt.X("begin_datum:T", scale=scale, axis=axis)


def _value(column: str, decimals: int, *, zero: bool = False) -> alt.Y:
    axis = _axis(decimals, grid=True)
    return alt.Y(f"{column}:Q", title=None, scale=alt.Scale(zero=zero, nice=True, padding=6), axis=axis)


def _axis(decimals: int, *, grid: bool) -> alt.Axis:
    return alt.Axis(
        format=f",.{decimals}f", grid=grid, gridColor=GRID, domain=False, ticks=False, labelColor=SOFT, labelPadding=6,
        tickCount=5, labelFontSize=12,
    )  # fmt: skip


def _names() -> alt.Axis:
    return alt.Axis(domain=False, ticks=False, labelColor=TEXT, labelLimit=170, labelPadding=6, labelFontSize=12)


def _points(base, x, column: str, colour: str, decimals: int, *, zero: bool = False):
    fill = alt.FillValue(PAPER, condition={"test": "datum.status == 'definitief'", "value": colour})
    point = base.mark_point(size=34, stroke=colour, strokeWidth=1.6, opacity=1)
    return point.encode(x=x, y=_value(column, decimals, zero=zero), fill=fill)


def _breaks(base, data: pd.DataFrame, x) -> list:
    first = data.groupby("segment")["begin_datum"].min().iloc[1:]
    if first.empty:
        return []
    marks = alt.Chart(alt.InlineData(values=[{"begin_datum": d, "tekst": "breuk"} for d in first]))
    rule = marks.mark_rule(strokeDash=[2, 3], color=SOFT, strokeWidth=1.2).encode(x=x)
    text = marks.mark_text(align="left", dx=4, y=8, color=SOFT, fontSize=11).encode(x=x, text=alt.Text("tekst:N"))
    return [rule, text]


def _end_labels(data: pd.DataFrame, chosen: list[tuple], decimals: int) -> list:
    labels = []
    for column, name, colour, *_ in chosen:
        known = data[data[column].notna()]
        if len(known):
            labels.append((known.iloc[-1][column], name, colour))
    span = data[["waarde", "waarde_nl", "laagste", "hoogste"]].stack()
    return _labels(labels, _label_date(data), span, decimals)


def _labels(labels: list[tuple], date: str, span: pd.Series, decimals: int, *, zero: bool = False) -> list:
    """Names at the end of lines, moved apart where they would overlap."""
    low, high = (min(0, span.min()) if zero else span.min()), span.max()
    per_pixel = ((high - low) or 1) / (HEIGHT * 0.8)
    layers, top = [], None
    for value, name, colour in sorted(labels, key=lambda label: label[0]):
        text = _wrap(name)
        half = 7 * (text.count("|") + 1)
        place = value / per_pixel
        moved = place if top is None else max(place, top + half)
        top = moved + half
        point = alt.Chart(alt.InlineData(values=[{"begin_datum": date, "y": value, "tekst": text}]))
        text = point.mark_text(
            align="left", baseline="middle", dx=7, dy=-(moved - place), color=colour, fontSize=12, fontWeight="bold", lineBreak="|",
            lineHeight=13,
        )  # fmt: skip
        layers.append(
            text.encode(x=alt.X("begin_datum:T"), y=_value("y", decimals, zero=zero), text=alt.Text("tekst:N"))
        )
    return layers


def _wrap(name: str, width: int = 14) -> str:
    """A long region name over at most three lines, parted by ``|``."""
    lines_, current = [], ""
    for word in name.split():
        if current and len(current) + 1 + len(word) > width:
            lines_.append(current)
            current = word
        else:
            current = f"{current} {word}".strip()
    return "|".join([*lines_, current])


def _label_date(data: pd.DataFrame) -> str:
    return data["begin_datum"].max()


def _records(data: pd.DataFrame) -> tuple[dict, ...]:
    """Rows as plain dicts, missing values as None; ``laatste`` marks the last moment.

    A tuple, for Altair copies and checks a list row by row for every layer; :func:`_finish` makes lists of them.
    """
    if "begin_datum" in data:
        data = data.assign(laatste=data["begin_datum"] == data["begin_datum"].max())
    return tuple({k: None if pd.isna(v) else v for k, v in row.items()} for row in data.to_dict("records"))


def _finish(chart, data: pd.DataFrame, *, fit: bool = True) -> dict:
    """Size and style; a chart of invented values says so in the picture itself, wherever it is copied to."""
    # Set in place: each of Altair's methods for it copies the whole chart.
    if fit:
        chart.width, chart.height = WIDTH, HEIGHT
        chart.autosize = alt.AutoSizeParams(type="fit", contains="padding")
    if "soort" in data and (data["soort"] == "demonstratie").any():
        chart.title = alt.TitleParams(
            "demonstratie: verzonnen cijfers",
            anchor="end",
            fontSize=11,
            fontWeight="normal",
            color=WARNING,
            offset=6,
        )
    chart.config = alt.Config(background="transparent", padding=2, font="sans-serif", view=alt.ViewConfig(stroke=None))
    spec = chart.to_dict(format="vega-lite", validate=False)
    return spec | {"datasets": {name: list(rows) for name, rows in spec["datasets"].items()}}
