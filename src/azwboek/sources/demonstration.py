"""Make demonstration tables in the shape in which CBS delivers the real ones, where CBS cannot be reached.

Every value is invented. National levels pass through the published figures in ``ANCHORS``; everything else
is a seeded walk around them. A table differs from a real one only in its title and summary and in the
manifest of its snapshot, so that catalogue, warehouse and notebooks take the same path for both.

How it fits together: ``_workforce`` makes employees per branch, region and quarter once; the tables on
employees, mobility and jobs derive from it, so that shares, flows and growth agree. The other tables stand
alone. All arrays end in the axes (region, period), and ``_aggregate`` turns the smallest cells into totals by
one plan per axis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ..errors import AzwboekError
from . import registers, snapshots
from .snapshots import RawTable

MODIFIED = "2026-11-01T02:00:00"
SUMMARY = "Verzonnen demonstratiegegevens, geen cijfers van het CBS. Gemaakt om het boek te bouwen en te testen."
# Category groups and their numbers.
GROUPS = {"Totalen": 1, "Branches": 2, "Nederland": 3, "Landsdelen": 4, "RegioPlus-arbeidsmarktregio's": 5}
SECRET_BELOW = 200  # employees: a smaller branch in a region is not shown, as CBS does with small groups

# The levels that the national series (zorg en welzijn, smal) pass through, each with its source. "voortgang4"
# is the fourth progress report (VWS, 4-11-2020), with the line; "verzonnen": geen gepubliceerd niveau.
ANCHORS: dict[str, dict[str, float]] = {
    "werknemers": {  # persons
        "2015KW01": 1_126_000,  # verzonnen
        "2016KW04": 1_160_000,  # verzonnen
        "2017KW01": 1_166_000,  # verzonnen
        "2017KW04": 1_183_000,  # voortgang4 265: in 2017 circa 23.000 erbij
        "2018KW01": 1_189_000,  # voortgang4 267: bij de start 136.000 in en 112.000 uit
        "2019KW01": 1_217_000,  # voortgang4 265: 33.000 minder dan een jaar later
        "2019KW04": 1_249_000,  # voortgang4 265: 2020KW01 is ongeveer gelijk aan eind 2019
        "2020KW01": 1_250_000,  # voortgang4 265: bijna 1,25 miljoen
        "2021KW01": 1_284_000,  # verzonnen
        "2022KW01": 1_318_000,  # verzonnen
        "2023KW01": 1_343_000,  # verzonnen; CBS noemt voor breed een saldo van 21.000
        "2024KW01": 1_374_000,  # verzonnen
        "2024KW04": 1_400_000,  # verzonnen
        "2026KW01": 1_428_000,  # verzonnen
    },
    "aandeel_werknemers": {  # % of all employees; CBS: "ruim 15" for breed in 2020KW02 and 2022KW04
        "2015KW01": 15.3,  # verzonnen
        "2020KW01": 15.4,  # verzonnen
        "2021KW01": 15.9,  # verzonnen
        "2022KW04": 15.4,  # verzonnen
        "2026KW01": 15.8,  # verzonnen
    },
    "kinderopvang": {"2015KW01": 80_000, "2020KW01": 100_000, "2026KW01": 125_000},  # persons; verzonnen
    "uitstroom": {  # persons, year on year
        "2016KW01": 108_000,  # verzonnen
        "2018KW01": 112_000,  # voortgang4 267: bij de start van het programma circa 112.000
        "2020KW01": 118_000,  # voortgang4 267: circa 118.000
        "2023KW01": 138_000,  # verzonnen; CBS noemt voor breed 155.000
        "2025KW04": 141_000,  # verzonnen
    },
    "pensioen": {"2016KW01": 0.21, "2020KW01": 0.20, "2025KW04": 0.22},  # part of the outflow; verzonnen
    "werktevredenheid": {  # %
        "2019KW02": 77.8,  # Staat VenZ, medewerkerstevredenheid (AZW WNE), smal
        "2019KW04": 78.0,  # nieuws.nl 29-9-2020 (CBS), breed
        "2021KW02": 77.2,  # verzonnen
        "2022KW04": 76.0,  # Skipr 2023-07 (CBS AZW), breed
        "2025KW04": 77.6,  # verzonnen
    },
    "werkdruk": {  # %; published for breed only
        "2019KW02": 40.0,  # NOS 2019 (CBS): vier op de tien
        "2020KW04": 40.5,  # verzonnen
        "2021KW02": 42.0,  # nu.nl 2022-11 (CBS)
        "2021KW04": 44.0,  # nieuws.nl 17-11-2022 (CBS)
        "2022KW02": 50.0,  # nieuws.nl 17-11-2022 (CBS)
        "2023KW02": 47.0,  # verzonnen
        "2025KW04": 44.5,  # verzonnen
    },
    "scholing": {"2019KW02": 79.0, "2021KW02": 75.5, "2025KW04": 78.5},  # %; verzonnen
    "werkenden_werknemer": {  # x 1 000, persons by main job
        "2013JJ00": 1_120.0,  # verzonnen
        "2016JJ00": 1_098.0,  # verzonnen
        "2020JJ00": 1_180.0,  # verzonnen
        "2021JJ00": 1_236.0,  # verzonnen, na de reeksbreuk
        "2025JJ00": 1_345.0,  # verzonnen
    },
    "zzp": {  # x 1 000
        "2013JJ00": 80.0,  # verzonnen
        "2018JJ00": 92.0,  # voortgang4 332: bijgesteld
        "2019JJ00": 95.0,  # voortgang4 322: voorlopig
        "2020JJ00": 97.0,  # verzonnen
        "2021JJ00": 113.0,  # verzonnen, na de reeksbreuk
        "2023JJ00": 129.0,  # verzonnen
        "2025JJ00": 121.0,  # verzonnen
    },
    "zmp": {"2013JJ00": 36.0, "2020JJ00": 33.0, "2021JJ00": 36.0, "2025JJ00": 35.0},  # x 1 000; verzonnen
    "ziekteverzuim": {  # %, as employees report it (NEA); published levels are of the employers' series only
        "2014JJ00": 5.2,  # verzonnen
        "2019JJ00": 5.5,  # verzonnen
        "2021JJ00": 5.8,  # verzonnen
        "2022JJ00": 7.3,  # verzonnen, na de reeksbreuk
        "2025JJ00": 6.9,  # verzonnen
    },
    "deeltijdfactor": {"2019KW01": 0.676, "2020KW01": 0.680, "2025KW04": 0.704},  # verzonnen
    "mbo_tekortberoepen": {"2015SJ00": 38_000, "2020SJ00": 47_000, "2025SJ00": 42_000},  # persons; verzonnen
    "mbo_overig": {"2015SJ00": 118_000, "2020SJ00": 112_000, "2025SJ00": 104_000},  # persons; verzonnen
}

# Landsdelen and the first two digits of the regions in them.
LANDSDELEN: dict[str, tuple[str, str]] = {
    "LD01": ("Noord-Nederland (LD)", "01"),
    "LD02": ("Oost-Nederland (LD)", "02 03 04"),
    "LD03": ("West-Nederland (LD)", "05 06 07 08 09 10 11 12"),
    "LD04": ("Zuid-Nederland (LD)", "13 14"),
}
# Regions around a university hospital: many of their inhabitants work there, in the other regions few.
UMC_REGIONS = ("RA0101", "RA0308", "RA0512", "RA0616", "RA0818", "RA0919", "RA1428")


@dataclass(frozen=True)
class Leaf:
    """A branch without parts: share of employees (smal = 1), average age, share of men, deeltijdfactor."""

    share: float
    age: float
    men: float
    part_time: float


CHILDCARE, OTHER = "Kinderopvang (incl. peuterspeelzaalwerk)", "buiten zorg en welzijn"
CARE, HOME_CARE = "Verpleging en verzorging", "Thuiszorg"
# Invented, except the share of sociaal werk: 54.300 employees in 2020KW01 (sociaalwerk-werkt.nl 9-9-2020).
LEAVES: dict[str, Leaf] = {
    "Universitair medische centra": Leaf(0.060, 42.4, 0.30, 0.81),
    "Ziekenhuizen en overige medisch specialistische zorg": Leaf(0.175, 42.9, 0.19, 0.73),
    "Geestelijke gezondheidszorg": Leaf(0.075, 42.6, 0.29, 0.78),
    "Huisartsen en gezondheidscentra": Leaf(0.028, 43.3, 0.12, 0.61),
    "Overige zorg en welzijn": Leaf(0.113, 40.6, 0.22, 0.66),
    CARE: Leaf(0.205, 42.8, 0.11, 0.61),
    HOME_CARE: Leaf(0.130, 44.1, 0.09, 0.57),
    "Gehandicaptenzorg": Leaf(0.142, 42.2, 0.20, 0.69),
    "Jeugdzorg": Leaf(0.02856, 40.1, 0.21, 0.79),
    "Sociaal werk": Leaf(54_300 / 1_250_000, 45.2, 0.27, 0.72),
    CHILDCARE: Leaf(0.0, 37.5, 0.05, 0.64),
    OTHER: Leaf(0.0, 41.0, 0.58, 0.81),
}
SMAL = [leaf for leaf in LEAVES if leaf not in (CHILDCARE, OTHER)]
# The positions of Branche, in the order of data/registers/branches.csv, and the leaves that each holds.
BRANCHES: dict[str, list[str]] = {
    "Zorg en welzijn (smal)": SMAL,
    "Zorg en welzijn (breed)": [*SMAL, CHILDCARE],
    "Alle economische activiteiten": list(LEAVES),
    **{leaf: [leaf] for leaf in SMAL[:5]},
    "Verpleging, verzorging en thuiszorg": [CARE, HOME_CARE],
    **{leaf: [leaf] for leaf in [*SMAL[5:], CHILDCARE]},
}


def regions(folder: Path) -> list[tuple[str, str, int]]:
    """Read the regions that the tables are made for.

    Args:
        folder: the registers.

    Returns:
        Code, name and invented weight of every region.

    Raises:
        AzwboekError: a register is wrong, or a region has no weight.
    """
    weights = {row.regio: row.gewicht for row in registers.read_one(folder, "demonstratiegewichten")}
    rows = registers.read_one(folder, "regios")
    if without := [row.code for row in rows if row.code not in weights]:
        raise AzwboekError(
            f"{folder / 'demonstratiegewichten.csv'}: geen gewicht voor regio {', '.join(without)}; voeg een regel toe"
        )
    return [(row.code, row.naam, weights[row.code]) for row in rows]


def tables(regions: list[tuple[str, str, int]], seed: int = 2022) -> list[RawTable]:
    """Make all demonstration tables.

    Args:
        regions: code, name and weight of the regions, such as ``("RA0101", "Groningen", 590)``, in any order.
        seed: another seed gives other values on the same levels; the same seed gives the same tables.

    Returns:
        The tables DEMO01 to DEMO07, as CBS would deliver them.
    """
    area = Area.of(regions)
    workforce = _workforce(area, _rng(seed, "werkgelegenheid"))
    return [
        _employees(area, workforce, _rng(seed, "DEMO01")),
        _mobility(area, workforce, _rng(seed, "DEMO02")),
        _survey(area, _rng(seed, "DEMO03")),
        _position(area, _rng(seed, "DEMO04")),
        _absence(area, _rng(seed, "DEMO05")),
        _jobs(area, workforce, _rng(seed, "DEMO06")),
        _education(area, _rng(seed, "DEMO07")),
    ]


def write_all(
    root: Path, regions: list[tuple[str, str, int]], *, date: str = "2026-11-01", seed: int = 2022
) -> list[Path]:
    """Make all demonstration tables and keep them as snapshots of the kind ``demonstratie``.

    Args:
        root: folder of all snapshots.
        regions: code, name and weight of the regions, see ``regions``.
        date: day that the manifest gives as day of access, ``yyyy-mm-dd``.
        seed: see ``tables``.

    Returns:
        The folder of every table, in the order of ``tables``.
    """
    return [snapshots.write(root, table, kind="demonstratie", host="", date=date) for table in tables(regions, seed)]


# --- the tables ---------------------------------------------------------------------------------------------


def _employees(area: Area, workforce: Workforce, rng: np.random.Generator) -> RawTable:
    quarters = _quarters("2016KW01", "2026KW01")
    periods = _with_years(quarters)
    cells = workforce.cells[..., [workforce.quarters.index(q) for q in quarters]]
    men = _column("men") * np.exp(_walk(rng, area.shape(quarters), 0.04))
    cells = np.stack([men * cells, (1 - men) * cells])  # sex, leaf, region, quarter
    drift = _deviations(rng, (len(LEAVES), *area.shape(quarters)), 0.5, 0.1)
    drift += np.linspace(-0.4, 0.5, len(quarters))
    age = _column("age") + drift + np.array([0.8, -0.1]).reshape(2, 1, 1, 1)
    sexes = np.vstack([np.ones(2), np.eye(2)])
    totals = (sexes, _branch_matrix(), area.plan, _year_matrix(periods, quarters))
    employees = _aggregate(cells, *totals)
    average = _aggregate(cells * age, *totals) / employees
    secret = workforce.secret(area)[None, :, :, None]
    return _table(
        "DEMO01",
        "Werknemers met een baan in de zorg en welzijn; persoonskenmerken, regio",
        [
            _dimension("Geslacht", "G", 90, ["Totaal mannen en vrouwen", "Mannen", "Vrouwen"]),
            _branches(),
            area.dimension(),
            _periods(periods),
        ],
        [
            Topic("Werknemers", "aantal", "Integer", 0, np.where(secret, np.nan, np.round(employees, -1))),
            Topic("Gemiddelde leeftijd", "jaar", "Double", 1, np.where(secret, np.nan, average)),
        ],
    )


def _mobility(area: Area, workforce: Workforce, rng: np.random.Generator) -> RawTable:
    quarters = _quarters("2016KW01", "2025KW04")
    now = np.array([workforce.quarters.index(q) for q in quarters])
    smal = workforce.cells[: len(SMAL)].sum(axis=0)
    before, growth = smal[:, now - 4], smal[:, now] - smal[:, now - 4]
    shape = area.shape(quarters)
    outflow = _spread(_path("uitstroom", quarters, rng, 700), before, _deviations(rng, shape, 0.05, 0.02))
    retired = _path("pensioen", quarters, rng, 0.002) * outflow.sum(axis=0)
    retired = _spread(retired, outflow, _deviations(rng, shape, 0.06, 0.03))
    retired[:, -2:] = np.nan  # where leavers went is known later than that they left
    # Main jobs grow 1.000 more than employees: 152.000 in, 118.000 out, 33.000 more (voortgang4 265, 267).
    inflow = outflow + growth + 1_000 * area.share[:, None]
    entered, left, pensioned = (np.round(area.plan @ n / 1_000, 1) for n in (inflow, outflow, retired))
    return _table(
        "DEMO02",
        "Mobiliteit van werknemers; AZW (smal), kenmerken mobiliteit, regio",
        [area.dimension(), _periods(quarters)],
        [
            Topic("Instroom totaal", "x 1 000", "Double", 1, entered, "Instroom"),
            Topic("Uitstroom totaal", "x 1 000", "Double", 1, left, "Uitstroom"),
            Topic("Uitstroom naar pensioen", "x 1 000", "Double", 1, pensioned, "Uitstroom"),
            Topic("Saldo in-/uitstroom", "x 1 000", "Double", 1, entered - left),
        ],
    )


def _survey(area: Area, rng: np.random.Generator) -> RawTable:
    # The second quarter for all, the fourth for the Netherlands only; 2020KW02 was not held.
    periods = [q for q in _quarters("2019KW02", "2025KW04") if q[-1] in "24" and q != "2020KW02"]
    national_only = np.array([q.endswith("KW04") for q in periods])

    def topic(title: str, series: str, level: float) -> Topic:
        path = _path(series, periods, rng, 0.3)
        values = area.around(path, _deviations(rng, area.shape(periods), level, 0.4 * level))
        values[1:, national_only] = np.nan
        return Topic(title, "%", "Double", 1, values)

    return _table(
        "DEMO03",
        "Werknemers; kerncijfers, regio",
        [area.dimension(), _periods(periods)],
        [
            topic("(Zeer) tevreden met het werk", "werktevredenheid", 1.5),
            topic("Werkdruk (veel) te hoog", "werkdruk", 2.2),
            topic("Scholing gevolgd in afgelopen twee jaar", "scholing", 1.7),
        ],
    )


def _position(area: Area, rng: np.random.Generator) -> RawTable:
    years = [f"{year}JJ00" for year in range(2013, 2026)]
    cells = []
    for series, noise, level, walk in (
        ("werkenden_werknemer", 4.0, 0.04, 0.01),
        ("zzp", 0.6, 0.15, 0.03),
        ("zmp", 0.4, 0.10, 0.03),
    ):
        national = _path(series, years, rng, noise)
        cells.append(_spread(national, area.share[:, None], _deviations(rng, area.shape(years), level, walk)))
    positions = ["Totaal", "Werknemer", "Zelfstandige zonder personeel", "Zelfstandige met personeel"]
    values = _aggregate(np.stack(cells), np.vstack([np.ones(3), np.eye(3)]), area.plan, np.eye(len(years)))
    return _table(
        "DEMO04",
        "Werkzame beroepsbevolking; positie in de werkkring, regio",
        [_dimension("Positie in de werkkring", "W", 80, positions), area.dimension(), _periods(years)],
        [Topic("Werkzame beroepsbevolking", "x 1 000", "Double", 1, values)],
    )


def _absence(area: Area, rng: np.random.Generator) -> RawTable:
    years = [f"{year}JJ00" for year in range(2014, 2026)]
    national = _path("ziekteverzuim", years, rng, 0.08)
    values = area.around(national, _deviations(rng, area.shape(years), 0.3, 0.15))
    too_few = len(values) - len(area.codes) + int(np.argmin(area.share))  # row of the smallest region
    values[too_few, [years.index("2019JJ00"), years.index("2023JJ00")]] = np.nan
    return _table(
        "DEMO05",
        "Ziekteverzuim volgens werknemers; regio",
        [area.dimension(), _periods(years)],
        [Topic("Ziekteverzuimpercentage", "%", "Double", 1, values)],
    )


def _jobs(area: Area, workforce: Workforce, rng: np.random.Generator) -> RawTable:
    quarters = _quarters("2019KW01", "2025KW04")
    periods = _with_years(quarters)
    cells = 1.05 * workforce.cells[..., [workforce.quarters.index(q) for q in quarters]]
    drift = _deviations(rng, (len(LEAVES), *area.shape(quarters)), 0.02, 0.004)
    factor = _column("part_time") * np.exp(drift)
    care = slice(0, len(SMAL))
    level = (cells * factor)[care].sum(axis=(0, 1)) / cells[care].sum(axis=(0, 1))
    factor[:-1] *= _path("deeltijdfactor", quarters, rng, 0.001) / level  # care and welfare meet the anchors
    totals = (_branch_matrix(), area.plan, _year_matrix(periods, quarters))
    jobs = _aggregate(cells, *totals)
    average = _aggregate(cells * factor, *totals) / jobs
    secret = workforce.secret(area)[:, :, None]
    return _table(
        "DEMO06",
        "Werkgelegenheid in de zorg en welzijn; baankenmerken, regio",
        [_branches(), area.dimension(), _periods(periods)],
        [
            Topic("Deeltijdfactor", "factor", "Double", 3, np.where(secret, np.nan, average)),
            Topic("Banen", "aantal", "Integer", 0, np.where(secret, np.nan, np.round(jobs, -1))),
        ],
    )


def _education(area: Area, rng: np.random.Generator) -> RawTable:
    years = [f"{year}SJ00" for year in range(2015, 2026)]
    shape = (2, *area.shape(years))  # leerweg, region, year
    weights = np.broadcast_to(area.share[:, None], shape).copy()

    def entrants(series: str, bbl: float) -> np.ndarray:
        path, part = _path(series, years, rng, 600), bbl + _walk(rng, (len(years),), 0.01)
        national = np.stack([(1 - part) * path, part * path])
        return _spread(national, weights, _deviations(rng, shape, 0.07, 0.03))

    other = entrants("mbo_overig", 0.24)
    weights[1, np.argmin(area.share), :2] = 0  # Bbl in the smallest region: empty, which CBS writes as 0 here
    cells = np.stack([entrants("mbo_tekortberoepen", 0.36), other], axis=1)
    programmes = ["Totaal", "Zorg en welzijn, tekortberoepen", "Overige opleidingen"]
    total = np.vstack([np.ones(2), np.eye(2)])
    values = _aggregate(cells, total, total, area.plan, np.eye(len(years)))
    return _table(
        "DEMO07",
        "Mbo; deelnemers, leerweg, opleiding, regio",
        [
            _dimension("Leerweg", "L", 90, ["Totaal", "Bol", "Bbl"]),
            _dimension("Opleiding", "O", 90, programmes),
            area.dimension(),
            _periods(years),
        ],
        [Topic("Eerstejaars deelnemers", "aantal", "Integer", 0, np.round(values, -1))],
    )


# --- employees per branch, region and quarter ---------------------------------------------------------------


@dataclass(frozen=True)
class Workforce:
    """Employees as ``cells[leaf, region, quarter]``, not rounded; leaves in the order of ``LEAVES``."""

    quarters: list[str]
    cells: np.ndarray

    def secret(self, area: Area) -> np.ndarray:
        """Return which (position of Branche, row of RegioS) is too small to show, in all periods."""
        small = np.zeros((len(BRANCHES), len(area.plan)), dtype=bool)
        average = self.cells.mean(axis=2)
        for row, leaves in enumerate(BRANCHES.values()):
            if len(leaves) == 1:
                small[row, -len(area.codes) :] = average[list(LEAVES).index(leaves[0])] < SECRET_BELOW
        return small


def _workforce(area: Area, rng: np.random.Generator) -> Workforce:
    quarters = _quarters("2015KW01", "2026KW01")  # a year before the first table: flows look back
    shape, weights = area.shape(quarters), area.share[:, None]
    national = _path("werknemers", quarters, rng, 1_200)
    regional = _spread(national, weights, _deviations(rng, shape, 0.05, 0.012))

    # Branches: national shares that drift, but start from their level in 2020KW01, and differ by region.
    drift = _walk(rng, (len(SMAL), len(quarters)), 0.03)
    drift -= drift[:, [quarters.index("2020KW01")]]
    branches = _spread(national, _column("share")[: len(SMAL), :, 0], drift)
    cells = np.exp(_deviations(rng, (len(SMAL), *shape), 0.2, 0.03))
    cells[0] *= np.where(np.isin(area.codes, UMC_REGIONS), 1.0, 0.03)[:, None]
    for _ in range(60):  # fit to the branches and the regions, both of which add up to the national figure
        cells *= (branches / cells.sum(axis=1))[:, None, :]
        cells *= (regional / cells.sum(axis=0))[None, :, :]

    childcare = _path("kinderopvang", quarters, rng, 600)
    childcare = _spread(childcare, weights, _deviations(rng, shape, 0.1, 0.02))
    economy = national / (_path("aandeel_werknemers", quarters, rng, 0.04) / 100)
    economy = _spread(economy, weights, _deviations(rng, shape, 0.05, 0.006))
    other = economy - regional - childcare
    return Workforce(quarters, np.concatenate([cells, childcare[None], other[None]]))


# --- walks, levels and totals -------------------------------------------------------------------------------


def _rng(seed: int, name: str) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *name.encode()])))


def _walk(rng: np.random.Generator, shape: tuple[int, ...], sd: float, memory: float = 0.92) -> np.ndarray:
    """Return stationary AR(1) series along the last axis with standard deviation ``sd``."""
    steps = rng.standard_normal(shape)
    for t in range(1, shape[-1]):
        steps[..., t] = memory * steps[..., t - 1] + np.sqrt(1 - memory**2) * steps[..., t]
    return sd * steps


def _deviations(rng: np.random.Generator, shape: tuple[int, ...], level: float, walk: float) -> np.ndarray:
    """Return per series a lasting difference with standard deviation ``level``, plus a walk."""
    return level * rng.standard_normal((*shape[:-1], 1)) + _walk(rng, shape, walk)


def _path(series: str, periods: Sequence[str], rng: np.random.Generator, noise: float) -> np.ndarray:
    """Return a national series: straight lines between the anchors plus a walk that is zero at each."""
    times = [_end(p) for p in periods]
    anchors = {_end(p): level for p, level in ANCHORS[series].items()}
    walk = _walk(rng, (len(times),), noise)
    fixed = [t for t in times if t in anchors]
    walk -= np.interp(times, fixed, [walk[times.index(t)] for t in fixed])
    return np.interp(times, list(anchors), list(anchors.values())) + walk


def _spread(total: np.ndarray, weights: np.ndarray, deviations: np.ndarray) -> np.ndarray:
    """Divide ``total[..., period]`` over the last axis but one, by weights that deviate in proportion."""
    parts = weights * np.exp(deviations)
    return total[..., None, :] * parts / parts.sum(axis=-2, keepdims=True)


def _aggregate(cells: np.ndarray, *plans: np.ndarray) -> np.ndarray:
    """Apply one plan per axis: rows of the result are the sums (or averages) that the plan describes."""
    for axis, plan in enumerate(plans):
        cells = np.moveaxis(np.tensordot(plan, cells, axes=(1, axis)), 0, axis)
    return cells


def _branch_matrix() -> np.ndarray:
    return np.array([[float(leaf in leaves) for leaf in LEAVES] for leaves in BRANCHES.values()])


def _year_matrix(periods: Sequence[str], quarters: Sequence[str]) -> np.ndarray:
    """Quarters as they are, a year as the average of its quarters."""
    return np.array([[float(p == q) or 0.25 * (p == f"{q[:4]}JJ00") for q in quarters] for p in periods])


def _column(name: str) -> np.ndarray:
    """Return one property of all leaves, shaped to multiply ``cells[leaf, region, quarter]``."""
    return np.array([getattr(leaf, name) for leaf in LEAVES.values()]).reshape(-1, 1, 1)


# --- regions, periods and other dimensions ------------------------------------------------------------------


@dataclass(frozen=True)
class Dimension:
    """A dimension and its rows as CBS delivers them."""

    key: str
    title: str
    type: str
    rows: list[dict]


@dataclass(frozen=True)
class Area:
    """The regions of a table, ordered by code.

    Attributes:
        codes: codes of the regions, ``RA…``.
        names: their names.
        share: their part of the Netherlands.
        plan: sums over regions for every row of RegioS: Nederland, landsdelen, regions.
        landsdelen: codes of the landsdelen.
    """

    codes: list[str]
    names: list[str]
    share: np.ndarray
    plan: np.ndarray
    landsdelen: list[str]

    @classmethod
    def of(cls, regions: Iterable[tuple[str, str, int]]) -> Area:
        ordered = sorted(regions)
        codes = [code for code, _, _ in ordered]
        weights = np.array([weight for _, _, weight in ordered], dtype=float)
        digits = {landsdeel: groups.split() for landsdeel, (_, groups) in LANDSDELEN.items()}
        parts = {ld: [float(code[2:4] in group) for code in codes] for ld, group in digits.items()}
        parts = {ld: row for ld, row in parts.items() if any(row)}
        plan = np.vstack([np.ones(len(codes)), *parts.values(), np.eye(len(codes))])
        return cls(codes, [name for _, name, _ in ordered], weights / weights.sum(), plan, list(parts))

    def shape(self, periods: Sequence[str]) -> tuple[int, int]:
        return len(self.codes), len(periods)

    def around(self, national: np.ndarray, deviations: np.ndarray) -> np.ndarray:
        """Return percentages per row of RegioS; the weighted average of the regions is ``national``."""
        averages = self.plan * self.share
        averages /= averages.sum(axis=1, keepdims=True)
        return averages @ (national + deviations - self.share @ deviations)

    def dimension(self) -> Dimension:
        rows = [
            ("NL01", "Nederland", "Nederland"),
            *((code, LANDSDELEN[code][0], "Landsdelen") for code in self.landsdelen),
            *(
                (code, f"{name} (RA)", "RegioPlus-arbeidsmarktregio's")
                for code, name in zip(self.codes, self.names, strict=True)
            ),
        ]
        return Dimension("RegioS", "Regio's", "GeoDimension", _rows(rows))


def _branches() -> Dimension:
    titles = list(BRANCHES)
    return _dimension("Branche", "D000", 10, titles, ["Totalen"] * 3 + ["Branches"] * (len(titles) - 3))


def _dimension(title: str, prefix: str, start: int, positions: list[str], groups: list[str] | None = None) -> Dimension:
    """Return a dimension with invented keys of unequal length, so that padding matters as it does at CBS."""
    keys = [f"{prefix}{start + 10 * n}" for n in range(len(positions))]
    rows = zip(keys, positions, groups or [""] * len(positions), strict=True)
    return Dimension(_camel(title), title, "Dimension", _rows(list(rows)))


def _rows(rows: list[tuple[str, str, str]]) -> list[dict]:
    width = max(len(key) for key, _, _ in rows)
    return [
        {"Key": key.ljust(width), "Title": title, "Description": "", "CategoryGroupID": GROUPS.get(group)}
        for key, title, group in rows
    ]


def _quarters(first: str, last: str) -> list[str]:
    return [f"{(n - 1) // 4}KW{(n - 1) % 4 + 1:02}" for n in range(_end(first), _end(last) + 1)]


def _with_years(quarters: Sequence[str]) -> list[str]:
    """Add a year row after every complete year, in the same list, as CBS does."""
    periods = []
    for quarter in quarters:
        periods.append(quarter)
        if quarter.endswith("KW04"):
            periods.append(f"{quarter[:4]}JJ00")
    return periods


def _end(period: str) -> int:
    """Return the number of the quarter in which a period ends; a school year counts by its first year."""
    return 4 * int(period[:4]) + (int(period[-1]) if period[4:6] == "KW" else 4)


def _periods(keys: Sequence[str]) -> Dimension:
    """Return Perioden; the last year is provisional (*), the year before it a little less so (**)."""
    last = max(_end(key) for key in keys)
    rows = []
    for key in keys:
        year = int(key[:4])
        endings = {"KW": f" {key[-1]}e kwartaal", "JJ": "", "SJ": f"/'{(year + 1) % 100:02}"}
        age = (last - _end(key)) // 4
        status, mark = {0: ("Voorlopig", "*"), 1: ("NaderVoorlopig", "**")}.get(age, ("Definitief", ""))
        title = f"{year}{endings[key[4:6]]}{mark}"
        rows.append({"Key": key, "Title": title, "Description": "", "Status": status})
    return Dimension("Perioden", "Perioden", "TimeDimension", rows)


# --- the form in which CBS delivers -------------------------------------------------------------------------


@dataclass(frozen=True)
class Topic:
    """A measure as ``DataProperties`` describes it, its values as a full cube, and its topic group if any."""

    title: str
    unit: str
    datatype: str
    decimals: int
    values: np.ndarray
    group: str = ""


def _table(identifier: str, title: str, dimensions: list[Dimension], topics: list[Topic]) -> RawTable:
    shape = tuple(len(d.rows) for d in dimensions)
    data: dict[str, np.ndarray] = {"ID": np.arange(np.prod(shape))}
    for place, position in zip(dimensions, np.indices(shape).reshape(len(shape), -1), strict=True):
        data[place.key] = np.array([row["Key"] for row in place.rows], dtype=object)[position]
    for number, topic in enumerate(topics, start=1):
        if topic.values.shape != shape:
            raise ValueError(f"{identifier}, {topic.title}: {topic.values.shape} is not the full cube {shape}")
        values = np.round(topic.values, topic.decimals).ravel()
        data[f"{_camel(topic.title)}_{number}"] = values + 0.0  # no -0.0
    frame = pd.DataFrame(data)

    periods = [row["Title"].rstrip("*") for row in dimensions[-1].rows]
    info = {
        "ID": 0,
        "Identifier": identifier,
        "Title": f"{title} (demonstratie)",
        "ShortTitle": f"{title} (demonstratie)",
        "Summary": SUMMARY,
        "Modified": MODIFIED,
        "Catalog": "AZW",
        "Frequency": "Perkwartaal" if any("KW01" in row["Key"] for row in dimensions[-1].rows) else "Perjaar",
        "Period": f"{periods[0]} - {periods[-1]}",
        "OutputStatus": "Regulier",
        "Language": "nl",
        "RecordCount": len(frame),
        "ColumnCount": len(frame.columns),
    }
    groups = [
        {"ID": number, "DimensionKey": place.key, "Title": group, "Description": "", "ParentID": None}
        for place in dimensions
        for group, number in GROUPS.items()
        if any(row.get("CategoryGroupID") == number for row in place.rows)
    ]
    metadata = {
        "TableInfos": info,
        "DataProperties": _properties(dimensions, topics),
        "CategoryGroups": groups,
        **{place.key: place.rows for place in dimensions},
    }
    return RawTable(identifier=identifier, data=frame, metadata=metadata)


def _properties(dimensions: list[Dimension], topics: list[Topic]) -> list[dict]:
    rows: list[dict] = []

    def add(kind: str, parent: int | None, fields: dict) -> int:
        number = len(rows)
        place = {"ID": number, "Position": number, "ParentID": parent}
        rows.append({"odata.type": f"Cbs.OData.{kind}", **place, "Type": kind, **fields, "Description": ""})
        return number

    for d in dimensions:
        add(d.type, None, {"Key": d.key, "Title": d.title})
    parents: dict[str, int] = {}
    for number, topic in enumerate(topics, start=1):
        if topic.group and topic.group not in parents:
            parents[topic.group] = add("TopicGroup", None, {"Title": topic.group})
        measure = {"Unit": topic.unit, "Datatype": topic.datatype, "Decimals": topic.decimals}
        name = {"Key": f"{_camel(topic.title)}_{number}", "Title": topic.title}
        add("Topic", parents.get(topic.group), name | measure)
    return rows


def _camel(title: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", title))
