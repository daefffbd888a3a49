"""The chapter of the core indicators: 1 in 6, and what it is a share of."""

from __future__ import annotations

from .. import dutch
from ..kinds import INVENTED
from . import charts, programme, real, sentences, units
from .chapter import Chapter
from .figures import Column, Figure


def answer(chapter: Chapter) -> tuple[str, str]:
    """How many in every so many employees work in care and welfare, with the kind of that figure; only a real one answers."""
    row = chapter.standing("aandeel_werknemers")
    if dutch.missing(row["waarde"]) or row["soort"] == INVENTED:
        return real.instead(chapter, row) or (sentences.no_figure(row), "")
    text = (
        f"{dutch.in_period(row['periode_label'])} werkte {units.quantity(row['waarde'], '%')} van alle werknemers die {chapter.place} wonen "
        f"in zorg en welzijn: 1 op de {dutch.number(100 / row['waarde'], 1)}"
    )
    if not chapter.national and not dutch.missing(row["waarde_nl"]):
        text += f", tegen 1 op de {dutch.number(100 / row['waarde_nl'], 1)} in heel Nederland"
    norm = "Het streven van 1 op de 6 geldt voor heel Nederland en telt alle werkenden, ook zzp’ers."
    return f"{dutch.sentence_case(text)}. {norm}", row["soort"]


def one_in_six_figure(chapter: Chapter) -> Figure:
    """The share of employees, when that is real, beside the programme's 1 in 6, 1 in 5 (2030) and 1 in 4 (2040)."""
    data = chapter.query("een_op_zes")
    columns = [
        Column("regio"), Column("reeks", "Wat"), Column("periode_label", "Wanneer"), Column("waarde", "Aandeel in %", "%"),
        Column("noemer", "Deel van"), Column("status", "Status"), Column("soort"), Column("herkomst"),
    ]  # fmt: skip
    row = chapter.standing("aandeel_werknemers")
    points = data[data["soort"] == "document"].sort_values("begin_datum")
    named = dutch.listing(
        [
            f"{r.reeks.split(' (')[0]} ({units.quantity(r.waarde, '%')}) in {r.periode_label}"
            for r in points[1:].itertuples()
        ]
    )
    sentence = (
        f"Het programma noemt {named} als er niets verandert, en wil bij {points.iloc[0]['reeks'].split(' (')[0]} "
        f"({units.quantity(points.iloc[0]['waarde'], '%')}) blijven. "
    )
    measured = data[data["soort"] != "document"]
    if measured.empty:
        sentence += sentences.no_figure(row)
    else:
        sentence += f"{dutch.sentence_case(dutch.in_period(row['periode_label']))} was het {chapter.place} {units.quantity(row['waarde'], '%')}."
    source = chapter.source_line(measured.rename(columns={"herkomst": "vintage"})) if len(measured) else ""
    return Figure.of(
        chapter.regio,
        "een-op-zes",
        data,
        columns,
        titel=f"Van 1 op 6 naar 1 op 4? {chapter.regio_naam}",
        onderschrift=(
            "Procent; lijn: deel van de werknemers; ruiten voor 2030 en 2040: deel van alle werkenden, dus een andere noemer; de as begint niet bij 0"
            if source
            else "Procent; 2022: deel van de werknemers; 2030 en 2040: deel van alle werkenden, dus een andere noemer"
        ),
        zin=sentence,
        alt=f"{'Lijngrafiek met drie losse punten' if source else 'Tabel'}. {sentence}",
        bron=f"{source} Punten: programma TAZ, regel 58 (september 2022).".strip(),
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
    return Figure.of(
        chapter.regio,
        "noemers",
        data,
        columns,
        titel="1 op 6, 1 op 5 en 1 op 4 in de documenten",
        onderschrift="Elke rij is een plaats in een document",
        zin=(
            f"De documenten noemen zo’n verhouding op {len(data)} plaatsen en tellen daarbij niet steeds hetzelfde: werknemers zonder zzp’ers, "
            "alle werkenden, mensen of Nederlanders. De verhoudingen zijn daardoor niet zonder meer te vergelijken."
        ),
        alt="Tabel met per plaats in de documenten de verhouding, het jaar en de groep.",
        bron="Bron: de vijf documenten van dit boek, met regelnummer; status: zoals vermeld.",
    )
