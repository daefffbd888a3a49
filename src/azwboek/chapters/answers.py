"""The one-sentence answers of the chapters, and the figures that only one chapter shows."""

from __future__ import annotations

import pandas as pd

from .. import dutch
from . import charts, figures, programme, sentences
from .chapter import Chapter, source_line
from .figures import Column, Figure

# The indicators of each programme line, the most telling first.
_TELLING = {
    "1": ["technologie"],
    "2": ["uitstroom", "ziekteverzuim", "zzp", "deeltijdfactor"],
    "3": ["scholing", "instroom_opleidingen"],
}


def core(chapter: Chapter) -> str:
    """How many in every so many employees work in care and welfare."""
    row = chapter.standing("aandeel_werknemers")
    if dutch.missing(row["waarde"]):
        return sentences.no_figure(row)
    share = dutch.shown(row["waarde"], row["eenheid"])
    text = (
        f"{dutch.in_period(row['periode_label'])} werkte {dutch.quantity(share, '%')} van alle werknemers {chapter.place} in zorg en welzijn: "
        f"1 op de {dutch.number(100 / share, 1)}"
    )
    if not chapter.national and not dutch.missing(row["waarde_nl"]):
        national = dutch.shown(row["waarde_nl"], row["eenheid"])
        text += f", tegen 1 op de {dutch.number(100 / national, 1)} in heel Nederland"
    return dutch.sentence_case(text) + "."


def line(chapter: Chapter, line: str) -> str:
    """A programme line in one sentence: its most telling figure, or that there is none beside what was agreed."""
    rows = [chapter.standing(code) for code in _TELLING[line]]
    known = [row for row in rows if not dutch.missing(row["waarde"])]
    if known:
        return sentences.indicator(known[0], brief=True)
    agreements, actions = chapter.query("lijn_afspraken", lijn=line), chapter.query("lijn_acties", lijn=line)
    return (
        f"Voor deze programmalijn is er {chapter.place} nog geen enkel cijfer; het programma telt hier {len(agreements)} afspraken "
        f"en {len(actions)} acties."
    )


def one_in_six_figure(chapter: Chapter) -> Figure:
    """The share of employees beside the programme's 1 in 6, 1 in 5 (2030) and 1 in 4 (2040)."""
    data = chapter.query("een_op_zes")
    columns = [
        Column("regio"), Column("reeks", "Wat"), Column("periode_label", "Wanneer"), Column("waarde", "Aandeel in %", "%"),
        Column("noemer", "Deel van"), Column("status", "Status"), Column("soort"), Column("herkomst"),
    ]  # fmt: skip
    row = chapter.standing("aandeel_werknemers")
    points = data[data["soort"] == "document"].sort_values("begin_datum")
    named = dutch.listing(
        [
            f"{r.reeks.split(' (')[0]} ({dutch.quantity(r.waarde, '%')}) in {r.periode_label}"
            for r in points[1:].itertuples()
        ]
    )
    sentence = (
        f"Het programma noemt {named} als er niets verandert, en wil bij {points.iloc[0]['reeks'].split(' (')[0]} "
        f"({dutch.quantity(points.iloc[0]['waarde'], '%')}) blijven. "
    )
    if dutch.missing(row["waarde"]):
        sentence += sentences.no_figure(row)
    else:
        sentence += f"{dutch.sentence_case(dutch.in_period(row['periode_label']))} was het {chapter.place} {dutch.quantity(row['waarde'], '%')}."
    measured = data[data["soort"] != "document"]
    source = source_line(chapter, measured.rename(columns={"herkomst": "vintage"})) if len(measured) else ""
    return Figure(
        id="een-op-zes",
        regio=chapter.regio,
        titel=f"Van 1 op 6 naar 1 op 4? {chapter.regio_naam}",
        onderschrift="Procent; lijn: deel van de werknemers; ruiten voor 2030 en 2040: deel van alle werkenden, dus een andere noemer; as begint niet bij 0",
        zin=sentence,
        alt=f"Lijngrafiek met drie losse punten. {sentence}",
        bron=f"{source} Punten: programma TAZ, regel 58 (september 2022).",
        soort=row["soort"] if not dutch.missing(row["soort"]) else "document",
        kolommen=columns,
        rijen=figures.rows(data, columns),
        spec=charts.shares_ahead(data, own=chapter.regio_naam) if len(measured) else None,
    )


def denominators_figure(chapter: Chapter) -> Figure:
    """What 1 in 6, 1 in 5 and 1 in 4 are a share of, place by place."""
    data = chapter.query("een_op_zes_noemers")
    data["plaats"] = [programme.place(r.bron, r.bronregel) for r in data.itertuples()]
    columns = [
        Column("regio"), Column("onderwerp", "Wat de documenten tellen"), Column("verhouding", "Verhouding"),
        Column("periode", "Wanneer"), Column("populatie", "Van wie"), Column("plaats", "Waar het staat"),
    ]  # fmt: skip
    return Figure(
        id="noemers",
        regio=chapter.regio,
        titel="1 op 6, 1 op 5 en 1 op 4 in de documenten",
        onderschrift="Elke rij is een plaats in een document",
        zin=(
            f"De documenten noemen zo’n verhouding op {len(data)} plaatsen en tellen daarbij niet steeds hetzelfde: werknemers zonder zzp’ers, "
            "alle werkenden, mensen of Nederlanders. De verhoudingen zijn daardoor niet zonder meer te vergelijken."
        ),
        alt="Tabel met per plaats in de documenten de verhouding, het jaar en de groep.",
        bron="Bron: de vijf documenten van dit boek, met regelnummer; status: zoals vermeld.",
        soort="document",
        kolommen=columns,
        rijen=figures.rows(data, columns),
    )


def flow_figure(chapter: Chapter) -> Figure:
    """Inflow and outflow of employees, year on year, as the fourth progress report charts them."""
    data = chapter.query("in_uitstroom")
    known = data[data["waarde"].notna()]
    last = known[known["begin_datum"] == known["begin_datum"].max()].set_index("indicator")
    came, went = last.loc["instroom_werknemers"], last.loc["uitstroom_werknemers"]
    gap = came["waarde"] - went["waarde"]
    balance = (
        f"{dutch.number(abs(gap), 0)} {'meer' if gap > 0 else 'minder'} dan er vertrokken"
        if gap
        else "evenveel als er vertrokken"
    )
    sentence = (
        f"In het jaar tot en met {dutch.in_period(came['periode_label']).removeprefix('in ')} kwamen er {chapter.place} {dutch.number(came['waarde'], 0)} "
        f"werknemers bij in zorg en welzijn en vertrokken er {dutch.number(went['waarde'], 0)}: er kwamen er {balance}."
    )
    columns = [
        Column("regio"), Column("reeks", "Wat"), Column("periode_label", "Periode"), Column("waarde", "Personen", "personen"),
        Column("status", "Status"), *map(Column, ("periode", "eenheid", "populatie", "soort", "vintage")),
    ]  # fmt: skip
    return Figure(
        id="in-uitstroom",
        regio=chapter.regio,
        titel=f"Instroom en uitstroom van werknemers, {chapter.regio_naam}",
        onderschrift="Personen in het jaar tot en met het kwartaal; zorg en welzijn (smal); kwartalen niet optellen; as begint bij 0",
        zin=sentence,
        alt=f"Lijngrafiek met twee lijnen. {sentence}",
        bron=source_line(chapter, known),
        soort=known.iloc[0]["soort"],
        kolommen=columns,
        rijen=figures.rows(known.sort_values(["begin_datum", "indicator"], ascending=[False, True]), columns),
        spec=charts.lines(
            known.assign(reeks=known["reeks"].str.removesuffix(" van werknemers")), decimals=0, zero=True
        ),
    )


def sick_leave_figure(chapter: Chapter) -> Figure:
    """Published sick leave per quarter in the country: loose points from different publications, not a series."""
    data = chapter.query("verzuim_gepubliceerd").assign(regio=chapter.regio, gebied="Nederland")
    low, high = data.loc[data["waarde"].idxmin()], data.loc[data["waarde"].idxmax()]
    sentence = (
        f"Voor zorg en welzijn (smal) in heel Nederland zijn {len(data)} kwartaalcijfers gevonden, van {dutch.quantity(low['waarde'], '%')} "
        f"({low['periode_label']}) tot {dutch.quantity(high['waarde'], '%')} ({high['periode_label']}). Ze komen uit losse publicaties en vormen geen reeks."
    )
    columns = [
        Column("regio"), Column("periode_label", "Periode"), Column("waarde", "Verzuim in %", "%"), Column("gebied", "Gebied"),
        Column("bronsoort_naam", "Soort bron"), Column("titel", "Bron"), *map(Column, ("periode", "eenheid", "populatie", "id", "vindplaats")),
    ]  # fmt: skip
    return Figure(
        id="verzuim-gepubliceerd",
        regio=chapter.regio,
        titel="Ziekteverzuim per kwartaal volgens werkgevers, Nederland",
        onderschrift="Procent van de werkdagen; losse gepubliceerde cijfers, daarom geen lijn; er is geen cijfer per regio; as begint niet bij 0",
        zin=sentence,
        alt=f"Grafiek met {len(data)} losse punten. {sentence}",
        bron="Bron: zie de tabel; per punt de publicatie; status: zoals gepubliceerd.",
        soort="gepubliceerd",
        kolommen=columns,
        rijen=figures.rows(data, columns),
        spec=charts.dots(data, decimals=1),
    )


def standings(chapter: Chapter) -> pd.DataFrame:
    """All 17 indicators for this region, with the brief sentence for each."""
    frame = chapter.query("standen")
    return frame.assign(zin=[sentences.indicator(row, brief=True) for _, row in frame.iterrows()])
