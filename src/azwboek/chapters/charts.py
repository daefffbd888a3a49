"""The charts of the book, one style: no frame, light grid on the value axis, direct labels, colours from the page's theme.

A function takes a frame and returns layers of Altair in the order in which they are drawn, to which an analyst adds others;
:func:`specification` makes one chart of them. Colours are CSS variables with a fallback, so that one SVG serves the light theme, the
dark theme and print; colour is never the only signal.

A layer named ``aanwijzen`` is seen only in a live chart: it gives the values under the pointer (:mod:`azwboek.chapters.svg`).
"""

from __future__ import annotations

import re

import altair as alt
import pandas as pd

from .. import kinds
from . import lean
from .svg import POINTER

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
_SERIES_FIELDS = (
    "begin_datum", "periode_label", "waarde", "waarde_nl", "laagste", "hoogste", "status", "segment", "stuk", "los", "regio",
    "soort",
)  # fmt: skip
_BOUNDS = ("ondergrens", "bovengrens")
_NO_TEXT = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff\\ufffe\\uffff]+")
_FIT = {"type": "fit", "contains": "padding"}
_CONFIG = {"background": "transparent", "padding": 2, "font": "sans-serif", "aria": False, "view": {"stroke": None}}
INVENTED = "demonstratie: verzonnen cijfers"
#: What a picture says of its values, wherever it is copied to, by their kind.
MARKS = {kinds.INVENTED: INVENTED, kinds.OWN: "eigen berekening"}
_MARK = {"anchor": "end", "fontSize": 11, "fontWeight": "normal", "color": WARNING, "offset": 6}
#: What a chart that an analyst makes with Altair alone gets where it does not say so itself.
PLAIN = _CONFIG | {
    "mark": {"color": REGION},
    "range": {"category": SERIES},
    "axis": {"labelColor": SOFT, "titleColor": SOFT, "gridColor": GRID, "domainColor": GRID, "tickColor": GRID},
    "legend": {"orient": "top", "labelColor": TEXT, "titleColor": SOFT},
}
_LABEL_ROOM = 0.36  # part of the time axis that is kept free for the labels at the end of the lines


Layers = list[alt.Chart]


def specification(chart: Layers | dict | alt.TopLevelMixin, data: pd.DataFrame) -> dict:
    """A chart as a Vega-Lite specification in the size and style of the book, marked when its values are invented or an analyst's own.

    Args:
        chart: layers in the order of drawing, a specification, or a chart of Altair, which is checked by Altair.
        data: the rows that it shows; ``soort`` says of which kind they are.

    Raises:
        jsonschema.ValidationError: the chart of Altair is wrong.
    """
    if isinstance(chart, list):
        spec = lean.layered(chart) | {"width": WIDTH, "height": HEIGHT, "autosize": _FIT}
    elif isinstance(chart, dict):
        spec = chart
    else:
        spec = {"width": WIDTH, "height": HEIGHT, "autosize": _FIT} | lean.sound(chart.to_dict())
    if said := [kind for kind in MARKS if kind in set(data.get("soort", []))]:
        spec |= {"title": mark(said[0])}
    return spec | {"config": _CONFIG if isinstance(chart, (list, dict)) else PLAIN}


def mark(kind: str) -> dict:
    """The title that says of which kind the values of a chart are: one of ``MARKS``."""
    return _MARK | {"text": MARKS[kind]}


@lean.unchecked
def series(frame: pd.DataFrame, *, own: str, decimals: int) -> Layers:
    """A region's line with the country's, over a light band from the lowest to the highest region.

    Args:
        frame: rows in time order with ``begin_datum``, ``waarde``, ``status``, ``segment``, ``waarde_nl``, ``laagste``,
            ``hoogste`` and ``regio``.
        own: name of the page's region; for the country itself no second line is drawn.
        decimals: decimals on the axis.

    ``stuk`` (optional) numbers the unbroken pieces of the line. Lines and band stop at a series break and at a gap; a provisional value has an open point.
    """
    data = drawable(frame)
    if "stuk" not in data:
        data["stuk"] = data["segment"]
    data["los"] = data.groupby("stuk")["stuk"].transform("size") == 1  # a line of one value would not be seen
    data = data[[name for name in _SERIES_FIELDS if name in data]]
    national = bool((data["regio"] == "NL").all())
    lines = [("waarde", _one_line(own), REGION, 2.6, [1, 0])]
    if not national:
        lines.insert(0, ("waarde_nl", "Nederland", COUNTRY, 1.8, [5, 3]))
    base = alt.Chart(alt.InlineData(values=_records(data)))
    x = _time(data)
    layers = [
        base.transform_filter("isValid(datum.laagste)")
        .mark_area(color=BAND, opacity=1, line=False)
        .encode(x=x, y=_value("laagste", decimals), y2=alt.Y2("hoogste:Q"), detail=alt.Detail("stuk:N"))
    ]
    layers += _breaks(data, x)
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
    shown = [(column, name) for column, name, *_ in lines[::-1]]
    shown += [("laagste", "laagste regio"), ("hoogste", "hoogste regio")] if data["laagste"].notna().any() else []
    layers.append(_pointer(data, x, shown, decimals))
    return layers


@lean.unchecked
def lines(frame: pd.DataFrame, *, decimals: int, zero: bool = False) -> Layers:
    """Several named lines with their names at the end; each has its own dash as well as its own colour.

    Args:
        frame: long rows with ``begin_datum``, ``reeks``, ``waarde``, ``status`` and ``regio``; at most four series.
        decimals: decimals on the axis.
        zero: whether the axis starts at zero.

    With ``ondergrens`` and ``bovengrens`` a series has a light band between them. A line stops where ``segment`` changes;
    ``merk`` (optional) has the words for a mark at a period.
    """
    data = drawable(frame)
    data["segment"] = data.get("segment", 0)
    data = data[[name for name in (*_SERIES_FIELDS, *_BOUNDS, "merk", "reeks") if name in data]]
    names = list(dict.fromkeys(data["reeks"]))
    x = _time(data)
    layers = _breaks(data, x)
    for name, colour, dash in zip(names, SERIES, _DASHES, strict=False):
        own = alt.Chart(alt.InlineData(values=_records(data[data["reeks"] == name])))
        own = own.transform_filter("isValid(datum.waarde)")
        y = _value("waarde", decimals, zero=zero)
        if set(_BOUNDS) <= set(data):
            low = _value("ondergrens", decimals, zero=zero)
            band = own.transform_filter("isValid(datum.ondergrens)").mark_area(color=colour, opacity=0.15, line=False)
            layers.append(band.encode(x=x, y=low, y2=alt.Y2("bovengrens:Q"), detail=alt.Detail("segment:N")))
        layers.append(
            own.mark_line(color=colour, strokeWidth=2.4, strokeDash=dash).encode(
                x=x, y=y, detail=alt.Detail("segment:N")
            )
        )
        layers.append(_points(own.transform_filter("datum.laatste"), x, "waarde", colour, decimals, zero=zero))
    last = [data[(data["reeks"] == name) & data["waarde"].notna()].iloc[-1] for name in names]
    labels = [(row["waarde"], name, colour) for row, name, colour in zip(last, names, SERIES, strict=False)]
    layers += _labels(labels, _label_date(data), data["waarde"], decimals, zero=zero)
    layers.append(_pointer(_wide(data, names), x, _numbered(names), decimals))
    return layers


def parted(data: pd.DataFrame) -> pd.DataFrame:
    """Series as lines can be drawn of them: a new ``segment`` after periods without a figure, so that no line crosses them.

    Bounds that no row has are left out, and the page's region too where the series is the country's: the drawing is then the same on
    every page.
    """
    steps = pd.to_datetime(data["begin_datum"]).groupby(data["reeks"]).diff()
    pieces = (steps > 1.5 * steps.median()).groupby(data["reeks"]).cumsum()
    empty = [name for name in _BOUNDS if name in data and data[name].isna().all()]
    apart = ["regio"] if "gebied" in data and (data["gebied"] == "Nederland").all() else []
    return data.drop(columns=empty + apart).assign(segment=data.get("segment", 0) + pieces)


@lean.unchecked
def shares_ahead(frame: pd.DataFrame, *, own: str) -> Layers:
    """The measured share of employees beside the points that the programme names for now, 2030 and 2040.

    Args:
        frame: long rows with ``begin_datum``, ``reeks``, ``waarde``, ``soort`` and ``regio``; rows of kind ``document`` are
            the programme's points, all others are measured series.
        own: name of the page's region.
    """
    data = drawable(frame).assign(segment=0)
    data = data[[name for name in (*_SERIES_FIELDS, "reeks") if name in data]]
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
            x=x, y=_value("waarde", 0), tooltip=_tooltips(points, [("waarde", "programma")], 1, "reeks")
        )
    )
    layers.append(
        marks.mark_text(dy=-13, color=TEXT, fontSize=12, align="center").encode(
            x=x, y=_value("waarde", 0), text=alt.Text("reeks:N")
        )
    )
    layers += _labels(labels, measured["begin_datum"].max(), data["waarde"], 0)
    layers.append(_pointer(_wide(measured, names), x, _numbered(names[::-1], names), 1))
    return layers


@lean.unchecked
def control(frame: pd.DataFrame, *, decimals: int) -> Layers:
    """A control chart of one region: its line over the band of ordinary variation, with the mean; what breaks a rule is a triangle.

    Args:
        frame: rows in time order with ``begin_datum``, ``waarde``, ``status``, ``regio``, and what :func:`..statistics.xmr.chart` gives:
            ``onder``, ``gemiddelde``, ``boven``, and ``opvallend`` where a rule is broken.
        decimals: decimals on the axis.
    """
    data = drawable(frame)
    names = (*_SERIES_FIELDS, "onder", "gemiddelde", "boven", "opvallend")
    data = data[[name for name in names if name in data]]
    base = alt.Chart(alt.InlineData(values=_records(data)))
    x = _time(data)
    line = base.mark_line(color=REGION, strokeWidth=2.2).encode(x=x, y=_value("waarde", decimals))
    flags = base.transform_filter("datum.opvallend")
    last = data.iloc[-1]
    return [
        base.mark_area(color=BAND, opacity=1).encode(x=x, y=_value("onder", decimals), y2=alt.Y2("boven:Q")),
        base.mark_line(color=COUNTRY, strokeDash=[5, 3], strokeWidth=1.4).encode(x=x, y=_value("gemiddelde", decimals)),
        line,
        flags.mark_point(shape="triangle-up", size=70, filled=True, color=WARNING, opacity=1).encode(
            x=x, y=_value("waarde", decimals)
        ),
        *_labels([(last["gemiddelde"], "gemiddelde", COUNTRY)], _label_date(data), data["waarde"], decimals),
        _pointer(data, x, [("waarde", "waarde"), ("onder", "ondergrens"), ("boven", "bovengrens")], decimals),
    ]


@lean.unchecked
def dots(frame: pd.DataFrame, *, decimals: int) -> Layers:
    """Published figures as separate points: not a series, so no line joins them; the shape shows the kind of source.

    Args:
        frame: rows with ``begin_datum``, ``waarde``, ``bronsoort_naam`` and ``regio``.
        decimals: decimals of the labels.
    """
    data = drawable(frame)
    base = alt.Chart(alt.InlineData(values=_records(data)))
    x = _time(data, room=0.06)
    y = _value("waarde", decimals, zero=False)
    kinds = sorted(data["bronsoort_naam"].unique())
    shapes = alt.Scale(domain=kinds, range=["circle", "square", "triangle-up"][: len(kinds)])
    legend = alt.Legend(title=None, orient="top", labelColor=TEXT, symbolFillColor=REGION, symbolStrokeColor=REGION)
    points = base.mark_point(size=70, color=REGION, filled=True).encode(
        x=x,
        y=y,
        shape=alt.Shape("bronsoort_naam:N", scale=shapes, legend=legend),
        tooltip=_tooltips(data, [("waarde", "gepubliceerd")], decimals, "bronsoort_naam"),
    )
    text = base.mark_text(dy=-11, color=TEXT, fontSize=11).encode(
        x=x, y=y, text=alt.Text("waarde:Q", format=f",.{decimals}f")
    )
    return [points, text]


@lean.unchecked
def bars(frame: pd.DataFrame, *, decimals: int, target: float | None = None) -> dict:
    """Groups of horizontal bars from zero, one group per year, with the value behind each bar.

    Args:
        frame: rows with ``groep`` (the heading of a group), ``naam``, ``waarde``, ``label`` and ``regio``.
        decimals: decimals on the axis.
        target: a value to mark with a dashed line.
    """
    data = drawable(frame)
    names = list(dict.fromkeys(data["naam"]))
    groups = list(dict.fromkeys(data["groep"]))
    hues = (
        (SERIES * 2)[: len(names)] if len(groups) > 1 else [REGION] * len(names)
    )  # names that come back keep their colour
    colour = alt.Color("naam:N", scale=alt.Scale(domain=names, range=hues), legend=None)
    top = max(float(data["waarde"].max()), target or 0) * 1.28
    x = alt.X("waarde:Q", title=None, scale=alt.Scale(domain=[0, top], nice=False), axis=_axis(decimals, grid=True))
    base = alt.Chart(alt.InlineData(values=_records(data)))
    layers = [
        base.mark_bar(height={"band": 0.72}).encode(
            x=x,
            y=alt.Y("naam:N", sort=names, title=None, axis=_names()),
            color=colour,
            tooltip=[
                *([alt.Tooltip("groep:O", title=" ")] if len(groups) > 1 else []),
                alt.Tooltip("naam:N", title="  "),
                alt.Tooltip("label:N", title="waarde"),
            ],
        ),
    ]
    if target is not None:
        layers.append(base.mark_rule(strokeDash=[4, 3], strokeWidth=1.4, color=TEXT).encode(x=alt.XDatum(target)))
    layers.append(
        base.mark_text(align="left", dx=4, color=TEXT, fontSize=11).encode(
            x=x, y=alt.Y("naam:N", sort=names, title=None), text=alt.Text("label:N")
        )
    )
    chart = lean.layered(layers) | {"width": 245, "height": 24 * len(names)}
    if len(groups) == 1:  # the figure's title says which
        return chart | {"width": 320}
    header = alt.Header(
        title=None, labelOrient="top", labelAnchor="start", labelFontWeight="bold", labelColor=TEXT, labelFontSize=12
    )
    row = alt.Row("groep:O", header=header, sort=groups)
    shared = {name: chart.pop(name) for name in ("$schema", "datasets", "data")}
    return shared | {"facet": {"row": row.to_dict()}, "spacing": 14, "spec": chart}


def explorer() -> dict[str, dict]:
    """The two charts of the explorer, without data: ``lijn`` (series over time) and ``staaf`` (one period, all regions).

    The front end gives them their data sets ``lijnen``, ``band``, ``breuken``, ``namen``, ``perioden`` and ``staven``, ``land``, and
    their signals ``begin``, ``eind`` and ``jaren`` (milliseconds), ``getal`` (a number format) and ``merk`` (what the picture says of
    its values, such as that they are invented).
    """
    return {"lijn": _explorer_lines(), "staaf": _explorer_bars()}


def _explorer_lines() -> dict:
    numbers = list(range(len(SERIES) + 1))
    hues = alt.Scale(domain=numbers, range=[COUNTRY, *SERIES])
    colour = alt.Color("nr:N", legend=None, scale=hues)
    dash = alt.StrokeDash("nr:N", legend=None, scale=alt.Scale(domain=numbers, range=[[5, 3], *_DASHES]))
    moment = alt.Scale(type="utc", domainMin=alt.expr("begin"), domainMax=alt.expr("eind"), nice=False)
    years = alt.Axis(
        title=None, values=alt.expr("jaren"), format="%Y", grid=False, labelColor=SOFT, domainColor=GRID, tickColor=GRID,
        labelFontSize=12, labelFlush=False,
    )  # fmt: skip
    x = alt.X("datum:T", scale=moment, axis=years)

    def value(field: str) -> alt.Y:
        axis = alt.Axis(
            labelExpr="format(datum.value, getal)", grid=True, gridColor=GRID, domain=False, ticks=False, labelColor=SOFT, labelPadding=6,
            tickCount=5, labelFontSize=12,
        )  # fmt: skip
        return alt.Y(f"{field}:Q", title=None, scale=alt.Scale(zero=False, nice=True, padding=6), axis=axis)

    lines = alt.Chart(alt.NamedData("lijnen"))
    own_point = alt.condition("datum.status == 'd'", colour, alt.value(PAPER))
    layers = [
        alt.Chart(alt.NamedData("band")).mark_area(color=BAND, opacity=1).encode(x=x, y=value("laagste"), y2="hoogste:Q", detail="stuk:N"),
        alt.Chart(alt.NamedData("breuken")).mark_rule(strokeDash=[2, 3], color=SOFT, strokeWidth=1.2).encode(x=x),
        alt.Chart(alt.NamedData("breuken")).mark_text(align="left", dx=4, y=8, color=SOFT, fontSize=11).encode(x=x, text=alt.value("breuk")),
        lines.mark_line(strokeWidth=2.4, strokeCap="round").encode(x=x, y=value("waarde"), color=colour, strokeDash=dash, detail="stuk:N"),
        lines.transform_filter("datum.punt").mark_point(size=34, strokeWidth=1.6, opacity=1).encode(
            x=x, y=value("waarde"), stroke=alt.Stroke("nr:N", legend=None, scale=hues), fill=own_point
        ),
        alt.Chart(alt.NamedData("namen")).mark_text(align="left", baseline="middle", dx=7, dy=alt.expr("datum.op"), fontSize=12, fontWeight="bold", lineBreak="|", lineHeight=13).encode(
            x=x, y=value("y"), text="tekst:N", color=colour
        ),
        alt.Chart(alt.NamedData("perioden"), name=POINTER).mark_rule(strokeCap="butt", opacity=0, color=SOFT).encode(
            x=x, strokeWidth=alt.StrokeWidth("breedte:Q", scale=None), tooltip="uitleg:N"
        ),
    ]  # fmt: skip
    return _explored(layers, 320, begin=0, eind=1, jaren=[], getal=",.1f")


def _explorer_bars() -> dict:
    names = alt.Axis(
        title=None, domain=False, ticks=False, labelColor=TEXT, labelLimit=190, labelPadding=6, labelFontSize=12
    )
    y = alt.Y("naam:N", sort=None, title=None, axis=names)
    axis = alt.Axis(
        labelExpr="format(datum.value, getal)",
        grid=True,
        gridColor=GRID,
        domain=False,
        ticks=False,
        labelColor=SOFT,
        tickCount=4,
        labelFontSize=12,
        orient="top",
    )
    x = alt.X(
        "waarde:Q", title=None, scale=alt.Scale(domainMin=0, domainMax=alt.expr("hoogste"), nice=False), axis=axis
    )
    fill = alt.condition("datum.gekozen", alt.value(REGION), alt.value("var(--azw-punt, #868e96)"))
    bars_ = alt.Chart(alt.NamedData("staven"))
    layers = [
        bars_.mark_bar(height={"band": 0.7}).encode(y=y, x=x, fill=fill, tooltip="uitleg:N"),
        bars_.mark_text(align="right", color=TEXT, fontSize=12).encode(y=y, x=alt.value("width"), text="label:N"),
        alt.Chart(alt.NamedData("land")).mark_rule(strokeDash=[5, 3], strokeWidth=1.6, color=COUNTRY).encode(x=x),
    ]
    return _explored(layers, 640, hoogste=1, getal=",.1f")


def _explored(layers: list[alt.Chart], height: int, **signals) -> dict:
    size = {
        "width": 600,
        "height": height,
        "autosize": _FIT,
        "title": _MARK | {"text": {"expr": "merk"}},
        "params": [{"name": n, "value": v} for n, v in (signals | {"merk": ""}).items()],
    }
    return lean.layered(layers) | size | {"config": _CONFIG}


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


def _pointer(data: pd.DataFrame, x, shown: list[tuple[str, str]], decimals: int) -> alt.Chart:
    """A clear stripe per period, as wide as the period, that shows the values there."""
    span = pd.to_datetime(data["begin_datum"])
    share = span.diff()[span.diff() > pd.Timedelta(0)].min() / ((span.max() - span.min()) * (1 + _LABEL_ROOM))
    width = float(min(40, max(4, (WIDTH - 40) * share))) if len(data) > 1 else 40.0
    base = alt.Chart(alt.InlineData(values=_records(data)), name=POINTER)
    return base.mark_rule(strokeWidth=width, strokeCap="butt", opacity=0, color=SOFT).encode(
        x=x, tooltip=_tooltips(data, shown, decimals)
    )


def _wide(data: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """One row per period with the series beside each other, as ``reeks_0``, ``reeks_1`` and so on."""
    index = [name for name in ("begin_datum", "periode_label", "status", "regio") if name in data]
    wide = data.pivot_table(index=index, columns="reeks", values="waarde", aggfunc="first").reset_index()
    return wide.rename(columns={name: f"reeks_{number}" for number, name in enumerate(names)})


def _numbered(names: list[str], order: list[str] | None = None) -> list[tuple[str, str]]:
    return [(f"reeks_{(order or names).index(name)}", name) for name in names]


def _tooltips(
    data: pd.DataFrame, shown: list[tuple[str, str]], decimals: int, extra: str = "status"
) -> list[alt.Tooltip]:
    """What a live chart says of one period: the period, the values, the status."""
    first = [alt.Tooltip("periode_label:N", title=" ")] if "periode_label" in data else []
    values = [alt.Tooltip(f"{column}:Q", title=name, format=f",.{decimals}f") for column, name in shown]
    return first + values + ([alt.Tooltip(f"{extra}:N", title=extra.split("_")[0])] if extra in data else [])


def _breaks(data: pd.DataFrame, x) -> list:
    """A mark where a series breaks: at the first period of a segment, or where ``merk`` has its words."""
    if "merk" in data:
        marked = dict(data.loc[data["merk"].notna(), ["begin_datum", "merk"]].itertuples(index=False, name=None))
    else:
        marked = dict.fromkeys(data.groupby("segment")["begin_datum"].min().iloc[1:], "breuk")
    if not marked:
        return []
    marks = alt.Chart(alt.InlineData(values=[{"begin_datum": d, "tekst": t} for d, t in marked.items()]))
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
            align="left", baseline="middle", dx=7, dy=-(moved - place) - (half - 7), color=colour, fontSize=12, fontWeight="bold", lineBreak="|",
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


def drawable(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with its dates as text, and its texts on one line without control signs: names go into Vega's expressions and into XML."""
    texts = {name: frame[name].map(_one_line) for name in frame if frame[name].dtype.kind not in "biufM"}
    dates = (
        {"begin_datum": pd.to_datetime(frame["begin_datum"]).dt.strftime("%Y-%m-%d")} if "begin_datum" in frame else {}
    )
    return frame.assign(**texts | dates)


def _one_line(value):
    return " ".join(_NO_TEXT.sub(" ", value).split()) if isinstance(value, str) else value


def _records(data: pd.DataFrame) -> tuple[dict, ...]:
    """Rows as plain dicts; ``laatste`` marks the last moment."""
    if "begin_datum" in data:
        data = data.assign(laatste=data["begin_datum"] == data["begin_datum"].max())
    return lean.records(data)


def finished(layers: Layers, data: pd.DataFrame, height: int = HEIGHT) -> dict:
    """Layers as a whole chart of another height."""
    return specification(layers, data) | {"height": height}
