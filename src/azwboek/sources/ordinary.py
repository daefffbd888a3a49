"""Tables of the ordinary StatLine: only the cells that the book's own series need, and those cells as figures.

Their keys are proven, so that columns and positions are found by key. What is fetched is held against the figures that the book
brings along, and its municipalities against the book's own regions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import AzwboekError
from . import plain
from .catalogue import NotFound, Ordinary, topic_groups
from .snapshots import RawTable, Snapshot, is_dimension, machine

if TYPE_CHECKING:
    import pandas as pd

COUNTRY, OURS = "NL01", "NL"  # the country as CBS and as the registers of the book name it
ALIKE = 5  # shared cells from which on a series can be held against the one that the book brings along
Frames = dict[str, "pd.DataFrame"]  # the registers of the series, as :func:`azwboek.sources.series.load` gives them


@dataclass(frozen=True)
class Found:
    """Where the series of one table stand in it.

    Attributes:
        region: key of the dimension with regions, or None.
        period: key of the dimension with periods.
        measures: the keys of the measures of each series, in their order in the mapping.
        positions: per series its dimension and the padded key of its position.
        margin: the dimension with value and bounds, or None.
        margins: waarde, ondergrens and bovengrens -> padded key.
        code: the measure with the code of a municipality's region, or None.
    """

    region: str | None
    period: str
    measures: dict[str, tuple[str, ...]]
    positions: dict[str, tuple[str, str]]
    margin: str | None
    margins: dict[str, str]
    code: str | None

    @property
    def select(self) -> list[str]:
        """The measures that are needed."""
        own = [key for keys in self.measures.values() for key in keys]
        return list(dict.fromkeys([*own, *filter(None, [self.code])]))

    @property
    def kept(self) -> dict[str, set[str]]:
        """The positions that are needed, per dimension that has a choice of them."""
        chosen: dict[str, set[str]] = {}
        for dimension, key in self.positions.values():
            chosen.setdefault(dimension, set()).add(key)
        return chosen | ({self.margin: set(self.margins.values())} if self.margin else {})


def find(choice: Ordinary, table: RawTable | Snapshot) -> Found:
    """Where the series of a table stand.

    Raises:
        NotFound: a column or position is not there, or a dimension is left open; everything is named at once.
    """
    faults: list[str] = []
    properties = table.metadata["DataProperties"]
    kinds = {p["Key"]: p["Type"] for p in properties if is_dimension(p)}
    regions = [key for key, kind in kinds.items() if kind in ("GeoDimension", "GeoDetail")]
    periods = [key for key, kind in kinds.items() if kind == "TimeDimension"]
    if len(periods) != 1 or len(regions) > 1:
        raise NotFound(
            f"{table.table}: verwacht één tijddimensie en hoogstens één met regio's, gevonden {', '.join(kinds)}"
        )
    others = [key for key in kinds if key not in (*regions, *periods)]

    def position(dimensions: Iterable[str], key: str, what: str) -> tuple[str, str] | None:
        there = [(name, row["Key"]) for name in dimensions for row in table.metadata[name] if row["Key"].strip() == key]
        if len(there) != 1:
            faults.append(
                f"{what} in {table.table}: positie {key} staat er {len(there)} keer; er zijn dimensies {', '.join(kinds)}"
            )
        return there[0] if len(there) == 1 else None

    bounds = {name: position(others, key, "marges") for name, key in choice.marges.items()}
    margin = next((found[0] for found in bounds.values() if found), None)
    measures, positions = {}, {}
    for series, cells in choice.reeksen.items():
        try:
            measures[series] = tuple(_measure(choice, table, key) for key in cells.maten)
        except NotFound as fault:
            faults.append(f"{series}: {fault}")
        if cells.positie and (there := position([d for d in others if d != margin], cells.positie, series)):
            positions[series] = there
    fixed = {margin, *(dimension for dimension, _ in positions.values())}
    faults += [
        f"dimensie {name} in {table.table}: geen positie gekozen uit {len(table.metadata[name])}; zet haar bij de reeksen"
        for name in others
        if name not in fixed and len(table.metadata[name]) > 1
    ]
    if faults:
        raise NotFound("; ".join(dict.fromkeys(faults)) + " (data/catalogus.yml, onder gewoon)")
    margins = {name: found[1] for name, found in bounds.items() if found}
    return Found(next(iter(regions), None), periods[0], measures, positions, margin, margins, _code(choice, table))


def _measure(choice: Ordinary, table: RawTable | Snapshot, key: str) -> str:
    """A measure by its key; its number at the end may be another one, when the unit then leaves one."""
    topics = {p["Key"]: p for p in table.metadata["DataProperties"] if p["Type"] == "Topic"}
    alike = [name for name in topics if re.sub(r"_\d+$", "", name) == re.sub(r"_\d+$", "", key)]
    there = [key] if key in topics else alike
    fits = [
        n for n in there if choice.eenheid is None or plain.unit(topics[n].get("Unit")) == plain.unit(choice.eenheid)
    ]
    if len(fits) != 1:
        found = (
            ", ".join(f"{n} ({plain.shown(topics[n].get('Unit')) or 'geen eenheid'})" for n in there)
            or "niets dat zo heet"
        )
        raise NotFound(
            f"{table.table}, kolom {key}: verwacht één maat in {choice.eenheid or 'welke eenheid ook'}, gevonden {found}"
        )
    return fits[0]


def _code(choice: Ordinary, table: RawTable | Snapshot) -> str | None:
    """The measure with the official region of a municipality, by its group and title."""
    properties = table.metadata["DataProperties"]
    paths = topic_groups(properties)
    titles = {
        p["Key"]: plain.title(" ".join([*paths[p["Key"]], p["Title"]])) for p in properties if p["Type"] == "Topic"
    }
    wanted = choice.regiocode and plain.title(choice.regiocode)
    return next((key for key, title in titles.items() if wanted and title.endswith(wanted)), None)


# ---- figures ----


def figures(choice: Ordinary, table: RawTable | Snapshot, frames: Frames) -> tuple[pd.DataFrame, list[str]]:
    """The cells of a table as figures of the book's series, from the first period that the book has of each.

    A region's figure is the sum of its municipalities. A year in which they are not together the country is left out.

    Returns:
        ``reeks``, ``gebied``, ``periode``, ``waarde``, ``ondergrens``, ``bovengrens``, ``status``; and a line for each year that is left out.

    Raises:
        NotFound: see :func:`find`.
    """
    import pandas as pd

    found = find(choice, table)
    data = table.frame() if isinstance(table, Snapshot) else table.data
    data = data.assign(**{name: data[name].astype(str).str.strip() for name in table.dimensions})
    words = frames["statussen"].set_index("titel")["status"]
    status = {row["Key"].strip(): words.get(row.get("Status"), "onbekend") for row in table.metadata[found.period]}
    series = frames["reeksen_reeksen"].set_index("code")
    known = frames["reeksen_cijfers"]
    data = data[data[found.period].str[4:6].isin(choice.perioden)]
    parts, remarks = [], []
    for name in choice.reeksen:
        own = _cells(choice, found, name, data)
        own = own[own["periode"] >= known.loc[known["reeks"] == name, "periode"].min()]
        if series.loc[name, "korrel"] == "regio":
            own, left = _per_region(own, homes(choice, table, frames))
            remarks += left
        else:
            own = own[own["gebied"].isin(_areas(series.loc[name, "korrel"], frames))]
        parts.append(own.assign(reeks=name, status=own["periode"].map(status)))
    parts = _together(parts, series)
    columns = ["reeks", "gebied", "periode", "waarde", "ondergrens", "bovengrens", "status"]
    return pd.concat(parts, ignore_index=True)[columns], list(dict.fromkeys(remarks))


def _cells(choice: Ordinary, found: Found, name: str, data: pd.DataFrame) -> pd.DataFrame:
    """One series: ``gebied``, ``periode``, ``waarde`` and its bounds; cells without a value are left out."""
    import pandas as pd

    if name in found.positions:
        dimension, key = found.positions[name]
        data = data[data[dimension] == key.strip()]
    values = data[list(found.measures[name])].sum(axis=1, skipna=False) * choice.schaal
    own = pd.DataFrame(
        {
            "gebied": data[found.region].replace(COUNTRY, OURS) if found.region else OURS,
            "periode": data[found.period],
            "soort": data[found.margin] if found.margin else "waarde",
            "waarde": values.round(6),
        }
    ).dropna(subset="waarde")
    kinds = {key.strip(): kind for kind, key in found.margins.items()} | {"waarde": "waarde"}
    wide = own.assign(soort=own["soort"].map(kinds)).pivot(
        index=["gebied", "periode"], columns="soort", values="waarde"
    )
    return wide.reindex(columns=["waarde", "ondergrens", "bovengrens"]).dropna(subset="waarde").reset_index()


def _areas(grain: str, frames: Frames) -> set[str]:
    """The areas that figures of a grain are of."""
    kinds = {"corop": {"corop"}, "provincie": {"land", "landsdeel", "provincie"}, "land": {"land"}}
    areas = frames["reeksen_telgebieden"]
    return set(areas.loc[areas["soort"].isin(kinds[grain]), "code"])


def _per_region(own: pd.DataFrame, home: pd.Series) -> tuple[pd.DataFrame, list[str]]:
    """Regions as the sums of their municipalities, in the years in which they are together the country."""
    import pandas as pd

    towns = own[own["gebied"].str.startswith("GM")]
    regions = pd.MultiIndex.from_frame(towns[["gebied", "periode"]]).map(home.to_dict())
    sums = towns.assign(gebied=regions).groupby(["gebied", "periode"], as_index=False)["waarde"].sum()
    country = own[own["gebied"] == OURS].set_index("periode")["waarde"]
    summed = sums.groupby("periode")["waarde"].sum().reindex(country.index, fill_value=0)
    good = country.index[summed == country]
    left = [
        f"{year[:4]} is weggelaten: de gemeenten met een regio tellen samen {summed[year]:.0f} en Nederland {country[year]:.0f}"
        for year in country.index.difference(good)
    ]
    own = pd.concat([own[own["gebied"] == OURS], sums])
    return own[own["periode"].isin(good)].reset_index(drop=True), left


def _together(parts: list[pd.DataFrame], series: pd.DataFrame) -> list[pd.DataFrame]:
    """The series of a figure in the periods that all of them have: a sentence names them side by side."""
    periods: dict[str, set[str]] = {}
    for part in parts:
        for name in part["reeks"].unique():
            own, figure = set(part["periode"]), series.loc[name, "figuur"]
            periods[figure] = periods.get(figure, own) & own
    return [
        part[part["periode"].isin(periods[series.loc[name, "figuur"]])]
        for part in parts
        for name in part["reeks"].unique()
    ]


# ---- municipalities ----


def official(choice: Ordinary, table: RawTable | Snapshot) -> pd.DataFrame:
    """The municipalities with inhabitants in each period: ``regio`` (in which CBS counts them, or None), ``gemeente``, ``periode``, ``inwoners``.

    The number of inhabitants is that of the first measure of the mapping.
    """
    import pandas as pd

    found = find(choice, table)
    data = table.frame() if isinstance(table, Snapshot) else table.data
    (first, *_), *_ = found.measures.values()
    data = data[data[found.region].astype(str).str.startswith("GM") & data[first].notna()]
    keys = {"gemeente": found.region, "periode": found.period} | ({"regio": found.code} if found.code else {})
    own = {name: data[key].astype(object).str.strip().replace("", None) for name, key in keys.items()}
    return pd.DataFrame({"regio": None} | own | {"inwoners": data[first]}, index=data.index)


def _year(frames: Frames) -> str:
    """The year that the book's list of municipalities is of: that in which the country had as many inhabitants as they have together."""
    known, people = frames["reeksen_cijfers"], frames["reeksen_gemeenten"]["inwoners"].sum()
    return known.loc[(known["gebied"] == OURS) & (known["waarde"] == people), "periode"].max()


def homes(choice: Ordinary, table: RawTable | Snapshot, frames: Frames) -> pd.Series:
    """The region of every municipality, by code and period: as the book has it, or else as CBS has it."""
    ours = frames["reeksen_gemeenten"].set_index("code")["regio"]
    there = official(choice, table)
    own = there["gemeente"].map(ours)
    home = there.assign(regio=own.where(own.notna(), there["regio"])).dropna(subset="regio")
    return home.set_index(["gemeente", "periode"])["regio"]


def _theirs(choice: Ordinary, table: RawTable | Snapshot, year: str) -> pd.DataFrame:
    """The municipalities in one year with the region in which CBS counts them: ``gemeente``, ``regio``."""
    there = official(choice, table).dropna(subset="regio")
    return there.loc[there["periode"] == year, ["gemeente", "regio"]]


def moved(choice: Ordinary, table: RawTable | Snapshot, frames: Frames) -> list[str]:
    """Where CBS counts municipalities in another region than the book does, a line each; in the year that the book's list is of."""
    ours = frames["reeksen_gemeenten"].set_index("code")
    there = official(choice, table).dropna(subset="regio")
    if there.empty:
        return [
            f"{table.table}: geen codes van RegioPlus-regio's gevonden ({choice.regiocode}); de indeling is niet vergeleken"
        ]
    year = _year(frames)
    theirs = _theirs(choice, table, year).set_index("gemeente")["regio"]
    lines = []
    for code in sorted({*ours.index, *theirs.index}):
        own, its = ours["regio"].get(code), theirs.get(code)
        if own == its:
            continue
        name = ours["naam"].get(code, "niet in gemeenten.csv")
        lines.append(
            f"gemeente {code} ({name}): volgens het CBS ({table.table}, {year[:4]}) in {its or 'geen regio'}, in dit boek in "
            f"{own or 'geen regio'}; klopt het CBS, zet dat dan in data/registers/reeksen/gemeenten.csv"
        )
    return lines


# ---- against what the book brings along ----


def held(choice: Ordinary, table: RawTable, frames: Frames, limit_pct: float) -> tuple[list[str], list[str]]:
    """A table held against the figures that the book brings along.

    Returns:
        What makes it unfit: a series that is another one than the book has, or has no cell in common with it; and what should be
        known: figures that were revised, years that are left out, municipalities that are counted elsewhere.
    """
    try:
        found, remarks = figures(choice, table, frames)
    except NotFound as fault:
        return [str(fault)], []
    keys = ["reeks", "gebied", "periode"]
    both = frames["reeksen_cijfers"].merge(found, on=keys, suffixes=("_boek", ""))
    faults = []
    for name, cells in choice.reeksen.items():
        own = both[both["reeks"] == name]
        where = f"{table.table}, kolom {', '.join(cells.maten)}"
        if len(own) < ALIKE:
            faults.append(f"{where}: verwacht voor reeks {name} cijfers die het boek ook heeft, gevonden {len(own)}")
            continue
        now, was = own["waarde"].astype(float), own["waarde_boek"].astype(float)
        off = (100 * (now - was).abs() / was.where(was != 0)).median()
        if off > limit_pct:
            faults.append(
                f"{where}: verwacht voor reeks {name} ongeveer de cijfers die het boek heeft, gevonden {now.iloc[-1]:g} in plaats van "
                f"{was.iloc[-1]:g} in {own['periode'].iloc[-1]} ({own['gebied'].iloc[-1]}); controleer maat, positie en schaal"
            )
        elif revised := int((now != was).sum()):
            remarks.append(f"{name}: {revised} van {len(own)} cijfers zijn herzien sinds de kopie in dit boek")
    return faults, remarks + (moved(choice, table, frames) if choice.regiocode else [])


def merged(frames: Frames, choices: list[Ordinary], kept: Iterable[Snapshot], mapping: Path) -> Frames:
    """The registers of the series with what was fetched in the place of the same cells, and newer periods beside them.

    ``reeksen_tabellen`` gets a column ``testbron``: the host of a table that did not come from CBS. ``reeksen_gemeenten_cbs`` is where CBS
    counts each municipality in the year of the list of the book: ``gemeente``, ``regio``, ``jaar``, ``tabel``, ``kopie``; without rows when that was not fetched.

    Raises:
        AzwboekError: a kept table is not the one that the mapping describes.
    """
    import pandas as pd

    frames = frames | {
        "reeksen_gemeenten_cbs": pd.DataFrame(columns=["gemeente", "regio", "jaar", "tabel", "kopie"], dtype=object)
    }
    tables = frames["reeksen_tabellen"].assign(testbron=None).astype(object).set_index("tabel", drop=False)
    known = frames["reeksen_cijfers"]
    there = {snapshot.table.casefold(): snapshot for snapshot in kept}
    for choice in choices:
        snapshot = there.get(choice.tabel.casefold())
        if snapshot is None:
            continue
        try:
            found, _ = figures(choice, snapshot, frames | {"reeksen_cijfers": known})
        except NotFound as fault:
            raise AzwboekError(f"{mapping}: {fault}; haal de tabel opnieuw op: azwboek refresh --force") from fault
        manifest, host = snapshot.manifest, machine(snapshot.manifest["host"])
        fetched = found.assign(
            tabel=choice.tabel, kopie=manifest["opgehaald"], zekerheid="V", licentie=known["licentie"].iloc[0]
        )
        keys = ["reeks", "gebied", "periode"]
        old = known[~pd.MultiIndex.from_frame(known[keys]).isin(pd.MultiIndex.from_frame(fetched[keys]))]
        fetched = fetched[known.columns].astype(object)
        known = pd.concat([old, fetched.where(fetched.notna(), None)], ignore_index=True)
        tables.loc[choice.tabel, ["stand", "kopie", "vindplaats"]] = [
            manifest["gewijzigd"][:10],
            manifest["opgehaald"],
            host,
        ]
        tables.loc[choice.tabel, "testbron"] = host if snapshot.is_test else None
        if choice.regiocode:
            frames["reeksen_gemeenten_cbs"] = _theirs(choice, snapshot, _year(frames)).assign(
                jaar=int(_year(frames)[:4]), tabel=choice.tabel, kopie=manifest["opgehaald"]
            )
        if choice.regiocode and _year(frames) in set(found["periode"]):
            frames["reeksen_gemeenten"] = _counted(choice, snapshot, frames)
    frames["reeksen_cijfers"] = known
    frames["reeksen_tabellen"] = tables.reset_index(drop=True)
    return frames


def _counted(choice: Ordinary, snapshot: Snapshot, frames: Frames) -> pd.DataFrame:
    """The municipalities with the inhabitants of the fetched table, in the year that the list is of."""
    towns, there = frames["reeksen_gemeenten"], official(choice, snapshot)
    now = there[there["periode"] == _year(frames)].set_index("gemeente")["inwoners"]
    counted = towns["code"].map(now)
    return towns.assign(
        inwoners=counted.where(counted.notna(), towns["inwoners"]).astype(int),
        kopie=towns["kopie"].where(counted.isna(), snapshot.manifest["opgehaald"]),
    ).astype(object)


def check(choices: list[Ordinary], frames: Frames, mapping: Path) -> None:
    """See that the mapping names series and tables that the registers have, each once.

    Raises:
        AzwboekError: every fault is named.
    """
    series = frames["reeksen_reeksen"].set_index("code")["tabel"]
    named = [(choice.tabel, name) for choice in choices for name in choice.reeksen]
    faults = [
        f"{mapping}: gewoon, tabel {table}: reeks {name} staat in data/registers/reeksen/reeksen.csv bij {series.get(name, 'geen tabel')}"
        for table, name in named
        if series.get(name) != table
    ]
    tables = [choice.tabel for choice in choices]
    faults += [
        f"{mapping}: gewoon, tabel {table} staat er dubbel"
        for table in sorted({t for t in tables if tables.count(t) > 1})
    ]
    if faults:
        raise AzwboekError("\n".join(faults))
