"""Charts of all areas beside each other, in the style of :mod:`azwboek.chapters.charts`: ordered points, lines over the years, a funnel.

One row or line per area and no numbers of order: the order is in the chart, the names are on its axis.
"""

from __future__ import annotations

import textwrap

import altair as alt
import pandas as pd

from . import charts, lean
from .svg import POINTER

ROW, ABOVE, NAME = 22, 46, 25  # height of a row, room for the axis, letters of a name on one line
OTHERS = "var(--azw-punt, #868e96)"
_LETTER, _BEFORE = 6.5, 12  # width of a letter of a value behind a point, and of what stands between them
_NAMES, _LINE = 160, 11  # room for the names, and the height of a line of one
_END = 0.26  # part of the time axis that is kept free for the name of the country
_ORDERED = (
    "rij",
    "op",
    "gebied",
    "waarde",
    "label",
    "ondergrens",
    "bovengrens",
    "eind",
    "anders",
    "naast_land",
    "periode_label",
)
_YEARS = ("code", "gebied", "begin_datum", "periode_label", "waarde", "stuk", "los")
_FUNNEL = ("gebied", "noemer_aantal", "waarde", "label", "buiten")
_STEPS = 60  # points that a limit of the funnel is drawn through


@lean.unchecked
def ordered(frame: pd.DataFrame, *, decimals: int, country: float | None) -> dict:
    """A point per area, from high to low, with its interval where there is one and a dashed line for the country.

    Args:
        frame: rows with ``gebied``, ``waarde``, ``label`` (the value in words), ``ondergrens`` and ``bovengrens`` (empty without an
            interval), ``anders`` (whether it differs from the country), ``naast_land``, ``periode_label``, ``regio`` and ``soort``.
        decimals: decimals on the axis.
        country: the country's value; None when it does not belong beside that of an area.

    Areas that differ from the country have a diamond, so that colour is never needed.
    """
    data = charts.drawable(frame).sort_values("waarde", ascending=False, kind="stable")
    data = data.assign(
        rij=["|".join(textwrap.wrap(name, NAME)) for name in data["gebied"]],
        eind=data["bovengrens"].fillna(data["waarde"]),
    )
    data = data.assign(op=[-_LINE / 2 * row.count("|") for row in data["rij"]])
    known = [*data["waarde"], *data["ondergrens"].dropna(), *data["eind"], *([] if country is None else [country])]
    low, high = min(known), max(known)
    span = (high - low) or abs(high) or 1.0
    behind = _BEFORE + _LETTER * data["label"].str.len().max()
    room = 1.05 * behind / (charts.WIDTH - _NAMES - behind)
    scale = alt.Scale(domain=[low - 0.05 * span, high + room * span], nice=False, zero=False)
    axis = alt.Axis(
        format=f",.{decimals}f", orient="top", grid=False, domain=False, ticks=False, labelColor=charts.SOFT, labelFontSize=12,
        tickCount=4,
    )  # fmt: skip
    # Names are text and no labels of the axis, which would put the second line of a long one over the next row.
    names = alt.Axis(
        title=None, domain=False, ticks=False, grid=True, gridColor=charts.GRID, labels=False, minExtent=_NAMES
    )
    x = alt.X("waarde:Q", title=None, scale=scale, axis=axis)
    y = alt.Y("rij:N", sort=list(data["rij"]), title=None, axis=names)
    rows = lean.records(data[list(_ORDERED)])
    base = alt.Chart(alt.InlineData(values=rows))
    layers = [
        base.transform_filter("isValid(datum.ondergrens)")
        .mark_rule(strokeWidth=2, strokeCap="round", color=OTHERS)
        .encode(x=alt.X("ondergrens:Q", title=None, scale=scale, axis=axis), x2=alt.X2("bovengrens:Q"), y=y),
        base.mark_text(
            align="right",
            baseline="middle",
            dy=alt.expr("datum.op"),
            lineBreak="|",
            lineHeight=_LINE,
            fontSize=12,
            color=charts.TEXT,
        ).encode(x=alt.value(-8), y=y, text=alt.Text("rij:N")),
        base.transform_filter("!datum.anders")
        .mark_point(shape="circle", size=48, filled=True, opacity=1, color=charts.REGION)
        .encode(x=x, y=y),
        base.transform_filter("datum.anders")
        .mark_point(shape="diamond", size=110, filled=True, opacity=1, color=charts.SERIES[1])
        .encode(x=x, y=y),
        base.mark_text(align="left", dx=8, fontSize=11, color=charts.TEXT).encode(
            x=alt.X("eind:Q", title=None, scale=scale, axis=axis), y=y, text=alt.Text("label:N")
        ),
    ]
    tips = [alt.Tooltip("gebied:N", title=" "), alt.Tooltip("label:N", title="cijfer")]
    if country is not None:
        layers.insert(0, _line_of(country).encode(x=alt.X("land:Q", title=None, scale=scale, axis=axis)))
        tips.append(alt.Tooltip("naast_land:N", title="naast Nederland"))
    tips.append(alt.Tooltip("periode_label:N", title="periode"))
    stripes = alt.Chart(alt.InlineData(values=rows), name=POINTER)
    layers.append(
        stripes.mark_rule(strokeWidth=ROW - 2, strokeCap="butt", opacity=0, color=charts.SOFT).encode(y=y, tooltip=tips)
    )
    return charts.finished(layers, data, ROW * len(data) + ABOVE)


@lean.unchecked
def over_the_years(frame: pd.DataFrame, *, decimals: int, country: bool) -> dict:
    """A thin line per area, with the country's over them.

    Args:
        frame: rows with ``code``, ``gebied``, ``begin_datum``, ``periode_label``, ``waarde``, ``waarde_nl``, ``stuk``, ``regio``
            and ``soort``; ``stuk`` numbers the unbroken pieces of a line, ``stuk_nl`` those of the country's.
        decimals: decimals on the axis.
        country: whether the country's line belongs beside those of the areas.
    """
    data = charts.drawable(frame)
    data["los"] = data.groupby(["code", "stuk"])["stuk"].transform("size") == 1  # a line of one value would not be seen
    dates = pd.to_datetime(data["begin_datum"])
    first, last = dates.min(), dates.max()
    end = last + (last - first) * (_END if country else 0.02)
    moment = alt.Scale(type="utc", domain=[first.strftime("%Y-%m-%d"), end.strftime("%Y-%m-%d")], nice=False)
    years = alt.Axis(
        title=None, format="%Y", tickCount=6, grid=False, labelColor=charts.SOFT, domainColor=charts.GRID, tickColor=charts.GRID,
        labelFontSize=12, labelFlush=False,
    )  # fmt: skip
    x = alt.X("begin_datum:T", scale=moment, axis=years)

    def y(column: str) -> alt.Y:
        axis = alt.Axis(
            format=f",.{decimals}f", grid=True, gridColor=charts.GRID, domain=False, ticks=False, labelColor=charts.SOFT,
            labelPadding=6, tickCount=5, labelFontSize=12,
        )  # fmt: skip
        return alt.Y(f"{column}:Q", title=None, scale=alt.Scale(zero=False, nice=True, padding=6), axis=axis)

    rows = lean.records(data[list(_YEARS)])
    base = alt.Chart(alt.InlineData(values=rows))
    layers = [
        base.mark_line(strokeWidth=1, color=OTHERS, opacity=0.8).encode(x=x, y=y("waarde"), detail=["code:N", "stuk:N"]),
        base.transform_filter("datum.los").mark_point(size=12, filled=True, color=OTHERS, opacity=1).encode(x=x, y=y("waarde")),
    ]  # fmt: skip
    if country:
        own = data.dropna(subset="waarde_nl").drop_duplicates("begin_datum").sort_values("begin_datum")
        line = alt.Chart(alt.InlineData(values=lean.records(own[["begin_datum", "waarde_nl", "stuk_nl"]])))
        layers.append(
            line.mark_line(strokeWidth=2.6, strokeDash=[5, 3], color=charts.COUNTRY).encode(
                x=x, y=y("waarde_nl"), detail=alt.Detail("stuk_nl:N")
            )
        )
        name = [{"begin_datum": own.iloc[-1]["begin_datum"], "y": own.iloc[-1]["waarde_nl"], "tekst": "Nederland"}]
        label = alt.Chart(alt.InlineData(values=name)).mark_text(
            align="left", dx=7, fontSize=12, fontWeight="bold", color=charts.COUNTRY
        )
        layers.append(label.encode(x=x, y=y("y"), text=alt.Text("tekst:N")))
    tips = [
        alt.Tooltip("gebied:N", title=" "),
        alt.Tooltip("periode_label:N", title="periode"),
        alt.Tooltip("waarde:Q", title="cijfer", format=f",.{decimals}f"),
    ]
    points = alt.Chart(alt.InlineData(values=rows), name=POINTER)
    layers.append(
        points.mark_point(size=160, filled=True, opacity=0, color=charts.SOFT).encode(x=x, y=y("waarde"), tooltip=tips)
    )
    return charts.finished(layers, data)


@lean.unchecked
def funnel(frame: pd.DataFrame, limits: pd.DataFrame, *, decimals: int, country: float) -> dict:
    """A point per area by how many people it is of, within the limits of chance around the country's value.

    Args:
        frame: rows with ``gebied``, ``noemer_aantal``, ``waarde``, ``label``, ``buiten`` (whether it lies outside the outer limits),
            ``regio`` and ``soort``.
        limits: rows with ``noemer_aantal``, ``onder`` and ``boven``, and ``niveau`` in words.
        decimals: decimals on the value axis.
        country: the country's value.
    """
    data = charts.drawable(frame)
    width = alt.Scale(domain=[0, float(limits["noemer_aantal"].max()) * 1.12], nice=False)
    people = alt.Axis(
        title=None, format=",.0f", tickCount=4, grid=False, labelColor=charts.SOFT, domainColor=charts.GRID, tickColor=charts.GRID,
        labelFontSize=12,
    )  # fmt: skip
    share = alt.Axis(
        format=f",.{decimals}f", grid=True, gridColor=charts.GRID, domain=False, ticks=False, labelColor=charts.SOFT, labelPadding=6,
        tickCount=5, labelFontSize=12,
    )  # fmt: skip
    x = alt.X("noemer_aantal:Q", scale=width, axis=people)

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", title=None, scale=alt.Scale(zero=False, nice=True, padding=6), axis=share)

    rows = lean.records(data[list(_FUNNEL)])
    base = alt.Chart(alt.InlineData(values=rows))
    layers = [_line_of(country).encode(y=y("land"))]
    for (level, own), dash in zip(limits.groupby("niveau", sort=False), ([2, 2], [1, 0]), strict=True):
        lines = alt.Chart(alt.InlineData(values=lean.records(own.sort_values("noemer_aantal"))))
        layers += [lines.mark_line(strokeWidth=1.2, strokeDash=dash, color=charts.SOFT).encode(x=x, y=y(side)) for side in ("onder", "boven")]  # fmt: skip
        end = own.loc[[own["noemer_aantal"].idxmax()]].assign(tekst=level)
        words = alt.Chart(alt.InlineData(values=lean.records(end)))
        aside = 6 if dash == [2, 2] else -4  # the two limits lie close together at their end
        layers.append(words.mark_text(align="left", dx=4, dy=aside, fontSize=11, color=charts.SOFT).encode(x=x, y=y("boven"), text="tekst:N"))  # fmt: skip
    for outside, shape, size, colour in (
        (False, "circle", 48, charts.REGION),
        (True, "diamond", 110, charts.SERIES[1]),
    ):
        areas = base.transform_filter("datum.buiten" if outside else "!datum.buiten")
        layers.append(areas.mark_point(shape=shape, size=size, filled=True, opacity=1, color=colour).encode(x=x, y=y("waarde")))  # fmt: skip
    tips = [
        alt.Tooltip("gebied:N", title=" "),
        alt.Tooltip("label:N", title="cijfer"),
        alt.Tooltip("noemer_aantal:Q", title="van", format=",.0f"),
    ]
    points = alt.Chart(alt.InlineData(values=rows), name=POINTER)
    layers.append(
        points.mark_point(size=160, filled=True, opacity=0, color=charts.SOFT).encode(x=x, y=y("waarde"), tooltip=tips)
    )
    return charts.finished(layers, data)


def _line_of(country: float) -> alt.Chart:
    """The dashed line at the country's value, still without its place."""
    chart = alt.Chart(alt.InlineData(values=[{"land": country}]))
    return chart.mark_rule(strokeDash=[5, 3], strokeWidth=1.6, color=charts.COUNTRY)


def steps(least: float, most: float) -> list[float]:
    """Numbers of people that the limits of a funnel are drawn through, closer together where they bend most."""
    ratio = (most / least) ** (1 / (_STEPS - 1))
    return [least * ratio**step for step in range(_STEPS)]
