"""The rules for rows that one column or one reference cannot express: between columns, rows and registers."""

from __future__ import annotations

from .rows import CHOSEN, OWN, RegisterFault, Row

#: Register, column, and the kind of words in ``woorden`` that has a word for each of its codes.
WORDED = (
    ("indicatoren", "groep", "groep"),
    ("indicatoren", "populatie", "populatie"),
    ("hulpreeksen", "populatie", "populatie"),
    ("gepubliceerde_cijfers", "populatie", "populatie"),
    ("gepubliceerde_cijfers", "bronsoort", "bronsoort"),
    ("opgaven", "programmalijn", "programmalijn"),
    ("acties", "niveau", "niveau"),
    ("begroting", "tabel", "begroting_tabel"),
)


def check(rows: dict[str, list[tuple[int, Row]]], faults: list[RegisterFault]) -> None:
    """The rules that one column or one reference cannot express."""
    series = {row.code for name in ("indicatoren", "hulpreeksen") for _, row in rows[name]}
    for register in ("reeksbreuken", "correcties"):
        for line, row in rows[register]:
            if row.indicator not in series:
                reason = f"{row.indicator!r} is geen indicator of hulpreeks"
                faults.append(RegisterFault(f"{register}.csv", line, "indicator", reason))
    words = {(row.soort, row.code) for _, row in rows["woorden"]}
    for register, column, kind in WORDED:
        for line, row in rows[register]:
            if (code := getattr(row, column)) is not None and (kind, code) not in words:
                reason = f"{code!r} heeft geen woord in woorden.csv (soort {kind})"
                faults.append(RegisterFault(f"{register}.csv", line, column, reason))
    for line, row in rows["tellingen"]:
        found = sum(getattr(own, "bron", None) == row.document for _, own in rows.get(row.bestand, []))
        if found != row.aantal:
            reason = f"{row.bestand}.csv heeft {found} rij(en) uit {row.document}"
            faults.append(RegisterFault("tellingen.csv", line, "aantal", reason))
    _check_facts(rows, faults)
    for line, row in rows["acties"]:
        if (row.bovenliggend or row.id) != row.id[:4]:
            reason = "is leeg, of bij een onderdeel (1.01a) de actie zelf (1.01)"
            faults.append(RegisterFault("acties.csv", line, "bovenliggend", reason))
    for line, row in rows["maatregelen"]:
        if row.nummer[0] != {"knelpunt": "P"}.get(row.soort, row.soort[0].upper()):
            faults.append(RegisterFault("maatregelen.csv", line, "soort", f"{row.nummer} is van een andere soort"))
    for line, row in rows["instrumenten"]:
        if (row.bedrag_eur is None) != (row.bedrag_soort is None):
            faults.append(
                RegisterFault("instrumenten.csv", line, "bedrag_soort", "hoort bij een bedrag, en alleen dan")
            )
    _check_rules(rows, faults)
    turns: dict[tuple, int] = {}
    for line, row in rows["indicatoren"]:
        if row.antwoord is not None and (first := turns.setdefault((row.groep, row.antwoord), line)) != line:
            reason = f"in groep {row.groep} staat {row.antwoord} ook op regel {first}"
            faults.append(RegisterFault("indicatoren.csv", line, "antwoord", reason))
        if row.zinsdeel is None and row.regionaal == "ja":
            reason = "mag niet leeg zijn als er cijfers per regio zijn (regionaal is ja)"
            faults.append(RegisterFault("indicatoren.csv", line, "zinsdeel", reason))
    for line, row in rows["vergelijkingen"]:
        same = row.vergelijkbaarheid == "zelfde"
        for column in ("reeks", "factor", "afronding"):
            if (getattr(row, column) is not None) != same:
                reason = (
                    f"is gevuld als en alleen als vergelijkbaarheid 'zelfde' is, en die is {row.vergelijkbaarheid!r}"
                )
                faults.append(RegisterFault("vergelijkingen.csv", line, column, reason))
        if row.uitleg is None and not same:
            faults.append(RegisterFault("vergelijkingen.csv", line, "uitleg", "zonder reeks hoort hier waarom"))
        if row.reeks not in series | {None}:
            faults.append(
                RegisterFault("vergelijkingen.csv", line, "reeks", f"{row.reeks!r} is geen indicator of hulpreeks")
            )
    items = {
        "afspraak": {str(row.nummer) for _, row in rows["afspraken"]},
        "actie": {row.id for _, row in rows["acties"]},
    }
    for line, row in rows["termijnen"]:
        if (row.termijn is None) != (row.soort == "relatief"):
            reason = f"is {'leeg' if row.termijn is None else 'gevuld'}, en dat hoort niet bij soort {row.soort}"
            faults.append(RegisterFault("termijnen.csv", line, "termijn", reason))
        if row.item not in items[row.item_soort]:
            faults.append(RegisterFault("termijnen.csv", line, "item", f"{row.item_soort} {row.item!r} bestaat niet"))
    for line, row in rows["begroting"]:
        if (row.bedrag_eur is None) == (row.waarde_soort in ("bedrag", "totaal")):
            reason = f"bij waarde_soort {row.waarde_soort} hoort {'een' if row.bedrag_eur is None else 'geen'} bedrag"
            faults.append(RegisterFault("begroting.csv", line, "bedrag_eur", reason))
    known_files = {row.id for _, row in rows["bronnen"] if row.bestand}
    for register, found in rows.items():
        for line, row in found:
            bron = getattr(row, "bron", None)
            if bron in known_files and (row.bronregel is None or row.bronregel < 1):
                faults.append(
                    RegisterFault(f"{register}.csv", line, "bronregel", f"bron {bron} vraagt een regelnummer")
                )
    for line, row in rows["tegenspraken"]:
        if (row.aspect is None) != (row.soort in ("leemte", "kopie")):
            reason = f"is {'leeg' if row.aspect is None else 'gevuld'}, en dat hoort niet bij soort {row.soort}"
            faults.append(RegisterFault("tegenspraken.csv", line, "aspect", reason))
        for column in ("plaats_a", "plaats_b"):
            if getattr(row, column).split(":")[0] not in known_files:
                faults.append(RegisterFault("tegenspraken.csv", line, column, "verwijst naar een onbekend document"))
    _check_tiles(rows, faults)
    regions = {row.code for _, row in rows["regios"]}
    for line, row in rows["correcties"]:
        if row.regio not in {"NL", *(area.code for _, area in rows["gebieden"])}:
            faults.append(RegisterFault("correcties.csv", line, "regio", f"{row.regio!r} is geen regio"))
    for line, row in rows["gepubliceerde_cijfers"]:
        if (row.regio is not None) != (row.gebied_zekerheid == "zeker"):
            faults.append(
                RegisterFault(
                    "gepubliceerde_cijfers.csv", line, "regio", "regio is gevuld als en alleen als het gebied zeker is"
                )
            )
        if row.regio not in regions | {"NL", None}:
            faults.append(RegisterFault("gepubliceerde_cijfers.csv", line, "regio", f"{row.regio!r} is geen regio"))
        for code in (row.betreft_regios or "").split("; "):
            if code and code not in regions:
                faults.append(
                    RegisterFault("gepubliceerde_cijfers.csv", line, "betreft_regios", f"{code!r} is geen regio")
                )
        if row.url is None and row.bron is None and row.bronsoort != "onzeker":
            faults.append(
                RegisterFault(
                    "gepubliceerde_cijfers.csv", line, "url", "zonder webadres of document is de bronsoort onzeker"
                )
            )


def _check_facts(rows: dict[str, list[tuple[int, Row]]], faults: list[RegisterFault]) -> None:
    """A number has a value with a unit, a trend says what happened, a promise or date when; a repeat says the same."""
    first = {row.id: row for _, row in rows["cijfers"]}
    for line, row in rows["cijfers"]:
        counted = row.soort in ("getal", "volgnummer")
        for column in ("waarde", "eenheid"):
            if (getattr(row, column) is not None) != counted:
                reason = f"is {'leeg' if counted else 'gevuld'}, en dat hoort niet bij soort {row.soort}"
                faults.append(RegisterFault("cijfers.csv", line, column, reason))
        needed = {"ontwikkeling": "toelichting", "toezegging": "periode", "datum": "periode"}.get(row.soort)
        if needed and getattr(row, needed) is None:
            faults.append(RegisterFault("cijfers.csv", line, needed, f"mag niet leeg zijn bij soort {row.soort}"))
        if (row.waarde or 0) < 0 and (row.eenheid or "").startswith("euro"):
            faults.append(RegisterFault("cijfers.csv", line, "waarde", "een bedrag is niet kleiner dan 0"))
        if row.herhaalt in first and (row.herhaalt >= row.id or first[row.herhaalt].waarde != row.waarde):
            reason = f"{row.herhaalt} staat niet eerder, of heeft een andere waarde"
            faults.append(RegisterFault("cijfers.csv", line, "herhaalt", reason))


def _check_rules(rows: dict[str, list[tuple[int, Row]]], faults: list[RegisterFault]) -> None:
    """A choice of this book says that it is one."""
    for line, row in rows["toetsregels"]:
        if (row.bron == OWN) != row.reden_richting.startswith(CHOSEN):
            reason = f"begint met '{CHOSEN}' als en alleen als bron {OWN} is, en die is {row.bron!r}"
            faults.append(RegisterFault("toetsregels.csv", line, "reden_richting", reason))
        if row.drempel is not None and not row.reden_drempel.startswith(CHOSEN):
            faults.append(
                RegisterFault("toetsregels.csv", line, "reden_drempel", f"begint met '{CHOSEN}' bij een drempel")
            )


def _check_tiles(rows: dict[str, list[tuple[int, Row]]], faults: list[RegisterFault]) -> None:
    """Every region has a tile of its own, with the beginning of its own name on it; sets do not stand on one map."""
    names = {row.code: row.naam for _, row in rows["gebieden"]}
    taken: dict[tuple[str, int, int], str] = {}
    for line, row in rows["regiotegels"]:
        if (place := (row.regio[:2], row.rij, row.kolom)) in taken:
            faults.append(RegisterFault("regiotegels.csv", line, "kolom", f"op deze plaats staat ook {taken[place]}"))
        taken[place] = row.regio
        if row.regio in names and not names[row.regio].startswith(row.tekst.replace("|", "")):
            faults.append(
                RegisterFault("regiotegels.csv", line, "tekst", f"is niet het begin van {names[row.regio]!r}")
            )
    with_tile = {row.regio for _, row in rows["regiotegels"]}
    mapped = {code[:2] for code in with_tile}
    for code in sorted(names.keys() - with_tile):
        if code[:2] in mapped:
            faults.append(RegisterFault("regiotegels.csv", 0, "regio", f"{code} heeft geen tegel"))
