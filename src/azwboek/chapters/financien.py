"""The finance chapter: two budget tables side by side with what they add up to, shares, changes and a what-if."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from .. import dutch
from . import charts, programme, units, view
from .chapter import Chapter
from .figures import Column, Figure

YEARS = (2023, 2024, 2025)
SOURCE = "Bron: programma TAZ, regels 294 tot en met 313 (september 2022); status: beoogd budget."


def bases() -> dict[str, str]:
    """The bases that the share of innovation is reckoned on: code -> the words of its button."""
    return programme.words("begroting_basis")


def answer(chapter: Chapter) -> str:
    """The chapter in short: the total, and the share of innovation on every base, for the target names none."""
    sums = chapter.query("begroting_aansluiting")
    last = int(sums["jaar"].max())
    origin = sums[(sums["tabel"] == "herkomst") & (sums["jaar"] == last)].iloc[0]
    share = {basis: units.quantity(_innovation(chapter, basis, last), "%") for basis in bases()}
    text = (
        f"Van de {dutch.millions(origin['totaal_vermeld_eur'])} die landelijk voor {last} is begroot, gaat {share['alles']} naar innovatief werken. "
        f"Zonder Stagefonds is dat {share['zonder_stagefonds']}, zonder uitvoering {share['zonder_uitvoering']}, en van alleen de drie "
        f"programmalijnen {share['alleen_lijnen']}. Het programma wil naar twee derde en zegt niet van welk bedrag."
    )
    return text if chapter.national else f"{text} Een verdeling over regio’s is niet gepubliceerd."


def _innovation(chapter: Chapter, basis: str, year: int) -> float:
    """The share of innovation in one year on one base, in percent."""
    share = chapter.query("begroting_aandelen", basis=basis)
    return share[(share["jaar"] == year) & share["is_innovatie"]].iloc[0]["aandeel_pct"]


def both_tables(chapter: Chapter) -> Markup:
    """Both sides in one table, stated and recomputed totals, PM and n.v.t. shown as such, footnotes below."""
    posts = chapter.query("begroting_tabel")
    sums = chapter.query("begroting_aansluiting").set_index(["tabel", "jaar"])
    sides = [
        {
            "titel": title,
            "posten": view.rows(posts[posts["tabel"] == side]),
            "opgeteld": [sums.loc[(side, year), "totaal_berekend_eur"] for year in YEARS],
            "verschil": [sums.loc[(side, year), "verschil_eur"] for year in YEARS],
        }
        for side, title in programme.words("begroting_tabel").items()
    ]
    notes = view.rows(chapter.query("begroting_voetnoten"))
    return view.part("begroting.tabellen", YEARS, sides, _remarks(chapter), notes)


def reconciliation_figure(chapter: Chapter) -> Figure:
    """Stated total against the sum of the posts, per table and year."""
    data = chapter.query("begroting_aansluiting")
    gaps = data[data["verschil_eur"] != 0]
    columns = [
        Column("regio"), Column("tabel", "Tabel"), Column("jaar", "Jaar"), Column("totaal_vermeld_eur", "Vermeld totaal", "euro"),
        Column("totaal_berekend_eur", "Som van de posten", "euro"), Column("verschil_eur", "Verschil", "euro"),
        Column("posten_pm", "Posten PM", "posten"), Column("posten_nvt", "Posten n.v.t.", "posten"),
    ]  # fmt: skip
    return Figure.of(
        chapter.regio,
        "aansluiting",
        data,
        columns,
        titel="Vermeld totaal en som van de posten",
        onderschrift="Euro; posten met PM of n.v.t. tellen niet mee in de som",
        zin=_gap_sentence(data, gaps),
        alt="Tabel met per jaar het vermelde totaal, de som van de posten en het verschil.",
        bron=SOURCE,
    )


def share_figure(chapter: Chapter, basis: str) -> Figure:
    """The share of the three lines per year on one base, with the target of two thirds for innovation."""
    data = chapter.query("begroting_aandelen", basis=basis)
    target = chapter.query("begroting_streven").iloc[0]
    goal = 100 * target["waarde"] / int(target["eenheid"].rsplit(" ", 1)[1])
    data = data.assign(
        groep=data["jaar"].astype(str),
        naam=data["post"].map(programme.words("begroting_post")),
        waarde=data["aandeel_pct"],
        label=[units.quantity(v, "%") for v in data["aandeel_pct"]],
    )
    own = data[data["is_innovatie"]]
    path = dutch.listing([f"{units.quantity(r.aandeel_pct, '%')} in {r.jaar}" for r in own.itertuples()])
    last = own.iloc[-1]
    beside = "meer dan" if last["aandeel_pct"] > goal else "minder dan" if last["aandeel_pct"] < goal else "precies"
    name = data.iloc[0]["basis_naam"]
    sentence = (
        f"Gerekend over {name} is het aandeel voor innovatief werken {path}. "
        f"Dat is in {last['jaar']} {beside} de twee derde ({units.quantity(goal, '%')}) uit het groeimodel."
    )
    columns = [
        Column("regio"), Column("basis"), Column("jaar", "Jaar"), Column("post", "Programmalijn"),
        Column("bedrag_eur", "Bedrag in euro", "euro"), Column("aandeel_pct", "Aandeel in %", "%"), Column("basis_eur", "Basis in euro", "euro"),
    ]  # fmt: skip
    return Figure.of(
        chapter.regio,
        f"aandeel-{basis.replace('_', '-')}",
        data,
        columns,
        titel=f"Aandeel per programmalijn, {programme.words('begroting_titel')[basis]}",
        onderschrift="Procent van de basis, heel Nederland; stippellijn: streven van twee derde voor innovatief werken",
        zin=sentence,
        alt=f"Staafdiagram per jaar met de drie programmalijnen en een stippellijn bij twee derde. {sentence}",
        bron=f"{SOURCE} Streven: {programme.place(target['bron'], target['bronregel'])}; het document zegt niet over welke basis.",
        spec=charts.bars(data, decimals=0, target=goal),
    )


def shares(chapter: Chapter) -> list:
    """The share on each base, as a choice; without scripts all four stand under each other."""
    return [share_figure(chapter, basis) for basis in bases()]


def change_figure(chapter: Chapter) -> Figure:
    """The change of each post of the destination table from year to year."""
    data = chapter.query("begroting_verandering")
    known = data[data["verandering_eur"].notna()]
    short = programme.words("begroting_post")
    largest = known.loc[known["verandering_eur"].abs().sort_values(ascending=False, kind="stable").index[:2]]
    words = dutch.listing(
        [
            f"{short.get(r.post, r.post).lower()} ({r.jaar - 1}–{r.jaar}: {dutch.millions(abs(r.verandering_eur))} {'meer' if r.verandering_eur > 0 else 'minder'})"
            for r in largest.itertuples()
        ]
    )
    columns = [
        Column("regio"), Column("post", "Post"), Column("jaar", "Jaar"), Column("bedrag_eur", "Bedrag in euro", "euro"),
        Column("verandering_eur", "Verandering in euro", "euro"), Column("verandering_pct", "Verandering in %", "%"),
    ]  # fmt: skip
    return Figure.of(
        chapter.regio,
        "verandering",
        data,
        columns,
        titel="Verandering per jaar",
        onderschrift="Euro en procent ten opzichte van een jaar eerder, heel Nederland",
        zin=f"De grootste veranderingen zitten bij {words}.",
        alt="Tabel met per post en jaar het bedrag en de verandering.",
        bron=SOURCE,
    )


def what_if(chapter: Chapter) -> list:
    """What a region would get by its share of employees or inhabitants: a thought experiment, not an allocation."""
    warning = view.part("begroting.rekenvoorbeeld")
    data = chapter.query("begroting_naar_rato")
    if data.empty:
        return [warning, view.part("begroting.zonder_sleutel")]
    first = data.iloc[0]
    total = data[data["post"] == "Totaal"].iloc[-1]
    if chapter.national:
        return [view.part("begroting.bij_de_regio")]
    sentence = (
        f"{dutch.sentence_case(chapter.place)} woont {units.quantity(first['aandeel_pct'], '%')} van de {first['sleutel']}; "
        f"bij een gelijke verdeling zou dat in {total['jaar']} {dutch.number(total['naar_rato_eur'] / 1e6, 1)} miljoen euro zijn."
    )
    key = (
        f"CBS StatLine, tabel {first['tabel']}, {first['periode_label']}."
        if dutch.missing(first["vintage"])
        else chapter.source_line(data).removeprefix("Bron: ")
    )
    columns = [
        Column("regio"), Column("post", "Post"), Column("jaar", "Jaar"), Column("bedrag_eur", "Heel Nederland in euro", "euro"),
        Column("naar_rato_eur", "Voor deze regio in euro", "euro"), Column("aandeel_pct", eenheid="%"),
        *map(Column, ("sleutel", "sleutel_regio", "sleutel_nl", "soort", "vintage", "tabel")),
    ]  # fmt: skip
    figure = Figure.of(
        chapter.regio,
        "naar-rato",
        data,
        columns,
        titel=f"Rekenvoorbeeld: het budget verdeeld over de regio’s, {chapter.regio_naam}",
        onderschrift=f"Euro; verdeelsleutel: {first['sleutel']}, {first['periode_label']}",
        zin=sentence,
        alt="Tabel met per post en jaar het landelijke bedrag en het bedrag voor de regio.",
        bron=f"{SOURCE} Verdeelsleutel: {key}",
    )
    return [warning, figure]


def contradictions(chapter: Chapter) -> Markup:
    """What the documents contradict or leave out about money, with the numbers of the page of all contradictions."""
    return view.part("begroting.tegenspraken", view.rows(chapter.query("begroting_tegenspraken")))


def _remarks(chapter: Chapter) -> dict[int, list[int]]:
    """The numbers of the contradictions that point at a line of the budget tables, by line."""
    found: dict[int, list[int]] = {}
    for row in chapter.query("begroting_tegenspraken").sort_values("nummer").itertuples():
        for place in dict.fromkeys((row.plaats_a, row.plaats_b)):
            bron, line = place.split(":")
            if bron == "taz":
                found.setdefault(int(line), []).append(row.nummer)
    return found


def _gap_sentence(data: pd.DataFrame, gaps: pd.DataFrame) -> str:
    closing = sorted(set(data["tabel"]) - set(gaps["tabel"]))
    parts = []
    for table, rows in gaps.groupby("tabel"):
        amounts = dutch.listing([f"{dutch.euros(r.verschil_eur)} in {r.jaar}" for r in rows.itertuples()])
        parts.append(f"In de tabel ‘{table}’ is het vermelde totaal hoger dan de som van de posten: {amounts}.")
    parts += [f"In de tabel ‘{table}’ klopt het totaal precies." for table in closing]
    return " ".join(parts)
