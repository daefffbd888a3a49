"""The levels that demonstration tables are made on: national series, and what differs between branches."""

from __future__ import annotations

from dataclasses import dataclass

# The levels that the national series (zorg en welzijn, smal) pass through. All are invented: they lie aside of every published
# level on purpose; sql/proeven/verzonnen_is_gepubliceerd.sql holds that.
ANCHORS: dict[str, dict[str, float]] = {
    "werknemers": {  # persons
        "2015KW01": 1_040_000,
        "2018KW01": 1_090_000,
        "2021KW01": 1_170_000,
        "2024KW01": 1_240_000,
        "2026KW01": 1_290_000,
    },
    "aandeel_werknemers": {
        "2015KW01": 13.4,
        "2020KW01": 13.7,
        "2022KW04": 13.5,
        "2026KW01": 13.9,
    },  # % of all employees
    "kinderopvang": {"2015KW01": 80_000, "2020KW01": 100_000, "2026KW01": 125_000},  # persons
    "uitstroom": {"2016KW01": 88_000, "2020KW01": 95_000, "2025KW04": 105_000},  # persons, year on year
    "pensioen": {"2016KW01": 0.21, "2020KW01": 0.20, "2025KW04": 0.22},  # part of the outflow
    "werktevredenheid": {"2019KW02": 72.5, "2022KW04": 71.0, "2025KW04": 72.8},  # %
    "werkdruk": {"2019KW02": 33.0, "2021KW02": 34.5, "2022KW02": 38.5, "2025KW04": 36.0},  # %
    "scholing": {"2019KW02": 79.0, "2021KW02": 75.5, "2025KW04": 78.5},  # %
    "werkenden_werknemer": {  # x 1 000, persons by main job; a break in 2021
        "2013JJ00": 1_010.0,
        "2016JJ00": 990.0,
        "2020JJ00": 1_062.0,
        "2021JJ00": 1_112.0,
        "2025JJ00": 1_210.0,
    },
    "zzp": {  # x 1 000; a break in 2021
        "2013JJ00": 66.0,
        "2020JJ00": 79.0,
        "2021JJ00": 94.0,
        "2023JJ00": 106.0,
        "2025JJ00": 100.0,
    },
    "zmp": {"2013JJ00": 36.0, "2020JJ00": 33.0, "2021JJ00": 36.0, "2025JJ00": 35.0},  # x 1 000
    "ziekteverzuim": {  # %, as employees report it; a break in 2022
        "2014JJ00": 4.2,
        "2019JJ00": 4.4,
        "2021JJ00": 4.7,
        "2022JJ00": 6.1,
        "2025JJ00": 5.8,
    },
    "deeltijdfactor": {"2019KW01": 0.622, "2020KW01": 0.626, "2025KW04": 0.648},
    "mbo_tekortberoepen": {"2015SJ00": 38_000, "2020SJ00": 47_000, "2025SJ00": 42_000},  # persons
    "mbo_overig": {"2015SJ00": 118_000, "2020SJ00": 112_000, "2025SJ00": 104_000},  # persons
}


@dataclass(frozen=True)
class Leaf:
    """A branch without parts: share of employees (smal = 1), average age, share of men, deeltijdfactor."""

    share: float
    age: float
    men: float
    part_time: float


CHILDCARE, OTHER = "Kinderopvang (incl. peuterspeelzaalwerk)", "buiten zorg en welzijn"
CARE, HOME_CARE = "Verpleging en verzorging", "Thuiszorg"
# Invented, all of them.
LEAVES: dict[str, Leaf] = {
    "Universitair medische centra": Leaf(0.060, 42.4, 0.30, 0.81),
    "Ziekenhuizen en overige medisch specialistische zorg": Leaf(0.175, 42.9, 0.19, 0.73),
    "Geestelijke gezondheidszorg": Leaf(0.075, 42.6, 0.29, 0.78),
    "Huisartsen en gezondheidscentra": Leaf(0.028, 43.3, 0.12, 0.61),
    "Overige zorg en welzijn": Leaf(0.113, 40.6, 0.22, 0.66),
    CARE: Leaf(0.205, 42.8, 0.11, 0.61),
    HOME_CARE: Leaf(0.130, 44.1, 0.09, 0.57),
    "Gehandicaptenzorg": Leaf(0.142, 42.2, 0.20, 0.69),
    "Jeugdzorg": Leaf(0.033, 40.1, 0.21, 0.79),
    "Sociaal werk": Leaf(0.039, 45.2, 0.27, 0.72),
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
