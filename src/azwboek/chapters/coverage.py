"""What there is and what there is not: indicators, their tables and age, the last refresh, and agreement with published figures."""

from __future__ import annotations

import datetime

import pandas as pd

from .. import dutch
from ..sources.refreshed import REFUSED
from . import programme, units, view
from .figures import Column, Figure


def origin(row) -> str:
    """Where a version came from: ``CBS``, ``demonstratie`` or a test source with its host."""
    if row.soort == "demonstratie":
        return "demonstratie"
    return f"testbron {row.host}, niet het CBS" if row.is_testbron else "CBS"


def age(fetched: datetime.date, day: datetime.date) -> str:
    """``5 dagen oud``."""
    days = (day - fetched).days
    return f"{days} {'dag' if days == 1 else 'dagen'} oud"


def still_in_force(row) -> str:
    """That the last refresh was refused and this version still counts, with its age then; empty when it was not."""
    if dutch.missing(row.poging_datum):
        return ""
    attempt, fetched = _day(row.poging_datum), _day(row.opgehaald)
    first_line = row.poging_reden.splitlines()[0]
    return (
        f"De verversing van {dutch.date(attempt)} is {row.poging_uitkomst} ({first_line}). Daarom geldt de laatste goede versie, "
        f"van {dutch.date(fetched)}: toen {age(fetched, attempt)}."
    )


def answer(frame: pd.DataFrame) -> str:
    """The page in one sentence.

    Args:
        frame: the rows of ``uit_dekking``.
    """
    test = int(frame["is_testbron"].sum())
    real = int((frame["soort"] == "cbs").sum()) - test
    invented = int((frame["soort"] == "demonstratie").sum())
    none = len(frame) - real - test - invented
    ours = (frame["soort"] == "cbs") & ~frame["is_testbron"]
    regional = int((ours & (frame["aantal_regios"] > 0)).sum())
    loaded = (
        f"Van de {len(frame)} indicatoren van het programma {_are(real)} er {real} van het CBS geladen, waarvan {regional} per regio"
        if real
        else f"Van de {len(frame)} indicatoren van het programma is er nog geen van het CBS geladen"
    )
    if test:
        loaded += f"; {test} {'komt' if test == 1 else 'komen'} uit een testbron, en dat zijn geen cijfers van het CBS"
    replaced = int(frame["vervangen_titel"].notna().sum())
    hidden = f" (voor {replaced} daarvan staat op de pagina’s een echt cijfer dat erop lijkt)" if replaced else ""
    return f"{loaded}. Voor {invented} zijn er verzonnen cijfers{hidden}, en voor {none} is er nog geen cijfer."


def indicators(rows: list[dict], versions: pd.DataFrame, day: datetime.date) -> list[dict]:
    """All indicators with what there is of them.

    Args:
        rows: the rows of ``uit_dekking``, without missing marks of pandas.
        versions: the versions in force.
        day: the day that ages are counted to.

    Returns:
        The rows of ``uit_dekking``, with in ``versies`` the tables behind each: ``titel``, ``tabel``, ``herkomst``, ``geweigerd``.
    """
    by_id = {row.id: row for row in versions.itertuples()}
    return [row | {"versies": [_version(by_id[name], day) for name in row["vintages"]]} for row in rows]


def refresh(state: dict, versions: pd.DataFrame, day: datetime.date) -> dict:
    """How the last refresh went, table by table.

    Args:
        state: see :func:`azwboek.sources.refreshed.last_refresh`.
        versions: the versions in force.
        day: the day that ages are counted to.

    Returns:
        ``zin``, and ``tabellen``: ``naam``, ``uitkomst``, ``reden`` of a refusal, ``geldt``.
    """
    source = f"testbron {state['host']}, niet het CBS" if state["testbron"] else "het CBS"
    used = {row.tabel: row for row in versions.itertuples() if row.soort == "cbs"}
    tables = [
        {
            "naam": f"{row.get('titel') or ''} ({row['tabel']})".strip(),
            "uitkomst": row["uitkomst"],
            "reden": row.get("reden") if row["uitkomst"] in REFUSED else None,
            "geldt": _in_force(used.get(row["tabel"]), row, day),
        }
        for row in state["tabellen"]
    ]
    bad = sum(row["uitkomst"] in REFUSED for row in state["tabellen"])
    text = (
        f"Voor het laatst opgehaald op {dutch.date(_day(state['datum']))}, vanaf {source}. "
        f"Afgekeurd of mislukt: {bad} van {len(tables)}."
    )
    return {"zin": text, "tabellen": tables}


def published(frame: pd.DataFrame) -> dict:
    """Published figures beside the book's own: how many agree, which differ, and why the others cannot be compared.

    Args:
        frame: rows of ``uit_vergelijking_gepubliceerd`` about one area.

    Returns:
        ``zin``; ``uitkomsten``: (kind, number, what it means); ``cijfers``: the rows, with ``waarom``.
    """
    kinds = frame["reden"].where(frame["reden"].notna(), frame["oordeel"]).value_counts()
    compared = int(frame["oordeel"].isin(["gelijk", "ongeveer gelijk", "verschilt"]).sum())
    differ = int((frame["oordeel"] == "verschilt").sum())
    text = f"Van de {len(frame)} gepubliceerde cijfers over Nederland " + (
        f"{_are(compared)} er {compared} te vergelijken met een echt cijfer in dit boek; "
        f"{differ or 'geen'} daarvan {'wijken' if differ > 1 else 'wijkt'} meer af dan de afronding."
        if compared
        else "is er nog geen te vergelijken met een echt cijfer in dit boek."
    )
    return {
        "zin": text,
        "uitkomsten": [
            (kind, int(kinds[kind]), text) for kind, text in programme.words("oordeel").items() if kind in kinds
        ],
        "cijfers": [row | {"waarom": _why(row)} for row in view.rows(frame)],
    }


def revisions(frame: pd.DataFrame, versions: pd.DataFrame) -> dict:
    """What tables changed that the book already had, version after version.

    Args:
        frame: rows of the query ``herzieningen``.
        versions: the versions in force.

    Returns:
        ``figuur``: the table with its CSV, None when nothing was revised; ``vernieuwd``: number of tables of which a later
        version than the first is in force.
    """
    renewed = int((versions["volgnummer"] > 1).sum())
    if frame.empty:
        return {"figuur": None, "vernieuwd": renewed}
    cells, status, gone = (int(frame[name].sum()) for name in ("aantal", "aantal_status", "aantal_vervallen"))
    days = frame[["opgehaald", "opgehaald_oud"]].map(_day)
    data = frame.assign(
        opgehaald=days["opgehaald"].map(datetime.date.isoformat),
        opgehaald_oud=days["opgehaald_oud"].map(datetime.date.isoformat),
        nieuw=days["opgehaald"].map(dutch.date),
        oud=days["opgehaald_oud"].map(dutch.date),
        grootste=[_largest(row) for row in view.rows(frame)],
        soort="cbs",
    )
    columns = [
        Column("titel", "Tabel"), Column("tabel", "Nummer"), Column("reeks", "Wat"), Column("nieuw", "Nieuwe versie van"),
        Column("oud", "Eerdere versie van"), Column("aantal", "Waarden veranderd", "cijfers"),
        Column("aantal_status", "Alleen de status", "cijfers"), Column("aantal_vervallen", "Vervallen", "cijfers"),
        Column("grootste", "Grootste verandering"),
        *map(Column, ("regio", "opgehaald", "opgehaald_oud", "waarde_oud", "waarde_nieuw", "afwijking", "eenheid", "soort")),
    ]  # fmt: skip
    tests = "een testbron, niet het CBS" if frame["is_testbron"].any() else "CBS"
    figure = Figure.of(
        frame.iloc[0]["regio"],
        "herzieningen",
        data,
        columns,
        titel="Cijfers die in een nieuwe versie van hun tabel zijn veranderd",
        onderschrift="Aantal cijfers per reeks en versie; een reeks die uit andere is berekend, verandert mee",
        zin=(
            f"In nieuwe versies van tabellen {'is' if cells == 1 else 'zijn'} {dutch.number(cells)} "
            f"{'waarde' if cells == 1 else 'waarden'} veranderd. Bij {dutch.number(status)} {'cijfer' if status == 1 else 'cijfers'} veranderde alleen de status, "
            f"en {dutch.number(gone)} {'cijfer' if gone == 1 else 'cijfers'} {'is' if gone == 1 else 'zijn'} vervallen."
        ),
        alt="Tabel met per reeks en versie het aantal cijfers dat is veranderd.",
        bron=f"Bron: {tests}; de bewaarde versies van elke tabel, in volgorde van ophalen.",
        soort="cbs",
    )
    return {"figuur": figure, "vernieuwd": renewed}


def _largest(row: dict) -> str:
    """The largest change in words, or that no value changed."""
    if row["afwijking"] is None:
        return "geen getal: een cijfer kwam erbij of viel weg"
    if not row["afwijking"]:
        return "geen: alleen de status"
    then, now = (units.quantity(row[name], row["eenheid"]) for name in ("waarde_oud", "waarde_nieuw"))
    return f"van {then} naar {now} ({row['regio_naam']}, {row['branche_naam']}, {row['periode_label']})"


def _why(row: dict) -> str:
    """What is known about a difference, or why there is no comparison."""
    if row["oordeel"] != "verschilt":
        return row["uitleg"] or ""
    reasons = [f"verschil {dutch.number(row['afwijking'])} {row['eenheid']}"]
    note = row["eenheid_toelichting"] or ""
    if "voorlopig" in note or "bijgesteld" in note:
        reasons.append("het gepubliceerde cijfer was voorlopig of bijgesteld")
    if row["bronsoort"] != "bron":
        reasons.append(f"gepubliceerd: {programme.words('bronsoort')[row['bronsoort']]}")
    if row["status"] != "definitief":
        reasons.append(f"het cijfer in dit boek is {row['status']}")
    return "; ".join(reasons)


def _version(row, day: datetime.date) -> dict:
    fetched = _day(row.opgehaald)
    when = "" if row.soort == "demonstratie" else f", opgehaald {dutch.date(fetched)}, {age(fetched, day)}"
    refused = (
        ""
        if dutch.missing(row.poging_datum)
        else f"verversing van {dutch.date(_day(row.poging_datum))} {row.poging_uitkomst}; deze versie geldt nog"
    )
    return {"titel": row.titel, "tabel": row.tabel, "herkomst": f"{origin(row)}{when}", "geweigerd": refused}


def _in_force(used, attempt: dict, day: datetime.date) -> str:
    if used is None:
        fetched = attempt.get("opgehaald")
        return f"versie van {dutch.date(_day(fetched))}, niet in gebruik" if fetched else "geen"
    fetched = _day(used.opgehaald)
    return f"versie van {dutch.date(fetched)}, {age(fetched, day)}; {origin(used)}"


def _are(count: int) -> str:
    return "is" if count == 1 else "zijn"


def _day(value) -> datetime.date:
    return pd.Timestamp(value).date()
