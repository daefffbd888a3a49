"""The chapter about keeping employees: inflow and outflow, and sick leave as it was published."""

from __future__ import annotations

import pandas as pd

from .. import dutch
from ..kinds import INVENTED
from . import charts, units
from .chapter import Chapter
from .figures import Column, Figure


def flow_figure(chapter: Chapter) -> Figure:
    """Inflow and outflow of employees, year on year, as the fourth progress report charts them."""
    data = chapter.query("in_uitstroom")
    known = data[data["waarde"].notna()]
    if known["soort"].nunique() > 1:  # only one of the two is real: no chart has real and invented figures
        known = known[known["soort"] != INVENTED]
    last = known[known["begin_datum"] == known["begin_datum"].max()].set_index("indicator")
    sentence = _flows(chapter, last)
    columns = [
        Column("regio"), Column("reeks", "Wat"), Column("periode_label", "Periode"), Column("waarde", "Personen", "personen"),
        Column("status", "Status"), *map(Column, ("periode", "eenheid", "populatie", "soort", "vintage")),
    ]  # fmt: skip
    return Figure.of(
        chapter.regio,
        "in-uitstroom",
        known.sort_values(["begin_datum", "indicator"], ascending=[False, True]),
        columns,
        titel=f"Instroom en uitstroom van werknemers, {chapter.regio_naam}",
        onderschrift="Personen in het jaar tot en met het kwartaal; zorg en welzijn (smal); kwartalen niet optellen; de as begint bij 0",
        zin=sentence,
        alt=f"Lijngrafiek met twee lijnen. {sentence}",
        bron=chapter.source_line(known),
        soort=known.iloc[0]["soort"],
        spec=charts.lines(
            known.assign(reeks=known["reeks"].str.removesuffix(" van werknemers")), decimals=0, zero=True
        ),
    )


def _flows(chapter: Chapter, last: pd.DataFrame) -> str:
    """How many came and went, and the difference; of one flow when there is no real figure of the other."""
    period = dutch.in_period(last.iloc[0]["periode_label"]).removeprefix("in ")
    came, went = (last["waarde"].get(name) for name in ("instroom_werknemers", "uitstroom_werknemers"))
    text = f"In het jaar tot en met {period} "
    if came is None:
        return text + (
            f"vertrokken {dutch.number(went, 0)} werknemers die {chapter.place} wonen uit zorg en welzijn. "
            "Hoeveel er begonnen, is nog niet echt bekend."
        )
    text += f"begonnen {dutch.number(came, 0)} werknemers die {chapter.place} wonen in zorg en welzijn"
    if went is None:
        return f"{text}. Hoeveel er vertrokken, is nog niet echt bekend."
    gap = came - went
    balance = (
        f"Er begonnen er {dutch.number(abs(gap), 0)} {'meer' if gap > 0 else 'minder'} dan er vertrokken."
        if gap
        else "Er begonnen er evenveel als er vertrokken."
    )
    return f"{text} en vertrokken er {dutch.number(went, 0)}. {balance}"


def sick_leave_figure(chapter: Chapter) -> Figure:
    """Published sick leave per quarter in the country: separate points from different publications, not a series."""
    data = chapter.query("verzuim_gepubliceerd").assign(regio=chapter.regio, gebied="Nederland")
    low, high = data["waarde"].min(), data["waarde"].max()
    sentence = (
        f"Voor zorg en welzijn in heel Nederland zijn cijfers over {data['periode'].nunique()} kwartalen gevonden: het laagste is "
        f"{units.quantity(low, '%')} en het hoogste {units.quantity(high, '%')}. Ze komen uit losse publicaties en vormen geen reeks."
    )
    columns = [
        Column("regio"), Column("periode_label", "Periode"), Column("waarde", "Verzuim in %", "%"), Column("gebied", "Gebied"),
        Column("bronsoort_naam", "Soort bron"), Column("titel", "Bron"), *map(Column, ("periode", "eenheid", "populatie", "id", "vindplaats")),
    ]  # fmt: skip
    return Figure.of(
        chapter.regio,
        "verzuim-gepubliceerd",
        data,
        columns,
        titel="Ziekteverzuim per kwartaal zoals gepubliceerd, Nederland",
        onderschrift="Procent van de werkdagen; losse gepubliceerde cijfers, daarom geen lijn; er is geen cijfer per regio; de as begint niet bij 0",
        zin=sentence,
        alt=f"Grafiek met losse punten. {sentence}",
        bron="Bron: zie de tabel; per punt de publicatie; status: zoals gepubliceerd.",
        soort="gepubliceerd",
        spec=charts.dots(data, decimals=1),
    )
