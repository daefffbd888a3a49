"""The programme as HTML lists: agreements, actions, interventions, measures, published figures, definitions.

Every function takes a query's frame and returns markup in which all data are escaped.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

import pandas as pd
from markupsafe import Markup

from .. import dutch

LEVELS = {
    "zorgorganisatie": "zorgorganisaties",
    "sector_regio": "sector en regio",
    "systeem_overheid": "systeem en overheid",
}
LINES = {
    "1": "Ruimte voor innovatieve werkvormen",
    "2": "Ruimte voor behoud van medewerkers",
    "3": "Ruimte voor leren en ontwikkelen",
}
POPULATIONS = {
    "smal": "zorg en welzijn (smal): zonder kinderopvang",
    "breed": "zorg en welzijn (breed): met kinderopvang",
    "sbi_q": "gezondheids- en welzijnszorg (SBI Q)",
    "economie": "alle bedrijfstakken",
    "branche": "een of meer branches",
    "onbekend": "niet vermeld",
}
_PERIOD = re.compile(r"\d{4}(?:JJ00|SJ00|KW0[1-4]|MM(?:0[1-9]|1[0-2]))")
SOURCE_KINDS = {"bron": "eerste bron", "secundair": "tweede hand", "onzeker": "onzekere herkomst"}
SOURCE_NAMES = {
    "taz": "programma TAZ",
    "voortgang4": "vierde voortgangsrapportage",
    "aln": "Actie Leer Netwerk",
    "interventies": "bijlage interventies",
    "taskforce": "advies Taskforce",
}


def place(bron: str, line: int | None) -> str:
    """Where a fact stands: ``programma TAZ, regel 174``."""
    name = SOURCE_NAMES.get(bron, bron)
    return name if dutch.missing(line) else f"{name}, regel {int(line)}"


def paragraph(text: str, css: str) -> Markup:
    """A paragraph with a class of the book's style."""
    return Markup('<p class="{}">{}</p>').format(css, text)


def items(rows: Iterable[Markup]) -> Markup:
    """A list in the book's style, of ready list items."""
    return Markup('<ul class="azw-lijst">{}</ul>').format(Markup("").join(rows))


def item(title: str, text: str, meta: Iterable[str | Markup | None]) -> Markup:
    """One list item: title, text, and small print of which empty parts are left out."""
    parts = Markup(" · ").join(part for part in meta if part)
    return Markup('<li><p class="azw-kop">{}</p><p>{}</p><p class="azw-meta">{}</p></li>').format(title, text, parts)


def agreements(frame: pd.DataFrame) -> Markup:
    """Agreements with parties, dates as written, and source."""
    return items(
        item(
            f"Afspraak {row.nummer} · opgave {row.opgave}",
            row.samenvatting,
            [f"Wie: {row.partijen}", _dates(row.termijnen), place(row.bron, row.bronregel)],
        )
        for row in frame.itertuples()
    )


def actions_by_level(frame: pd.DataFrame) -> Markup:
    """Counts per level first, each with its list behind a fold."""
    folds = []
    for level, name in LEVELS.items():
        own = frame[frame["niveau"] == level]
        if len(own):
            title = f"{len(own)} {'actie' if len(own) == 1 else 'acties'} voor {name}"
            folds.append(
                Markup("<details><summary>{}</summary>{}</details>").format(title, items(map(action, own.itertuples())))
            )
    return Markup("").join(folds)


def action(row) -> Markup:
    """One action of the work agenda."""
    return item(
        f"{row.id} · {row.onderwerp}",
        row.samenvatting,
        [f"Wie: {row.actoren or 'niet genoemd'}", _dates(row.termijnen), place(row.bron, row.bronregel)],
    )


def interventions(frame: pd.DataFrame) -> Markup:
    """Interventions with aim, approach, area and links."""
    return items(
        item(
            row.naam,
            f"{row.doel} {row.aanpak}",
            [
                row.regios and f"Waar: {row.regios}",
                row.betrokken and f"Betrokken: {row.betrokken}",
                _links(row.links),
                place(row.bron, row.bronregel),
            ],
        )
        for row in frame.itertuples()
    )


def measures(frame: pd.DataFrame) -> Markup:
    """Measures of the Taskforce, short term first."""
    return items(
        item(
            f"{row.nummer} · {row.naam}",
            row.samenvatting,
            [row.thema, row.trekker and f"Trekker: {row.trekker}", place(row.bron, row.bronregel)],
        )
        for row in frame.itertuples()
    )


def definition(row: pd.Series) -> Markup:
    """What an indicator measures, behind a fold."""
    facts = {
        "Wat is het?": row["definitie"],
        "Geteld (teller)": row["teller"],
        "Gedeeld door (noemer)": row["noemer"],
        "Over wie gaat het?": POPULATIONS[row["populatie"]],
        "Eenheid": row["eenheid"],
        "Hoe vaak?": row["frequentie"],
        "Wie meet het?": row["verwachte_bron"],
        "Let op": row["let_op"],
        "In het programma": place(row["indicator_bron"], row["indicator_bronregel"]),
    }
    terms = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(*fact) for fact in facts.items())
    return Markup('<details class="azw-definitie"><summary>Wat meet dit?</summary><dl>{}</dl></details>').format(terms)


def published(frame: pd.DataFrame) -> Markup:
    """Earlier published figures, each with its own area, population, date and kind of source; never a series."""
    return items(_published(row) for row in frame.itertuples())


def _published(row) -> Markup:
    value = f"{dutch.number(row.waarde)} {row.eenheid}" + (
        f" ({row.eenheid_toelichting})" if row.eenheid_toelichting else ""
    )
    when = period_words(row.periode, row.periode_tekst)
    source = Markup("{}{}").format(titled(row), f" ({row.datum})" if row.datum else "")
    kind = (
        ""
        if row.bronsoort == "bron"
        else Markup('<span class="azw-merk">{}</span>').format(SOURCE_KINDS[row.bronsoort])
    )
    return item(f"{row.onderwerp}: {value}", f"{row.gebied}; {row.branche}; {when}.", [source, kind, row.opmerking])


def instrument(row) -> Markup:
    """One instrument with amount and link."""
    amount = dutch.euros(row.bedrag_eur) if not dutch.missing(row.bedrag_eur) else ""
    money = (
        f"{amount} ({row.bedrag_toelichting})"
        if amount and row.bedrag_toelichting
        else amount or row.bedrag_toelichting
    )
    return item(row.naam, row.omschrijving, [row.soort, money, _links(row.link), place(row.bron, row.bronregel)])


def contradiction(row) -> Markup:
    """One contradiction: what, explanation, and both places with their words."""
    return Markup(
        '<p><strong>{}</strong> {}</p><p class="azw-meta">{} · {} · ‘{}’ ({}) tegenover ‘{}’ ({})</p>'
    ).format(
        row.wat,
        row.uitleg,
        row.soort,
        f"gewicht {row.ernst}",
        row.citaat_a,
        spot(row.plaats_a),
        row.citaat_b,
        spot(row.plaats_b),
    )


def spot(place_code: str) -> str:
    """``taz:304`` in words."""
    bron, line = place_code.split(":")
    return place(bron, int(line))


def term_words(kind: str, term: str) -> str:
    """A date of the programme in words: ``uiterlijk 2e kwartaal 2023``, ``2022 tot en met 2025``."""
    words = [_point_words(point) for point in term.split("..")]
    return " tot en met ".join(words) if kind == "periode" or len(words) > 1 else f"{kind} {words[0]}"


def _point_words(point: str) -> str:
    if "-Q" in point:
        year, quarter = point.split("-Q")
        return f"{quarter}e kwartaal {year}"
    if len(point) == 10:
        return dutch.date(datetime.date.fromisoformat(point))
    if len(point) == 7:
        return dutch.date(datetime.date.fromisoformat(f"{point}-01")).split(" ", 1)[1]
    return point


def period_words(code: str | None, words: str | None) -> str:
    """A period code in words: ``2020KW01`` as ``1e kwartaal 2020``; otherwise the source's own words."""
    if code is None:
        return _PERIOD.sub(lambda found: period_words(found[0], None), words or "periode niet vermeld")
    year, kind, part = code[:4], code[4:6], int(code[6:])
    if kind == "KW":
        return f"{part}e kwartaal {year}"
    if kind == "MM":
        return _point_words(f"{year}-{part:02d}")
    return year if kind == "JJ" else f"{year}/{(int(year) + 1) % 100:02d}"


def titled(row) -> Markup:
    """The title of a publication, as a link when it has a web address."""
    if row.url and row.url.startswith(("http://", "https://")):
        return Markup('<a href="{}" rel="external">{}</a>').format(row.url, row.titel)
    return Markup("{}{}").format(row.titel, f", {place(row.bron, row.bronregel)}" if row.bron else "")


def _dates(words: str | None) -> str:
    return "Geen datum genoemd" if dutch.missing(words) or not words else f"Wanneer: {words}"


def _links(links: str | None) -> Markup:
    if not links:
        return Markup("")
    anchors = (
        Markup('<a href="{}" rel="external">{}</a>').format(
            link if "://" in link else f"https://{link}", link.split("://")[-1].rstrip("/")
        )
        for link in links.split("; ")
    )
    return Markup(", ").join(anchors)
