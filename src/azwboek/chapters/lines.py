"""What the chapters of the three programme lines have in common: their answer, what was agreed, and their budget."""

from __future__ import annotations

from .. import dutch
from . import charts, programme, real
from .chapter import Chapter
from .figures import Column, Figure


def answer(chapter: Chapter, line: str) -> tuple[str, str]:
    """A programme line in one sentence with the kind of its figure: the most important real one, or that there is none."""
    for _, row in chapter.query("lijn_antwoord", lijn=line).iterrows():
        if found := real.instead(chapter, row):
            return found
    agreements, actions = chapter.query("lijn_afspraken", lijn=line), chapter.query("lijn_acties", lijn=line)
    text = (
        f"Voor deze programmalijn is er {chapter.place} nog geen enkel echt cijfer; het programma heeft voor deze lijn {len(agreements)} "
        f"afspraken en {len(actions)} acties."
    )
    return text, ""


def money_figure(chapter: Chapter, line: str) -> Figure:
    """The budget of one programme line per year, as the destination table states it."""
    data = chapter.query("lijn_budget", lijn=line)
    data = data.assign(
        regio=chapter.regio,
        groep=programme.words("programmalijn")[line],
        naam=data["jaar"].astype(str),
        waarde=data["bedrag_eur"] / 1e6,
        label=[dutch.number(v / 1e6, 1).removesuffix(",0") for v in data["bedrag_eur"]],
    )
    first, last = data.iloc[0], data.iloc[-1]
    change = last["bedrag_eur"] - first["bedrag_eur"]
    word = "meer" if change > 0 else "minder"
    sentence = (
        f"Voor deze programmalijn staat landelijk {dutch.millions(last['bedrag_eur'])} in de begroting van {last['jaar']}: "
        f"{dutch.millions(abs(change))} {word} dan in {first['jaar']}."
    )
    columns = [
        Column("regio"), Column("post", "Post"), Column("jaar", "Jaar"), Column("bedrag_eur", "Bedrag in euro", "euro"),
        Column("bron"), Column("bronregel"),
    ]  # fmt: skip
    return Figure.of(
        chapter.regio,
        f"budget-lijn-{line}",
        data,
        columns,
        titel=f"Budget: {programme.words('programmalijn')[line].lower()}",
        onderschrift="Miljoen euro per jaar, heel Nederland; er is geen verdeling per regio gepubliceerd",
        zin=sentence,
        alt=f"Staafdiagram met drie jaren. {sentence}",
        bron=f"Bron: {programme.place(first['bron'], first['bronregel'])} (september 2022), tabel Invulling; status: beoogd budget.",
        spec=charts.bars(data, decimals=0),
    )
