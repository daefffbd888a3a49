"""The data of the explorer (*Verkenner*): one small file per indicator, the same for the site and for a live notebook.

A cube holds every value of one indicator by branch, region and period, with what a reader must know of it. The front end in
``book/verkenner`` gets cubes as files on the site and from :class:`azwboek.site.explorer.widget.Verkenner` in JupyterLab.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

from ... import dutch
from ...chapters import charts, programme, svg, units
from ...errors import UsageError
from ...paths import Paths
from ...plan import Plan, load
from ...warehouse.ask import query
from ..drawing import Drawings

#: One letter per value: that of its status, or for a missing value that of its reason.
REASON = {"geheim": "g", "onbekend": "x", "niet gevraagd": "q"}
NO_ROW = "-"
VIEWS = ("lijn", "staaf", "tabel")


def index(
    connection: duckdb.DuckDBPyConnection,
    paths: Paths,
    plan: Plan,
    vega: Callable[[dict], str] = svg.vega,
) -> dict:
    """What can be chosen, and the charts to draw it with; ``vega`` compiles them.

    Returns:
        ``indicatoren`` (code, name, group), ``regios`` (code, name, other names, path of the pages), ``gebieden`` (what they are together), ``statussen`` and
        ``redenen`` by their letter, and ``grafieken``: Vega specifications ``lijn`` and ``staaf`` without data.
    """
    frame = query(connection, paths, "verkenner_indicatoren")
    groups = programme.words("groep")
    return {
        "indicatoren": [{"code": r.code, "naam": r.naam, "groep": groups[r.groep]} for r in frame.itertuples()],
        "regios": [
            {"code": r.code, "naam": r.naam, "ook": [n for n in (r.vorige_naam, r.slug, *r.zoektermen) if n], "pad": r.path}
            for r in plan.regions
        ],
        "gebieden": f"de {plan.counted}",
        "statussen": {letter: word for word, letter in _statuses(connection, paths).items()},
        "redenen": {letter: word for word, letter in REASON.items()},
        "grafieken": {name: json.loads(vega(spec)) for name, spec in charts.explorer().items()},
    }  # fmt: skip


def cube(connection: duckdb.DuckDBPyConnection, paths: Paths, indicator: str) -> dict:
    """All values of one indicator.

    Returns:
        The indicator's ``naam``, ``eenheid``, ``decimalen``, ``definitie``, ``bron`` and ``soort``; ``perioden``,
        ``regios``, ``branches`` and ``breuken``; and per branch and region ``waarden`` (a list over the periods, None where
        there is none) and ``status`` (one letter per period).

    Raises:
        UsageError: the warehouse holds no value of this indicator.
    """
    known = query(connection, paths, "verkenner_indicatoren").set_index("code")
    if indicator not in known.index:
        raise UsageError(f"onbekende indicator {indicator!r}; kies uit {', '.join(known.index)}")
    about = known.loc[indicator]
    frame = query(connection, paths, "verkenner_waarden", indicator=indicator)
    dates = pd.to_datetime(frame["begin_datum"]).dt.strftime("%Y-%m-%d")
    periods = frame.assign(datum=dates)[["datum", "periode", "periode_label"]].drop_duplicates().sort_values("datum")
    place = {code: number for number, code in enumerate(periods["periode"])}
    values: dict[str, dict[str, list]] = {}
    letters: dict[str, dict[str, list]] = {}
    statuses = _statuses(connection, paths)
    columns = (frame[name].tolist() for name in ("branche", "regio", "periode", "waarde", "status", "reden_ontbreekt"))
    for branch, region, period, value, status, reason in zip(*columns, strict=True):
        row = values.setdefault(branch, {}).setdefault(region, [None] * len(place))
        marks = letters.setdefault(branch, {}).setdefault(region, [NO_ROW] * len(place))
        missing = dutch.missing(value)
        row[place[period]] = None if missing else round(value, 6)
        marks[place[period]] = REASON[reason] if missing else statuses[status]
    breaks = query(connection, paths, "reeksbreuken", indicator=indicator)
    return {
        "code": indicator,
        "naam": about["naam"],
        "eenheid": about["eenheid"],
        "decimalen": units.decimals(about["eenheid"]),
        "definitie": about["definitie"],
        "frequentie": about["frequentie"],
        "bron": _source(connection, frame),
        "soort": "demonstratie" if (frame["soort"] == "demonstratie").any() else "cbs",
        "perioden": periods[["periode", "periode_label", "datum"]].values.tolist(),
        "branches": frame[["branche", "branche_naam"]].drop_duplicates().values.tolist(),
        "breuken": [[row.periode, pd.Timestamp(row.begin_datum).strftime("%Y-%m-%d"), row.uitleg] for row in breaks.itertuples()],
        "waarden": values,
        "status": {branch: {region: "".join(m) for region, m in own.items()} for branch, own in letters.items()},
    }  # fmt: skip


def write(connection: duckdb.DuckDBPyConnection, paths: Paths, plan: Plan, folder: Path) -> int:
    """Write ``index.json`` and one file per indicator; return how many indicators."""
    folder.mkdir(parents=True, exist_ok=True)
    drawings = Drawings(paths, "explorer-drawings")
    contents = index(connection, paths, plan, drawings.vega)
    drawings.kept.sweep()
    for indicator in contents["indicatoren"]:
        _write(folder / f"{indicator['code']}.json", cube(connection, paths, indicator["code"]))
    _write(folder / "index.json", contents)
    return len(contents["indicatoren"])


def codes(connection: duckdb.DuckDBPyConnection, paths: Paths) -> set[str]:
    """The indicators that can be explored."""
    return set(query(connection, paths, "verkenner_indicatoren")["code"])


def latest(connection: duckdb.DuckDBPyConnection, paths: Paths) -> pd.DataFrame:
    """The latest value of every indicator per region, for the table that stands there without scripts."""
    return query(connection, paths, "verkenner_laatste")


def complete(connection: duckdb.DuckDBPyConnection, paths: Paths, wish: dict) -> dict:
    """A whole choice from a part of one; what is not said is the first indicator, the country, its total and all periods.

    Raises:
        UsageError: something is asked that there is not, or a part of a choice that no choice has.
    """
    if strange := sorted(set(wish) - {"indicator", "branche", "regio", "van", "tot", "beeld"}):
        raise UsageError(f"onbekende keuze {', '.join(strange)}; kies uit indicator, branche, regio, van, tot en beeld")
    indicators = list(query(connection, paths, "verkenner_indicatoren")["code"])
    indicator = _one_of("indicator", wish.get("indicator", indicators[0]), indicators)
    frame = query(connection, paths, "verkenner_waarden", indicator=indicator)
    branches, periods = list(frame["branche"].unique()), list(frame.sort_values("begin_datum")["periode"].unique())
    regions = wish.get("regio", ["NL"])
    known = load(paths)
    return {
        "indicator": indicator,
        "branche": _one_of("branche", wish.get("branche", branches[0]), branches),
        "regio": [known.region(text).code for text in ([regions] if isinstance(regions, str) else regions)],
        "van": _one_of("periode", wish.get("van", periods[0]), periods),
        "tot": _one_of("periode", wish.get("tot", periods[-1]), periods),
        "beeld": _one_of("beeld", wish.get("beeld", VIEWS[0]), VIEWS),
    }


def _one_of(what: str, text: str, options: list[str] | tuple[str, ...]) -> str:
    if text not in options:
        near = difflib.get_close_matches(text, options, n=3)
        hint = f"bedoel je {' of '.join(near)}?" if near else f"kies uit {', '.join(options)}"
        raise UsageError(f"onbekend(e) {what} {text!r}: {hint}")
    return text


def chosen(connection: duckdb.DuckDBPyConnection, paths: Paths, choice: dict) -> pd.DataFrame:
    """The values of a choice, straight from the warehouse.

    Args:
        connection: the warehouse.
        paths: the checkout.
        choice: ``indicator``, ``branche``, ``regio`` (codes), ``van`` and ``tot`` (periods).

    Returns:
        One row per region and period that the warehouse has: ``regio``, ``regio_naam``, ``branche``, ``periode``,
        ``periode_label``, ``waarde``, ``eenheid``, ``status``, ``reden_ontbreekt``, ``soort``, ``vintage``.
    """
    frame = query(connection, paths, "verkenner_waarden", indicator=choice["indicator"])
    dates = frame.drop_duplicates("periode").set_index("periode")["begin_datum"]
    first, last = dates[choice["van"]], dates[choice["tot"]]
    frame = frame[(frame["branche"] == choice["branche"]) & frame["regio"].isin(choice["regio"])]
    frame = frame[(frame["begin_datum"] >= first) & (frame["begin_datum"] <= last)]
    return frame.drop(columns=["branche_naam", "begin_datum", "populatie"]).reset_index(drop=True)


def _statuses(connection: duckdb.DuckDBPyConnection, paths: Paths) -> dict[str, str]:
    """Each status with its letter."""
    frame = query(connection, paths, "statussen")
    return dict(zip(frame["status"], frame["kort"], strict=True))


def _source(connection: duckdb.DuckDBPyConnection, frame: pd.DataFrame) -> str:
    used = connection.table("kern_vintage").df().set_index("id").loc[list(dict.fromkeys(frame["vintage"]))]
    titles = dutch.listing([f"‘{title}’" for title in used["titel"]])
    changed = dutch.date(pd.to_datetime(used["gewijzigd"]).max().date())
    origin = "CBS, AZW StatLine, tabel"
    if (used["soort"] == "demonstratie").any():
        origin = "verzonnen cijfers, opgemaakt als CBS-tabel"
    who = " en ".join(programme.population(name) for name in dict.fromkeys(frame["populatie"]))
    return f"Bron: {origin} {titles}, versie van {changed}. Afbakening: {who}."


def _write(path: Path, content: dict) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    path.write_text(text, encoding="utf-8")
