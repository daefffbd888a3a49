"""Make demonstration tables in the shape in which CBS delivers the real ones, where CBS cannot be reached.

Every value is invented. National levels pass through those in ``ANCHORS``, which lie aside of what was published; everything else
is a seeded walk around them. A table differs from a real one only in its title and summary and in the
manifest of its snapshot, so that catalogue, warehouse and notebooks take the same path for both.

How it fits together: ``_workforce`` makes employees per branch, region and quarter once; the tables on
employees, mobility and jobs derive from it, so that shares, flows and growth agree. The other tables stand
alone. All arrays end in the axes (region, period), and ``_aggregate`` turns the smallest cells into totals by
one plan per axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import cbs_form, snapshots
from .invented_areas import Area, Place
from .invented_levels import ANCHORS, BRANCHES, LEAVES, SMAL
from .snapshots import RawTable

SECRET_BELOW = 180  # employees: a smaller branch in a region is not shown, as CBS does with small groups


def tables(sets: Sequence[Sequence[Place]], seed: int = 2022) -> list[RawTable]:
    """Make all demonstration tables.

    Args:
        sets: the areas of each set, in any order. The first is what the tables are made of; those of another are mixed from it.
        seed: another seed gives other values on the same levels; the same seed gives the same tables.

    Returns:
        The tables DEMO01 to DEMO07, as CBS would deliver them.
    """
    area = Area.of(sets)
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


def write_all(root: Path, sets: Sequence[Sequence[Place]], *, date: str = "2026-11-01", seed: int = 2022) -> list[Path]:
    """Make all demonstration tables and keep them as snapshots of the kind ``demonstratie``.

    Args:
        root: folder of all snapshots.
        sets: see ``tables``.
        date: day that the manifest gives as day of access, ``yyyy-mm-dd``.
        seed: see ``tables``.

    Returns:
        The folder of every table, in the order of ``tables``.
    """
    return [snapshots.write(root, table, kind="demonstratie", host="", date=date) for table in tables(sets, seed)]


def _employees(area: Area, workforce: Workforce, rng: np.random.Generator) -> RawTable:
    quarters = cbs_form.quarters_between("2016KW01", "2026KW01")
    periods = cbs_form.with_years(quarters)
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
    return cbs_form.table(
        "DEMO01",
        "Werknemers met een baan in de zorg en welzijn; persoonskenmerken, regio",
        [
            cbs_form.dimension("Geslacht", "G", 90, ["Totaal mannen en vrouwen", "Mannen", "Vrouwen"]),
            _branches(),
            area.dimension(),
            cbs_form.perioden(periods),
        ],
        [
            cbs_form.Topic("Werknemers", "aantal", "Integer", 0, np.where(secret, np.nan, np.round(employees, -1))),
            cbs_form.Topic("Gemiddelde leeftijd", "jaar", "Double", 1, np.where(secret, np.nan, average)),
        ],
    )


def _mobility(area: Area, workforce: Workforce, rng: np.random.Generator) -> RawTable:
    quarters = cbs_form.quarters_between("2016KW01", "2025KW04")
    now = np.array([workforce.quarters.index(q) for q in quarters])
    smal = workforce.cells[: len(SMAL)].sum(axis=0)
    before, growth = smal[:, now - 4], smal[:, now] - smal[:, now - 4]
    shape = area.shape(quarters)
    outflow = _spread(_path("uitstroom", quarters, rng, 700), before, _deviations(rng, shape, 0.05, 0.02))
    retired = _path("pensioen", quarters, rng, 0.002) * outflow.sum(axis=0)
    retired = _spread(retired, outflow, _deviations(rng, shape, 0.06, 0.03))
    retired[:, -2:] = np.nan  # where leavers went is known later than that they left
    # Main jobs grow a little more than employees.
    inflow = outflow + growth + 1_000 * area.share[:, None]
    entered, left, pensioned = (np.round(area.plan @ n / 1_000, 1) for n in (inflow, outflow, retired))
    return cbs_form.table(
        "DEMO02",
        "Mobiliteit van werknemers; AZW (smal), kenmerken mobiliteit, regio",
        [area.dimension(), cbs_form.perioden(quarters)],
        [
            cbs_form.Topic("Instroom totaal", "x 1 000", "Double", 1, entered, "Instroom"),
            cbs_form.Topic("Uitstroom totaal", "x 1 000", "Double", 1, left, "Uitstroom"),
            cbs_form.Topic("Uitstroom naar pensioen", "x 1 000", "Double", 1, pensioned, "Uitstroom"),
            cbs_form.Topic("Saldo in-/uitstroom", "x 1 000", "Double", 1, entered - left),
        ],
    )


def _survey(area: Area, rng: np.random.Generator) -> RawTable:
    # The second quarter for all, the fourth for the Netherlands only; 2020KW02 was not held.
    periods = [q for q in cbs_form.quarters_between("2019KW02", "2025KW04") if q[-1] in "24" and q != "2020KW02"]
    national_only = np.array([q.endswith("KW04") for q in periods])

    def topic(title: str, series: str, level: float) -> cbs_form.Topic:
        path = _path(series, periods, rng, 0.3)
        values = area.around(path, _deviations(rng, area.shape(periods), level, 0.4 * level))
        values[1:, national_only] = np.nan
        return cbs_form.Topic(title, "%", "Double", 1, values)

    return cbs_form.table(
        "DEMO03",
        "Werknemers; kerncijfers, regio",
        [area.dimension(), cbs_form.perioden(periods)],
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
    return cbs_form.table(
        "DEMO04",
        "Werkzame beroepsbevolking; positie in de werkkring, regio",
        [cbs_form.dimension("Positie in de werkkring", "W", 80, positions), area.dimension(), cbs_form.perioden(years)],
        [cbs_form.Topic("Werkzame beroepsbevolking", "x 1 000", "Double", 1, values)],
    )


def _absence(area: Area, rng: np.random.Generator) -> RawTable:
    years = [f"{year}JJ00" for year in range(2014, 2026)]
    national = _path("ziekteverzuim", years, rng, 0.08)
    values = area.around(national, _deviations(rng, area.shape(years), 0.3, 0.15))
    too_few = area.own.start + int(np.argmin(area.share))  # row of the smallest region
    values[too_few, [years.index("2019JJ00"), years.index("2023JJ00")]] = np.nan
    return cbs_form.table(
        "DEMO05",
        "Ziekteverzuim volgens werknemers; regio",
        [area.dimension(), cbs_form.perioden(years)],
        [cbs_form.Topic("Ziekteverzuimpercentage", "%", "Double", 1, values)],
    )


def _jobs(area: Area, workforce: Workforce, rng: np.random.Generator) -> RawTable:
    quarters = cbs_form.quarters_between("2019KW01", "2025KW04")
    periods = cbs_form.with_years(quarters)
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
    return cbs_form.table(
        "DEMO06",
        "Werkgelegenheid in de zorg en welzijn; baankenmerken, regio",
        [_branches(), area.dimension(), cbs_form.perioden(periods)],
        [
            cbs_form.Topic("Deeltijdfactor", "factor", "Double", 3, np.where(secret, np.nan, average)),
            cbs_form.Topic("Banen", "aantal", "Integer", 0, np.where(secret, np.nan, np.round(jobs, -1))),
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
    return cbs_form.table(
        "DEMO07",
        "Mbo; deelnemers, leerweg, opleiding, regio",
        [
            cbs_form.dimension("Leerweg", "L", 90, ["Totaal", "Bol", "Bbl"]),
            cbs_form.dimension("Opleiding", "O", 90, programmes),
            area.dimension(),
            cbs_form.perioden(years),
        ],
        [cbs_form.Topic("Eerstejaars deelnemers", "aantal", "Integer", 0, np.round(values, -1))],
    )


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
                small[row, area.own] = average[list(LEAVES).index(leaves[0])] < SECRET_BELOW
        return small


def _workforce(area: Area, rng: np.random.Generator) -> Workforce:
    quarters = cbs_form.quarters_between("2015KW01", "2026KW01")  # a year before the first table: flows look back
    shape, weights = area.shape(quarters), area.share[:, None]
    national = _path("werknemers", quarters, rng, 1_200)
    regional = _spread(national, weights, _deviations(rng, shape, 0.05, 0.012))

    # Branches: national shares that drift, but start from their level in 2020KW01, and differ by region.
    drift = _walk(rng, (len(SMAL), len(quarters)), 0.03)
    drift -= drift[:, [quarters.index("2020KW01")]]
    branches = _spread(national, _column("share")[: len(SMAL), :, 0], drift)
    cells = np.exp(_deviations(rng, (len(SMAL), *shape), 0.2, 0.03))
    cells[0] *= np.where(area.umc, 1.0, 0.03)[:, None]
    for _ in range(60):  # fit to the branches and the regions, both of which add up to the national figure
        cells *= (branches / cells.sum(axis=1))[:, None, :]
        cells *= (regional / cells.sum(axis=0))[None, :, :]

    childcare = _path("kinderopvang", quarters, rng, 600)
    childcare = _spread(childcare, weights, _deviations(rng, shape, 0.1, 0.02))
    economy = national / (_path("aandeel_werknemers", quarters, rng, 0.04) / 100)
    economy = _spread(economy, weights, _deviations(rng, shape, 0.05, 0.006))
    other = economy - regional - childcare
    return Workforce(quarters, np.concatenate([cells, childcare[None], other[None]]))


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
    times = [cbs_form.end_of(p) for p in periods]
    anchors = {cbs_form.end_of(p): level for p, level in ANCHORS[series].items()}
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


def _branches() -> cbs_form.Dimension:
    titles = list(BRANCHES)
    return cbs_form.dimension("Branche", "D000", 10, titles, ["Totalen"] * 3 + ["Branches"] * (len(titles) - 3))
