"""One indicator in all areas of a set, each beside the country: as it stands, over the years, by number of people, and beside areas alike.

The values are those that the pages of the areas show: rows of ``uit_stand`` and ``uit_reeks``, or of the views of the real figures. The
words stand in ``book/onderdelen/gebieden.html``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from .. import dutch
from ..plan import NATIONAL, Region
from ..sources.areas import Settings
from ..statistics import findings, funnel
from ..statistics.intervals import LEVELS, LISTED, SHOWN
from ..statistics.outcomes import BASE, HIGHER, LOWER, NOT_TESTED, Rule
from . import area_charts, overview, tested, units, view
from .figures import Column, Figure

#: A figure of the ordinary StatLine has no rule of comparison: it is not tested, and says so.
NO_RULE = "onbekend"
#: Fewer periods than this are no line.
FEWEST = 3
_PEOPLE = ("teller_aantal", "noemer_aantal")
_KEPT = tuple(map(Column, ("code", "adres", "periode", "eenheid", "populatie", "status", "soort")))


@dataclass(frozen=True)
class Subject:
    """What is compared.

    Attributes:
        code: of the indicator, or of the real figure.
        naam: what its page is called.
        regel: how it is compared.
        stand: the latest figure of each area: ``regio``, ``periode``, ``periode_label``, ``waarde``, ``waarde_nl``, ``eenheid``, ``populatie``,
            ``status``, ``segment``, ``soort``, ``herkomst``, and where they are known ``teller_aantal`` and ``noemer_aantal``.
        reeks: the same over the years, with ``begin_datum`` and ``segment_nl``.
        wat: what the value is, beside its unit: who is counted, and where.
        bron: the source line.
        vragen: the queries of ``stand`` and ``reeks``, as a figure names them.
        woorden: the words of outcomes, by kind and code.
    """

    code: str
    naam: str
    regel: Rule
    stand: pd.DataFrame
    reeks: pd.DataFrame
    wat: str
    bron: str
    vragen: tuple[dict, dict]
    woorden: Mapping[tuple[str, str], str] = field(repr=False, default_factory=dict)

    @property
    def eenheid(self) -> str:
        return self.regel.eenheid

    @property
    def telt(self) -> bool:
        """Whether it is a count, which is never put beside that of the country."""
        return units.counts(self.eenheid)


Ask = Callable[..., pd.DataFrame]


def of_indicator(ask: Ask, code: str, naam: str, source: Callable[[pd.DataFrame], str]) -> Subject:
    """An indicator of the programme.

    Args:
        ask: runs a query by its name and parameters.
        code: of the indicator.
        naam: its name.
        source: makes the source line of rows.
    """
    stand, reeks = ask("indicator_gebieden", indicator=code), ask("indicator_reeksen", indicator=code)
    known = stand[stand["waarde"].notna() & (stand["regio"] != NATIONAL)]
    population = stand.iloc[0]["populatie"]
    return Subject(
        code,
        naam,
        findings.rules(ask("toetsregels"))[code],
        stand.assign(herkomst=stand["vintage"]),
        reeks.assign(herkomst=reeks["vintage"], segment_nl=reeks["segment"]),
        view.text("gebieden.wat_indicator", population),
        source(known) if len(known) else "",
        (_asked("indicator_gebieden", indicator=code), _asked("indicator_reeksen", indicator=code)),
        _words(ask),
    )


def of_figure(ask: Ask, code: str, naam: str) -> Subject:
    """A real figure of the ordinary StatLine, as :func:`of_indicator` gives an indicator."""
    data = ask("figuur_gebieden", figuur=code)
    data = data.assign(herkomst=data["tabel"], **dict.fromkeys(_PEOPLE))
    own = data[data["regio"] == NATIONAL].set_index("periode")["segment"]
    reeks = data[data["regio"] != NATIONAL].assign(segment_nl=lambda rows: rows["periode"].map(own).fillna(0))
    card = view.rows(ask("figuurkaart", figuur=code))[0]
    last = data[data["regio"] == NATIONAL].iloc[-1]
    asked = _asked("figuur_gebieden", figuur=code)
    return Subject(
        code,
        naam,
        Rule(last["eenheid"], "neutraal", NO_RULE),
        data[data["is_laatste"]],
        reeks,
        view.text("gebieden.wat_figuur", code, card, data.iloc[0]["periode_label"]),
        view.text("reeksen.bron", card, last["periode_label"], last["status"]),
        (asked, asked),
        _words(ask),
    )


def table(subject: Subject, areas: Sequence[tuple[Region, str]]) -> pd.DataFrame:
    """A row per area, in the order given: its figure, the difference with the country and the outcome of the test at 99.8%.

    Args:
        subject: what is compared.
        areas: each with the address that its name leads to.
    """
    own = pd.DataFrame(
        [(region.code, region.naam, address) for region, address in areas], columns=["code", "gebied", "adres"]
    )
    data = own.merge(subject.stand, how="left", left_on="code", right_on="regio").assign(eenheid=subject.eenheid)
    found = findings.of_areas(data.assign(regio=data["code"]), subject.regel)
    shown, listed = (found[found["niveau"] == level].reset_index(drop=True) for level in LEVELS)
    return data.assign(
        regio=NATIONAL,
        ondergrens=shown["onder"],
        bovengrens=shown["boven"],
        onder_land=listed["onder"],
        boven_land=listed["boven"],
        verschil_land=listed["verschil"],
        uitkomst_land=listed["uitkomst"],
        oordeel_land=listed["oordeel"],
        reden_land=listed["reden"],
        verschil=[overview.gap(row) for row in data.itertuples()],
        naast_land=[tested.outcome(row, subject.woorden) for row in listed.itertuples()],
        label=[units.quantity(value, subject.eenheid) for value in data["waarde"]],
    )


def drawn(data: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table that can be drawn beside each other: of one period, the one that most areas have a figure of."""
    known = data[data["waarde"].notna()]
    return known[known["periode"] == known["periode"].mode().max()] if len(known) else known


def standing(subject: Subject, data: pd.DataFrame, words: Settings, name: str) -> Figure | None:
    """The areas as ordered points with the country as a line; None when no area has a figure.

    Args:
        subject: what is compared.
        data: from :func:`table`.
        words: what the areas are called.
        name: name of the figure.
    """
    rows = drawn(data)
    if rows.empty:
        return None
    country = None if subject.telt or rows["waarde_nl"].isna().all() else float(rows["waarde_nl"].dropna().iloc[0])
    bounded = bool(data["ondergrens"].notna().any())
    known = data[data["waarde"].notna()]
    tested = known[known["uitkomst_land"] != NOT_TESTED]
    reasons = known.loc[known["uitkomst_land"] == NOT_TESTED, "reden_land"].drop_duplicates()
    said = {
        "naam": subject.naam, "eenheid": subject.eenheid, "periode": rows.iloc[0]["periode_label"], "gebieden": words.meervoud,
        "aantal": len(rows), "totaal": len(data), "laagste": rows["waarde"].min(), "hoogste": rows["waarde"].max(), "land": country,
        "getoetst": len(tested), "hoger": int((tested["uitkomst_land"] == HIGHER).sum()),
        "lager": int((tested["uitkomst_land"] == LOWER).sum()), "redenen": [subject.woorden["reden", code] for code in reasons], "marge": bounded,
        "wat": subject.wat, "anders": len(known) - len(rows),
    }  # fmt: skip
    limits = [Column("ondergrens", "Ondergrens", subject.eenheid), Column("bovengrens", "Bovengrens", subject.eenheid)]
    beside = (
        [] if country is None else [Column("verschil", "Verschil", "tekst"), Column("naast_land", "Naast Nederland")]
    )
    sentence = view.text("gebieden.zin", said)
    return Figure.of(
        NATIONAL,
        name,
        data,
        [
            Column("regio"), Column("gebied", dutch.sentence_case(words.enkelvoud), link="adres"), Column("periode_label", "Periode"),
            Column("waarde", "Cijfer", subject.eenheid), *(limits if bounded else ()), *beside, Column("waarde_nl", "", subject.eenheid),
            *map(Column, ("verschil_land", "onder_land", "boven_land", "uitkomst_land", "oordeel_land", "reden_land", "herkomst")), *_KEPT,
        ],
        titel=f"{subject.naam}, alle {words.meervoud}",
        onderschrift=view.text("gebieden.onderschrift", said, units.caption(subject.eenheid)),
        zin=sentence,
        alt=f"Puntgrafiek met een rij per {words.enkelvoud}, van hoog naar laag. {sentence}",
        bron=subject.bron,
        soort=rows.iloc[0]["soort"],
        spec=area_charts.ordered(
            rows.assign(anders=rows["uitkomst_land"].isin((HIGHER, LOWER))), decimals=units.decimals(subject.eenheid), country=country
        ),
        vraag=subject.vragen[0],
    )  # fmt: skip


def over_the_years(subject: Subject, areas: Sequence[tuple[Region, str]], words: Settings, name: str) -> Figure | None:
    """A line per area over the years, with the country's; None when there are too few periods for a line."""
    names = {region.code: region.naam for region, _ in areas}
    data = subject.reeks[subject.reeks["regio"].isin(names)]
    if data["periode"].nunique() < FEWEST:
        return None
    data = data.rename(columns={"regio": "code"})
    data = data.assign(
        regio=NATIONAL,
        gebied=data["code"].map(names),
        stuk=_pieces(data, data["code"]),
        stuk_nl=data["segment_nl"],
    )
    ends = [data[data["periode"] == period] for period in (data["periode"].min(), data["periode"].max())]
    said = {
        "naam": subject.naam, "eenheid": subject.eenheid, "gebieden": words.meervoud, "wat": subject.wat, "telt": subject.telt,
        "einden": [
            {"periode": rows.iloc[0]["periode_label"], "laagste": rows["waarde"].min(), "hoogste": rows["waarde"].max()} for rows in ends
        ],
    }  # fmt: skip
    sentence = view.text("gebieden.zin_verloop", said)
    return Figure.of(
        NATIONAL,
        name,
        data.sort_values(["code", "periode"], key=_by({code: place for place, code in enumerate(names)}), kind="stable"),
        [
            Column("regio"), Column("gebied"), Column("periode_label", "Periode"), Column("waarde", "Cijfer", subject.eenheid),
            *([] if subject.telt else [Column("waarde_nl", "Nederland", subject.eenheid)]), Column("herkomst"),
            *(column for column in _KEPT if column.naam != "adres"),
        ],
        titel=f"{subject.naam} over de jaren, alle {words.meervoud}",
        onderschrift=view.text("gebieden.onderschrift_verloop", said, units.caption(subject.eenheid)),
        zin=sentence,
        alt=f"Lijngrafiek met een lijn per {words.enkelvoud}. {sentence}",
        bron=subject.bron,
        soort=data.iloc[0]["soort"],
        spec=area_charts.over_the_years(
            data, decimals=units.decimals(subject.eenheid), country=not subject.telt and bool(data["waarde_nl"].notna().any())
        ),
        groep="gebied",
        vraag=subject.vragen[1],
    )  # fmt: skip


def by_people(subject: Subject, data: pd.DataFrame, words: Settings, name: str) -> Figure | None:
    """A funnel: each area by how many people its figure is of; None where the figure is no count with a denominator.

    Its limits are those of the test beside the country, rounding of the source included: what lies outside is what chance does not explain.
    """
    rows = drawn(data)
    if (
        rows.empty
        or subject.regel.meting != "telling"
        or subject.eenheid not in BASE
        or rows["noemer_aantal"].isna().any()
    ):
        return None
    base, country = BASE[subject.eenheid], float(rows.iloc[0]["waarde_nl"])
    lines = []
    for level, said in ((SHOWN, "95%"), (LISTED, "99,8%")):
        for people in area_charts.steps(rows["noemer_aantal"].min() * 0.8, rows["noemer_aantal"].max() * 1.05):
            limits = funnel.proportion(people, country / base, level, subject.regel.afronding).times(base)
            lines.append((said, people, *limits))
    limits = pd.DataFrame(lines, columns=["niveau", "noemer_aantal", "onder", "boven"])
    outside = (rows["onder_land"] > country) | (rows["boven_land"] < country)
    sentence = view.text("gebieden.zin_trechter", words.meervoud, len(rows), int(outside.sum()))
    return Figure.of(
        NATIONAL,
        name,
        rows,
        [
            Column("regio"), Column("gebied", dutch.sentence_case(words.enkelvoud), link="adres"), Column("periode_label", "Periode"),
            Column("teller_aantal", "Geteld", "personen"), Column("noemer_aantal", "Van", "personen"), Column("waarde", "Cijfer", subject.eenheid),
            Column("naast_land", "Naast Nederland"), Column("waarde_nl", "", subject.eenheid), Column("herkomst"), *_KEPT,
        ],
        titel=f"{subject.naam} naar aantal mensen, alle {words.meervoud}",
        onderschrift=view.text("gebieden.onderschrift_trechter", units.caption(subject.eenheid), subject.regel.afronding),
        zin=sentence,
        alt=f"Trechtergrafiek met een punt per {words.enkelvoud}. {sentence}",
        bron=subject.bron,
        soort=rows.iloc[0]["soort"],
        spec=area_charts.funnel(rows.assign(buiten=outside), limits, decimals=units.decimals(subject.eenheid), country=country),
        vraag=subject.vragen[0],
    )  # fmt: skip


def beside_alike(
    subject: Subject, data: pd.DataFrame, alike: Mapping[str, tuple[Sequence[str], str]], words: Settings, name: str
) -> Figure | None:
    """Each area with the areas that are most like it, with their figures; None when there are none.

    Args:
        subject: what is compared.
        data: from :func:`table`.
        alike: by area the codes of its peers, nearest first, and the address where they are explained.
        words: what the areas are called.
        name: name of the figure.
    """
    rows = drawn(data)
    rows = rows[rows["code"].isin(alike)]
    if rows.empty:
        return None
    said = {row.code: f"{row.gebied} {row.label}" for row in data.itertuples()}
    rows = rows.assign(
        gelijkend=["; ".join(said[code] for code in alike[own][0] if code in said) for own in rows["code"]],
        adres=[alike[own][1] for own in rows["code"]],
    )
    return Figure.of(
        NATIONAL,
        name,
        rows,
        [
            Column("regio"), Column("gebied", dutch.sentence_case(words.enkelvoud), link="adres"), Column("waarde", "Cijfer", subject.eenheid),
            Column("gelijkend", dutch.sentence_case(f"{words.meervoud} die erop lijken")), Column("periode_label"), Column("herkomst"), *_KEPT,
        ],
        titel=f"{subject.naam}, naast {words.meervoud} die op elkaar lijken",
        onderschrift=view.text("gebieden.onderschrift_gelijkend", units.caption(subject.eenheid)),
        zin=view.text("gebieden.zin_gelijkend", words.enkelvoud, words.meervoud, max(len(peers) for peers, _ in alike.values())),
        alt=f"Tabel met per {words.enkelvoud} de {words.meervoud} die erop lijken.",
        bron=subject.bron,
        soort=rows.iloc[0]["soort"],
        vraag=subject.vragen[0],
    )  # fmt: skip


def _asked(name: str, **parameters: str) -> dict:
    return {"naam": name, "parameters": parameters}


def _words(ask: Ask) -> dict[tuple[str, str], str]:
    return {(row.soort, row.code): row.tekst for row in ask("toetswoorden").itertuples()}


def _by(order: Mapping[str, int]) -> Callable[[pd.Series], pd.Series]:
    """A key to sort areas in the order of the book, and periods with the latest first."""

    def key(column: pd.Series) -> pd.Series:
        return column.map(order) if column.name == "code" else -column.rank(method="dense")

    return key


def _pieces(data: pd.DataFrame, areas: pd.Series) -> pd.Series:
    """The unbroken pieces of the lines: a new one after a break of the series, and after periods without a figure."""
    steps = pd.to_datetime(data["begin_datum"]).groupby(areas).diff()
    return data["segment"] + (steps > 1.5 * steps.median()).groupby(areas).cumsum()
