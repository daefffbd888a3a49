"""What there is and what there is not: indicators, their tables and age, the last refresh, and agreement with published figures."""

from __future__ import annotations

import datetime

import pandas as pd
from markupsafe import Markup

from .. import dutch
from ..sources.refreshed import REFUSED
from . import programme

IN_AZW = {
    "ja": "ja, geladen",
    "tabel gezien": "ja, de tabel is gezien maar nog niet geladen",
    "verwacht": "verwacht, nog niet gezien",
    "niet gevonden": "niet gevonden",
}
CONFIRMED = {
    "ja": "koppeling bevestigd in de echte tabel",
    "tabel": "nummer en titel bevestigd, de maat nog niet",
    "nee": "koppeling nog niet bevestigd",
    "geen": "",
}
VERDICTS = {
    "gelijk": "Gelijk, binnen de afronding waarin het cijfer is gepubliceerd.",
    "ongeveer gelijk": "Gepubliceerd in ruime woorden (circa, ruim, bijna), en daar past het cijfer in dit boek bij.",
    "verschilt": "Het cijfer in dit boek wijkt verder af dan de afronding. Het CBS kan het hebben bijgesteld, of de meting is vernieuwd.",
    "verzonnen": "Het cijfer in dit boek is verzonnen. Een vergelijking zegt dan niets.",
    "geen reeks": "Dit boek heeft geen reeks die hetzelfde meet.",
    "verandering": "Het is een verandering of saldo, en dit boek heeft daar geen reeks van.",
    "andere meting": "Het lijkt op een reeks in dit boek, maar is anders gemeten of geteld.",
    "andere afbakening": "Het gaat over een andere groep: breed in plaats van smal, een beroep, of een branche die de reeks hier niet heeft.",
    "geen periode": "De bron noemt geen precieze periode.",
    "ander gebied": "Het gaat over een ander gebied dan Nederland of een van de 28 regio’s.",
    "reeks niet geladen": "De reeks staat in de catalogus, maar is nog niet van het CBS geladen.",
    "geen cijfer in dit boek": "De reeks is er, maar zonder cijfer voor deze periode.",
}


# --- words that other pages use too -----------------------------------------------------------------------------


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


# --- the page -------------------------------------------------------------------------------------------------


def answer(frame: pd.DataFrame) -> Markup:
    """The page in one sentence.

    Args:
        frame: the rows of ``uit_dekking``.
    """
    real = int((frame["soort"] == "cbs").sum())
    invented = int((frame["soort"] == "demonstratie").sum())
    none = len(frame) - real - invented
    regional = int(((frame["soort"] == "cbs") & (frame["aantal_regios"] > 0)).sum())
    loaded = (
        f"Van de {len(frame)} indicatoren van het programma {_are(real)} er {real} van het CBS geladen, waarvan {regional} per regio"
        if real
        else f"Van de {len(frame)} indicatoren van het programma is er nog geen van het CBS geladen"
    )
    text = f"{loaded}. Voor {invented} staan er verzonnen cijfers, en voor {none} is er nog geen cijfer."
    return programme.paragraph(text, "azw-antwoord")


def indicators(frame: pd.DataFrame, versions: pd.DataFrame, day: datetime.date) -> Markup:
    """All indicators with what there is of them.

    Args:
        frame: the rows of ``uit_dekking``.
        versions: the versions in force.
        day: the day that ages are counted to.
    """
    by_id = {row.id: row for row in versions.itertuples()}
    rows = [
        (
            Markup("{}{}").format(row.naam, _meta(_derived(row))),
            Markup("{}{}").format(IN_AZW[row.azw], _meta(CONFIRMED[row.bevestigd])),
            _regions(row),
            _latest(row),
            _sources([by_id[name] for name in row.vintages], day) or f"verwacht: {row.verwachte_bron}",
        )
        for row in frame.itertuples()
    ]
    heads = ("Indicator", "In AZW StatLine", "Per regio", "Laatste cijfer", "Tabel en versie")
    return _table("Wat er is van elke indicator", heads, rows)


def refresh(state: dict | None, versions: pd.DataFrame, day: datetime.date) -> Markup:
    """How the last refresh went, table by table.

    Args:
        state: see :func:`azwboek.sources.refreshed.last_refresh`.
        versions: the versions in force.
        day: the day that ages are counted to.
    """
    if state is None:
        text = "Bij dit boek is nog geen verversing vanaf het CBS gedaan; er is dus ook geen geweigerde tabel."
        return programme.paragraph(text, "azw-zin")
    source = f"testbron {state['host']}, niet het CBS" if state["testbron"] else "het CBS"
    bad = [row for row in state["tabellen"] if row["uitkomst"] in REFUSED]
    text = (
        f"De laatste verversing was op {dutch.date(_day(state['datum']))}, vanaf {source}. "
        f"Afgekeurd of mislukt: {len(bad)} van {len(state['tabellen'])}."
    )
    used = {row.tabel: row for row in versions.itertuples() if row.soort == "cbs"}
    rows = [
        (
            f"{row.get('titel') or ''} ({row['tabel']})".strip(),
            Markup("{}{}").format(row["uitkomst"], _meta(row.get("reden") if row["uitkomst"] in REFUSED else "")),
            _in_force(used.get(row["tabel"]), row, day),
        )
        for row in state["tabellen"]
    ]
    return programme.paragraph(text, "azw-zin") + _table(
        "De laatste poging per tabel", ("Tabel", "Laatste poging", "Versie die geldt"), rows
    )


def published(frame: pd.DataFrame) -> Markup:
    """Published figures beside the book's own: how many agree, which differ, and why the others cannot be compared.

    Args:
        frame: rows of ``uit_vergelijking_gepubliceerd`` about one area.
    """
    kinds = frame["reden"].where(frame["reden"].notna(), frame["oordeel"])
    counts = kinds.value_counts()
    known = [kind for kind in VERDICTS if kind in counts]
    compared = int(frame["oordeel"].isin(["gelijk", "ongeveer gelijk", "verschilt"]).sum())
    differ = frame[frame["oordeel"] == "verschilt"]
    text = f"Van de {len(frame)} gepubliceerde cijfers over Nederland " + (
        f"{_are(compared)} er {compared} te vergelijken met een echt cijfer in dit boek; "
        f"{len(differ) or 'geen'} daarvan {'wijken' if len(differ) > 1 else 'wijkt'} meer af dan de afronding."
        if compared
        else "is er nog geen te vergelijken met een echt cijfer in dit boek."
    )
    summary = _table(
        "Hoe de gepubliceerde cijfers zich tot dit boek verhouden",
        ("Uitkomst", "Aantal", "Wat dat betekent"),
        [(dutch.sentence_case(kind), int(counts[kind]), VERDICTS[kind]) for kind in known],
        numbers={1},
    )
    details = Markup("<details><summary>Toon alle {} cijfers</summary>{}</details>").format(
        len(frame), _comparisons(frame, "Alle gepubliceerde cijfers over Nederland naast dit boek")
    )
    shown = _comparisons(differ, "Cijfers die verschillen") if len(differ) else Markup("")
    return programme.paragraph(text, "azw-zin") + summary + shown + details


def _comparisons(frame: pd.DataFrame, caption: str) -> Markup:
    rows = [
        (
            Markup("{}{}").format(row.onderwerp, _meta(f"{row.branche}; {programme.period_words(row.periode, None)}")),
            f"{dutch.number(row.waarde_gepubliceerd)} {row.eenheid}"
            + (f" ({row.eenheid_toelichting})" if row.eenheid_toelichting else ""),
            "–" if dutch.missing(row.waarde_boek) else f"{dutch.number(row.waarde_boek)} {row.eenheid}",
            Markup("{}{}").format(row.reden or row.oordeel, _meta(_why(row))),
            Markup("{}{}").format(
                programme.titled(row),
                _meta("" if row.bronsoort == "bron" else programme.SOURCE_KINDS[row.bronsoort]),
            ),
        )
        for row in frame.itertuples()
    ]
    return _table(caption, ("Wat", "Gepubliceerd", "Dit boek", "Uitkomst", "Bron"), rows)


def _why(row) -> str:
    """What is known about a difference, or why there is no comparison."""
    if row.oordeel != "verschilt":
        return row.uitleg or ""
    reasons = [f"verschil {dutch.number(row.afwijking)} {row.eenheid}"]
    if row.eenheid_toelichting and ("voorlopig" in row.eenheid_toelichting or "bijgesteld" in row.eenheid_toelichting):
        reasons.append("het gepubliceerde cijfer was voorlopig of bijgesteld")
    if row.bronsoort != "bron":
        reasons.append(f"gepubliceerd: {programme.SOURCE_KINDS[row.bronsoort]}")
    if row.status != "definitief":
        reasons.append(f"het cijfer in dit boek is {row.status}")
    return "; ".join(reasons)


def _derived(row) -> str:
    return f"berekend uit: {dutch.listing(row.reeks_namen)}" if row.is_afgeleid else ""


def _regions(row) -> str:
    if row.aantal_regios:
        return f"{row.aantal_regios} regio’s"
    return {
        "ja": "verwacht, nog geen cijfer",
        "nee": "nee, alleen landelijk en per branche",
        "onbekend": "onbekend",
    }[row.regionaal]


def _latest(row) -> Markup:
    if dutch.missing(row.periode):
        return Markup("nog geen cijfer: {}").format(row.reden)
    mark = Markup(' <span class="azw-merk azw-demo-merk">demonstratie</span>') if row.soort == "demonstratie" else ""
    return Markup("{}, {}{}").format(row.periode_label, row.status, mark)


def _sources(used: list, day: datetime.date) -> Markup:
    lines = []
    for row in used:
        fetched = _day(row.opgehaald)
        when = "" if row.soort == "demonstratie" else f", opgehaald {dutch.date(fetched)}, {age(fetched, day)}"
        refusal = (
            ""
            if dutch.missing(row.poging_datum)
            else f"verversing van {dutch.date(_day(row.poging_datum))} {row.poging_uitkomst}; deze versie geldt nog"
        )
        lines.append(Markup("{} ({}){}{}").format(row.titel, row.tabel, _meta(f"{origin(row)}{when}"), _meta(refusal)))
    return Markup("<br>").join(lines)


def _in_force(used, attempt: dict, day: datetime.date) -> str:
    if used is None:
        fetched = attempt.get("opgehaald")
        return f"versie van {dutch.date(_day(fetched))}, niet in gebruik" if fetched else "geen"
    fetched = _day(used.opgehaald)
    return f"versie van {dutch.date(fetched)}, {age(fetched, day)}; {origin(used)}"


def _table(caption: str, heads: tuple[str, ...], rows: list[tuple], numbers: set[int] = frozenset()) -> Markup:
    """A table that stacks on a phone; the first cell of a row is its heading."""
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in heads)
    body = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            row[0],
            Markup("").join(
                Markup('<td{} data-label="{}">{}</td>').format(
                    Markup(' class="getal"') if place in numbers else "", heads[place], row[place]
                )
                for place in range(1, len(row))
            ),
        )
        for row in rows
    )
    return Markup(
        '<div class="azw-rol" role="region" tabindex="0" aria-label="{0}"><table class="azw-cijfers azw-stapel"><caption>{0}</caption>'
        "<thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>"
    ).format(caption, head, body)


def _meta(text: str | None) -> Markup:
    return Markup('<br><span class="azw-meta">{}</span>').format(text) if text else Markup("")


def _are(count: int) -> str:
    return "is" if count == 1 else "zijn"


def _day(value) -> datetime.date:
    return pd.Timestamp(value).date()
